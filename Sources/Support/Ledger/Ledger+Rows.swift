package import Domain
import GRDB

// Every function reads row by row, in the key that its comment names; text sorts by its bytes, and what the key leaves
// open is decided by the order in which the rows were written.
extension Ledger {
    /// By severity from critical down, check id, account, resource ARN, discriminator.
    package func forEachFinding(_ body: (FindingRow) throws -> Void) throws {
        let sql = """
            SELECT f.finding_id, f.status, f.severity, f.change, f.first_seen_at, f.due_at, f.owner, f.exception_id,
                \(Self.assessmentColumns), \(Self.accountColumns)
            FROM findings AS f
                JOIN assessments AS a ON a.id = f.assessment_id
                LEFT JOIN population AS p ON p.account_id = f.account_id
            ORDER BY f.severity_rank DESC, f.check_id, f.account_id, f.resource_arn, f.discriminator
            """
        let checks = Dictionary(try self.checks.map { ($0.id, $0) }) { first, _ in first }
        try forEachRow(sql) { reader in
            try body(FindingRow(&reader, checks: checks, path: path))
        }
    }

    /// By account.
    package func forEachAccount(_ body: (AccountRow) throws -> Void) throws {
        let sql = """
            SELECT p.account_id, \(Self.accountColumns), \(Self.outcomeColumns),
                (SELECT count(*) FROM calls AS k WHERE k.account_id = p.account_id),
                (SELECT coalesce(sum(k.attempts - 1), 0) FROM calls AS k WHERE k.account_id = p.account_id),
                (SELECT count(*) FROM calls AS k WHERE k.account_id = p.account_id AND k.service = 'iam'
                    AND k.http_status = 200 AND k.error_code = '' AND k.started_at >= coalesce(v.started_at, 0)),
                (SELECT count(*) FROM findings AS f JOIN checks AS c ON c.id = f.check_id
                    WHERE f.account_id = p.account_id AND f.status = 'fail' AND NOT c.is_coverage)
            FROM population AS p LEFT JOIN coverage AS v ON v.account_id = p.account_id
            ORDER BY p.account_id
            """
        try forEachRow(sql) { reader in
            let id = try reader.accountID()
            let account = try Account(&reader, id: id)
            let outcome = try AccountOutcome(&reader, id: id)
            try body(
                AccountRow(
                    account: account,
                    outcome: outcome,
                    calls: reader.number(),
                    retries: reader.number(),
                    answers: reader.number(),
                    findings: reader.number()
                )
            )
        }
    }

    /// By account, type, ARN.
    package func forEachIdentity(_ body: (AccountID, AccountInventory.Identity) throws -> Void) throws {
        let sql = """
            SELECT account_id, type, arn, name, path, created_at, last_used_at, owner, person, admin, mfa, tags
            FROM identities ORDER BY account_id, type, arn, position
            """
        try forEachRow(sql) { reader in
            try body(
                reader.accountID(),
                AccountInventory.Identity(
                    type: reader.text(),
                    arn: reader.text(),
                    name: reader.text(),
                    path: reader.text(),
                    createdAt: reader.optionalInstant(),
                    lastUsedAt: reader.optionalInstant(),
                    owner: reader.text(),
                    person: reader.text(),
                    isAdmin: reader.value(),
                    mfa: reader.text(),
                    tags: reader.list()
                )
            )
        }
    }

    /// By account, user ARN, kind, credential id.
    package func forEachCredential(_ body: (AccountID, AccountInventory.Credential) throws -> Void) throws {
        let sql = """
            SELECT account_id, user_arn, user_name, kind, credential_id, status, created_at, last_used_at,
                last_used_service, last_used_region, expires_at
            FROM credentials ORDER BY account_id, user_arn, kind, credential_id, position
            """
        try forEachRow(sql) { reader in
            try body(
                reader.accountID(),
                AccountInventory.Credential(
                    userARN: reader.text(),
                    userName: reader.text(),
                    kind: reader.text(),
                    credentialID: reader.text(),
                    status: reader.text(),
                    createdAt: reader.optionalInstant(),
                    lastUsedAt: reader.optionalInstant(),
                    lastUsedService: reader.text(),
                    lastUsedRegion: reader.text(),
                    expiresAt: reader.optionalInstant()
                )
            )
        }
    }

