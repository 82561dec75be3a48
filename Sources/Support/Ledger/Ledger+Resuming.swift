package import Domain
import Foundation
import GRDB

extension Ledger {
    /// The population as it was frozen, sorted by id; external ids are not in it, for they are secret.
    package var population: [Account] {
        get throws {
            var accounts: [Account] = []
            let hops = try hops
            let sql = "SELECT p.account_id, \(Self.accountColumns) FROM population AS p ORDER BY p.account_id"
            try forEachRow(sql) { reader in
                let id = try reader.accountID()
                var account = try Account(&reader, id: id)
                account.hops = hops[id] ?? []
                accounts.append(account)
            }
            return accounts
        }
    }

    /// The roles on the way, by account; none in the ledger of a program that knew no chains.
    private var hops: [AccountID: [String]] {
        get throws {
            guard try read({ try $0.tableExists("hops") }) else { return [:] }
            var hops: [AccountID: [String]] = [:]
            try forEachRow("SELECT account_id, role_arn FROM hops ORDER BY account_id, position") { reader in
                let id = try reader.accountID()
                hops[id, default: []].append(try reader.text())
            }
            return hops
        }
    }

    /// The accounts that an interrupted run has still to sweep, sorted by id.
    package var unfinishedAccounts: [AccountID] {
        get throws {
            try accountIDs(
                """
                SELECT account_id FROM population WHERE account_id NOT IN (SELECT account_id FROM coverage)
                ORDER BY account_id
                """
            )
        }
    }

    /// The accounts that are finished with a gap, sorted by id: another try may read them.
    package var incompleteAccounts: [AccountID] {
        get throws {
            let gaps = Coverage.allCases.filter { !$0.isComplete }.map { "'\($0.rawValue)'" }
            return try accountIDs(
                "SELECT account_id FROM coverage WHERE coverage IN (\(gaps.joined(separator: ", "))) ORDER BY account_id"
            )
        }
    }

    /// Takes up the run again: it has no end any more, and the named accounts are unfinished, in one transaction.
    ///
    /// The calls of an account stay, because they were made; the ones of the next commit come after them. So do policy
    /// documents, which no account owns. An account that is not finished stays as it is.
    package func resume(_ resumption: Resumption, forgetting accounts: [AccountID]) async throws {
        try await write { [path] db in
            try db.execute(sql: "UPDATE run SET finished_at = NULL, clock_skew_seconds = NULL")
            guard db.changesCount == 1 else { throw LedgerFailure.notBegun(path: path) }
            // Facts and inventory go with their row in `coverage`, findings with theirs in `assessments`.
            for table in ["coverage", "assessments", "assessment_counts", "roster_matches"] {
                let statement = try db.makeStatement(sql: "DELETE FROM \(table) WHERE account_id = ?")
                for account in accounts { try statement.execute(arguments: [account.description]) }
            }
            try db.execute(
                sql: """
                    INSERT INTO resumptions (started_at, caller_arn, caller_request_id, host, command_line, accounts)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    resumption.startedAt.epochSeconds, resumption.callerARN, resumption.callerRequestID,
                    resumption.host, JSONWriter.text(of: resumption.commandLine), resumption.accounts,
                ]
            )
        }
    }

    /// Everyone who took the run up again, in that order; none in the ledger of a program that could not.
    package var resumptions: [Resumption] {
        get throws {
            guard try read({ try $0.tableExists("resumptions") }) else { return [] }
            var resumptions: [Resumption] = []
            let sql = """
                SELECT started_at, caller_arn, caller_request_id, host, command_line, accounts
                FROM resumptions ORDER BY position
                """
            try forEachRow(sql) { reader in
                resumptions.append(
                    try Resumption(
                        startedAt: reader.instant(),
                        callerARN: reader.text(),
                        callerRequestID: reader.text(),
                        host: reader.text(),
                        commandLine: reader.json(),
                        accounts: reader.number()
                    )
                )
            }
            return resumptions
        }
    }

    /// The accounts that AWS throttled, with the milliseconds that their calls were held back; the longest first.
    package var throttledAccounts: [(account: AccountID, milliseconds: Int64)] {
        get throws {
            guard try read({ try $0.tableExists("throttling") }) else { return [] }
            var accounts: [(AccountID, Int64)] = []
            try forEachRow("SELECT account_id, waited_ms FROM throttling ORDER BY waited_ms DESC, account_id") {
                accounts.append((try $0.accountID(), try $0.number()))
            }
            return accounts
        }
    }

    /// An account that is swept again was held back both times.
    static func add(throttled milliseconds: Int64, to account: AccountID, in db: Database) throws {
        guard milliseconds > 0 else { return }
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO throttling VALUES (?, ?)
                ON CONFLICT (account_id) DO UPDATE SET waited_ms = waited_ms + excluded.waited_ms
                """
        )
        try statement.execute(arguments: [account.description, milliseconds])
    }

    private func accountIDs(_ sql: String) throws -> [AccountID] {
        var ids: [AccountID] = []
        try forEachRow(sql) { ids.append(try $0.accountID()) }
        return ids
    }
}
