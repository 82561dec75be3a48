import Domain

/// The account summary and the authorization details, which tell of the same entities and prove each other.
struct CountedEntities: Sendable {
    var summary: Collected<AccountSummary>
    var details: Collected<AuthorizationPage>
    var totals: [ControlTotal] = []
}

extension Collector {
    /// Reads both, and both once more where they do not reconcile: they are read at different moments, and IAM is
    /// eventually consistent.
    ///
    /// What then still differs, and is not explained by what came and went since `began`, stands in the totals; details
    /// without any user or role, where AWS counts some, are no answer at all.
    func countedEntities(_ caller: AccountCaller, since began: Instant) async -> CountedEntities {
        var entities = await readEntities(caller)
        entities.reconcile(since: began, before: nil)
        if !entities.totals.allSatisfy(\.reconciles) {
            var again = await readEntities(caller)
            again.reconcile(since: began, before: entities.details.value?.details)
            if !again.totals.isEmpty { entities = again }
        }
        if let details = entities.details.value?.details, let summary = entities.summary.value,
            let gap = ControlTotals.contradiction(details, summary)
        {
            entities.details = .unavailable(gap)
            entities.totals = []
        }
        return entities
    }

    private func readEntities(_ caller: AccountCaller) async -> CountedEntities {
        async let summary = caller.read(GetAccountSummary())
        async let details = authorization(caller)
        return CountedEntities(summary: await summary, details: await details)
    }
}

extension CountedEntities {
    /// `before` is what an earlier reading of the same sweep held.
    fileprivate mutating func reconcile(since began: Instant, before: AuthorizationDetails?) {
        guard let summary = summary.value, let details = details.value?.details else { return }
        totals = Entity.allCases.compactMap { entity in
            guard let counted = summary[entity.rawValue] else { return nil }
            let read = entity.births(in: details)
            var total = ControlTotal(name: entity.rawValue.lowercased(), counted: counted, read: read.count)
            guard counted != read.count else { return total }
            let linked = read.keys.count { $0.contains(":role/aws-service-role/") }
            guard counted != read.count - linked else {
                total.changed = linked
                return total
            }
            let earlier = before.map(entity.births) ?? read
            let created = read.filter { $0.value >= began }.keys
            total.changed = Set(read.keys).symmetricDifference(earlier.keys).union(created).count
            return total
        }
    }
}

/// What both calls tell of; the raw value is the summary's key.
///
/// AWS's own policies are not among the policies. Whether service-linked roles are among the roles AWS does not say, and
/// its quota leaves them out; so a count with them reconciles, and one without them.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html
private enum Entity: String, CaseIterable {
    case users = "Users"
    case roles = "Roles"
    case groups = "Groups"
    case policies = "Policies"

    /// When each was created, by ARN.
    func births(in details: AuthorizationDetails) -> [String: Instant] {
        let births =
            switch self {
            case .users: details.users.map { ($0.arn, $0.createdAt) }
            case .roles: details.roles.map { ($0.arn, $0.createdAt) }
            case .groups: details.groups.map { ($0.arn, $0.createdAt) }
            case .policies: details.policies.map { ($0.arn, $0.createdAt) }
            }
        return Dictionary(births) { first, _ in first }
    }
}
