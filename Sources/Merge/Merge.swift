import Crypto
package import Domain
package import Ledger

/// Makes the run's findings from what the checks said: gives each its id, its severity, its owner and its due date.
package enum Merge {
    /// Replaces the findings of the ledger and counts them; the outcome does not depend on the order of the accounts.
    ///
    /// Severities by check id, as the configuration sets them, win over those that a check computes.
    package static func findings(
        in ledger: Ledger,
        header: RunHeader,
        severities: [String: Severity]
    ) async throws -> MergeTotals {
        let rules = FindingRules(header: header, severities: severities)
        try await ledger.replaceFindings(rules.finding)
        return try MergeTotals(findings: ledger.findingTotals(), coverage: ledger.coverageCounts())
    }
}

/// How an assessment becomes a finding; the same for every account of the run.
struct FindingRules: Sendable {
    private let partition: Partition
    private let asOf: Instant
    private let change: Finding.Change
    private let serviceLevels: [Severity: Int64]
    private let severities: [String: Severity]

    init(header: RunHeader, severities: [String: Severity]) {
        self.partition = header.partition
        self.asOf = header.asOf
        // "Compare with the previous run" gives every finding its own history; until a run is compared, a finding can
        // only be called new where there is no earlier run in which it could have been.
        self.change = header.earlierRun == nil ? .new : .notComparable
        self.serviceLevels = header.serviceLevels
        self.severities = severities
    }

    @Sendable func finding(_ open: OpenAssessment) -> Finding {
        let assessment = open.assessment
        let severity = severities[assessment.checkID] ?? assessment.severity ?? open.defaultSeverity
        let status: Finding.Status = assessment.outcome == .fail ? .fail : .notAssessed
        return Finding(
            id: FindingID.make(partition: partition, accountID: open.accountID, assessment: assessment),
            accountID: open.accountID,
            assessment: assessment,
            status: status,
            severity: severity,
            change: change,
            firstSeenAt: firstSeenAt,
            dueAt: status == .fail ? dueAt(severity) : nil,
            owner: open.owner
        )
    }
}

extension FindingRules {
    // A finding that nobody looked for in the earlier run may be older than this one: its age is left open.
    private var firstSeenAt: Instant? { change == .new ? asOf : nil }

    private func dueAt(_ severity: Severity) -> Instant? {
        guard let firstSeenAt, let level = serviceLevels[severity] else { return nil }
        return firstSeenAt.adding(seconds: level)
    }
}

/// The name of a finding, equal from month to month: it holds no date and no run.
enum FindingID {
    static func make(partition: Partition, accountID: AccountID, assessment: Assessment) -> String {
        let parts = [
            partition.rawValue, accountID.description, assessment.checkID, assessment.resource.arn,
            assessment.discriminator,
        ]
        return String(SHA256.hex(parts.joined(separator: "\n").utf8).prefix(32))
    }
}
