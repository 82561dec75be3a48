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
/// Answers have three values: a policy that cannot be read, or an Allow under a condition, leaves the question open. A Deny
/// under a condition takes nothing away for good, so it does not count. Service and resource control policies, session
/// policies and resource policies are not seen.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
package struct Permissions: Sendable {
    package typealias Answer = AccountInventory.Answer

    package let principal: ARN
    /// Whether a policy of the principal could not be read or parsed.
    package let hasUnreadablePolicy: Bool
    let escalationActions: Escalation.ActionSet
    private let own: RuleSet
    private let limit: Limit

    package enum Boundary: Sendable {
        case none
        case policy(ParsedPolicy)
        case unreadable
    }

    private enum Limit: Sendable {
        case none
        case rules(RuleSet)
        case unknown
    }

    /// `policies` holds nil for a policy whose text is not known.
    package init(of principal: ARN, policies: [ParsedPolicy?], boundary: Boundary = .none) {
        var own = RuleSet()
        var escalationActions: Escalation.ActionSet = 0
        var hasUnreadablePolicy = false
        for policy in policies {
            guard let policy, let document = policy.document else {
                hasUnreadablePolicy = true
                continue
            }
            escalationActions |= policy.escalationActions
            own.add(document, of: principal)
        }
        self.principal = principal
        self.own = own
        self.hasUnreadablePolicy = hasUnreadablePolicy
        self.escalationActions = escalationActions
        switch boundary {
        case .none:
            self.limit = .none
        case .unreadable:
            self.limit = .unknown
        case .policy(let policy):
            guard let document = policy.document else {
                self.limit = .unknown
                break
            }
            var rules = RuleSet()
            rules.add(document, of: principal)
            self.limit = .rules(rules)
        }
    }

    /// Whether the principal may do `action` on whatever `resource` matches, parts under a Deny left aside.
    package func allows(_ action: Wildcard, on resource: Wildcard) -> Answer {
        answer(action, .everyMatch(of: resource))
    }

    /// Whether there can be a resource on which the principal may do `action`.
    package func allowsSomewhere(_ action: Wildcard) -> Answer {
        answer(action, .somewhere)
    }

    private func answer(_ action: Wildcard, _ reach: RuleSet.Reach) -> Answer {
        let granted: Answer
        if own.denies(action, reach) {
            granted = .no
        } else {
            // A policy that nobody could read may allow as well as deny.
            granted = hasUnreadablePolicy ? .unknown : own.allows(action, reach)
        }
        switch limit {
        case .none: return granted
        case .unknown: return granted && .unknown
        case .rules(let rules): return granted && (rules.denies(action, reach) ? .no : rules.allows(action, reach))
        }
    }
}

// MARK: - Administrators

extension Permissions {
    /// Whether an unconditional Allow of everything, or of all of IAM, on everything is left after boundary and Deny.
    ///
    /// A Deny defeats it where it takes away, on every resource of the account, one of the actions that hand out rights.
    package var isAdmin: Answer {
        let account = principal.iamResources(of: "*")
        var answer = allows(Self.allOfIAM, on: account)
        for action in Self.actionsThatHandOutRights where answer != .no {
            answer = answer && allows(action, on: account)
        }
        return answer
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

// MARK: - Rules

/// The statements of one or several policies, sorted by effect, with policy variables filled in.
private struct RuleSet: Sendable {
    private var allowing: [Rule] = []
    private var denying: [Rule] = []

    private struct Rule: Sendable {
        var actions: Selection
        var resources: Selection
        var isConditional: Bool
    }

    enum Reach {
        case everyMatch(of: Wildcard)
        case somewhere
    }

    mutating func add(_ document: PolicyDocument, of principal: ARN) {
        for statement in document.statements {
            let resources = statement.resources ?? .only([Self.everything])
            let rule = Rule(
                actions: statement.actions,
                resources: document.version == .v2012 ? resources.substituting(principal) : resources,
                // An exception with a variable that is not known may except anything.
                isConditional: statement.isConditional
                    || document.version == .v2012 && resources.hasUnknownException(for: principal)
            )
            switch statement.effect {
            case .allow: allowing.append(rule)
            case .deny: if !rule.isConditional { denying.append(rule) }
            }
        }
    }

    func denies(_ action: Wildcard, _ reach: Reach) -> Bool {
        denying.contains { rule in
            guard rule.actions.covers(action) else { return false }
            return switch reach {
            case .everyMatch(let resource): rule.resources.covers(resource)
            case .somewhere: rule.resources.covers(Self.anyARN)
            }
        }
    }

    func allows(_ action: Wildcard, _ reach: Reach) -> Permissions.Answer {
        var answer = Permissions.Answer.no
        for rule in allowing where rule.actions.covers(action) {
            let fits =
                switch reach {
                case .everyMatch(let resource): rule.resources.covers(resource)
                case .somewhere: rule.resources.overlaps(Self.anyARN)
                }
            guard fits else { continue }
            if !rule.isConditional { return .yes }
            answer = .unknown
        }
        return answer
    }

    private static let everything = Wildcard("*")
    private static let anyARN = Wildcard("arn:*")
}

extension Selection {
    /// Fills in `aws:username`; a pattern with any other variable is left out, because it names nothing known.
    ///
    /// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    fileprivate func substituting(_ principal: ARN) -> Selection {
        switch self {
        case .only(let patterns): .only(patterns.compactMap { $0.substituting(principal) })
        case .allBut(let patterns): .allBut(patterns.compactMap { $0.substituting(principal) })
        }
    }
}

extension Selection {
    fileprivate func hasUnknownException(for principal: ARN) -> Bool {
        guard case .allBut(let patterns) = self else { return false }
        return patterns.contains { $0.substituting(principal) == nil }
    }
}

extension Wildcard {
    fileprivate func substituting(_ principal: ARN) -> Wildcard? {
        guard bytes.contains(UInt8(ascii: "$")) else { return self }
        var result = ""
        var rest = Substring(text)
        while let start = rest.firstIndex(of: "$") {
            result += rest[..<start]
            rest = rest[start...]
            guard rest.hasPrefix("${") else {
                result.append(rest.removeFirst())
                continue
            }
            guard let end = rest.firstIndex(of: "}"), principal.resource.hasPrefix("user/"),
                rest[..<end].dropFirst(2).lowercased() == "aws:username"
            else { return nil }
            result += principal.name
            rest = rest[rest.index(after: end)...]
        }
        return Wildcard(result + rest)
    }
}
