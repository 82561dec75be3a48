import Foundation
import GRDB

/// One run as one SQLite file: written account by account while the sweep goes on, closed, and from then on only read.
///
/// Each account is one transaction, so a run that is killed leaves whole accounts and nothing else. Rows are read in
/// the documented order of their file and never all at once. See `Schema` for the tables.
package final class Ledger: Sendable {
    package let path: String
    let queue: DatabaseQueue

    /// Creates the file, readable by its owner alone, and its tables.
    package init(creatingAt path: String) throws {
        self.path = path
        try Self.createFile(at: path)
        self.queue = try LedgerFailure.translated(path: path) {
            let queue = try DatabaseQueue(path: path, configuration: Self.writing)
            try Schema.migrator.migrate(queue)
            return queue
        }
    }

    /// Opens the ledger of an interrupted run to continue it.
    package init(resumingAt path: String) throws {
        // The first look is read-only, so that a file which is not ours stays as it is.
        _ = try Ledger(lookingAt: path)
        self.path = path
        self.queue = try LedgerFailure.translated(path: path) {
            let queue = try DatabaseQueue(path: path, configuration: Self.writing)
            try Schema.migrator.migrate(queue)
            return queue
        }
    }

    /// Opens a ledger whatever its state, to decide what can be done with it; writes nothing of its own into it.
    ///
    /// A kill while a run was being closed leaves SQLite's rollback journal, which no connection that may only read can
    /// play back. Source: https://www.sqlite.org/lockingv3.html#hot_journals
    package init(lookingAt path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { throw LedgerFailure.missing(path: path) }
        self.path = path
        self.queue = try LedgerFailure.translated(path: path) {
            var configuration = Configuration()
            configuration.readonly = !FileManager.default.fileExists(atPath: path + "-journal")
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try Self.checkIdentity(of: queue, path: path)
            return queue
        }
    }

    /// Opens a closed ledger without a lock, a journal or any other trace in its folder.
    package init(readingAt path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { throw LedgerFailure.missing(path: path) }
        // An immutable database is read without its log or journal, which would silently leave out the last accounts.
        guard !Self.isOpen(path) else { throw LedgerFailure.interrupted(path: path) }
        self.path = path
        self.queue = try LedgerFailure.translated(path: path) {
            var configuration = Configuration()
            configuration.readonly = true
            let queue = try DatabaseQueue(path: Self.immutableURI(of: path), configuration: configuration)
            try Self.checkIdentity(of: queue, path: path)
            return queue
        }
    }

    /// Whether a run writes the file, or was killed before it closed it.
    ///
    /// After SQLite has played back the journal of a closing that was killed, only the file itself still says so: a 2 as
    /// its write version stands for the write-ahead log. Source: https://www.sqlite.org/fileformat.html
    package static func isOpen(_ path: String) -> Bool {
        if ["-wal", "-journal"].contains(where: { FileManager.default.fileExists(atPath: path + $0) }) { return true }
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        return (try? file.read(upToCount: 20))??.dropFirst(18).first == 2
    }

    /// Makes the one file that is kept: the log is folded into it and removed, and nothing writes to it any more.
    package func close() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            queue.asyncWriteWithoutTransaction { [path] db in
                continuation.resume(with: Result { try Self.leaveWAL(db) }.mapError { LedgerFailure($0, path: path) })
            }
        }
        try LedgerFailure.translated(path: path) { try queue.close() }
    }

    // MARK: - Access

    /// Runs one transaction on the ledger's own queue, which keeps the cooperative pool free.
    ///
    /// It does not watch for cancellation: an account that was read to its end is worth keeping when a run is
    /// interrupted.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.asyncWrite(body) { [path] _, result in
                continuation.resume(with: result.mapError { LedgerFailure($0, path: path) })
            }
        }
    }

    /// Reads in the calling thread; may be called inside another read, as a report looks up a detail of a row.
    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try LedgerFailure.translated(path: path) { try queue.unsafeReentrantRead(body) }
    }

    /// Runs SQL that stands in the source, outside of any transaction.
    func execute(_ sql: StaticString) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            queue.asyncWriteWithoutTransaction { [path] db in
                let result = Result { try db.execute(sql: sql.description) }
                continuation.resume(with: result.mapError { LedgerFailure($0, path: path) })
            }
        }
    }

    // MARK: - Files

    private static var writing: Configuration {
        var configuration = Configuration()
        // With synchronous NORMAL, which GRDB sets along with WAL: a kill loses nothing, a power cut at most the last
        // accounts. Source: https://www.sqlite.org/pragma.html#pragma_synchronous
        configuration.journalMode = .wal
        configuration.label = "orgsweep.ledger"
        // An account writes some hundred kilobytes: in pages of four it is two system calls for each of them.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA page_size = 16384") }
        return configuration
    }

    private static func createFile(at path: String) throws(LedgerFailure) {
        // SQLite gives its log and shared-memory files the mode of the database, so the first mode decides.
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let code = errno
            throw switch code {
            case EEXIST: .alreadyExists(path: path)
            case EACCES, EPERM, EROFS: .readOnly(path: path)
            case ENOSPC, EDQUOT: .diskFull(path: path)
            default: .database(path: path, detail: String(cString: strerror(code)))
            }
        }
        _ = Foundation.close(descriptor)
    }

    private static func checkIdentity(of queue: DatabaseQueue, path: String) throws {
        try queue.read { db in
            guard try Int.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID else {
                throw LedgerFailure.notALedger(path: path)
            }
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            guard version <= Schema.version else { throw LedgerFailure.newerSchema(path: path, version: version) }
        }
    }

    private static func leaveWAL(_ db: Database) throws {
        try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        // The pragma answers with the mode it arrived at: still `wal` while another connection reads.
        guard try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE") == "delete" else {
            throw DatabaseError(resultCode: .SQLITE_BUSY)
        }
    }

    /// A file name as a URI, with the three characters that mean something in one escaped.
    ///
    /// Source: https://www.sqlite.org/uri.html
    private static func immutableURI(of path: String) -> String {
        var escaped = ""
        for character in path {
            switch character {
            case "%": escaped += "%25"
            case "?": escaped += "%3f"
            case "#": escaped += "%23"
            default: escaped.append(character)
            }
        }
        return "file:\(escaped)?mode=ro&immutable=1"
    }
}
