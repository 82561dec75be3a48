import Domain

/// What a principal can do to the account, and by which statements.
struct Power: Sendable {
    var isAdmin: AccountInventory.Answer
    /// The statements that make it an administrator, or would under their conditions.
    var adminReasons = Permissions.Reasons()
    var escalation: Escalation.Result
    /// Nil for a principal whose ARN cannot be read.
    var permissions: Permissions?

    static let unknown = Power(isAdmin: .unknown, escalation: Escalation.Result(answer: .unknown, paths: []))
}

/// The powers of all users and roles of an account, by ARN.
///
/// Who is an administrator is asked first, because a way to become one may lead through another principal.
struct Powers: Sendable {
    private var byARN: [String: Power] = [:]
    private let account: ARN
    private let targets: Escalation.AccountTargets

    subscript(arn: String) -> Power { byARN[arn] ?? .unknown }

    init(
        of users: [UserView],
        _ roles: [RoleView],
        _ details: AuthorizationDetails,
        _ policies: PolicyView,
        _ facts: AccountFacts,
        _ organization: OrganizationContext,
        _ asOf: Instant?
    ) {
        func caller(_ arn: String, _ id: String, _ tags: [Tag], hasSessions: Bool) -> Caller? {
            ARN(arn).map { arn in
                Caller(
                    arn,
                    id: id,
                    tags: tags,
                    organizationID: organization.confirmed ? organization.organizationID : nil,
                    hasSessions: hasSessions,
                    asOf: asOf
                )
            }
        }
        let ofUsers = users.compactMap { view in
            caller(view.user.arn, view.user.id, view.user.tags, hasSessions: view.hasSessions).map {
                policies.holder(view.user, $0)
            }
        }
        let ofRoles = roles.compactMap { view in
            caller(view.role.arn, view.role.id, view.role.tags, hasSessions: true).map {
                policies.holder(view.role, $0)
            }
        }
        let holders = ofUsers + ofRoles
        var answers: [String: AccountInventory.Answer] = [:]
        for holder in holders { answers[holder.arn] = holder.permissions.isAdmin }
        for group in details.groups { answers[group.arn] = policies.isAdmin(group) }
        account = ARN(
            partition: facts.partition.rawValue,
            service: "iam",
            account: facts.accountID.description,
            resource: "root"
        )
        targets = Escalation.AccountTargets(
            details,
            account: account,
            answers: answers,
            platformRoles: Set(roles.filter { $0.platform != nil }.map(\.role.arn)),
            trustedServices: policies.trustedServices
        )
        for holder in holders {
            byARN[holder.arn] = Self.power(of: holder, isAdmin: answers[holder.arn] ?? .unknown, targets, policies)
        }
    }

    struct Holder {
        var arn: String
        var permissions: Permissions
        var groups: [String]
        var attached: [AttachedPolicy]
    }

    /// What a policy alone makes of a user and of a role that hold it: an administrator, or one that can become one.
    func isDangerous(_ policy: ParsedPolicy) -> AccountInventory.Answer {
        var answer = AccountInventory.Answer.no
        for kind in ["user", "role"] where answer != .yes {
            let holder = ARN(
                partition: account.partition,
                service: "iam",
                account: account.account,
                resource: "\(kind)/holder"
            )
            let permissions = Permissions(of: Caller(holder), policies: [HeldPolicy(policy, name: "")])
            answer = answer || permissions.isAdmin
            guard answer != .yes, permissions.escalationActions != 0 else { continue }
            let own = Escalation.Targets(of: holder, ownGroups: [], ownPolicies: [], account: targets)
            let paths = Escalation.result(for: permissions, targets: own)
            answer = answer || (paths.paths.contains { $0.category != .existingPassRole } ? paths.answer : .no)
        }
        return answer
    }

    private static func power(
        of holder: Holder,
        isAdmin: AccountInventory.Answer,
        _ account: Escalation.AccountTargets,
        _ policies: PolicyView
    ) -> Power {
        let permissions = holder.permissions
        let reasons = isAdmin == .no ? Permissions.Reasons() : permissions.adminReasons
        // Who is an administrator does not become one.
        if isAdmin == .yes {
            return Power(
                isAdmin: .yes,
                adminReasons: reasons,
                escalation: Escalation.Result(answer: .no, paths: []),
                permissions: permissions
            )
        }
        let own = holder.attached.compactMap { policies.customerPolicies[$0.arn] }
        let targets = Escalation.Targets(
            of: permissions.caller.arn,
            ownGroups: holder.groups,
            ownPolicies: own.map { policy in
                Escalation.OwnPolicy(
                    pattern: Wildcard(policy.arn),
                    hasWiderVersion: policies.hasWiderVersion(policy, for: permissions.caller.arn)
                )
            },
            account: account
        )
        return Power(
            isAdmin: isAdmin,
            adminReasons: reasons,
            escalation: Escalation.result(for: permissions, targets: targets),
            permissions: permissions
        )
    }
}

extension PolicyView {
    /// What a role may do, in no session in particular; nil for a role whose ARN is none.
    func permissions(of role: Role) -> Permissions? {
        ARN(role.arn).map { holder(role, Caller($0)).permissions }
    }

    fileprivate func holder(_ user: User, _ caller: Caller) -> Powers.Holder {
        var policies = user.attachedPolicies.map { held($0) } + user.inlinePolicies.map { held($0) }
        var attached = user.attachedPolicies
        var groups: [String] = []
        for name in user.groups {
            guard let group = group(name) else {
                // A group that the pages do not hold was made or deleted between them.
                policies.append(HeldPolicy(nil, name: "", group: name))
                continue
            }
            groups.append(group.arn)
            attached += group.attachedPolicies
            policies += group.attachedPolicies.map { held($0, through: name) }
            policies += group.inlinePolicies.map { held($0, through: name) }
        }
        let permissions = Permissions(of: caller, policies: policies, boundary: boundary(user.permissionsBoundary))
        return Powers.Holder(arn: user.arn, permissions: permissions, groups: groups, attached: attached)
    }

    fileprivate func holder(_ role: Role, _ caller: Caller) -> Powers.Holder {
        let policies = role.attachedPolicies.map { held($0) } + role.inlinePolicies.map { held($0) }
        let permissions = Permissions(of: caller, policies: policies, boundary: boundary(role.permissionsBoundary))
        return Powers.Holder(arn: role.arn, permissions: permissions, groups: [], attached: role.attachedPolicies)
    }

    private func boundary(_ arn: String?) -> Permissions.Boundary {
        guard let arn else { return .none }
        return policy(arn: arn).map { .policy(HeldPolicy($0, name: arn)) } ?? .unreadable
    }

    /// Whether whoever is put into the group becomes an administrator.
    fileprivate func isAdmin(_ group: Group) -> AccountInventory.Answer {
        guard let arn = ARN(group.arn) else { return .unknown }
        let policies = group.attachedPolicies.map { held($0) } + group.inlinePolicies.map { held($0) }
        return Permissions(of: Caller(arn), policies: policies).isAdmin
    }

    /// Whether a version that is not the default one gives everything.
    fileprivate func hasWiderVersion(_ policy: CustomerPolicy, for principal: ARN) -> Bool {
        policy.versions.contains { version in
            version.id != policy.defaultVersionID && isAdmin(self.policy(version.document), for: principal) == .yes
        }
    }

    /// Nil where the trust policy cannot be read.
    fileprivate func trustedServices(of role: Role) -> Set<String>? {
        policy(role.trustPolicy).document.map { document in
            Set(TrustGrant.grants(in: document).filter { $0.party.kind == .service }.map(\.party.text))
        }
    }
}
