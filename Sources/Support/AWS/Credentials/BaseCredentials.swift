package import Domain

/// The profile that the environment chooses, and what it says beside credentials.
///
/// Keys in the environment are used with it: its Region and its settings still hold.
/// Source: https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
package struct BaseProfile: Sendable {
    let profile: SharedProfile
    /// The Region of `AWS_REGION`, else `AWS_DEFAULT_REGION`, else of the profile.
    package let region: String?

    /// `readFile` returns nil for a file that does not exist and throws for one that cannot be read.
    package init(
        environment: [String: String],
        readFile: (String) throws -> String?
    ) throws(CredentialsFailure) {
        let files = try SharedFiles(environment: environment, readFile: readFile)
        let variable = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"].first { environment[$0].nonEmpty != nil }
        let name = variable.flatMap { environment[$0] } ?? "default"
        profile = files.profile(name)
        if let variable, !profile.exists {
            throw .noSuchProfile(
                name,
                variable: variable,
                files: [files.credentials.path, files.config.path],
                known: files.profileNames
            )
        }
        try profile.refuseSettings(environment: environment)
        region = environment["AWS_REGION"].nonEmpty ?? environment["AWS_DEFAULT_REGION"].nonEmpty ?? profile["region"]
    }
}

/// The credentials that every other session starts from.
package struct BaseCredentials: Sendable {
    package let provider: any CredentialsProvider
    /// Which way they come, for logs and the run's provenance: `environment` or `profile prod`.
    package let providerName: String

    /// Finds the credentials by the rules and in the order of the AWS CLI, and fetches them for the first time.
    ///
    /// Throws `CredentialsFailure` for what the user can mend, and `AWSFailure` where AWS refuses.
    package static func resolve(_ base: BaseProfile, with tools: CredentialTools) async throws -> BaseCredentials {
        let chain = CredentialChain(tools: tools)
        let found = try chain.configuredSource(of: base.profile)
        let source = try found ?? InstanceCredentials(base.profile, tools)
        let provider = source.provider(tools)
        do {
            _ = try await provider.credentials()
        } catch CredentialsFailure.unavailable(let name, let problem, _) where found == nil {
            // Nobody asked for the instance by name: that there is none is the least of what is missing.
            throw CredentialsFailure.notFound(lookedAt: chain.lookedAt(base.profile) + ["\(name) (\(problem))"])
        }
        return BaseCredentials(provider: provider, providerName: source.name)
    }
}
