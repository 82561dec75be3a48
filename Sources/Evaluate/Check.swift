package import Domain

/// One rule of the catalogue: what it says, why, what to do, and the accounts that prove it.
package struct Check: Sendable {
    package let id: String
    package let family: Family
    /// Phrased as the good state, without a full stop.
    package let title: String
    package let severity: Severity
    /// One sentence on what can go wrong.
    package let rationale: String
    package let remediation: String
    package let references: [String]
    package let mappings: CheckDescription.Mappings
    package let peers: Peers
    /// Sections without which nothing can be said; the evaluator answers for the check when one is missing.
    package let needs: [FactSection]
    /// Sections of which one is enough; the evaluator answers for the check when all of them are missing.
    package let needsOneOf: [FactSection]
    /// Whether it compares with the people of the company; without them the evaluator answers for the check.
    package let needsRoster: Bool
    package let parameters: [CheckDescription.Parameter]
    /// What tells several findings on one resource apart; empty when there is only ever one.
    package let discriminator: String
    package let examples: [Example]
    let judgement: Judgement

    enum Judgement: Sendable {
        case account(@Sendable (CheckInput) -> [Assessment])
        case organization(@Sendable (OrganizationInput) -> [AccountAssessment])
    }

    /// The folder under `Checks` is named after the case; the raw value is the heading in the report.
    package enum Family: String, Sendable, CaseIterable {
        case root = "Root user"
        case keys = "Access keys"
        case users = "Users, passwords, MFA"
        case passwords = "Account password policy"
        case tokens = "API tokens"
        case sshKeys = "SSH keys"
        case certificates = "Certificates"
        case policies = "Policies"
        case trust = "Role trust and federation"
        case leavers = "Leavers, ghosts, people across accounts"
        case organization = "Organization and coverage"
    }

    /// A check of one account's facts.
    init(
        _ id: String,
        family: Family,
        title: String,
        severity: Severity,
        rationale: String,
        remediation: String,
        references: [String],
        mappings: CheckDescription.Mappings,
        peers: Peers = Peers(),
        needs: [FactSection] = [],
        needsOneOf: [FactSection] = [],
        needsRoster: Bool = false,
        parameters: [CheckDescription.Parameter] = [],
        discriminator: String = "",
        examples: [Example],
        judge: @escaping @Sendable (CheckInput) -> [Assessment]
    ) {
        self.id = id
        self.family = family
        self.title = title
        self.severity = severity
        self.rationale = rationale
        self.remediation = remediation
        self.references = references
        self.mappings = mappings
        self.peers = peers
        self.needs = needs
        self.needsOneOf = needsOneOf
        self.needsRoster = needsRoster
        self.parameters = parameters
        self.discriminator = discriminator
        self.examples = examples
        self.judgement = .account(judge)
    }

    /// A check of the whole organization, run when all accounts are in.
    init(
        organization id: String,
        family: Family,
        title: String,
        severity: Severity,
        rationale: String,
        remediation: String,
        references: [String],
        mappings: CheckDescription.Mappings,
        peers: Peers = Peers(),
        needsRoster: Bool = false,
        parameters: [CheckDescription.Parameter] = [],
        discriminator: String = "",
        examples: [Example],
        judge: @escaping @Sendable (OrganizationInput) -> [AccountAssessment]
    ) {
        self.id = id
        self.family = family
        self.title = title
        self.severity = severity
        self.rationale = rationale
        self.remediation = remediation
        self.references = references
        self.mappings = mappings
        self.peers = peers
        self.needs = []
        self.needsOneOf = []
        self.needsRoster = needsRoster
        self.parameters = parameters
        self.discriminator = discriminator
        self.examples = examples
        self.judgement = .organization(judge)
    }

    package var isOrganizational: Bool {
        guard case .organization = judgement else { return false }
        return true
    }

    /// Coverage checks stand in a section of their own and are not counted among findings by severity.
    package var isCoverage: Bool { id.hasPrefix("account-") }

    /// The check as catalogue and ledger print it, with the thresholds that `settings` make of its parameters.
    package func description(with settings: EvaluationSettings) -> CheckDescription {
        let configured = settings.thresholds[id] ?? [:]
        return CheckDescription(
            id: id,
            title: title,
            family: family.rawValue,
            severity: severity,
            rationale: rationale,
            remediation: remediation,
            references: references,
            mappings: mappings,
            needs: needs + needsOneOf,
            parameters: parameters.map { parameter in
                var parameter = parameter
                parameter.seconds = configured[parameter.name] ?? parameter.defaultSeconds
                return parameter
            },
            discriminator: discriminator,
            isOrganizational: isOrganizational,
            isCoverage: isCoverage
        )
    }
}

extension CheckDescription.Parameter {
    static func days(_ days: Int64, _ name: String, _ summary: String) -> CheckDescription.Parameter {
        CheckDescription.Parameter(name: name, summary: summary, defaultSeconds: .days(days))
    }
}

extension Int64 {
    /// Seconds in whole days.
    static func days(_ count: Int64) -> Int64 { count * 86_400 }
}
