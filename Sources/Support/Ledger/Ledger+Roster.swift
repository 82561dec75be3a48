import Domain
import GRDB

extension Ledger {
    static func insert(_ matches: [AccountInventory.RosterMatch], of account: String, into db: Database) throws {
        // An identity that AWS lists twice is one.
        let statement = try db.cachedStatement(sql: "INSERT OR IGNORE INTO roster_matches VALUES (?, ?, ?, ?, ?, ?)")
        for match in matches {
            try statement.run([
                match.employeeID, account, match.identityARN, match.rule, match.status.rawValue, match.access.rawValue,
            ])
        }
    }

    /// The numbers of the people to whom some identity belongs, or may belong.
    package func matchedPeople() async throws -> Set<String> {
        try await write { db in
            try Set(String.fetchAll(db, sql: "SELECT DISTINCT employee_id FROM roster_matches WHERE account_id <> ''"))
        }
    }

    /// Writes whom no identity belongs to, in place of what was written before.
    package func commit(unmatchedPeople: [String]) async throws {
        try await write { db in
            try db.execute(sql: "DELETE FROM roster_matches WHERE account_id = ''")
            let statement = try db.makeStatement(sql: "INSERT INTO roster_matches VALUES (?, '', '', '', ?, ?)")
            let status = AccountInventory.RosterMatch.Status.unmatched.rawValue
            for person in unmatchedPeople {
                try statement.execute(arguments: [person, status, AccountInventory.Answer.no.rawValue])
            }
        }
    }

    /// By employee id, account, identity, rule.
    package func forEachRosterMatch(_ body: (RosterMatchRow) throws -> Void) throws {
        let sql = """
            SELECT employee_id, account_id, identity_arn, rule, status FROM roster_matches
            ORDER BY employee_id, account_id, identity_arn, rule
            """
        try forEachRow(sql) { reader in
            try body(
                RosterMatchRow(
                    employeeID: reader.text(),
                    accountID: reader.text(),
                    identityARN: reader.text(),
                    rule: reader.text(),
                    status: reader.text()
                )
            )
        }
    }

    /// Nil in a run without a roster.
    package func rosterTotals() throws -> RosterTotals? {
        guard try header.roster != nil else { return nil }
        var totals: RosterTotals?
        let sql = """
            SELECT count(DISTINCT employee_id) FILTER (WHERE status NOT IN ('ambiguous', 'unmatched')),
                count(*) FILTER (WHERE status = 'unmatched'),
                count(DISTINCT account_id || identity_arn) FILTER (WHERE status = 'ambiguous'),
                count(DISTINCT employee_id) FILTER (WHERE status = 'left' AND access = 'yes')
            FROM roster_matches
            """
        try forEachRow(sql) { reader in
            totals = try RosterTotals(
                matchedPeople: reader.number(),
                unmatchedPeople: reader.number(),
                ambiguousIdentities: reader.number(),
                leaversWithCredentials: reader.number()
            )
        }
        return totals
    }

    /// Those with users in more than one account; what there is of somebody beyond the limit is counted only.
    func peopleAcrossAccounts(_ db: Database) throws -> [PersonAcrossAccounts] {
        let sql = """
            WITH matched AS (
                SELECT * FROM roster_matches
                WHERE account_id <> '' AND rule <> 'session' AND status <> 'ambiguous'
            )
            SELECT employee_id, account_id, identity_arn, rule, access FROM matched
            WHERE employee_id IN (
                SELECT employee_id FROM matched GROUP BY employee_id HAVING count(DISTINCT account_id) > 1
            )
            ORDER BY employee_id, account_id, identity_arn
            """
        var people: [PersonAcrossAccounts] = []
        var lastAccount = ""
        let rows = try Row.fetchCursor(db, sql: sql)
        while let row = try rows.next() {
            var reader = RowReader(row, path: path)
            let (employeeID, account) = try (reader.text(), reader.accountID())
            let (arn, rule): (String, String) = try (reader.text(), reader.text())
            let access: AccountInventory.Answer = try reader.value()
            if people.last?.employeeID != employeeID {
                people.append(PersonAcrossAccounts(employeeID: employeeID))
                lastAccount = ""
            }
            var person = people.removeLast()
            if account.description != lastAccount { person.accounts += 1 }
            lastAccount = account.description
            person.users += 1
            person.hasAccess = person.hasAccess || access == .yes
            person.lacksAccess = person.lacksAccess || access == .no
            if person.listed.count < PersonAcrossAccounts.mostListed {
                let credentials = try credentials(of: arn, in: account, db)
                person.listed.append(.init(accountID: account, arn: arn, rule: rule, credentials: credentials))
            }
            people.append(person)
        }
        return people
    }

    private func credentials(of arn: String, in account: AccountID, _ db: Database) throws -> String {
        let statement = try db.cachedStatement(
            sql: """
                SELECT kind || CASE credential_id WHEN '' THEN '' ELSE ' ' || credential_id END || ' ' || status
                FROM credentials WHERE account_id = ? AND user_arn = ? AND kind <> 'mfa_device'
                ORDER BY kind, credential_id, position
                """
        )
        return try String.fetchAll(statement, arguments: [account.description, arn]).joined(separator: "; ")
    }
}

/// A row of roster_matches.csv as it stands there.
package struct RosterMatchRow: Sendable, Hashable {
    package var employeeID: String
    package var accountID: String
    package var identityARN: String
    package var rule: String
    package var status: String
}

/// What the roster explains of the organization, and what it does not.
package struct RosterTotals: Sendable, Hashable {
    package var matchedPeople: Int
    package var unmatchedPeople: Int
    package var ambiguousIdentities: Int
    /// People who left, each counted once, with a credential that can be used.
    package var leaversWithCredentials: Int

    package init(
        matchedPeople: Int,
        unmatchedPeople: Int,
        ambiguousIdentities: Int,
        leaversWithCredentials: Int
    ) {
        self.matchedPeople = matchedPeople
        self.unmatchedPeople = unmatchedPeople
        self.ambiguousIdentities = ambiguousIdentities
        self.leaversWithCredentials = leaversWithCredentials
    }
}
