package import Domain
import GRDB

// Totals are bounded by the catalogue and the population, never by the findings. Those that only the catalogue bounds
// are returned as arrays.
extension Ledger {
    /// The accounts of the population by coverage; one that the run has not finished counts as `not_reached`.
    package func coverageCounts() throws -> [Coverage: Int] {
        let sql = """
            SELECT coalesce(v.coverage, 'not_reached'), count(*)
            FROM population AS p LEFT JOIN coverage AS v ON v.account_id = p.account_id GROUP BY 1
            """
        return try Dictionary(uniqueKeysWithValues: rows(sql) { try ($0.value(), $0.number()) })
    }

    /// By status and severity, coverage checks left out; from the most severe down.
    package func findingTotals() throws -> [FindingTotal] {
        let sql = """
            SELECT f.status, f.severity, count(*), count(DISTINCT f.account_id)
            FROM findings AS f JOIN checks AS c ON c.id = f.check_id WHERE NOT c.is_coverage
            GROUP BY f.status, f.severity ORDER BY f.severity_rank DESC, f.status
            """
        return try rows(sql) {
            try FindingTotal(status: $0.value(), severity: $0.value(), findings: $0.number(), accounts: $0.number())
        }
    }

    /// The failures that are worth a plan: by severity, then by the accounts and findings that one change would clear.
    package func fixFirst(limit: Int) throws -> [CheckTotal] {
        let sql = """
            SELECT f.check_id, f.status, f.severity, count(*) AS findings, count(DISTINCT f.account_id) AS accounts
            FROM findings AS f JOIN checks AS c ON c.id = f.check_id WHERE f.status = 'fail' AND NOT c.is_coverage
            GROUP BY f.check_id, f.status, f.severity
            ORDER BY f.severity_rank DESC, accounts DESC, findings DESC, c.position
            """
        return try Array(rows(sql, CheckTotal.init).prefix(limit))
    }

    /// The accounts with failures, coverage checks left out: most critical failures first, then most high ones, and so
    /// on; the account decides between equals.
    package func forEachAccountTotal(_ body: (AccountTotal) throws -> Void) throws {
        let severities = Severity.allCases.sorted(by: >)
        let counts = severities.map { "count(*) FILTER (WHERE f.severity = '\($0.rawValue)') AS \($0.rawValue)" }
        let sql = """
            WITH totals AS (
                SELECT f.account_id, \(counts.joined(separator: ", "))
                FROM findings AS f JOIN checks AS c ON c.id = f.check_id
                WHERE f.status = 'fail' AND NOT c.is_coverage GROUP BY f.account_id
            )
            SELECT t.account_id, \(Self.accountColumns), \(severities.map { "t.\($0.rawValue)" }.joined(separator: ", "))
            FROM totals AS t LEFT JOIN population AS p ON p.account_id = t.account_id
            ORDER BY \(severities.map { "t.\($0.rawValue) DESC" }.joined(separator: ", ")), t.account_id
            """
        try forEachRow(sql) { reader in
            let id = try reader.accountID()
            let account = try Account(&reader, id: id)
            var failures: [Severity: Int] = [:]
            for severity in severities {
                let count: Int = try reader.number()
                if count > 0 { failures[severity] = count }
            }
            try body(AccountTotal(account: account, failures: failures))
        }
    }

    package func denominators() throws -> Denominators {
        let identities = "SELECT type, count(*) FROM identities GROUP BY type"
        let credentials = "SELECT kind, count(*) FROM credentials GROUP BY kind"
        let active = "SELECT kind, count(*) FROM credentials WHERE status = 'Active' GROUP BY kind"
        let trusts = "SELECT standing, count(*) FROM trusts GROUP BY standing"
        return try Denominators(
            identities: Dictionary(uniqueKeysWithValues: rows(identities) { try ($0.text(), $0.number()) }),
            credentials: Dictionary(uniqueKeysWithValues: rows(credentials) { try ($0.text(), $0.number()) }),
            activeCredentials: Dictionary(uniqueKeysWithValues: rows(active) { try ($0.text(), $0.number()) }),
            trusts: Dictionary(uniqueKeysWithValues: rows(trusts) { try ($0.value(), $0.number()) })
        )
    }

    package func controlTotals() throws -> ControlTotals {
        // A sum with NULL is NULL: known where all four are.
        let sql = """
            SELECT coalesce(sum(users_expected) FILTER (WHERE known), 0), coalesce(sum(users_read) FILTER (WHERE known), 0),
                coalesce(sum(roles_expected) FILTER (WHERE known), 0), coalesce(sum(roles_read) FILTER (WHERE known), 0),
                count(*) FILTER (WHERE known AND (users_expected <> users_read OR roles_expected <> roles_read)),
                count(*) FILTER (WHERE known), count(*) FILTER (WHERE NOT known)
            FROM (
                SELECT *, users_expected + users_read + roles_expected + roles_read IS NOT NULL AS known
                FROM coverage WHERE coverage IN ('swept', 'partial')
            )
            """
        return try row(sql) {
            try ControlTotals(
                usersExpected: $0.number(),
                usersRead: $0.number(),
                rolesExpected: $0.number(),
                rolesRead: $0.number(),
                accountsThatDiffer: $0.number(),
                accountsWithTotals: $0.number(),
                accountsWithoutTotals: $0.number()
            )
        }
    }

    package func callTotals() throws -> CallTotals {
        let sql = """
            SELECT count(*), coalesce(sum(attempts - 1), 0), count(*) FILTER (WHERE error_code <> '' OR http_status = 0),
                coalesce(sum(bytes), 0)
            FROM calls
            """
        return try row(sql) {
            try CallTotals(calls: $0.number(), retries: $0.number(), errors: $0.number(), bytes: $0.number())
        }
    }

    /// What organization checks look at: it grows with the population, the people and the edges between roles, not with
    /// all that is in the accounts.
    package func organizationView() async throws -> OrganizationView {
        let sql = """
            SELECT p.account_id, \(Self.accountColumns), \(Self.outcomeColumns)
            FROM population AS p LEFT JOIN coverage AS v ON v.account_id = p.account_id ORDER BY p.account_id
            """
        return try await write { [self] db in
            let lines = try Row.fetchAll(db, sql: sql).map { row in
                var reader = RowReader(row, path: path)
                let id = try reader.accountID()
                return try OrganizationView.Line(
                    account: Account(&reader, id: id),
                    outcome: AccountOutcome(&reader, id: id)
                )
            }
            return try OrganizationView(
                organization: header.organization,
                accounts: lines,
                edges: assumeRoleEdges(db),
                people: peopleAcrossAccounts(db)
            )
        }
    }

    private func rows<Value>(_ sql: String, _ make: (inout RowReader) throws -> Value) throws -> [Value] {
        var values: [Value] = []
        try forEachRow(sql) { values.append(try make(&$0)) }
        return values
    }

    /// For aggregates without groups, which always answer with one row.
    private func row<Value>(_ sql: String, _ make: (inout RowReader) throws -> Value) throws -> Value {
        guard let value = try rows(sql, make).first else {
            throw LedgerFailure.damaged(path: path, detail: "no totals")
        }
        return value
    }
}

extension CheckTotal {
    fileprivate init(_ reader: inout RowReader) throws {
        self.checkID = try reader.text()
        self.status = try reader.value()
        self.severity = try reader.value()
        self.findings = try reader.number()
        self.accounts = try reader.number()
    }
}
