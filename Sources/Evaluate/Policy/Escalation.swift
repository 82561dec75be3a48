import Domain

/// The ways in which a principal that is not an administrator makes itself one.
enum Escalation {
    /// One bit for each distinct action of the table, so that most principals are done with after one comparison.
    typealias ActionSet = UInt128

    struct Path: Sendable {
        var id: String
        var category: Category
        var steps: [Step]
        /// Those that an existing workload's role trusts: one of these services.
        var services: [String]

        /// Services are named without `.amazonaws.com`.
        init(_ id: String, _ category: Category, of services: [String] = [], _ steps: Step...) {
            self.id = id
            self.category = category
            self.steps = steps
            self.services = services.map { "\($0).amazonaws.com" }
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
        /// As AWS writes it.
        var name: String
        var action: Wildcard
        var target: Target
        /// To whom a role is passed: one of these services.
        var services: [String] = []

        static func ownUser(_ action: String) -> Step { Step(action, .ownUser) }
        static func ownRole(_ action: String) -> Step { Step(action, .ownRole) }
        static func ownGroup(_ action: String) -> Step { Step(action, .ownGroup) }
        static func ownPolicy(_ action: String) -> Step { Step(action, .ownPolicy) }
        static func widerVersion(_ action: String) -> Step { Step(action, .widerVersion) }
        static func otherUser(_ action: String) -> Step { Step(action, .otherUser) }
        static func otherRole(_ action: String) -> Step { Step(action, .otherRole) }
        static func adminUser(_ action: String) -> Step { Step(action, .adminUser) }
        static func adminRole(_ action: String) -> Step { Step(action, .adminRole) }
        static func adminGroup(_ action: String) -> Step { Step(action, .adminGroup) }
        static func policy(_ action: String) -> Step { Step(action, .policy) }
        static func anything(_ action: String) -> Step { Step(action, .anything) }

        /// Passes a role to a service, named without `.amazonaws.com`.
        static func pass(to services: String...) -> Step {
            var step = Step("iam:PassRole", .passedRole)
            step.services = services.map { "\($0).amazonaws.com" }
            return step
        }

        private init(_ action: String, _ target: Target) {
            self.name = action
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
        /// The same, with an earlier version that gives everything.
        case widerVersion
        /// A user or role that the path itself makes an administrator.
        case otherUser
        case otherRole
        /// One that must be an administrator already.
        case adminUser
        case adminRole
        case adminGroup
        /// An administrator that trusts the service it is passed to.
        case passedRole
        case policy
        /// A resource of another service, which the facts do not name.
        case anything
    }

    /// The paths that hold for a principal.
    struct Result: Sendable, Equatable {
        var answer: AccountInventory.Answer
        /// In the order of the table; those that depend on what is not seen are marked.
        var paths: [HeldPath]

        struct HeldPath: Sendable, Equatable {
            var id: String
            var category: Path.Category
            var isConditional: Bool
            /// For an existing workload: whether the account has an administrator role that one could have.
            var hasWorkloadRole: Bool
            var steps: [HeldStep]
        }

        struct HeldStep: Sendable, Equatable {
            var action: String
            /// The resource, or the pattern of all of its kind; nil for what IAM does not see.
            var target: String?
            var reasons: Permissions.Reasons
        }
    }

    static func actions(allowedBy document: PolicyDocument) -> ActionSet {
        document.statements.reduce(into: 0) { set, statement in
            guard statement.effect == .allow else { return }
            switch statement.actions {
            case .only(let patterns): for pattern in patterns { set |= actions(coveredBy: pattern) }
            case .allBut: set |= actions { statement.actions.covers($0) }
            }
        }
    }

    /// Most patterns are names, and most of those with a star are of a service that is not in the table.
    private static func actions(coveredBy pattern: Wildcard) -> ActionSet {
        if pattern.isLiteral { return bits[pattern] ?? 0 }
        let head = pattern.literalHead
        guard actions.contains(where: { $0.bytes.starts(with: head) }) else { return 0 }
        return actions { pattern.covers($0) }
    }

    private static func actions(where isIncluded: (Wildcard) -> Bool) -> ActionSet {
        var set: ActionSet = 0
        for (bit, action) in actions.enumerated() where isIncluded(action) { set |= 1 << bit }
        return set
    }

    private static let bits = Dictionary(
        uniqueKeysWithValues: actions.enumerated().map { ($0.element, ActionSet(1) << $0.offset) }
    )

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
            var (holds, aims) = judge(path, permissions, targets)
            let hasWorkloadRole = targets.hasWorkloadRole(of: path.services)
            if path.category == .existingPassRole {
                guard hasWorkloadRole || reachesEverything(path, permissions) else { continue }
                holds = holds && .unknown
            }
            guard holds != .no else { continue }
            answer = answer || holds
            held.append(
                Result.HeldPath(
                    id: path.id,
                    category: path.category,
                    isConditional: holds == .unknown,
                    hasWorkloadRole: hasWorkloadRole,
                    steps: path.steps.map { step in
                        let aim = aims[step.target]
                        return Result.HeldStep(
                            action: step.name,
                            target: aim?.pattern.text,
                            reasons: permissions.reasons(for: query(step, aim, permissions), withDoubt: true)
                        )
                    }
                )
            )
        }
        return Result(answer: answer, paths: held)
    }

    /// Whether a path holds, and on which target of each kind it does best.
    private static func judge(
        _ path: Path,
        _ permissions: Permissions,
        _ targets: Targets
    ) -> (AccountInventory.Answer, [Target: Aim]) {
        var answer = AccountInventory.Answer.yes
        var aims: [Target: Aim] = [:]
        for target in Target.allCases {
            let steps = path.steps.filter { $0.target == target }
            if steps.isEmpty { continue }
            if target == .anything {
                for step in steps {
                    answer = answer && permissions.answer(query(step, nil, permissions), withDoubt: true)
                }
            } else {
                var best = AccountInventory.Answer.no
                for aim in targets.aims(of: target, services: steps[0].services) where best != .yes {
                    let holds = steps.reduce(aim.answer) {
                        $0 == .no ? .no : $0 && permissions.answer(query($1, aim, permissions), withDoubt: true)
                    }
                    if holds == .yes || best == .no && holds == .unknown { aims[target] = aim }
                    best = best || holds
                }
                answer = answer && best
            }
            if answer == .no { break }
        }
        return (answer, aims)
    }

    /// Whether a path leads to every workload of the account, and so to the administrator's that will be there tomorrow.
    ///
    /// Who reaches only some is held to the roles that are there.
    private static func reachesEverything(_ path: Path, _ permissions: Permissions) -> Bool {
        let caller = permissions.caller.arn
        return path.steps.allSatisfy { step in
            let service = step.name.prefix { $0 != ":" }
            let everything = Wildcard("arn:\(caller.partition):\(service):*:\(caller.account):*")
            var query = query(step, nil, permissions)
            query.reach = .everyMatch(of: everything)
            return permissions.answer(query, withDoubt: true) != .no
        }
    }

    private static func query(_ step: Step, _ aim: Aim?, _ permissions: Permissions) -> RuleSet.Query {
        var request = ["aws:resourceaccount": permissions.caller.arn.account]
        if let service = aim?.service { request["iam:passedtoservice"] = service }
        return RuleSet.Query(
            action: step.action,
            reach: aim.map { .everyMatch(of: $0.pattern) } ?? .somewhere,
            request: request
        )
    }
}
