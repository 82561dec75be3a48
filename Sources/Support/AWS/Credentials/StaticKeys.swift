import Domain

/// Keys that stand in the environment or in a file as they are.
struct StaticKeys: CredentialSource {
    let name: String
    private let credentials: Credentials

    func fetch() async -> Credentials { credentials }

    /// Nil if the environment has neither half of a key pair.
    init?(environment: [String: String], now: Instant) throws(CredentialsFailure) {
        var expiration: Instant?
        if let text = environment["AWS_CREDENTIAL_EXPIRATION"].nonEmpty {
            expiration = Instant(iso8601: text)
            guard expiration != nil else { throw .malformedExpiration }
        }
        let found = try Credentials(
            id: ("AWS_ACCESS_KEY_ID", environment["AWS_ACCESS_KEY_ID"]),
            secret: ("AWS_SECRET_ACCESS_KEY", environment["AWS_SECRET_ACCESS_KEY"]),
            // The second is the older name, which botocore still reads.
            token: environment["AWS_SESSION_TOKEN"].nonEmpty ?? environment["AWS_SECURITY_TOKEN"],
            expiration: expiration,
            source: "the environment"
        )
        guard let found else { return nil }
        if let expiration, expiration <= now {
            throw .unavailable(
                provider: "environment",
                problem: "the credentials expired at \(expiration) (AWS_CREDENTIAL_EXPIRATION)",
                remedy: "fetch new ones into the environment, or unset them to use a profile"
            )
        }
        name = "environment"
        credentials = found
    }

    /// The pair of one file; an id in one file is never joined with a secret in the other.
    init?(_ section: INIFile.Section?, of path: String, profile: String) throws(CredentialsFailure) {
        guard let section else { return nil }
        func text(_ key: String) -> String? { section.values[key]?.text }
        let found = try Credentials(
            id: ("aws_access_key_id", text("aws_access_key_id")),
            secret: ("aws_secret_access_key", text("aws_secret_access_key")),
            token: text("aws_session_token").nonEmpty ?? text("aws_security_token"),
            expiration: nil,
            source: "[\(section.name.singleLine(limit: 128))] in \(path)"
        )
        guard let found else { return nil }
        name = "profile \(profile.singleLine(limit: 128))"
        credentials = found
    }
}

extension Credentials {
    /// Nil if neither half of the pair is there; `source` names the place in messages.
    init?(
        id: (key: String, value: String?),
        secret: (key: String, value: String?),
        token: String?,
        expiration: Instant?,
        source: String
    ) throws(CredentialsFailure) {
        switch (id.value.nonEmpty, secret.value.nonEmpty) {
        case (nil, nil): return nil
        case (_?, nil): throw .incomplete(source: source, present: id.key, missing: secret.key)
        case (nil, _?): throw .incomplete(source: source, present: secret.key, missing: id.key)
        case (let idValue?, let secretValue?):
            for (key, value) in [(id.key, idValue), (secret.key, secretValue), ("the session token", token ?? "")] {
                // An id and a token become header values, where a line break would begin a header of its own.
                guard value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                    throw .malformedValue(source: source, key: key)
                }
            }
            self.init(
                accessKeyID: idValue,
                secretAccessKey: Secret(secretValue),
                sessionToken: token.nonEmpty.map { Secret($0) },
                expiration: expiration
            )
        }
    }
}
