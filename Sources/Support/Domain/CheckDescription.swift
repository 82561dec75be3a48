/// A check without its logic: what the catalogue prints, and what the ledger keeps of the rules that a run applied.
package struct CheckDescription: Sendable, Hashable, Codable {
    package var id: String
    /// The good state, for example "Root user has MFA".
    package var title: String
    package var family: String
    package var severity: Severity
    package var rationale: String
    package var remediation: String
    package var references: [String]
    package var mappings: Mappings
    package var needs: [FactSection]
    package var parameters: [Parameter]
    /// What tells several findings on one resource apart, in words; empty when there is only ever one.
    package var discriminator: String
    /// Whether the check looks at the whole organization rather than at one account.
    package var isOrganizational: Bool
    /// Whether it belongs to the coverage section and is not counted among findings by severity.
    package var isCoverage: Bool

    package init(
        id: String,
        title: String,
        family: String,
        severity: Severity,
        rationale: String,
        remediation: String,
        references: [String],
        mappings: Mappings,
        needs: [FactSection],
        parameters: [Parameter],
        discriminator: String,
        isOrganizational: Bool,
        isCoverage: Bool
    ) {
        self.id = id
        self.title = title
        self.family = family
        self.severity = severity
        self.rationale = rationale
        self.remediation = remediation
        self.references = references
        self.mappings = mappings
        self.needs = needs
        self.parameters = parameters
        self.discriminator = discriminator
        self.isOrganizational = isOrganizational
        self.isCoverage = isCoverage
    }

    /// The criteria and controls that the check gives evidence for; our reading, auditors decide.
    package struct Mappings: Sendable, Hashable, Codable {
        package var soc2: [String]
        package var iso27001: [String]
        package var nist80053: [String]
        /// With the version of the benchmark, for example `7.0 2.12`.
        package var cis: [String]
        package var fsbp: [String]

        package init(
            soc2: [String] = [],
            iso27001: [String] = [],
            nist80053: [String] = [],
            cis: [String] = [],
            fsbp: [String] = []
        ) {
            self.soc2 = soc2
            self.iso27001 = iso27001
            self.nist80053 = nist80053
            self.cis = cis
            self.fsbp = fsbp
        }
    }

    /// A threshold that organization.yaml may set; durations are in seconds.
    package struct Parameter: Sendable, Hashable, Codable {
        package var name: String
        package var summary: String
        package var defaultSeconds: Int64
        /// The value that this run used.
        package var seconds: Int64

        package init(name: String, summary: String, defaultSeconds: Int64, seconds: Int64? = nil) {
            self.name = name
            self.summary = summary
            self.defaultSeconds = defaultSeconds
            self.seconds = seconds ?? defaultSeconds
        }

        /// The value in days where it is whole days, else in hours or seconds: `90d`, `36h`, `5s`.
        package var text: String { Self.text(seconds) }

        package static func text(_ seconds: Int64) -> String {
            if seconds.isMultiple(of: 86_400) { return "\(seconds / 86_400)d" }
            if seconds.isMultiple(of: 3_600) { return "\(seconds / 3_600)h" }
            return "\(seconds)s"
        }
    }
}
