package import Domain

extension AccountInventory.Answer {
    /// Both must hold.
    static func && (left: Self, right: Self) -> Self {
        if left == .no || right == .no { return .no }
        return left == .yes && right == .yes ? .yes : .unknown
    }

    /// One must hold.
    static func || (left: Self, right: Self) -> Self {
        if left == .yes || right == .yes { return .yes }
        return left == .no && right == .no ? .no : .unknown
    }
}

/// What one principal may do: the union of its policies, minus every Deny, within its permission boundary.
///
/// Answers have three values: a policy that cannot be read, or an Allow under a condition that holds for some requests of
/// the principal and not for others, leaves the question open. Of the ways in which the principal can sign a request the one
/// counts that lets it further. Service and resource control policies, session policies and resource policies are not seen.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
package struct Permissions: Sendable {
    package typealias Answer = AccountInventory.Answer
    typealias Query = RuleSet.Query

    package let caller: Caller
    /// Whether a policy of the principal could not be read or parsed.
    package let hasUnreadablePolicy: Bool
    let escalationActions: Escalation.ActionSet
    private let policies: [HeldPolicy]
    private let contexts: [RequestContext]
    private let own: RuleSet
    private let limit: Limit
    private let hasConditions: Bool

    package enum Boundary: Sendable {
        case none
        case policy(HeldPolicy)
        case unreadable
    }

    private enum Limit: Sendable {
        case none
        case rules(RuleSet)
        case unknown
    }

    package init(of caller: Caller, policies: [HeldPolicy], boundary: Boundary = .none) {
        let contexts = caller.credentials.map { RequestContext(caller: caller, credential: $0) }
        var own = RuleSet()
        var escalationActions: Escalation.ActionSet = 0
        var hasUnreadablePolicy = false
        for (index, held) in policies.enumerated() {
            guard let policy = held.policy, let document = policy.document else {
                hasUnreadablePolicy = true
                continue
            }
            escalationActions |= policy.escalationActions
            own.add(document, as: index, for: contexts)
        }
        self.caller = caller
        self.policies = policies
        self.contexts = contexts
        self.own = own
        self.hasUnreadablePolicy = hasUnreadablePolicy
        self.escalationActions = escalationActions
        switch boundary {
        case .none:
            self.limit = .none
            self.hasConditions = own.hasConditions
        case .policy(let held):
            guard let document = held.policy?.document else { fallthrough }
            var rules = RuleSet()
            rules.add(document, as: 0, for: contexts)
            self.limit = .rules(rules)
            self.hasConditions = own.hasConditions || rules.hasConditions
        case .unreadable:
            self.limit = .unknown
            self.hasConditions = own.hasConditions
        }
    }

    /// Whether all that limits and all that grants could be read.
    package var isReadable: Bool {
        if case .unknown = limit { return false }
        return !hasUnreadablePolicy
    }

    /// Whether the principal may do `action` on whatever `resource` matches, parts under a Deny left aside.
    ///
    /// `request` holds what the request would say, by condition key in lower case.
    package func allows(_ action: Wildcard, on resource: Wildcard, request: [String: String] = [:]) -> Answer {
        answer(Query(action: action, reach: .everyMatch(of: resource), request: request))
    }

    /// Whether there can be a resource on which the principal may do `action`.
    package func allowsSomewhere(_ action: Wildcard) -> Answer {
        answer(Query(action: action, reach: .somewhere))
    }

    /// With `doubt`, a Deny under a condition that holds for some requests only makes a yes unknown; without, it is
    /// passed over, because it takes nothing away for good.
    func answer(_ query: Query, withDoubt doubt: Bool = false) -> Answer {
        var best = Answer.no
        for credential in contexts.indices where best != .yes {
            best = best || answer(query, as: credential, withDoubt: doubt)
            if !hasConditions { break }
        }
        return best
    }

    private func answer(_ query: Query, as credential: Int, withDoubt doubt: Bool) -> Answer {
        // A policy that nobody could read may allow as well as deny.
        let granted = hasUnreadablePolicy ? .unknown : own.allows(query, as: credential, of: contexts)
        guard granted != .no else { return .no }
        var answer = granted && !denies(own, query, as: credential, withDoubt: doubt)
        switch limit {
        case .none: break
        case .unknown: answer = answer && .unknown
        case .rules(let rules):
            answer =
                answer && rules.allows(query, as: credential, of: contexts)
                && !denies(rules, query, as: credential, withDoubt: doubt)
        }
        return answer
    }

    private func denies(_ rules: RuleSet, _ query: Query, as credential: Int, withDoubt doubt: Bool) -> Answer {
        let answer = rules.denies(query, as: credential, of: contexts)
        return answer == .unknown && !doubt ? .no : answer
    }
}

