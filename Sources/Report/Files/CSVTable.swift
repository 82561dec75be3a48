import Domain

/// The CSV files of a run: their names and columns are a contract with the scripts of others.
///
/// A column whose feature is not built yet is there and empty.
struct CSVTable {
    let name: String
    let columns: [String]

    /// Writes the header and then the rows that `body` hands over, one at a time.
    func write(into folder: String, _ body: ((CSVRow) throws -> Void) throws -> Void) throws {
        try OutputFile.create(name, in: folder) { file in
            var header = CSVRow()
            for column in columns { header.cell(column) }
            header.end()
            try file.append(header.bytes)
            try body { row in
                precondition(row.cellCount == columns.count, "\(name): a row must have \(columns.count) cells")
                var row = row
                row.end()
                try file.append(row.bytes)
            }
        }
    }

    private init(_ name: String, _ columns: String) {
        self.name = name
        self.columns = columns.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init)
    }

    static let findings = CSVTable(
        "findings.csv",
        """
        finding_id status severity check_id title account_id account_name ou_path owner resource_type resource_arn
        resource_name detail facts change first_seen age_days due_at overdue exception_id approver expires ticket
        controls soc2 iso27001 nist80053 cis fsbp severity_default remediation
        """
    )
    static let accounts = CSVTable(
        "accounts.csv",
        """
        account_id account_name source ou_path state coverage reason error_code message request_id role_arn narrowed
        started_at finished_at calls retries credential_report_generated_at users_expected users_read roles_expected
        roles_read findings
        """
    )
    static let identities = CSVTable(
        "identities.csv",
        "account_id type arn name path created_at last_used_at owner person admin mfa tags"
    )
    static let credentials = CSVTable(
        "credentials.csv",
        """
        account_id user_arn user_name kind credential_id status created_at last_used_at last_used_service
        last_used_region expires_at age_days
        """
    )
    static let entitlements = CSVTable(
        "entitlements.csv",
        "account_id principal_arn via policy_arn policy_name admin"
    )
    static let trusts = CSVTable(
        "trusts.csv",
        "account_id role_arn party party_kind standing conditions admin"
    )
    static let rosterMatches = CSVTable(
        "roster_matches.csv",
        "employee_id account_id identity_arn rule status"
    )
    static let assessments = CSVTable(
        "assessments.csv",
        "account_id check_id pass fail excepted not_assessed not_applicable"
    )
    static let calls = CSVTable(
        "calls.csv",
        """
        account_id service action request_id http_status error_code attempts started_at duration_ms bytes sha256
        """
    )
    static let exceptions = CSVTable(
        "exceptions.csv",
        "id kind check_id account_id resource owner approver approved expires ticket reason matches"
    )

    static let all = [
        findings, accounts, identities, credentials, entitlements, trusts, rosterMatches, assessments, calls,
        exceptions,
    ]
}
