import Domain
package import Ledger

/// Writes report.html, every CSV file and run.json into the run folder, from the ledger alone.
///
/// All files are written before the first gets its name, and run.json gets its name last: a folder without it is not a
/// finished run, however it ended. The same ledger gives the same bytes. Memory grows with the accounts and the
/// catalogue, not with the findings.
package struct ReportWriter {
    private let ledger: Ledger
    private let folder: String

    package init(ledger: Ledger, folder: String) {
        self.ledger = ledger
        self.folder = folder
    }

    /// The names in the order in which the files appear; of a report that is gone, none is left.
    private static let files = CSVTable.all.map(\.name) + ["report.html", lastFile]

    private static let lastFile = "run.json"

    /// Whether the file that appears last is there.
    package static func isWhole(in folder: String) -> Bool { OutputFile.exists(lastFile, in: folder) }

    /// Takes the report away, the file that says that it is whole first.
    package static func remove(from folder: String) throws(ReportFailure) {
        for name in files.reversed() { try OutputFile.remove(name, from: folder) }
    }

    /// Throws `ReportFailure` when a file cannot be written; then none of them is there.
    package func write() throws {
        try Self.remove(from: folder)
        do {
            try writeFiles()
            for name in Self.files { try OutputFile.publish(name, in: folder) }
        } catch {
            for name in Self.files { OutputFile.discard(name, in: folder) }
            try? Self.remove(from: folder)
            throw error
        }
    }

    private func writeFiles() throws {
        let header = try ledger.header
        let ending = try ledger.ending
        let course = RunCourse(resumptions: try ledger.resumptions, throttled: try ledger.throttledAccounts)
        let checks = try ledger.checks
        let totals = RunTotals(
            control: try ledger.controlTotals(),
            calls: try ledger.callTotals(),
            denominators: try ledger.denominators(),
            roster: try ledger.rosterTotals()
        )
        var digest = RunDigest(checks: checks, asOf: header.asOf, totals: totals)
        // Accounts first: what findings and calls mean depends on how their account ended.
        try writeAccounts(&digest)
        try writeFindings(header, exceptions: writeJudgements(), &digest)
        try writeCounts(&digest)
        try writeCalls(&digest)
        try writeInventory(header)
        let page = ReportPage(ledger: ledger, header: header, ending: ending, course: course, digest: digest)
        try OutputFile.create("report.html", in: folder) { try page.write(to: $0) }
        try OutputFile.create(Self.lastFile, in: folder) { file in
            try file.append(RunJSON.text(header, ending: ending, course: course, checks: checks, digest: digest))
        }
    }

    private func writeAccounts(_ digest: inout RunDigest) throws {
        try CSVTable.accounts.write(into: folder) { append in
            try ledger.forEachAccount { row in
                digest.add(row)
                try append(CSVRow(row))
            }
        }
    }

    /// Changed thresholds and severities are in run.json and on the page; the file has what is accepted or left out.
    private func writeJudgements() throws -> [String: RunHeader.Judgement] {
        var exceptions: [String: RunHeader.Judgement] = [:]
        try CSVTable.exceptions.write(into: folder) { append in
            try ledger.forEachJudgement { row in
                if row.judgement.kind == "exception" { exceptions[row.id] = row.judgement }
                guard !["threshold", "severity"].contains(row.judgement.kind) else { return }
                try append(CSVRow(row))
            }
        }
        return exceptions
    }

    private func writeFindings(
        _ header: RunHeader,
        exceptions: [String: RunHeader.Judgement],
        _ digest: inout RunDigest
    ) throws {
        let controls = header.settings.controlsByCheck
        try CSVTable.findings.write(into: folder) { append in
            try ledger.forEachFinding { row in
                digest.add(row)
                let exception = row.exceptionID.flatMap { exceptions[$0] }
                let own = controls[row.check.id] ?? []
                try append(CSVRow(row, exception: exception, controls: own, asOf: header.asOf))
            }
        }
    }

    private func writeCounts(_ digest: inout RunDigest) throws {
        try CSVTable.assessments.write(into: folder) { append in
            try ledger.forEachAssessmentCount { row in
                digest.add(row)
                try append(CSVRow(row))
            }
        }
    }

    private func writeCalls(_ digest: inout RunDigest) throws {
        try CSVTable.calls.write(into: folder) { append in
            try ledger.forEachCall { call in
                digest.add(call)
                try append(CSVRow(call))
            }
        }
    }

    private func writeInventory(_ header: RunHeader) throws {
        try CSVTable.identities.write(into: folder) { append in
            try ledger.forEachIdentity { try append(CSVRow($1, in: $0)) }
        }
        try CSVTable.credentials.write(into: folder) { append in
            try ledger.forEachCredential { try append(CSVRow($1, in: $0, asOf: header.asOf)) }
        }
        try CSVTable.entitlements.write(into: folder) { append in
            try ledger.forEachEntitlement { try append(CSVRow($1, in: $0)) }
        }
        try CSVTable.trusts.write(into: folder) { append in
            try ledger.forEachTrust { try append(CSVRow($1, in: $0)) }
        }
        try CSVTable.rosterMatches.write(into: folder) { append in
            try ledger.forEachRosterMatch { try append(CSVRow($0)) }
        }
    }
}
