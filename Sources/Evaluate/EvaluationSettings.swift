package import Domain

/// What organization.yaml says that changes a judgement.
package struct EvaluationSettings: Sendable, Equatable {
    /// By check id and parameter name, in seconds.
    package var thresholds: [String: [String: Int64]]
    package var severities: [String: Severity]
    /// Tag keys in the order in which an identity's owner is looked for.
    package var ownerTags: [String]
    /// Whether an identity without any of those tags is a finding: only where the configuration names them itself.
    package var requiresOwnerTags: Bool
    /// Patterns of the names of users that are no people.
    package var serviceUsers: [String]
    package var trusted: Trusted
    /// The ARNs of the emergency identities, which are meant to be privileged and unused.
    package var breakGlass: Set<String>
    /// When the previous complete run began, so that a use between the runs is never missed; nil for a first run.
    package var previousRunAt: Instant?
    /// The people whom the personnel system knows; nil where nobody was told.
    package var roster: Roster?
    /// How long after the last day of work a credential may still be there.
    package var leaverGraceSeconds: Int64

    package init(_ configuration: Configuration = Configuration(), previousRunAt: Instant? = nil) {
        self.thresholds = configuration.thresholds
        self.severities = configuration.severities
        self.ownerTags = configuration.ownerTags
        self.requiresOwnerTags = configuration.requiresOwnerTags
        self.serviceUsers = configuration.serviceUsers
        self.trusted = configuration.trusted
        self.breakGlass = Set(configuration.breakGlass.map(\.arn))
        self.previousRunAt = previousRunAt
        self.roster = configuration.roster
        self.leaverGraceSeconds = configuration.leaverGraceSeconds
    }
}
