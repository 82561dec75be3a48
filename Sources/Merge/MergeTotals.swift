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
    package var failures: [Severity: Int] {
        findings.reduce(into: [:]) { failures, total in
            if total.status == .fail { failures[total.severity, default: 0] += total.findings }
        }
    }
}
