package import Domain

/// What organization.yaml says that changes a judgement.
package struct EvaluationSettings: Sendable, Equatable {
    /// By check id and parameter name, in seconds.
    package var thresholds: [String: [String: Int64]]
    package var severities: [String: Severity]
    /// Tag keys in the order in which an identity's owner is looked for.
    package var ownerTags: [String]
    package var trusted: Trusted
    /// The ARNs of the emergency identities, which are meant to be privileged and unused.
    package var breakGlass: Set<String>

    package init(_ configuration: Configuration = Configuration()) {
        self.thresholds = configuration.thresholds
        self.severities = configuration.severities
        self.ownerTags = configuration.ownerTags
        self.trusted = configuration.trusted
        self.breakGlass = Set(configuration.breakGlass.map(\.arn))
    }
}
