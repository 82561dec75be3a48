import AWS
import Domain

/// Fetches the default version of each AWS-managed policy once per sweep, from whichever account comes first.
///
/// The policies are the same in every account of a partition. Where one account may not read a policy the next one
/// tries. Two accounts read the same policy only if the first of them takes too long over it.
package actor ManagedPolicyCache {
    struct Key: Hashable {
        let partition: Partition
        let arn: String
    }

    struct Entry: Sendable {
        let policy: ManagedPolicy
        let text: PolicyText
    }

    /// An account that AWS throttles must not hold up the others: after this they read for themselves.
    static let patience = Duration.seconds(10)

    private let limit: Int
    private var entries: [Key: Entry] = [:]
    private var turns: [Key: CallWindow] = [:]

    /// AWS manages about 1,500 policies; beyond the limit a policy is fetched again by each account that needs it.
    package init(limit: Int = 4_096) {
        self.limit = limit
    }

    func entry(
        for key: Key,
        time: Timekeeper,
        fetch: @Sendable () async -> Collected<Entry>
    ) async -> Collected<Entry> {
        if let known = entries[key] { return .value(known) }
        guard entries.count < limit else { return await fetch() }
        // One account at a time: the others wait for its answer, and the next of them tries only if it got none.
        let turn = turns[key] ?? CallWindow(width: 1)
        turns[key] = turn
        guard await turn.enter(atMost: Self.patience, time: time) else {
            guard !Task.isCancelled else { return .unavailable(.sweepEnded(before: .getPolicy)) }
            // Kept, so that the next account need not wait for the slow one as well.
            return keep(await fetch(), for: key)
        }
        defer { turn.leave() }
        if let known = entries[key] { return .value(known) }
        return keep(await fetch(), for: key)
    }

    private func keep(_ answer: Collected<Entry>, for key: Key) -> Collected<Entry> {
        if let entry = answer.value {
            entries[key] = entry
            turns[key] = nil
        }
        return answer
    }
}

extension AccountCaller {
    /// The default version of an AWS-managed policy, as this account sees it.
    func managedPolicy(_ arn: String, documents: DocumentPool) async -> Collected<ManagedPolicyCache.Entry> {
        switch await read(GetPolicy(arn: arn)) {
        case .unavailable(let reason):
            return .unavailable(reason)
        case .value(let versionID):
            let call = GetPolicyVersion(arn: arn, versionID: versionID, documents: documents)
            return await read(call).map { version in
                // The account names the CloudTrail, and in calls.csv the request, in which an auditor finds the call.
                let policy = ManagedPolicy(
                    arn: arn,
                    versionID: versionID,
                    document: version.id,
                    originAccountID: accountID
                )
                return ManagedPolicyCache.Entry(policy: policy, text: version.text)
            }
        }
    }
}
