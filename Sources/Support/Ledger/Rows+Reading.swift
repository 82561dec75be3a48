import Domain

extension Ledger {
    /// The columns from which `Account.init(_:id:)` reads, of the table `p`.
    static let accountColumns = """
        p.name, p.email, p.ou_path, p.state, p.source, p.is_management, p.excluded_by, p.role_arn, p.owner
        """

    /// The columns from which `AccountOutcome.init(_:id:)` reads, of the table `v`.
    static let outcomeColumns = """
        v.coverage, v.reason, v.error_code, v.message, v.request_id, v.role_arn, v.narrowed, v.started_at,
        v.finished_at, v.credential_report_generated_at, v.users_expected, v.users_read, v.roles_expected, v.roles_read
        """
}

extension Account {
    /// Reads `Ledger.accountColumns`, which are all NULL for an account that is not of the population, as the caller's
    /// may be; the external id was never written.
    init(_ reader: inout RowReader, id: AccountID) throws {
        try self.init(
            id: id,
            name: reader.optionalText() ?? "",
            email: reader.optionalText() ?? "",
            ouPath: reader.optionalText() ?? "",
            state: reader.optionalValue() ?? .unknown,
            source: reader.optionalText() ?? "",
            isManagement: reader.optionalFlag() ?? false,
            scope: reader.optionalText().map { .excluded(rule: $0) } ?? .included,
            roleARN: reader.optionalText() ?? "",
            owner: reader.optionalText() ?? ""
        )
    }
}

extension AccountOutcome {
    /// Reads `Ledger.outcomeColumns`, which are all NULL for an account that the run has not finished.
    init(_ reader: inout RowReader, id: AccountID) throws {
        let coverage: Coverage? = try reader.optionalValue()
        try self.init(
            accountID: id,
            coverage: coverage ?? .notReached,
            reason: reader.optionalValue(),
            errorCode: reader.optionalText() ?? "",
            message: reader.optionalText() ?? "",
            requestID: reader.optionalText() ?? "",
            roleARN: reader.optionalText() ?? "",
            narrowed: reader.optionalFlag(),
            startedAt: reader.optionalInstant(),
            finishedAt: reader.optionalInstant(),
            credentialReportGeneratedAt: reader.optionalInstant(),
            usersExpected: reader.optionalNumber(),
            usersRead: reader.optionalNumber(),
            rolesExpected: reader.optionalNumber(),
            rolesRead: reader.optionalNumber()
        )
    }
}

extension FindingRow {
    init(_ reader: inout RowReader, checks: [String: CheckDescription], path: String) throws {
        let id = try reader.text()
        let status: Finding.Status = try reader.value()
        let severity: Severity = try reader.value()
        let change: Finding.Change = try reader.value()
        let (firstSeenAt, dueAt) = try (reader.optionalInstant(), reader.optionalInstant())
        let (owner, exceptionID) = try (reader.text(), reader.optionalText())
        let entry = try AccountAssessment(&reader)
        guard let check = checks[entry.assessment.checkID] else {
            throw LedgerFailure.damaged(path: path, detail: "finding \(id) names an unknown check")
        }
        self.finding = Finding(
            id: id,
            accountID: entry.accountID,
            assessment: entry.assessment,
            status: status,
            severity: severity,
            change: change,
            firstSeenAt: firstSeenAt,
            dueAt: dueAt,
            owner: owner
        )
        self.account = try Account(&reader, id: entry.accountID)
        self.check = check
        self.exceptionID = exceptionID
    }
}
