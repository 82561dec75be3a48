import Domain

/// The policies of one account by ARN, and what its principals may do with them.
struct PolicyView: Sendable {
    private let documents: [DocumentID: PolicyText]
    private let library: PolicyLibrary
    /// Managed policies by ARN, those of the account and those of AWS.
    private let managed: [String: DocumentID]
    private let customerPolicies: Set<String>
    private let groups: [String: Group]
    private let targets: Escalation.AccountTargets

    init(_ facts: AccountFacts, library: PolicyLibrary) {
        let details = facts.authorization.value ?? AuthorizationDetails()
        var managed = facts.managedPolicies.compactMapValues { $0.value?.document }
        for policy in details.policies { managed[policy.arn] = policy.defaultVersion?.document }
        self.documents = facts.documents
        self.library = library
        self.managed = managed
        self.customerPolicies = Set(details.policies.map(\.arn))
        self.groups = Dictionary(details.groups.map { ($0.name, $0) }) { first, _ in first }
        let account = ARN(
            partition: facts.partition.rawValue,
            service: "iam",
            account: facts.accountID.description,
            resource: "root"
        )
        self.targets = Escalation.AccountTargets(details, account: account)
    }

    func policy(_ id: DocumentID) -> ParsedPolicy { library.policy(id, in: documents) }

    /// Nil for a managed policy that was not read.
    func policy(arn: String) -> ParsedPolicy? { managed[arn].map(policy) }

    func group(_ name: String) -> Group? { groups[name] }

    /// Whether a policy alone makes its holder an administrator.
    func isAdmin(_ policy: ParsedPolicy?, for principal: ARN) -> AccountInventory.Answer {
        guard let policy, policy.document != nil else { return .unknown }
        return policy.mayAllowAllOfIAM ? Permissions(of: principal, policies: [policy]).isAdmin : .no
    }

    func power(of user: User) -> (AccountInventory.Answer, Escalation.Result) {
        let memberships = user.groups.map { groups[$0] }
        let known = memberships.compactMap(\.self)
        var policies = self.policies(attached: user.attachedPolicies, inline: user.inlinePolicies)
        for group in memberships {
            guard let group else {
                // A group that the pages do not hold was made or deleted between them.
                policies.append(nil)
                continue
            }
            policies += self.policies(attached: group.attachedPolicies, inline: group.inlinePolicies)
        }
        return power(
            arn: user.arn,
            policies: policies,
            boundary: user.permissionsBoundary,
            groups: known,
            attached: user.attachedPolicies + known.flatMap(\.attachedPolicies)
        )
    }

    func power(of role: Role) -> (AccountInventory.Answer, Escalation.Result) {
        power(
            arn: role.arn,
            policies: policies(attached: role.attachedPolicies, inline: role.inlinePolicies),
            boundary: role.permissionsBoundary,
            groups: [],
            attached: role.attachedPolicies
        )
    }

    /// Nil for a role whose ARN is none.
    func permissions(of role: Role) -> Permissions? {
        guard let arn = ARN(role.arn) else { return nil }
        let policies = policies(attached: role.attachedPolicies, inline: role.inlinePolicies)
        return Permissions(of: arn, policies: policies, boundary: limit(role.permissionsBoundary))
    }

    private func power(
        arn text: String,
        policies: [ParsedPolicy?],
        boundary: String?,
        groups: [Group],
        attached: [AttachedPolicy]
    ) -> (AccountInventory.Answer, Escalation.Result) {
        guard let arn = ARN(text) else { return (.unknown, Escalation.Result(answer: .unknown, paths: [])) }
        let permissions = Permissions(of: arn, policies: policies, boundary: limit(boundary))
        let isAdmin = permissions.isAdmin
        // Who is an administrator does not become one.
        if isAdmin == .yes { return (.yes, Escalation.Result(answer: .no, paths: [])) }
        let targets = Escalation.Targets(
            of: arn,
            ownGroups: groups.map(\.arn),
            ownPolicies: attached.map(\.arn).filter(customerPolicies.contains),
            account: targets
        )
        return (isAdmin, Escalation.result(for: permissions, targets: targets))
    }

    private func policies(attached: [AttachedPolicy], inline: [InlinePolicy]) -> [ParsedPolicy?] {
        attached.map { policy(arn: $0.arn) } + inline.map { policy($0.document) }
    }

    private func limit(_ boundary: String?) -> Permissions.Boundary {
        guard let boundary else { return .none }
        return policy(arn: boundary).map { .policy($0) } ?? .unreadable
    }
}
