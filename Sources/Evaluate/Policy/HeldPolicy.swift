/// A policy as one principal holds it, so that an answer can name the statements that decided it.
package struct HeldPolicy: Sendable {
    /// Nil where the text of the policy is not known.
    package var policy: ParsedPolicy?
    package var name: String
    /// `v3`; empty for an inline policy, which has no versions.
    package var version: String
    /// The group through which a user holds it.
    package var group: String?

    package init(_ policy: ParsedPolicy?, name: String, version: String = "", group: String? = nil) {
        self.policy = policy
        self.name = name
        self.version = version
        self.group = group
    }
}

/// A statement that decided an answer, named so that it can be found in the console.
package struct StatementReference: Sendable, Hashable, CustomStringConvertible {
    package var policy: String
    /// Empty for an inline policy.
    package var version: String
    package var group: String?
    /// Counted from zero.
    package var index: Int
    package var sid: String?

    /// For example `release v3 statement 2 (Deploy) through group developers`.
    package var description: String {
        let version = version.isEmpty ? "(inline)" : version
        let sid = sid.flatMap { $0.isEmpty ? nil : " (\($0))" } ?? ""
        let group = group.map { " through group \($0)" } ?? ""
        return "\(policy) \(version) statement \(index + 1)\(sid)\(group)"
    }
}
