package import AWS
package import Domain

/// Reads everything about one account that the checks look at, and nothing that changes it.
///
/// The order: the credential report is asked for first, since AWS takes its time with it; meanwhile the bulk calls; when
/// users and report are known, the calls for single users that either of them makes necessary.
package struct Collector: Sendable {
    /// IAM throttles per account, so the sweep is wide over accounts and narrow within each.
    package static let callsAtATime = 4

    private let client: AWSClient
    private let managedPolicies: ManagedPolicyCache
    private let documents: DocumentPool
    private let tags: TagFilter
    private let time: Timekeeper

    package init(
        client: AWSClient,
        managedPolicies: ManagedPolicyCache,
        documents: DocumentPool,
        tagKeys: Set<String>,
        time: Timekeeper
    ) {
        self.client = client
        self.managedPolicies = managedPolicies
        self.documents = documents
        self.tags = TagFilter(tagKeys)
        self.time = time
    }

    /// The account's facts; whatever could not be read stands in them with its reason.
    package func collect(_ session: Session, account: Account, context: CallContext) async -> AccountFacts {
        let window = CallWindow(width: Self.callsAtATime)
        let caller = AccountCaller(client: client, session: session, context: context, window: window)
        let reports = CredentialReportReader(caller: caller, time: time)
        let began = time.now().adding(seconds: client.clockSkewSeconds)
        let started = await reports.start()
        if let silence = started.unavailable, silence.reason == .unreachable, context.calls.last?.httpStatus == 0 {
            // Not even an error came back: every other call would only wait as long for the same silence.
            return AccountFacts(
                accountID: session.accountID,
                accountName: account.name,
                partition: session.partition,
                isManagement: account.isManagement,
                nothingReadBecause: silence
            )
        }

        async let report = reports.finish(started)
        async let bulk = caller.bulkFacts(account: account, partition: session.partition)
        let counted = await countedEntities(caller, since: began)
        let details = counted.details
        let users = details.value?.details.users.map(\.name) ?? []
        async let policies = policiesInUse(details.value?.details, partition: session.partition, caller)
        async let sshKeys = caller.forEach(users, ListSSHPublicKeys.init, sortedBy: \.id)

        var facts = await bulk
        facts.summary = counted.summary
        facts.controlTotals = counted.totals
        facts.authorization = details.map(\.details)
        facts.documents = details.value?.documents ?? [:]
        facts.credentialReport = await report
        facts.rejectEmptyReport()
        facts.sshKeys = await sshKeys
        await readUsers(into: &facts, caller)
        facts.add(await policies)
        return facts
    }

    /// The authorization details alone: what the benchmark measures against the same in C.
    package func authorizationDetails(
        _ session: Session,
        context: CallContext
    ) async -> Collected<AuthorizationDetails> {
        let window = CallWindow(width: 1)
        return await authorization(AccountCaller(client: client, session: session, context: context, window: window))
            .map(\.details)
    }

    /// Of the account only one role and the policies that say what it may do; no other section is asked for.
    package func role(
        _ roleARN: String,
        _ session: Session,
        account: Account,
        context: CallContext
    ) async -> AccountFacts {
        let window = CallWindow(width: Self.callsAtATime)
        let caller = AccountCaller(client: client, session: session, context: context, window: window)
        var facts = AccountFacts(
            accountID: session.accountID,
            accountName: account.name,
            partition: session.partition,
            isManagement: account.isManagement,
            nothingReadBecause: .sweepEnded(before: .getAccountAuthorizationDetails)
        )
        let page = await authorization(caller, entities: ["Role", "LocalManagedPolicy"])
        facts.authorization = page.map { page in
            var details = page.details
            details.roles.removeAll { $0.arn != roleARN }
            return details
        }
        facts.documents = page.value?.documents ?? [:]
        facts.add(await policiesInUse(facts.authorization.value, partition: session.partition, caller))
        return facts
    }

    func authorization(
        _ caller: AccountCaller,
        entities: [String]? = nil
    ) async -> Collected<AuthorizationPage> {
        var call = GetAccountAuthorizationDetails(documents: documents, tags: tags)
        if let entities { call.entities = entities }
        return await caller.pages(call).map(AuthorizationPage.init(merging:))
    }

    /// The calls for single users, which only users and report together make necessary.
    private func readUsers(into facts: inout AccountFacts, _ caller: AccountCaller) async {
        let report = facts.credentialReport.value
        let calls: UserCalls
        if let details = facts.authorization.value {
            calls = UserCalls(users: details.users, report: report)
        } else {
            // The report names the users as well, if not those of the last hours.
            let rows = (report?.rows ?? []).filter { $0.user != CredentialReport.rootUserName }
            calls = UserCalls(rows: rows)
            facts.sshKeys = await caller.forEach(rows.map(\.user), ListSSHPublicKeys.init, sortedBy: \.id)
        }
        async let accessKeys = caller.forEach(calls.accessKeys, ListAccessKeys.init, sortedBy: \.id)
        async let certificates = caller.forEach(calls.signingCertificates, ListSigningCertificates.init, sortedBy: \.id)
        async let unreported = caller.unreportedUsers(calls.unreported)
        facts.accessKeys = await accessKeys
        facts.signingCertificates = await certificates
        facts.unreportedUsers = await unreported
    }

    private func policiesInUse(
        _ details: AuthorizationDetails?,
        partition: Partition,
        _ caller: AccountCaller
    ) async -> [String: Collected<ManagedPolicyCache.Entry>] {
        let arns = details?.awsManagedPolicies ?? []
        let entries = await arns.concurrentMap(width: Self.callsAtATime) { arn in
            await managedPolicies.entry(for: .init(partition: partition, arn: arn), time: time) {
                await caller.managedPolicy(arn, documents: documents)
            }
        }
        return Dictionary(zip(arns, entries)) { first, _ in first }
    }
}

extension AccountFacts {
    fileprivate mutating func add(_ policies: [String: Collected<ManagedPolicyCache.Entry>]) {
        for (arn, entry) in policies {
            managedPolicies[arn] = entry.map(\.policy)
            if let entry = entry.value { documents[entry.policy.document] = entry.text }
        }
    }

    fileprivate mutating func rejectEmptyReport() {
        let users = max(authorization.value?.users.count ?? 0, summary.value?["Users"] ?? 0)
        guard let gap = credentialReport.value.flatMap({ ControlTotals.contradiction($0, users: users) }) else {
            return
        }
        credentialReport = .unavailable(gap)
    }
}

extension AuthorizationDetails {
    /// The ARNs of the policies by AWS that are attached to anything or bound anybody, sorted.
    var awsManagedPolicies: [String] {
        var arns: Set<String> = []
        for user in users {
            arns.formUnion(user.attachedPolicies.map(\.arn))
            if let boundary = user.permissionsBoundary { arns.insert(boundary) }
        }
        for role in roles {
            arns.formUnion(role.attachedPolicies.map(\.arn))
            if let boundary = role.permissionsBoundary { arns.insert(boundary) }
        }
        for group in groups { arns.formUnion(group.attachedPolicies.map(\.arn)) }
        return arns.filter { ARN($0)?.account == "aws" }.sorted()
    }
}
