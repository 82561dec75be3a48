import Domain

/// Chooses the way to credentials, in botocore's order and by botocore's rules.
///
/// Source: `create_credential_resolver` and `AssumeRoleProvider`,
/// https://github.com/boto/botocore/blob/develop/botocore/credentials.py
struct CredentialChain {
    let tools: CredentialTools

    /// The way that the environment or the profile asks for; nil leaves the instance's metadata service.
    func configuredSource(of profile: SharedProfile) throws(CredentialsFailure) -> (any CredentialSource)? {
        if let keys = try StaticKeys(environment: tools.environment, now: tools.now) { return keys }
        if profile.assumesRole { return try role(of: profile, onTheWay: [profile.name]) }
        if let source = try source(in: profile, environment: tools.environment) { return source }
        return try ContainerCredentials(tools)
    }

    /// What a profile has without the role that it assumes; a source profile is not asked for the environment's.
    private func source(
        in profile: SharedProfile,
        environment: [String: String]
    ) throws(CredentialsFailure) -> (any CredentialSource)? {
        if let source = try WebIdentityCredentials(profile, environment: environment, tools) { return source }
        if let source = try SSOCredentials(profile, tools) { return source }
        let files = profile.files
        if let keys = try StaticKeys(profile.inCredentials, of: files.credentials.path, profile: profile.name) {
            return keys
        }
        if profile["login_session"] != nil {
            throw .notYet(
                source: "the \(profile.label)",
                key: "login_session",
                remedy: "run eval \"$(aws configure export-credentials --profile "
                    + "\(ShellWords.quoted(profile.name.singleLine(limit: 128))) --format env)\" and start again"
            )
        }
        if let source = try ProcessCredentials(profile, tools) { return source }
        return try StaticKeys(profile.inConfig, of: files.config.path, profile: profile.name)
    }

    /// What was looked at in vain, for whoever has no credentials at all.
    func lookedAt(_ profile: SharedProfile) -> [String] {
        func look(at file: SharedFiles.File, found: INIFile.Section?) -> String {
            switch (file.content, found) {
            case (nil, _): "\(file.path), which does not exist"
            case (_, nil): "\(file.path), which has no \(profile.label)"
            default: "the \(profile.label) in \(file.path), which has no keys"
            }
        }
        return [
            "AWS_ACCESS_KEY_ID",
            look(at: profile.files.credentials, found: profile.inCredentials),
            look(at: profile.files.config, found: profile.inConfig),
        ]
    }
}

// MARK: - Roles

extension CredentialChain {
    private func role(
        of profile: SharedProfile,
        onTheWay visited: [String]
    ) throws(CredentialsFailure) -> any CredentialSource {
        let origin: any CredentialSource
        let way: String
        switch (profile["source_profile"], profile["credential_source"]) {
        case (_?, _?):
            throw profile.mistake("it has both source_profile and credential_source", "keep one of them")
        case (nil, nil):
            throw profile.mistake(
                "it has role_arn, but nothing to assume the role with",
                "add source_profile or credential_source"
            )
        case (let name?, nil):
            let source = try sourceProfile(name, of: profile, onTheWay: visited)
            origin = try self.origin(source, onTheWay: visited + [name])
            // Behind the name of the source profile stands what it takes, if that is more than keys.
            way = "source_profile " + origin.name.trimmingPrefix("profile ")
        case (nil, let name?):
            origin = try credentialSource(name, of: profile)
            way = "credential_source \(name)"
        }
        return try RoleCredentials(profile, by: way, from: origin, tools)
    }

    private func origin(
        _ profile: SharedProfile,
        onTheWay visited: [String]
    ) throws(CredentialsFailure) -> any CredentialSource {
        // Keys win over a role here: a profile may be its own source.
        if profile.assumesRole, !profile.hasStaticKey { return try role(of: profile, onTheWay: visited) }
        guard let source = try source(in: profile, environment: [:]) else {
            throw profile.mistake(
                "it is a source_profile, but has no credentials",
                "give it keys, credential_process, sso_session or a role of its own"
            )
        }
        return source
    }

    private func sourceProfile(
        _ name: String,
        of profile: SharedProfile,
        onTheWay visited: [String]
    ) throws(CredentialsFailure) -> SharedProfile {
        let files = profile.files
        let source = files.profile(name)
        guard source.exists else {
            throw profile.mistake(
                "source_profile \(name.debugDescription) is not in \(files.credentials.path) or \(files.config.path)",
                "choose one of \(files.profileNames.joined(separator: ", "))"
            )
        }
        guard visited.contains(name), name != profile.name || !source.hasStaticKey else { return source }
        throw profile.mistake(
            "its source_profile leads in a circle: \((visited + [name]).joined(separator: " -> "))",
            "end the chain with a profile that has keys, credential_process or sso_session, or with credential_source"
        )
    }

    private func credentialSource(
        _ name: String,
        of profile: SharedProfile
    ) throws(CredentialsFailure) -> any CredentialSource {
        func missing(_ problem: String, _ remedy: String) -> CredentialsFailure {
            profile.mistake("credential_source is \(name), but \(problem)", remedy)
        }
        switch name {
        case "Environment":
            if let keys = try StaticKeys(environment: tools.environment, now: tools.now) { return keys }
            throw missing("the environment has no keys", "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
        case "EcsContainer":
            if let source = try ContainerCredentials(tools) { return source }
            throw missing(
                "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_CONTAINER_CREDENTIALS_FULL_URI are not set",
                "give the task or the pod a role"
            )
        case "Ec2InstanceMetadata":
            return try InstanceCredentials(profile, tools)
        default:
            throw profile.mistake(
                "credential_source \(name.debugDescription) is none",
                "write Environment, Ec2InstanceMetadata or EcsContainer"
            )
        }
    }
}

extension SharedProfile {
    /// Whether the profile is a role to assume; one with a token file is a web identity instead.
    fileprivate var assumesRole: Bool { self["role_arn"] != nil && self["web_identity_token_file"] == nil }

    fileprivate var hasStaticKey: Bool { self["aws_access_key_id"] != nil || self["aws_secret_access_key"] != nil }
}
