import Domain

extension CheckInput {
    /// Judges every access key of every user; a user whose keys are not known is not assessed.
    func judgeKeys(_ judge: (UserView, KeyView) -> Assessment) -> [Assessment] {
        account.users.flatMap { user -> [Assessment] in
            switch user.keys {
            case .known(let keys): keys.map { judge(user, $0) }
            case .unknown(let reason): [keysNotAssessed(of: user, because: reason)]
            }
        }
    }

    func keysNotAssessed(of user: UserView, because reason: String) -> Assessment {
        .notAssessed(
            .user(user.user),
            "The access keys of \(user.user.name) in \(place) could not be assessed because \(reason)."
        )
    }

    /// What sentences call a key: `Access key AKIA...MPLE of j.doe in prod-payments`.
    func name(of key: KeyView, of user: UserView) -> String {
        let subject = key.id.map { "Access key \(masked($0))" } ?? "An access key"
        return "\(subject) of \(user.user.name) in \(place)"
    }
}

extension KeyView {
    /// Tells the keys of a user apart; the credential report knows no ids, so it is the instant of creation.
    var discriminator: String { createdAt?.iso8601 ?? "" }

    /// The end of a sentence about a state that is not live.
    var qualification: String {
        asOfReport.map { ", as of the credential report of \($0)" } ?? ""
    }

    func facts(_ limit: String) -> [Fact] {
        [
            Fact("access_key_id", id ?? "not listed"),
            Fact("status", status),
            Fact("created_at", createdAt),
            Fact("last_used_at", use.text),
            Fact("state", asOfReport.map { "as of \($0)" } ?? "live"),
            Fact("limit", limit),
        ]
    }

    func pass(_ user: UserView) -> Assessment {
        .pass(.credential(.accessKey, of: user.user), discriminator: discriminator)
    }

    func fail(_ user: UserView, severity: Severity? = nil, _ sentence: String, limit: String) -> Assessment {
        .fail(
            .credential(.accessKey, of: user.user),
            discriminator: discriminator,
            severity: severity,
            sentence,
            facts: facts(limit)
        )
    }

    func notAssessed(_ user: UserView, _ sentence: String) -> Assessment {
        .notAssessed(.credential(.accessKey, of: user.user), discriminator: discriminator, sentence)
    }

    func notApplicable(_ user: UserView, _ sentence: String) -> Assessment {
        .notApplicable(.credential(.accessKey, of: user.user), discriminator: discriminator, sentence)
    }
}

extension KeyView.Use {
    var text: String {
        switch self {
        case .used(let instant, _, _): instant.iso8601
        case .never: "never"
        case .unknown: "unknown"
        }
    }
}
