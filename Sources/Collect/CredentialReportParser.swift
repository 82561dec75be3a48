import Domain

/// Reads the CSV of a credential report by the names in its header.
///
/// The order of the columns does not matter and unknown ones are ignored, as AWS adds columns. A row that cannot be
/// read makes the whole report unreadable: a user who is silently missing would pass every check.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
enum CredentialReportParser {
    static func rows(of csv: [UInt8]) throws(CredentialReportFailure) -> [CredentialReport.Row] {
        var records = CSVRecords(csv)
        guard let header = try records.next() else { throw CredentialReportFailure(line: 1, detail: "no header") }
        let columns = try Columns(header)
        var rows: [CredentialReport.Row] = []
        while let record = try records.next() {
            rows.append(try columns.row(of: record))
        }
        return rows
    }
}

/// Where a credential report cannot be read, and why.
struct CredentialReportFailure: Error, Equatable, CustomStringConvertible {
    let line: Int
    let detail: String

    var description: String { "credential report, line \(line): \(detail)" }
}

/// The positions of the columns that we know.
private struct Columns {
    private struct KeyColumns {
        let active, rotated, used, region, service: Int
    }

    private let width: Int
    private let user, arn, createdAt: Int
    private let passwordEnabled, passwordLastUsed, passwordLastChanged: Int
    private let mfaActive: Int
    private let keys: [KeyColumns]
    private let certificates: [(active: Int, rotated: Int)]
    private let additionalCredentials: Int?

    init(_ header: CSVRecords.Record) throws(CredentialReportFailure) {
        let positions = Dictionary(
            header.cells.enumerated().map { ($0.element, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
        func position(_ name: String) throws(CredentialReportFailure) -> Int {
            guard let position = positions[name] else {
                throw CredentialReportFailure(line: header.line, detail: "no column \(name)")
            }
            return position
        }
        func key(_ slot: String) throws(CredentialReportFailure) -> KeyColumns {
            KeyColumns(
                active: try position("\(slot)_active"),
                rotated: try position("\(slot)_last_rotated"),
                used: try position("\(slot)_last_used_date"),
                region: try position("\(slot)_last_used_region"),
                service: try position("\(slot)_last_used_service")
            )
        }
        self.width = header.cells.count
        self.user = try position("user")
        self.arn = try position("arn")
        self.createdAt = try position("user_creation_time")
        self.passwordEnabled = try position("password_enabled")
        self.passwordLastUsed = try position("password_last_used")
        self.passwordLastChanged = try position("password_last_changed")
        self.mfaActive = try position("mfa_active")
        self.keys = [try key("access_key_1"), try key("access_key_2")]
        self.certificates = [
            (try position("cert_1_active"), try position("cert_1_last_rotated")),
            (try position("cert_2_active"), try position("cert_2_last_rotated")),
        ]
        self.additionalCredentials = positions["additional_credentials_info"]
    }

    func row(of record: CSVRecords.Record) throws(CredentialReportFailure) -> CredentialReport.Row {
        guard record.cells.count == width else {
            let detail = "\(record.cells.count) cells under a header of \(width)"
            throw CredentialReportFailure(line: record.line, detail: detail)
        }
        let cells = Cells(record)
        guard !record.cells[user].isEmpty, !record.cells[arn].isEmpty else {
            throw CredentialReportFailure(line: record.line, detail: "no user or no ARN")
        }
        return CredentialReport.Row(
            user: record.cells[user],
            arn: record.cells[arn],
            createdAt: try cells.instant(createdAt),
            passwordEnabled: try cells.flag(passwordEnabled),
            passwordLastUsed: try cells.lastUse(passwordLastUsed),
            passwordLastChangedAt: try cells.instant(passwordLastChanged),
            mfaActive: try cells.flag(mfaActive) ?? false,
            accessKeys: try keys.map { columns throws(CredentialReportFailure) in
                CredentialReport.KeySlot(
                    active: try cells.flag(columns.active) ?? false,
                    rotatedAt: try cells.instant(columns.rotated),
                    lastUsedAt: try cells.instant(columns.used),
                    lastUsedRegion: cells.text(columns.region),
                    lastUsedService: cells.text(columns.service)
                )
            },
            certificates: try certificates.map { columns throws(CredentialReportFailure) in
                CredentialReport.CertificateSlot(
                    active: try cells.flag(columns.active) ?? false,
                    rotatedAt: try cells.instant(columns.rotated)
                )
            },
            additionalCredentials: additionalCredentials.flatMap(cells.text)
        )
    }
}

/// The cells of one row, read as what their column holds.
private struct Cells {
    private let record: CSVRecords.Record

    init(_ record: CSVRecords.Record) {
        self.record = record
    }

    /// The cell's text, nil for AWS's ways of saying that there is nothing to say.
    func text(_ column: Int) -> String? {
        switch record.cells[column] {
        case "", "N/A", "no_information", "not_supported": nil
        case let text: text
        }
    }

    func flag(_ column: Int) throws(CredentialReportFailure) -> Bool? {
        guard let text = text(column) else { return nil }
        // The documentation prints upper case, the wire has lower case.
        switch text.lowercased() {
        case "true": return true
        case "false": return false
        default: throw failure(column, "neither true nor false")
        }
    }

    func instant(_ column: Int) throws(CredentialReportFailure) -> Instant? {
        guard let text = text(column) else { return nil }
        guard let instant = Instant(iso8601: text) else { throw failure(column, "not an ISO 8601 instant") }
        return instant
    }

    func lastUse(_ column: Int) throws(CredentialReportFailure) -> CredentialReport.LastUse {
        if let instant = try instant(column) { return .at(instant) }
        return record.cells[column] == "no_information" ? .noInformation : .notApplicable
    }

    private func failure(_ column: Int, _ problem: String) -> CredentialReportFailure {
        CredentialReportFailure(line: record.line, detail: "cell \(column + 1) is \(problem)")
    }
}
