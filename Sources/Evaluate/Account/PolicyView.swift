import Domain

/// The policies of one account by ARN, and what its principals may do with them.
struct PolicyView: Sendable {
    private let documents: [DocumentID: PolicyText]
    private let library: PolicyLibrary
    /// Managed policies by ARN, those of the account and those of AWS.
    private let managed: [String: PolicyVersion]
    let customerPolicies: [String: CustomerPolicy]
    private let groups: [String: Group]

    init(_ facts: AccountFacts, library: PolicyLibrary) {
        let details = facts.authorization.value ?? AuthorizationDetails()
        var managed = facts.managedPolicies.compactMapValues { policy in
            policy.value.map { PolicyVersion(id: $0.versionID, document: $0.document) }
        }
        for policy in details.policies { managed[policy.arn] = policy.defaultVersion }
        self.documents = facts.documents
        self.library = library
        self.managed = managed
        self.customerPolicies = Dictionary(details.policies.map { ($0.arn, $0) }) { first, _ in first }
        self.groups = Dictionary(details.groups.map { ($0.name, $0) }) { first, _ in first }
    }

    func policy(_ id: DocumentID) -> ParsedPolicy { library.policy(id, in: documents) }

    /// Nil for a managed policy that was not read.
    func policy(arn: String) -> ParsedPolicy? { managed[arn].map { policy($0.document) } }

    func held(_ policy: AttachedPolicy, through group: String? = nil) -> HeldPolicy {
        let version = managed[policy.arn]
        return HeldPolicy(
            version.map { self.policy($0.document) },
            name: policy.name,
            version: version?.id ?? "",
            group: group
        )
    }

    func held(_ policy: InlinePolicy, through group: String? = nil) -> HeldPolicy {
        HeldPolicy(self.policy(policy.document), name: policy.name, group: group)
    }

    func group(_ name: String) -> Group? { groups[name] }

    /// Whether a policy alone makes its holder an administrator.
    func isAdmin(_ policy: ParsedPolicy?, for principal: ARN) -> AccountInventory.Answer {
        guard let policy, policy.document != nil else { return .unknown }
        return policy.mayAllowAllOfIAM
            ? Permissions(of: Caller(principal), policies: [HeldPolicy(policy, name: "")]).isAdmin : .no
    }
}
