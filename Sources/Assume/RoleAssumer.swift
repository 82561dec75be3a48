package import AWS
package import Domain

/// Makes the way into an account: a session of its role, narrowed to the calls of `CallPlan`.
package struct RoleAssumer: Sendable {
    static let action = "sts:AssumeRole"

    private let client: AWSClient
    private let baseCredentials: any CredentialsProvider
    private let caller: CallerIdentity
    private let settings: SessionSettings
    private let time: Timekeeper
    private let hops = HopSessions()

    package init(
        client: AWSClient,
        baseCredentials: any CredentialsProvider,
        caller: CallerIdentity,
        settings: SessionSettings,
        time: Timekeeper
    ) {
        self.client = client
        self.baseCredentials = baseCredentials
        self.caller = caller
        self.settings = settings
        self.time = time
    }

    /// The calls that assumed the roles on the way that accounts share: they belong to none of them.
    package var hopCalls: [CallRecord] { hops.context.calls }

    /// Assumes the account's role, by way of its hops; the session renews itself for as long as it is used.
    package func assume(
        _ account: Account,
        partition: Partition,
        context: CallContext
    ) async throws(Unavailable) -> Session {
        try checkRoles(of: account, partition: partition)
        let way = way(to: account, context: context)
        let call = AssumeRoleCall(
            roleARN: account.roleARN,
            policy: CallPlan.sessionPolicy,
            externalID: account.externalID,
            settings: settings,
            isFirst: account.hops.isEmpty,
            isHop: false
        )
        @Sendable func assume(seconds: Int) async throws(Unavailable) -> AssumeRoleCall.Answer {
            do throws(AWSFailure) {
                return try await call.make(client, way, seconds: seconds, context: context)
            } catch {
                throw Unavailable(assumingRoleOf: account, error)
            }
        }
        let answer = try await assume(seconds: seconds(isFirst: call.isFirst))
        let expiring = ExpiringCredentials(answer.credentials, now: awsTime) {
            try await assume(seconds: answer.seconds).credentials
        }
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
    package func baseSession(for account: Account) throws(Unavailable) -> Session {
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

    // MARK: The way

    /// What assumes the account's role: the base credentials, or the session of the last hop.
    private func way(to account: Account, context: CallContext) -> any CredentialsProvider {
        var credentials = baseCredentials
        for hop in Hop.onTheWay(to: account) {
            let previous = credentials
            let context = hop.isShared ? hops.context : context
            func make() -> ExpiringCredentials {
                ExpiringCredentials(nil, now: awsTime) { try await session(of: hop, by: previous, context: context) }
            }
            credentials = hop.isShared ? hops.session(hop.key, make) : make()
        }
        return credentials
    }

    private func session(
        of hop: Hop,
        by previous: any CredentialsProvider,
        context: CallContext
    ) async throws(Unavailable) -> Credentials {
        let isFirst = hop.chain.count == 1
        let call = AssumeRoleCall(
            roleARN: hop.roleARN,
            policy: hop.policy(settings),
            settings: settings,
            isFirst: isFirst,
            isHop: true
        )
        do throws(AWSFailure) {
            let seconds = seconds(isFirst: isFirst)
            return try await call.make(client, previous, seconds: seconds, context: context).credentials
        } catch {
            throw Unavailable(assuming: hop, error)
        }
    }

    /// As configured, but for a session that a role's session makes, as far as that is known before AWS is asked.
    private func seconds(isFirst: Bool) -> Int {
        let isChained = !isFirst || caller.isRoleSession
        return isChained ? min(settings.durationSeconds, AssumeRoleCall.longestChained) : settings.durationSeconds
    }

    /// The clock is AWS's, which sets the expiration: by a machine's own that is ahead, every session is over.
    private var awsTime: @Sendable () -> Instant {
        { [time, client] in time.now().adding(seconds: client.clockSkewSeconds) }
    }

    /// A role of another account or partition is a mistake in the inventory that AWS would not notice.
    private func checkRoles(of account: Account, partition: Partition) throws(Unavailable) {
        func check(_ role: String, isIn account: AccountID?, _ place: String) throws(Unavailable) {
            let arn = ARN(role)
            guard let arn, arn.rolePath != nil, let owner = arn.accountID,
                owner == account ?? owner, arn.partition == partition.rawValue
            else {
                throw Unavailable(
                    reason: .roleMissingOrTrustDenied,
                    action: Self.action,
                    message: "\(role.debugDescription) is not the ARN of a role \(place)of partition "
                        + partition.rawValue
                )
            }
        }
        for hop in account.hops { try check(hop, isIn: nil, "") }
        try check(account.roleARN, isIn: account.id, "in account \(account.id) ")
    }
}
