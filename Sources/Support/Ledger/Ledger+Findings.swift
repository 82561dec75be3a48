package import Domain
import GRDB

/// A failure or a gap about which Merge has still to decide, with what the ledger knows of its check and its resource.
package struct OpenAssessment: Sendable, Hashable {
    package var accountID: AccountID
    package var assessment: Assessment
    package var defaultSeverity: Severity
    /// Of the identity that the assessment is about, else of its account; empty where neither is known.
    package var owner: String

    package init(accountID: AccountID, assessment: Assessment, defaultSeverity: Severity, owner: String) {
        self.accountID = accountID
        self.assessment = assessment
        self.defaultSeverity = defaultSeverity
        self.owner = owner
    }
}

extension Ledger {
    /// Makes all findings again from the assessments, one by one and in one transaction.
    ///
    /// The owner is that of the identity with the resource's ARN, or of the user to whom a credential with the
    /// resource's name belongs, or else of the account. Two findings with one id are an error that names both.
    package func replaceFindings(_ decide: @escaping @Sendable (OpenAssessment) throws -> Finding) async throws {
        try await write { [path] db in
            try db.execute(sql: "DELETE FROM findings")
            let insert = try db.makeStatement(
                sql: """
                    INSERT INTO findings
                    (assessment_id, finding_id, account_id, check_id, resource_arn, discriminator, status, severity,
                    change, first_seen_at, due_at, owner) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """
            )
            let rows = try Row.fetchCursor(db, sql: Self.openAssessments)
            while let row = try rows.next() {
                var reader = RowReader(row, path: path)
                let rowID: Int64 = try reader.number()
                let open = try OpenAssessment(&reader)
                let finding = try decide(open)
                let assessment = finding.assessment
                do {
                    try insert.run([
                        rowID, finding.id, finding.accountID.description, assessment.checkID, assessment.resource.arn,
                        assessment.discriminator, finding.status.rawValue, finding.severity.rawValue,
                        finding.change.rawValue, finding.firstSeenAt?.epochSeconds, finding.dueAt?.epochSeconds,
                        finding.owner,
                    ])
                } catch DatabaseError.SQLITE_CONSTRAINT_UNIQUE {
                    throw try Self.duplicate(finding, in: db)
                }
            }
        }
    }

    // The indexes are named because SQLite, which knows nothing of the size of an account, would rather read all of it.
    private static let openAssessments = """
        SELECT a.id, \(assessmentColumns), c.severity, coalesce(
            (SELECT i.owner FROM identities AS i INDEXED BY identities_by_arn
                WHERE i.account_id = a.account_id AND i.arn = a.resource_arn AND i.owner <> '' LIMIT 1),
            (SELECT i.owner FROM credentials AS k INDEXED BY credentials_by_id
                JOIN identities AS i INDEXED BY identities_by_arn ON i.account_id = k.account_id AND i.arn = k.user_arn
                WHERE k.account_id = a.account_id AND k.credential_id = a.resource_name AND k.credential_id <> ''
                    AND i.owner <> '' LIMIT 1),
            (SELECT p.owner FROM population AS p WHERE p.account_id = a.account_id),
            '')
        FROM assessments AS a JOIN checks AS c ON c.id = a.check_id
        ORDER BY a.id
        """

    /// The columns from which `AccountAssessment.init(_:)` reads, of the table `a`.
    static let assessmentColumns = """
        a.account_id, a.check_id, a.outcome, a.resource_type, a.resource_arn, a.resource_name, a.discriminator,
        a.severity, a.detail, a.facts
        """

    private static func duplicate(_ finding: Finding, in db: Database) throws -> LedgerFailure {
        let sql = "SELECT account_id, check_id, resource_arn, discriminator FROM findings WHERE finding_id = ?"
        let first = try Row.fetchOne(db, sql: sql, arguments: [finding.id])
        let second = [
            finding.accountID.description, finding.assessment.checkID, finding.assessment.resource.arn,
            finding.assessment.discriminator,
        ]
        return .duplicateFinding(
            id: finding.id,
            first: (0..<4).map { first?[$0] ?? "" }.joined(separator: " "),
            second: second.joined(separator: " ")
        )
    }
}

extension OpenAssessment {
    fileprivate init(_ reader: inout RowReader) throws {
        let entry = try AccountAssessment(&reader)
        self.init(
            accountID: entry.accountID,
            assessment: entry.assessment,
            defaultSeverity: try reader.value(),
            owner: try reader.text()
        )
    }
}

extension AccountAssessment {
    /// Reads `Ledger.assessmentColumns`.
    init(_ reader: inout RowReader) throws {
        let accountID = try reader.accountID()
        let checkID = try reader.text()
        let outcome: Outcome = try reader.value()
        let resource = try Resource(type: reader.value(), arn: reader.text(), name: reader.text())
        self.init(
            accountID: accountID,
            assessment: try Assessment(
                checkID: checkID,
                resource,
                discriminator: reader.text(),
                outcome: outcome,
                severity: reader.optionalValue(),
                sentence: reader.text(),
                facts: (reader.list() as [FactJSON]).map(\.fact)
            )
        )
    }
}

private struct FactJSON: Decodable {
    var name: String
    var value: String
    var fact: Fact { Fact(name, value) }
}
