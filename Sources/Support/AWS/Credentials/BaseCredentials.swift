import Domain

/// Finds the credentials that a sweep starts from, in the order of the AWS CLI.
///
/// Keys in the environment come first, then the static keys of the profile. Every other way that the CLI knows is
/// refused by name where the CLI would have taken it: signing as somebody else would sweep the wrong organization.
/// Source: https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
package enum BaseCredentials {
    /// `readFile` returns nil for a file that does not exist and throws for one that cannot be read.
    package static func resolve(
        environment: [String: String],
        readFile: (String) throws -> String?
    ) throws(CredentialsFailure) -> ResolvedCredentials {
        let variable = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"].first { environment[$0].nonEmpty != nil }
        let name = variable.flatMap { environment[$0] } ?? "default"
        let profile = try SharedProfile(named: name, environment: environment, readFile: readFile)
        if let variable, !profile.exists {
            throw .noSuchProfile(
                name,
                variable: variable,
                files: [profile.credentialsFile.path, profile.configFile.path],
                known: profile.knownNames
            )
        }
        try profile.refuseSettings(environment: environment)
        let (region, source) = region(environment, profile)
        func resolved(_ credentials: Credentials, from provider: String) -> ResolvedCredentials {
            ResolvedCredentials(
                provider: StaticCredentials(credentials),
                providerName: provider,
                region: region,
                regionSource: source
            )
        }
        if let credentials = try fromEnvironment(environment) {
            return resolved(credentials, from: "environment")
        }
        return resolved(try fromProfile(profile, environment: environment), from: "profile \(name)")
    }

    private static func region(
        _ environment: [String: String],
        _ profile: SharedProfile
    ) -> (region: String?, source: String?) {
        for variable in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
            if let region = environment[variable].nonEmpty { return (region, variable) }
        }
        return profile["region"].map { ($0, "profile \(profile.name)") } ?? (nil, nil)
    }
}

// MARK: - Static keys

extension BaseCredentials {
    private static func fromEnvironment(
        _ environment: [String: String]
    ) throws(CredentialsFailure) -> Credentials? {
        let expiration: Instant?
        if let text = environment["AWS_CREDENTIAL_EXPIRATION"].nonEmpty {
            guard let instant = Instant(iso8601: text) else { throw .malformedExpiration }
            expiration = instant
        } else {
            expiration = nil
        }
        return try credentials(
            ("AWS_ACCESS_KEY_ID", environment["AWS_ACCESS_KEY_ID"]),
            ("AWS_SECRET_ACCESS_KEY", environment["AWS_SECRET_ACCESS_KEY"]),
            // The second is the older name, which botocore still reads.
            token: environment["AWS_SESSION_TOKEN"].nonEmpty ?? environment["AWS_SECURITY_TOKEN"],
            expiration: expiration,
            source: "the environment"
        )
    }

    /// The pair of one file; an id in one file is never joined with a secret in the other.
    private static func fromSection(_ section: INIFile.Section?, of path: String) throws(CredentialsFailure)
        -> Credentials?
    {
        guard let section else { return nil }
        func text(_ key: String) -> String? { section.values[key]?.text }
        return try credentials(
            ("aws_access_key_id", text("aws_access_key_id")),
            ("aws_secret_access_key", text("aws_secret_access_key")),
            token: text("aws_session_token").nonEmpty ?? text("aws_security_token"),
            expiration: nil,
            source: "[\(section.name)] in \(path)"
        )
    }

    /// Nil if neither half of the pair is there.
    private static func credentials(
        _ id: (key: String, value: String?),
        _ secret: (key: String, value: String?),
        token: String?,
        expiration: Instant?,
        source: String
    ) throws(CredentialsFailure) -> Credentials? {
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
            return Credentials(
                accessKeyID: idValue,
                secretAccessKey: Secret(secretValue),
                sessionToken: token.nonEmpty.map { Secret($0) },
                expiration: expiration
            )
        }
    }
}

// MARK: - What a profile may ask for

extension BaseCredentials {
    /// Goes through botocore's chain behind the environment, in its order.
    private static func fromProfile(
        _ profile: SharedProfile,
        environment: [String: String]
    ) throws(CredentialsFailure) -> Credentials {
        let source = "the profile \(profile.name)"
        let export =
            "run eval \"$(aws configure export-credentials --profile \(profile.name) --format env)\" and start again"
        func refuse(_ keys: [String]) throws(CredentialsFailure) {
            guard let key = keys.first(where: { profile[$0] != nil }) else { return }
            throw .notYet(source: source, key: key, remedy: export)
        }

        try refuse(["role_arn", "source_profile", "credential_source"])
        try refuseVariables(["AWS_WEB_IDENTITY_TOKEN_FILE"], in: environment)
        try refuse(["web_identity_token_file", "sso_session", "sso_start_url", "sso_account_id", "sso_role_name"])
        if let found = try fromSection(profile.inCredentials, of: profile.credentialsFile.path) { return found }
        try refuse(["login_session", "credential_process"])
        if let found = try fromSection(profile.inConfig, of: profile.configFile.path) { return found }
        try refuseVariables(
            ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"],
            in: environment
        )
        throw .notFound(lookedAt: [
            "AWS_ACCESS_KEY_ID",
            look(at: profile.credentialsFile, for: profile.name, found: profile.inCredentials),
            look(at: profile.configFile, for: profile.name, found: profile.inConfig),
            "(instance metadata is not asked yet)",
        ])
    }

    private static func refuseVariables(
        _ variables: [String],
        in environment: [String: String]
    ) throws(CredentialsFailure) {
        guard let variable = variables.first(where: { environment[$0].nonEmpty != nil }) else { return }
        throw .notYet(
            source: "the environment",
            key: variable,
            remedy: "run eval \"$(aws configure export-credentials --format env)\" and start again"
        )
    }

    private static func look(at file: SharedProfile.File, for profile: String, found: INIFile.Section?) -> String {
        switch (file.content, found) {
        case (nil, _): "\(file.path), which does not exist"
        case (_, nil): "\(file.path), which has no profile \(profile)"
        default: "the profile \(profile) in \(file.path), which has no keys"
        }
    }
}
