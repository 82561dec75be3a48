import Domain

/// A party that an Allow statement of a trust policy lets assume the role, and under which conditions.
struct TrustGrant: Sendable, Hashable {
    var party: TrustedParty
    /// The ways in that the statement opens and no Deny closes again.
    var actions: Set<Action>
    /// The conditions of the Allow, as written.
    var conditions: [PolicyCondition]
    /// What Deny statements demand of the caller beside them, turned round: a Deny of everyone whose organization is not ours
    /// demands that it is.
    var demandsOfDenials: [PolicyCondition] = []

    enum Action: String, Sendable, CaseIterable {
        case assumeRole = "sts:AssumeRole"
        case withSAML = "sts:AssumeRoleWithSAML"
        case withWebIdentity = "sts:AssumeRoleWithWebIdentity"

        fileprivate static let patterns = allCases.map { ($0, Wildcard(action: $0.rawValue)) }
    }

    /// All that a caller must meet at once.
    var demands: [PolicyCondition] { conditions + demandsOfDenials }
}

extension TrustGrant {
    /// The grants of a trust policy, with what its Deny statements take away for certain.
    ///
    /// An Allow with `NotPrincipal` lets in everyone else, which is anyone.
    static func grants(in document: PolicyDocument) -> [TrustGrant] {
        let denials = document.statements.filter { $0.effect == .deny }
        return document.statements.flatMap { statement -> [TrustGrant] in
            guard statement.effect == .allow else { return [] }
            let actions = Action.patterns.filter { statement.actions.covers($0.1) }.map(\.0)
            let parties: [TrustedParty] =
                switch statement.principals {
                case .only(let parties): parties
                case .allBut: [.anyone]
                case nil: []
                }
            return parties.compactMap { party in
                TrustGrant(party: party, actions: Set(actions), conditions: statement.conditions).limited(by: denials)
            }
        }
    }

    /// Nil where nothing is left.
    private func limited(by denials: [PolicyStatement]) -> TrustGrant? {
        var grant = self
        for denial in denials where denial.isAimed(at: party) {
            let denied = Set(Action.patterns.filter { denial.actions.covers($0.1) }.map(\.0))
            if denial.conditions.isEmpty {
                grant.actions.subtract(denied)
            } else if grant.actions.isSubset(of: denied), let demand = denial.demand {
                grant.demandsOfDenials.append(demand)
            }
        }
        return grant.actions.isEmpty ? nil : grant
    }
}

extension PolicyStatement {
    /// Whether every caller who is meant by the party is meant here too.
    fileprivate func isAimed(at party: TrustedParty) -> Bool {
        guard case .only(let parties) = principals else { return false }
        return parties.contains(.anyone) || parties.contains(party)
    }

    /// What a Deny with one condition demands of those who pass, or nil where that cannot be said with a positive operator.
    ///
    /// A negated operator and one with `IfExists` hold for a request that lacks the key, so who passes has it.
    fileprivate var demand: PolicyCondition? {
        // Services are no part of what a trust of accounts is about, and a perimeter leaves them out by this key.
        let conditions = conditions.filter { condition in
            !(condition.isOn("aws:PrincipalIsAWSService") && condition.operator.hasPrefix("Bool")
                && condition.isAlways("false"))
        }
        guard conditions.count == 1, let condition = conditions.first else { return nil }
        let name =
            condition.operator.hasSuffix("IfExists") ? String(condition.operator.dropLast(8)) : condition.operator
        let positive =
            switch name {
            case "StringNotEquals": "StringEquals"
            case "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase"
            case "StringNotLike": "StringLike"
            case "ArnNotEquals": "ArnEquals"
            case "ArnNotLike": "ArnLike"
            case "Bool" where condition.operator == "BoolIfExists" && condition.isAlways("false"): "Bool"
            default: nil as String?
            }
        guard let positive else { return nil }
        return PolicyCondition(
            operator: positive,
            key: condition.key,
            values: positive == "Bool" ? ["true"] : condition.values
        )
    }
}

extension PolicyCondition {
    /// Whether the key is compared with this word and no other, which booleans are without regard to case.
    func isAlways(_ word: String) -> Bool { !values.isEmpty && values.allSatisfy { $0.lowercased() == word } }
}
