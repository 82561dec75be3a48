import Domain

/// The ways in which a principal that is not an administrator makes itself one.
enum Escalation {
    /// One bit for each distinct action of the table, so that most principals are done with after one comparison.
    typealias ActionSet = UInt128

    struct Path: Sendable {
        var id: String
        var category: Category
        var steps: [Step]

        init(_ id: String, _ category: Category, _ steps: Step...) {
            self.id = id
            self.category = category
            self.steps = steps
        }

        enum Category: Sendable {
            /// The principal widens its own rights.
            case selfEscalation
            /// The principal takes over another one.
            case principalAccess
            /// The principal hands a role to a workload that it makes.
            case newPassRole
            /// The principal takes over a workload; whether there is one, and with which role, is not seen in IAM.
            case existingPassRole
        }
    }

    struct Step: Sendable {
        var action: Wildcard
        var target: Target

        static func ownUser(_ action: String) -> Step { Step(action, .ownUser) }
        static func ownRole(_ action: String) -> Step { Step(action, .ownRole) }
        static func ownGroup(_ action: String) -> Step { Step(action, .ownGroup) }
        static func ownPolicy(_ action: String) -> Step { Step(action, .ownPolicy) }
        static func otherUser(_ action: String) -> Step { Step(action, .otherUser) }
        static func otherRole(_ action: String) -> Step { Step(action, .otherRole) }
        static func group(_ action: String) -> Step { Step(action, .group) }
        static func policy(_ action: String) -> Step { Step(action, .policy) }
        static func anything(_ action: String) -> Step { Step(action, .anything) }

        private init(_ action: String, _ target: Target) {
            self.action = Wildcard(action: action)
            self.target = target
        }
    }

    /// What a step must be allowed on; all steps of a path on one kind of target must meet on the same one.
    enum Target: Sendable, CaseIterable {
        case ownUser
        case ownRole
        /// A group that the principal is a member of.
        case ownGroup
        /// A customer policy from which the principal has its rights.
        case ownPolicy
        case otherUser
        case otherRole
        case group
        case policy
        /// A resource of another service, which the facts do not name.
        case anything
    }

    /// The paths that hold for a principal.
    struct Result: Sendable, Equatable {
        var answer: AccountInventory.Answer
        /// The ids of the paths, in the order of the table; those that depend on what is not seen are marked.
        var paths: [HeldPath]

        struct HeldPath: Sendable, Equatable {
            var id: String
            var isConditional: Bool
        }
    }

    static func actions(allowedBy document: PolicyDocument) -> ActionSet {
        var set: ActionSet = 0
        for statement in document.statements where statement.effect == .allow {
            for (bit, action) in actions.enumerated() where statement.actions.covers(action) {
                set |= 1 << bit
            }
        }
        return set
    }

    private static let actions: [Wildcard] = {
        var seen: Set<Wildcard> = []
        return paths.flatMap(\.steps).map(\.action).filter { seen.insert($0).inserted }
    }()

    private static let pathsWithActions: [(path: Path, actions: ActionSet)] = paths.map { path in
        let bits = path.steps.compactMap { step in actions.firstIndex(of: step.action) }
        return (path, bits.reduce(into: 0) { $0 |= 1 << $1 })
    }

    /// Which paths hold for a principal, judged on the whole of its permissions.
    static func result(for permissions: Permissions, targets: Targets) -> Result {
        if permissions.hasUnreadablePolicy { return Result(answer: .unknown, paths: []) }
        var answer = AccountInventory.Answer.no
        var held: [Result.HeldPath] = []
        for (path, needed) in pathsWithActions where permissions.escalationActions & needed == needed {
            var holds = self.holds(path, permissions, targets)
            if path.category == .existingPassRole { holds = holds && .unknown }
            guard holds != .no else { continue }
            answer = answer || holds
            held.append(Result.HeldPath(id: path.id, isConditional: holds == .unknown))
        }
        return Result(answer: answer, paths: held)
    }

    private static func holds(
        _ path: Path,
        _ permissions: Permissions,
        _ targets: Targets
    ) -> AccountInventory.Answer {
        var answer = AccountInventory.Answer.yes
        for target in Target.allCases {
            let steps = path.steps.filter { $0.target == target }
            if steps.isEmpty { continue }
            if target == .anything {
                for step in steps { answer = answer && permissions.allowsSomewhere(step.action) }
            } else {
                answer =
                    answer
                    && best(among: targets[target]) { resource in
                        steps.reduce(.yes) { $0 && permissions.allows($1.action, on: resource) }
                    }
            }
            if answer == .no { break }
        }
        return answer
    }

    private static func best(
        among resources: [Wildcard],
        _ judge: (Wildcard) -> AccountInventory.Answer
    ) -> AccountInventory.Answer {
        var best = AccountInventory.Answer.no
        for resource in resources where best != .yes { best = best || judge(resource) }
        return best
    }
}

extension Escalation {
    /// The resources of an account that a principal's steps can aim at.
    ///
    /// Users, roles, groups and policies are those that exist, and after them the pattern of all of their kind: right on all of
    /// them is right on the one that will be there tomorrow.
    struct Targets: Sendable {
        private var byKind: [Target: [Wildcard]]

        init(of principal: ARN, ownGroups: [String], ownPolicies: [String], account: AccountTargets) {
            let own = Wildcard(principal.description)
            let isUser = principal.resource.hasPrefix("user/")
            byKind = [
                .ownUser: isUser ? [own] : [],
                .ownRole: isUser ? [] : [own],
                .ownGroup: ownGroups.map { Wildcard($0) },
                .ownPolicy: ownPolicies.map { Wildcard($0) } + [principal.iamResources(of: "policy/*")],
                .otherUser: account.users.filter { $0 != own },
                .otherRole: account.roles.filter { $0 != own },
                .group: account.groups,
                .policy: account.policies,
            ]
        }

        subscript(target: Target) -> [Wildcard] { byKind[target] ?? [] }
    }

    /// The same for all principals of an account, made once.
    struct AccountTargets: Sendable {
        let users: [Wildcard]
        let roles: [Wildcard]
        let groups: [Wildcard]
        let policies: [Wildcard]

        init(_ details: AuthorizationDetails, account: ARN) {
            self.users = details.users.map { Wildcard($0.arn) } + [account.iamResources(of: "user/*")]
            self.roles = details.roles.map { Wildcard($0.arn) } + [account.iamResources(of: "role/*")]
            self.groups = details.groups.map { Wildcard($0.arn) } + [account.iamResources(of: "group/*")]
            self.policies = details.policies.map { Wildcard($0.arn) } + [account.iamResources(of: "policy/*")]
        }
    }
}
