import Domain

extension Check {
    static let passwordUnused: Check = .init(
        "password-unused",
        family: .users,
        title: "Console passwords were used or changed within 45 days",
        severity: .medium,
        rationale: "A password that nobody uses is one whose theft nobody notices.",
        remediation: "Delete the password; the user can be given a new one when it is needed.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html",
            "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-22",
        ],
        mappings: .init(
            soc2: ["CC6.2"],
            iso27001: ["A.5.18"],
            nist80053: ["AC-2(3)"],
            cis: ["5.0 1.11", "6.0 2.11", "7.0 2.11"],
            fsbp: ["IAM.22"]
        ),
        peers: .init(prowler: ["iam_user_console_access_unused"], scoutSuite: ["iam-unused-credentials-not-disabled"]),
        needs: [.authorization, .credentialReport],
        parameters: [
            .days(45, "limit", "A password fails when its last use or change is this long ago or longer")
        ],
        examples: [
            .passes("used one second less than 45 days ago") {
                $0.setPassword(changedAgo: .days(300), usedAgo: .days(45) - 1)
            },
            .fails("used exactly 45 days ago", on: ["j.doe"]) {
                $0.setPassword(changedAgo: .days(300), usedAgo: .days(45))
            },
            .passes("unused, but changed since") { $0.setPassword(changedAgo: .days(10), usedAgo: .days(300)) },
            .fails("never used, changed exactly 45 days ago", on: ["j.doe"]) {
                $0.setPassword(changedAgo: .days(45), usedAgo: nil)
            },
            .passes("never used, and new") { $0.setPassword(changedAgo: .days(45) - 1, usedAgo: nil) },
            .passes("no password") { $0.editRow { $0.passwordEnabled = false } },
            .passes("break-glass user") {
                $0.setPassword(changedAgo: .days(300), usedAgo: .days(300))
                $0.makeBreakGlass("\(ExampleAccount.arn):user/j.doe")
            },
            .passes("of a user without newer activity, which user-dormant tells") {
                $0.leaveOnlyPassword()
                $0.setPassword(changedAgo: .days(300), usedAgo: .days(91))
            },
            .notAssessed("no date at all", on: ["j.doe"]) {
                $0.setPassword(changedAgo: .days(300), usedAgo: nil)
                $0.editRow { $0.passwordLastChangedAt = nil }
            },
            .notAssessed("newer than the report, the password old, its last use unreadable", on: ["new.hire"]) {
                $0.addUnreportedUser("new.hire", hasPassword: true, mfaDevices: .value([]))
                $0.facts.unreportedUsers["new.hire"]?.passwordCreatedAt = .value(ExampleAccount.ago(.days(45)))
                $0.facts.unreportedUsers["new.hire"]?.passwordLastUsedAt = .unavailable(ExampleAccount.denied)
            },
            .notAssessed("report denied") { $0.facts.credentialReport = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.account.users.map { user in
            let resource = Resource.user(user.user)
            let name = "\(user.user.name) in \(input.place)"
            let limit = input.parameters["limit"]
            switch user.password {
            case .unknown(let reason):
                return .notAssessed(resource, "The console password of \(name) is not known because \(reason).")
            case .known(nil):
                return .notApplicable(resource, "\(name) has no console password.")
            case .known where user.isBreakGlass:
                return .notApplicable(resource, "\(name) is a break-glass user, which is meant to be unused.")
            case .known(let password?):
                guard let newest = [password.lastUsedAt, password.changedAt].compactMap(\.self).max() else {
                    // A password cannot be unused for longer than its user exists.
                    if input.age(user.user.createdAt) < limit { return .pass(resource) }
                    return .notAssessed(resource, "AWS does not tell when the password of \(name) was used or changed.")
                }
                let age = input.age(newest)
                guard age >= limit else { return .pass(resource) }
                if case .unknown(let reason) = password.lastUse {
                    let sentence = "The last use of the console password of \(name) is not known because \(reason)."
                    return .notAssessed(resource, sentence)
                }
                if let wider = input.widerCheck(of: user) {
                    return .notApplicable(resource, "\(wider.id) tells it of \(name).")
                }
                let sentence =
                    password.lastUsedAt == nil
                    ? "No use of the console password of \(name) is recorded, and it was set \(days(age)) ago."
                    : "The console password of \(name) has not been used or changed for \(days(age))."
                return .fail(
                    resource,
                    sentence,
                    facts: [
                        Fact("last_used_at", password.lastUsedAt?.iso8601 ?? "not recorded"),
                        Fact("changed_at", password.changedAt),
                        Fact("limit", input.parameters.text(">=", "limit")),
                    ]
                )
            }
        }
    }
}