// MARK: - The statements that decided

extension Permissions {
    /// Why a query was answered with yes or unknown.
    package struct Reasons: Sendable, Hashable {
        /// The Allow statements that grant it.
        package var statements: [StatementReference] = []
        /// The conditions that leave it open, as JSON: those of the grants, then those of a Deny or of the boundary.
        package var conditions: [String] = []
    }

    func reasons(for query: Query, withDoubt doubt: Bool = false) -> Reasons {
        func best(_ rule: RuleSet.Rule) -> Answer {
            contexts.indices.reduce(.no) { $0 || rule.holds(query, as: $1, of: contexts) }
        }
        let answers = own.allowing.filter { $0.reaches(query) }.map { (rule: $0, answer: best($0)) }
        let answer: Answer = answers.reduce(.no) { $0 || $1.answer }
        let deciding = answers.filter { $0.answer == answer && answer != .no }.map(\.rule)
        var open = answer == .yes ? [] : deciding
        if doubt { open += own.denying.filter { $0.reachesAll(query) && best($0) == .unknown } }
        if case .rules(let rules) = limit, rules.allowing.allSatisfy({ !$0.reaches(query) || best($0) != .yes }) {
            open += rules.allowing.filter { $0.reaches(query) && best($0) == .unknown }
        }
        var conditions: [String] = []
        for rule in open where !rule.conditions.isEmpty && !conditions.contains(rule.conditions.json) {
            conditions.append(rule.conditions.json)
        }
        return Reasons(statements: deciding.map(reference), conditions: conditions)
    }

    private func reference(_ rule: RuleSet.Rule) -> StatementReference {
        let held = policies[rule.policy]
        return StatementReference(
            policy: held.name,
            version: held.version,
            group: held.group,
            index: rule.statement,
            sid: held.policy?.document?.statements[rule.statement].sid
        )
    }
}

// MARK: - Administrators

extension Permissions {
    /// Whether an unconditional Allow of everything, or of all of IAM, on everything is left after boundary and Deny.
    ///
    /// A Deny defeats it where it takes away, on every resource of the account, one of the actions that hand out rights.
    package var isAdmin: Answer {
        var answer = self.answer(allOfIAM)
        for action in Self.actionsThatHandOutRights where answer != .no {
            var query = allOfIAM
            query.action = action
            answer = answer && self.answer(query)
        }
        return answer
    }

    /// The statements that make the principal an administrator, or would under their conditions.
    package var adminReasons: Reasons { reasons(for: allOfIAM) }

    private var allOfIAM: Query {
        Query(
            action: Self.allOfIAM,
            reach: .everyMatch(of: caller.arn.iamResources(of: "*")),
            request: ["aws:resourceaccount": caller.arn.account]
        )
    }

    static let allOfIAM = Wildcard(action: "iam:*")

    private static let actionsThatHandOutRights = [
        "iam:AttachGroupPolicy", "iam:AttachRolePolicy", "iam:AttachUserPolicy", "iam:CreatePolicyVersion",
        "iam:PutGroupPolicy", "iam:PutRolePolicy", "iam:PutUserPolicy", "iam:SetDefaultPolicyVersion",
        "iam:UpdateAssumeRolePolicy",
    ].map { Wildcard(action: $0) }
}

extension ARN {
    /// The pattern of all IAM resources of a kind in the account, for example of `role/*`.
    func iamResources(of kind: String) -> Wildcard {
        Wildcard("arn:\(partition):iam::\(account):\(kind)")
    }
}
