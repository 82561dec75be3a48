package import Domain
package import Ledger

/// What the exit code is made from.
package struct MergeTotals: Sendable, Hashable {
    /// By status and severity, coverage checks left out.
    package var findings: [FindingTotal]
    package var coverage: [Coverage: Int]

    package init(findings: [FindingTotal], coverage: [Coverage: Int]) {
        self.findings = findings
        self.coverage = coverage
    }

    /// The failures by severity.
    package var failures: [Severity: Int] { bySeverity(.fail) }

    /// The results without an answer, by the severity that a failure would have.
    package var notAssessed: [Severity: Int] { bySeverity(.notAssessed) }

    private func bySeverity(_ status: Finding.Status) -> [Severity: Int] {
        findings.reduce(into: [:]) { figures, total in
            if total.status == status { figures[total.severity, default: 0] += total.findings }
        }
    }
}
