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

    /// The accounts that leave something to explain.
    package var incompleteAccounts: Int {
        coverage.filter { !$0.key.isComplete }.values.reduce(0, +)
    }

    /// The failures that count against `level`; none where the run is told never to fail.
    package func failures(atOrAbove level: Severity?) -> Int {
        guard let level else { return 0 }
        return findings.filter { $0.status == .fail && $0.severity >= level }.map(\.findings).reduce(0, +)
    }
}
