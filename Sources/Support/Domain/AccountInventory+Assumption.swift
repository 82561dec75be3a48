extension AccountInventory {
    /// What one statement says about a principal's right to assume roles; administrators, who need none, have no rows.
    package struct Assumption: Sendable, Hashable {
        package var principalARN: String
        package var effect: Effect
        /// Whether the patterns are those of `NotResource`.
        package var isNegated: Bool
        /// Patterns of role ARNs.
        package var resources: [String]
        package var isConditional: Bool
        /// Where it stands, for a reader: the policy and the statement in it.
        package var statement: String

        package enum Effect: String, Sendable, Codable {
            case allow
            case deny
            case boundaryAllow = "boundary_allow"
            case boundaryDeny = "boundary_deny"
        }

        package init(
            principalARN: String,
            effect: Effect,
            isNegated: Bool,
            resources: [String],
            isConditional: Bool,
            statement: String
        ) {
            self.principalARN = principalARN
            self.effect = effect
            self.isNegated = isNegated
            self.resources = resources
            self.isConditional = isConditional
            self.statement = statement
        }
    }
}
