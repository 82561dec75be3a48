package import Domain
import GRDB

extension Ledger {
    /// Freezes what the run was told: its header, its population and its rules, in one transaction.
    package func begin(_ header: RunHeader, population: [Account], checks: [CheckDescription]) async throws {
        try await write { [path] db in
            guard try Int.fetchOne(db, sql: "SELECT count(*) FROM run") == 0 else {
                throw LedgerFailure.frozen(path: path)
            }
            try Self.insert(population, partition: header.partition, into: db)
            try Self.insert(checks, into: db)
            try Self.insert(header.judgements, into: db)
            // Last, for the row in `run` is what closes the population.
            try db.execute(
                sql: "INSERT INTO run (id, as_of, started_at, header) VALUES (?, ?, ?, ?)",
                arguments: [
                    header.id, header.asOf.epochSeconds, header.startedAt.epochSeconds, JSONWriter.text(of: header),
                ]
            )
        }
    }

    package func end(_ ending: RunEnding) async throws {
        try await write { [path] db in
            try db.execute(
                sql: "UPDATE run SET finished_at = ?, clock_skew_seconds = ?",
                arguments: [ending.finishedAt.epochSeconds, ending.clockSkewSeconds]
            )
            guard db.changesCount == 1 else { throw LedgerFailure.notBegun(path: path) }
        }
    }

    package var header: RunHeader {
        get throws {
            try read { db in
                guard let row = try Row.fetchOne(db, sql: "SELECT id, as_of, started_at, header FROM run") else {
                    throw LedgerFailure.notBegun(path: path)
                }
                var reader = RowReader(row, path: path)
                let (id, asOf, startedAt) = try (reader.text(), reader.instant(), reader.instant())
                let json = try reader.text()
                do {
                    var header = try RunHeader(id: id, asOf: asOf, startedAt: startedAt, json: json)
                    try forEachJudgement { header.judgements.append($0.judgement) }
                    return header
                } catch is DecodingError {
                    throw LedgerFailure.damaged(path: path, detail: "header of the run")
                }
            }
        }
    }

    /// Nil for a run that was interrupted.
    package var ending: RunEnding? {
        get throws {
            try read { db in
                let sql = "SELECT finished_at, clock_skew_seconds FROM run WHERE finished_at IS NOT NULL"
                guard let row = try Row.fetchOne(db, sql: sql) else { return nil }
                var reader = RowReader(row, path: path)
                return try RunEnding(finishedAt: reader.instant(), clockSkewSeconds: reader.number())
            }
        }
    }

    /// The run's catalogue in its own order, with the parameters that the run used.
    package var checks: [CheckDescription] {
        get throws {
            try read { db in
                try Row.fetchAll(db, sql: "SELECT description FROM checks ORDER BY position").map { row in
                    var reader = RowReader(row, path: path)
                    return try reader.json()
                }
            }
        }
    }

    // MARK: - Rows

    private static func insert(_ population: [Account], partition: Partition, into db: Database) throws {
        let statement = try db.makeStatement(
            sql: "INSERT INTO population VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
        for account in population {
            let excludedBy: String? = if case .excluded(let rule) = account.scope { rule } else { nil }
            // The external id is a secret and stays out.
            try statement.execute(arguments: [
                account.id.description, partition.rawValue, account.name, account.email, account.ouPath,
                account.state.rawValue, account.source, account.isManagement, excludedBy, account.roleARN,
                account.owner,
            ])
        }
        let hop = try db.makeStatement(sql: "INSERT INTO hops VALUES (?, ?, ?)")
        for account in population {
            for (position, role) in account.hops.enumerated() {
                try hop.execute(arguments: [account.id.description, position, role])
            }
        }
    }

    private static func insert(_ checks: [CheckDescription], into db: Database) throws {
        let statement = try db.makeStatement(sql: "INSERT INTO checks VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        for (position, check) in checks.enumerated() {
            try statement.execute(arguments: [
                check.id, position, check.title, check.family, check.severity.rawValue, check.isOrganizational,
                check.isCoverage, JSONWriter.text(of: check),
            ])
        }
    }

    /// Numbers the judgements within their kind, `exclusion-1`, because the configuration gives them no name.
    private static func insert(_ judgements: [RunHeader.Judgement], into db: Database) throws {
        let statement = try db.makeStatement(
            sql: "INSERT INTO judgements VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
        var seen: [String: Int] = [:]
        for (position, judgement) in judgements.enumerated() {
            seen[judgement.kind, default: 0] += 1
            try statement.execute(arguments: [
                "\(judgement.kind)-\(seen[judgement.kind, default: 0])", position, judgement.kind, judgement.checkID,
                judgement.accountID, judgement.resource, judgement.owner, judgement.approver, judgement.approved,
                judgement.expires, judgement.ticket, judgement.reason,
            ])
        }
    }
}
