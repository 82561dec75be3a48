package import AWS
package import Domain

/// Makes the way into an account: a session of its role, narrowed to the calls of `CallPlan`.
package struct RoleAssumer: Sendable {
    static let action = "sts:AssumeRole"

    private let client: AWSClient
    private let baseCredentials: any CredentialsProvider
    private let settings: SessionSettings
    private let time: Timekeeper

    package init(
        client: AWSClient,
        baseCredentials: any CredentialsProvider,
        sessionName: String,
        durationSeconds: Int,
        time: Timekeeper
    ) throws(SessionSettingsFailure) {
        self.client = client
        self.baseCredentials = baseCredentials
        self.settings = try SessionSettings(name: sessionName, durationSeconds: durationSeconds)
        self.time = time
    }

    /// Assumes the account's role; the session renews itself for as long as it is used.
    package func assume(
        _ account: Account,
        partition: Partition,
        context: CallContext
    ) async throws(Unavailable) -> Session {
        try checkRole(of: account, partition: partition)
        let credentials = try await assumeRole(of: account, context: context)
        let expiring = ExpiringCredentials(
            credentials,
            now: { time.now().adding(seconds: client.clockSkewSeconds) },
            renew: { try await assumeRole(of: account, context: context) }
        )
        return Session(
            accountID: account.id,
            partition: partition,
            roleARN: account.roleARN,
            narrowed: true,
            credentials: expiring
        )
    }

    /// The base credentials as a session of their own account, which nothing narrows.
    ///
    /// The management account has no role of the organization's making; using the base credentials there is the
    /// user's explicit choice. They are refused for any other account: its line would show somebody else's facts.
    package func baseSession(for account: Account, caller: CallerIdentity) throws(Unavailable) -> Session {
        guard account.id == caller.accountID else {
            throw Unavailable(
                reason: .roleMissingOrTrustDenied,
                action: Self.action,
                message: "the base credentials belong to account \(caller.accountID), not to \(account.id)"
            )
        }
        return Session(
            accountID: account.id,
            partition: caller.partition,
            roleARN: nil,
            narrowed: false,
            credentials: baseCredentials
        )
    }

    /// A role of another account or partition is a mistake in the inventory that AWS would not notice.
    private func checkRole(of account: Account, partition: Partition) throws(Unavailable) {
        let role = ARN(account.roleARN)
        guard let role, role.service == "iam", role.resource.hasPrefix("role/"), role.accountID == account.id,
            role.partition == partition.rawValue
        else {
            throw Unavailable(
                reason: .roleMissingOrTrustDenied,
                action: Self.action,
                message: "\(account.roleARN.debugDescription) is not the ARN of a role in account \(account.id) "
                    + "of partition \(partition.rawValue)"
            )
        }
    }

    private func assumeRole(
        of account: Account,
        context: CallContext
    ) async throws(Unavailable) -> Credentials {
        var parameters = [
            (name: "RoleArn", value: account.roleARN),
            (name: "RoleSessionName", value: settings.name),
            (name: "DurationSeconds", value: String(settings.durationSeconds)),
            (name: "Policy", value: CallPlan.sessionPolicy),
        ]
        if let externalID = account.externalID { parameters.append(("ExternalId", externalID.reveal)) }
        let page: Page<AssumeRoleDecoder.Output>
        do {
            page = try await client.query(
                QueryCall(service: .sts, action: "AssumeRole", parameters: parameters),
                decoder: AssumeRoleDecoder(),
                credentials: baseCredentials,
                context: context
            )
        } catch {
            throw Unavailable(assumingRoleOf: account, error)
        }
        guard ARN(page.output.sessionARN)?.accountID == account.id else {
            throw Unavailable(
                reason: .malformedAnswer,
                action: Self.action,
                message: "the session belongs to \(page.output.sessionARN.debugDescription), not to \(account.id)",
                requestID: page.requestID
            )
        }
        return page.output.credentials
    }
}
