import Domain

/// Writes report.html, every CSV file and run.json into the run folder, from the ledger alone.
///
/// The same ledger gives the same bytes. Memory grows with the accounts and the catalogue, not with the findings.
package struct ReportWriter {
    private let source: any ReportSource
    private let folder: String

    init(source: any ReportSource, folder: String) {
        self.source = source
        self.folder = folder
    }

    /// Throws `ReportFailure` when a file cannot be written; the files that are there by then are whole.
    package func write() throws {
        let header = try source.header
        let ending = try source.ending
        let checks = try source.checks
        var digest = RunDigest(checks: checks, asOf: header.asOf)
        try writeAccounts(&digest)
        try writeFindings(header, &digest)
        try writeInventory(header, &digest)
        try writeCalls(&digest)
        try CSVTable.exceptions.write(into: folder) { append in
            for judgement in header.judgements { try append(CSVRow(judgement)) }
        }
        try OutputFile.create("run.json", in: folder) { file in
            try file.append(RunJSON.text(header, ending: ending, checks: checks, digest: digest))
        }
        let page = ReportPage(source: source, header: header, ending: ending, digest: digest)
        try OutputFile.create("report.html", in: folder) { try page.write(to: $0) }
    }

    private func writeAccounts(_ digest: inout RunDigest) throws {
        try CSVTable.accounts.write(into: folder) { append in
            try source.forEachAccount { row in
                digest.add(row)
                try append(CSVRow(row))
            }
        }
    }

    private func writeFindings(_ header: RunHeader, _ digest: inout RunDigest) throws {
        try CSVTable.findings.write(into: folder) { append in
            try source.forEachFinding { row in
                digest.add(row)
                try append(CSVRow(row, asOf: header.asOf))
            }
        }
        try CSVTable.assessments.write(into: folder) { append in
            try source.forEachCount { count in
                digest.add(count)
                try append(CSVRow(count))
            }
        }
    }

    private func writeInventory(_ header: RunHeader, _ digest: inout RunDigest) throws {
        try CSVTable.identities.write(into: folder) { append in
            try source.forEachIdentity { account, identity in
                digest.identities += 1
                try append(CSVRow(identity, in: account))
            }
        }
        try CSVTable.credentials.write(into: folder) { append in
            try source.forEachCredential { account, credential in
                digest.credentials += 1
                try append(CSVRow(credential, in: account, asOf: header.asOf))
            }
        }
        try CSVTable.entitlements.write(into: folder) { append in
            try source.forEachEntitlement { try append(CSVRow($1, in: $0)) }
        }
        try CSVTable.trusts.write(into: folder) { append in
            try source.forEachTrust { try append(CSVRow($1, in: $0)) }
        }
    }

    private func writeCalls(_ digest: inout RunDigest) throws {
        try CSVTable.calls.write(into: folder) { append in
            try source.forEachCall { call in
                digest.add(call)
                try append(CSVRow(call))
            }
        }
    }
}