    /// By account, principal ARN, way, policy ARN, policy name.
    package func forEachEntitlement(_ body: (AccountID, AccountInventory.Entitlement) throws -> Void) throws {
        let sql = """
            SELECT account_id, principal_arn, via, policy_arn, policy_name, admin
            FROM entitlements ORDER BY account_id, principal_arn, via, policy_arn, policy_name, position
            """
        try forEachRow(sql) { reader in
            try body(
                reader.accountID(),
                AccountInventory.Entitlement(
                    principalARN: reader.text(),
                    via: reader.text(),
                    policyARN: reader.text(),
                    policyName: reader.text(),
                    isAdmin: reader.value()
                )
            )
        }
    }

    /// By account, role ARN, party, conditions.
    package func forEachTrust(_ body: (AccountID, AccountInventory.Trust) throws -> Void) throws {
        let sql = """
            SELECT account_id, role_arn, party, party_kind, standing, conditions, admin
            FROM trusts ORDER BY account_id, role_arn, party, conditions, position
            """
        try forEachRow(sql) { reader in
            try body(
                reader.accountID(),
                AccountInventory.Trust(
                    roleARN: reader.text(),
                    party: reader.text(),
                    partyKind: reader.text(),
                    standing: reader.value(),
                    conditions: reader.text(),
                    isAdmin: reader.value()
                )
            )
        }
    }

    /// By account, check id.
    package func forEachAssessmentCount(_ body: (AssessmentCountRow) throws -> Void) throws {
        let sql = """
            WITH counted AS (
                SELECT n.*, (SELECT count(*) FROM findings AS f WHERE f.account_id = n.account_id
                    AND f.check_id = n.check_id AND f.status = 'excepted') AS excepted
                FROM assessment_counts AS n
            )
            SELECT account_id, check_id, pass, fail - excepted, excepted, not_assessed, not_applicable
            FROM counted ORDER BY account_id, check_id
            """
        try forEachRow(sql) { reader in
            try body(
                AssessmentCountRow(
                    accountID: reader.accountID(),
                    checkID: reader.text(),
                    pass: reader.number(),
                    fail: reader.number(),
                    excepted: reader.number(),
                    notAssessed: reader.number(),
                    notApplicable: reader.number()
                )
            )
        }
    }

    /// By account (calls of the organization first), service, action, size, start.
    ///
    /// The size comes before the start so that two sweeps of the same facts put equal calls on equal lines, in
    /// whichever order they ran.
    package func forEachCall(_ body: (CallRecord) throws -> Void) throws {
        let sql = """
            SELECT account_id, service, action, request_id, http_status, error_code, attempts, started_at, duration_ms,
                bytes, sha256
            FROM calls ORDER BY account_id, service, action, bytes, started_at, position
            """
        try forEachRow(sql) { reader in
            let account = try reader.text()
            try body(
                CallRecord(
                    accountID: AccountID(account),
                    service: reader.text(),
                    action: reader.text(),
                    requestID: reader.text(),
                    httpStatus: reader.number(),
                    errorCode: reader.text(),
                    attempts: reader.number(),
                    startedAt: reader.instant(),
                    durationMilliseconds: reader.number(),
                    bytes: reader.number(),
                    sha256: reader.text()
                )
            )
        }
    }

    /// In the order of the configuration.
    package func forEachJudgement(_ body: (JudgementRow) throws -> Void) throws {
        let sql = """
            SELECT id, kind, check_id, account_id, resource, owner, approver, approved, expires, ticket, reason,
                CASE kind
                    WHEN 'exception' THEN (SELECT count(*) FROM findings AS f WHERE f.exception_id = j.id)
                    WHEN 'exclusion' THEN (SELECT count(*) FROM population AS p
                        WHERE (j.account_id = '' OR p.account_id = j.account_id) AND p.excluded_by
                            = 'exclude' || iif(j.resource = '', '', ' ' || j.resource) || ': ' || j.reason
                            || ' (owner ' || j.owner || ', approved by ' || j.approver || ', until ' || j.expires || ')')
                END
            FROM judgements AS j ORDER BY position
            """
        try forEachRow(sql) { reader in
            let id = try reader.text()
            let judgement = try RunHeader.Judgement(
                kind: reader.text(),
                checkID: reader.text(),
                accountID: reader.text(),
                resource: reader.text(),
                owner: reader.text(),
                approver: reader.text(),
                approved: reader.text(),
                expires: reader.text(),
                ticket: reader.text(),
                reason: reader.text()
            )
            try body(JudgementRow(id: id, judgement: judgement, matches: reader.optionalNumber()))
        }
    }

    func forEachRow(_ sql: String, _ body: (inout RowReader) throws -> Void) throws {
        try read { db in
            let rows = try Row.fetchCursor(db, sql: sql)
            while let row = try rows.next() {
                var reader = RowReader(row, path: path)
                try body(&reader)
            }
        }
    }
}
