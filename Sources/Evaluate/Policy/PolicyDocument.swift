/// A policy of the IAM policy language, as written: nothing is decided yet.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
package struct PolicyDocument: Sendable, Hashable {
    package var version: Version
    package var id: String?
    package var statements: [PolicyStatement]

    /// The version of the language; a document without one speaks the older, which knows no policy variables.
    package enum Version: String, Sendable {
        case v2008 = "2008-10-17"
        case v2012 = "2012-10-17"
    }
}

package struct PolicyStatement: Sendable, Hashable {
    package var sid: String?
    package var effect: Effect
    package var actions: Selection
    /// Nil in trust policies, where the resource is the role itself.
    package var resources: Selection?
    /// Nil in identity policies, where the principal is the one that holds the policy.
    package var principals: Principals?
    package var conditions: [PolicyCondition]

    package enum Effect: String, Sendable {
        case allow = "Allow"
        case deny = "Deny"
    }

    package enum Principals: Sendable, Hashable {
        case only([TrustedParty])
        case allBut([TrustedParty])
    }

    package var isConditional: Bool { !conditions.isEmpty }
}

/// An element together with its negated form: `Action` and `NotAction`, `Resource` and `NotResource`.
package enum Selection: Sendable, Hashable {
    case only([Wildcard])
    case allBut([Wildcard])

    /// Whether everything that `target` matches is selected.
    package func covers(_ target: Wildcard) -> Bool {
        switch self {
        case .only(let patterns): patterns.contains { $0.covers(target) }
        case .allBut(let patterns): !patterns.contains { $0.overlaps(target) }
        }
    }

    /// Whether something that `target` matches is selected.
    package func overlaps(_ target: Wildcard) -> Bool {
        switch self {
        case .only(let patterns): patterns.contains { $0.overlaps(target) }
        case .allBut(let patterns): !patterns.contains { $0.covers(target) }
        }
    }
}

/// One operator on one key with its values, kept as written.
package struct PolicyCondition: Sendable, Hashable {
    package var `operator`: String
    package var key: String
    package var values: [String]

    /// Condition keys are compared without regard to case.
    package func isOn(_ name: String) -> Bool { key.lowercased() == name.lowercased() }
}

extension PolicyStatement {
    /// Tells this statement from the others of its policy, whatever its place, its Sid and the order of its elements.
    package var digest: String {
        let conditions = conditions.map { condition in
            ([condition.operator, condition.key.lowercased()] + condition.values.sorted()).joined(separator: "\u{1}")
        }
        let parts =
            [effect.rawValue] + actions.canonical + ["\u{2}"] + (resources?.canonical ?? []) + ["\u{2}"]
            + conditions.sorted()
        return fingerprint(parts.joined(separator: "\n").utf8)
    }

    /// What facts call the statement: its Sid, or its place counted from one.
    package func label(at index: Int) -> String {
        guard let sid, !sid.isEmpty else { return "statement \(index + 1)" }
        return "statement \(index + 1) (\(sid))"
    }
}

extension Selection {
    fileprivate var canonical: [String] {
        switch self {
        case .only(let patterns): ["only"] + patterns.map(\.text).sorted()
        case .allBut(let patterns): ["all but"] + patterns.map(\.text).sorted()
        }
    }
}
