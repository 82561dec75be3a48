import Domain

/// A policy document that the account itself wrote, with whoever holds it: what checks of documents look at.
struct HeldDocument: Sendable {
    /// The policy, or the user, group or role that an inline policy stands in.
    var resource: Resource
    /// The name of an inline policy; empty for a customer policy.
    var inlineName: String
    /// `v3`; empty for an inline policy.
    var version: String
    var policy: ParsedPolicy
    /// The ARNs of the identities that hold it; boundaries are not among them.
    var holders: [String]
    var use: Use

    enum Use: Sendable {
        case attached
        case unattached
        /// Only as a permission boundary, where a wide policy is the usual pattern.
        case boundary
    }

    /// Platform or break-glass principals and nobody else hold it.
    var isOfTheTrusted: Bool

    var isInline: Bool { !inlineName.isEmpty }

    /// `Policy deploy in prod-payments`, `Inline policy deploy of role app in prod-payments`.
    func name(in place: String) -> String {
        guard isInline else { return "Policy \(resource.name) in \(place)" }
        return "Inline policy \(inlineName) of \(resource.type.rawValue) \(resource.name) in \(place)"
    }

    /// The facts of a finding: where the statements stand, and who has them.
    func facts(_ statements: [(index: Int, statement: PolicyStatement)]) -> [Fact] {
        (version.isEmpty ? [] : [Fact("version", version)])
            + statements.map { Fact("statement", $0.statement.label(at: $0.index)) }
            + statements.filter(\.statement.isConditional).map { Fact("condition", $0.statement.conditions.json) }
            + holders.map { Fact("attached_to", $0) }
    }
}

extension HeldDocument {
    /// Every customer policy in its default version and every inline policy, sorted; AWS's own roles are left out.
    static func all(
        in details: AuthorizationDetails,
        _ policies: PolicyView,
        _ users: [UserView],
        _ roles: [RoleView]
    ) -> [HeldDocument] {
        let holders = details.holdersByPolicy
        let trusted = Set(
            users.filter(\.isBreakGlass).map(\.user.arn)
                + roles.filter { $0.isBreakGlass || $0.platform != nil }.map(\.role.arn)
        )
        let customer = details.policies.map { policy in
            let version = policy.defaultVersion
            let own = holders[policy.arn] ?? []
            return HeldDocument(
                resource: .policy(policy),
                inlineName: "",
                version: policy.defaultVersionID,
                policy: version.map { policies.policy($0.document) } ?? .missing,
                holders: own,
                use: !own.isEmpty || policy.attachmentCount > 0
                    ? .attached : policy.boundaryUsageCount > 0 ? .boundary : .unattached,
                isOfTheTrusted: !own.isEmpty && own.allSatisfy(trusted.contains)
            )
        }
        func inline(_ resource: Resource, _ inline: [InlinePolicy]) -> [HeldDocument] {
            inline.map { policy in
                HeldDocument(
                    resource: resource,
                    inlineName: policy.name,
                    version: "",
                    policy: policies.policy(policy.document),
                    holders: [],
                    use: .attached,
                    isOfTheTrusted: trusted.contains(resource.arn)
                )
            }
        }
        let all =
            customer + details.users.flatMap { inline(.user($0), $0.inlinePolicies) }
            + details.groups.flatMap { inline(.group($0), $0.inlinePolicies) }
            + roles.filter { !$0.isServiceLinked }.flatMap { inline(.role($0.role), $0.role.inlinePolicies) }
        return all.sorted { ($0.resource.arn, $0.inlineName) < ($1.resource.arn, $1.inlineName) }
    }
}

extension AuthorizationDetails {
    /// The ARNs of the identities that hold each managed policy; boundaries are not among them.
    var holdersByPolicy: [String: [String]] {
        let attachments =
            users.map { ($0.arn, $0.attachedPolicies) } + groups.map { ($0.arn, $0.attachedPolicies) }
            + roles.map { ($0.arn, $0.attachedPolicies) }
        var holders: [String: [String]] = [:]
        for (holder, policies) in attachments {
            for policy in policies { holders[policy.arn, default: []].append(holder) }
        }
        return holders.mapValues { $0.sorted() }
    }
}
