import Domain
import GRDB

extension Ledger {
    static func insert(
        _ assumptions: [AccountInventory.Assumption],
        of account: String,
        into db: Database
    ) throws {
        let statement = try db.cachedStatement(sql: "INSERT INTO assumptions VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        for (position, assumption) in assumptions.enumerated() {
            try statement.run([
                account, position, assumption.principalARN, assumption.effect.rawValue, assumption.isNegated,
                assumption.resources.joined(separator: "\n"), assumption.isConditional, assumption.statement,
            ])
        }
    }

    /// The trusts and permissions that chains of roles can be made of; those that lead nowhere stay in the file.
    ///
    /// A trust matters if its role is an administrator, or may itself assume another one.
    func assumeRoleEdges(_ db: Database) throws -> AssumeRoleEdges {
        var edges = AssumeRoleEdges()
        let trusts = """
            SELECT role_arn, party, conditions, party_kind = 'account', admin = 'yes' FROM trusts AS t
            WHERE party_kind IN ('account', 'role', 'user') AND standing = 'organization'
                AND (admin = 'yes' OR EXISTS (SELECT 1 FROM assumptions AS a WHERE a.principal_arn = t.role_arn))
                AND NOT EXISTS (SELECT 1 FROM platform_roles AS p WHERE p.role_arn = t.role_arn)
            ORDER BY account_id, role_arn, party, position
            """
        try forEach(trusts, db) { reader in
            try edges.trusts.append(
                AssumeRoleEdges.Trust(
                    role: edges.texts.number(of: reader.text()),
                    party: edges.texts.number(of: reader.text()),
                    conditions: edges.texts.number(of: reader.text()),
                    isWholeAccount: reader.flag(),
                    isAdmin: reader.flag()
                )
            )
        }
        let permissions = """
            SELECT principal_arn, resources, statement, effect, is_negated, is_conditional FROM assumptions
            ORDER BY account_id, position
            """
        try forEach(permissions, db) { reader in
            try edges.permissions.append(
                AssumeRoleEdges.Permission(
                    principal: edges.texts.number(of: reader.text()),
                    resources: edges.texts.number(of: reader.text()),
                    statement: edges.texts.number(of: reader.text()),
                    effect: reader.value(),
                    isNegated: reader.flag(),
                    isConditional: reader.flag()
                )
            )
        }
        return edges
    }

    private func forEach(_ sql: String, _ db: Database, _ body: (inout RowReader) throws -> Void) throws {
        let rows = try Row.fetchCursor(db, sql: sql)
        while let row = try rows.next() {
            var reader = RowReader(row, path: path)
            try body(&reader)
        }
    }
}
