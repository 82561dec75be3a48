/// What a request is signed with; session credentials carry a token and an expiration.
package struct Credentials: Sendable, Hashable {
    package let accessKeyID: String
    package let secretAccessKey: Secret
    package let sessionToken: Secret?
    package let expiration: Instant?

    package init(
        accessKeyID: String,
        secretAccessKey: Secret,
        sessionToken: Secret? = nil,
        expiration: Instant? = nil
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
    }
}

/// A source of credentials that refreshes them before they expire.
package protocol CredentialsProvider: Sendable {
    /// Credentials that are valid now; throws what the provider could not do, with no secret in it.
    func credentials() async throws -> Credentials

    /// Other credentials than those that AWS called expired, whatever their own expiration says.
    func renewed(after expired: Credentials) async throws -> Credentials
}

extension CredentialsProvider {
    /// What a provider has that cannot renew: AWS's judgement then stands, unless it has others by now.
    package func renewed(after expired: Credentials) async throws -> Credentials {
        try await credentials()
    }
}

/// The way into one account, as Assume hands it to Collect.
package struct Session: Sendable {
    package let accountID: AccountID
    package let partition: Partition
    /// The role that was assumed; nil when the base credentials were used by explicit opt-in.
    package let roleARN: String?
    /// Whether a session policy narrows this session to `CallPlan`.
    package let narrowed: Bool
    package let credentials: any CredentialsProvider

    package init(
        accountID: AccountID,
        partition: Partition,
        roleARN: String?,
        narrowed: Bool,
        credentials: any CredentialsProvider
    ) {
        self.accountID = accountID
        self.partition = partition
        self.roleARN = roleARN
        self.narrowed = narrowed
        self.credentials = credentials
    }
}
