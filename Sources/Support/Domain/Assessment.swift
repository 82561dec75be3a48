/// How much a finding matters; ordered from info to critical.
package enum Severity: String, Sendable, Codable, CaseIterable, Comparable {
    case info
    case low
    case medium
    case high
    case critical

    package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    /// 0 for info up to 4 for critical.
    package var rank: Int {
        switch self {
        case .info: 0
        case .low: 1
        case .medium: 2
        case .high: 3
        case .critical: 4
        }
    }
}

/// What a check says of one resource.
package enum Outcome: String, Sendable, Codable, CaseIterable {
    case pass
    case fail
    /// A fact that the check needs could not be read; never counted as pass.
    case notAssessed = "not_assessed"
    case notApplicable = "not_applicable"
}

/// The thing that a check judges.
package struct Resource: Sendable, Hashable {
    package var type: Kind
    package var arn: String
    package var name: String

    package enum Kind: String, Sendable, Codable, CaseIterable {
        case account
        case root
        case user
        case role
        case group
        case policy
        case accessKey = "access_key"
        case sshKey = "ssh_key"
        case token
        case certificate
        case identityProvider = "identity_provider"
        case mfaDevice = "mfa_device"
        case organization
    }

    package init(type: Kind, arn: String, name: String) {
        self.type = type
        self.arn = arn
        self.name = name
    }
}

/// One fact that a finding was computed from, as it stands in the report.
package struct Fact: Sendable, Hashable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// What one check found about one resource of one account.
package struct Assessment: Sendable, Hashable {
    /// Filled in by the evaluator, so that a check cannot speak in another's name.
    package var checkID: String
    package var resource: Resource
    /// Tells findings of one check on one resource apart; stable from month to month, without any date of the run.
    package var discriminator: String
    package var outcome: Outcome
    /// Overrides the check's default severity.
    package var severity: Severity?
    /// One sentence that states the fact, for a reader who sees nothing else.
    package var sentence: String
    package var facts: [Fact]

    package init(
        checkID: String = "",
        _ resource: Resource,
        discriminator: String = "",
        outcome: Outcome,
        severity: Severity? = nil,
        sentence: String = "",
        facts: [Fact] = []
    ) {
        self.checkID = checkID
        self.resource = resource
        self.discriminator = discriminator
        self.outcome = outcome
        self.severity = severity
        self.sentence = sentence
        self.facts = facts
    }
}

/// An assessment together with the account that it belongs to.
package struct AccountAssessment: Sendable, Hashable {
    package var accountID: AccountID
    package var assessment: Assessment

    package init(accountID: AccountID, assessment: Assessment) {
        self.accountID = accountID
        self.assessment = assessment
    }
}
