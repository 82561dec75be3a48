package import Domain

/// The credentials that every other session starts from, and what stands beside them.
package struct ResolvedCredentials: Sendable {
    package let provider: any CredentialsProvider
    /// Where they come from, for logs and the run's provenance: `environment` or `profile prod`.
    package let providerName: String
    /// The Region of `AWS_REGION`, else `AWS_DEFAULT_REGION`, else of the profile.
    package let region: String?
    /// What `region` was taken from, for messages.
    package let regionSource: String?
}

/// Credentials that stay as they are until the process ends.
package struct StaticCredentials: CredentialsProvider {
    private let value: Credentials

    package init(_ value: Credentials) {
        self.value = value
    }

    package func credentials() async -> Credentials { value }
}
