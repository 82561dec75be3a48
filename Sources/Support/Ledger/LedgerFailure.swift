package import Domain
import GRDB

/// What went wrong with a ledger, in one line that ends with what to do.
package enum LedgerFailure: Error {
    case alreadyExists(path: String)
    case missing(path: String)
    /// The folder or the file does not let us write.
    case readOnly(path: String)
    case diskFull(path: String)
    /// Another program holds the file open.
    case inUse(path: String)
    case notALedger(path: String)
    case newerSchema(path: String, version: Int)
    /// The run that wrote the ledger has not closed it.
    case interrupted(path: String)
    case damaged(path: String, detail: String)
    /// A change to what `begin` froze.
    case frozen(path: String)
    case notBegun(path: String)
    case alreadyCommitted(AccountID)
    case notInPopulation(AccountID)
    case duplicateFinding(id: String, first: String, second: String)
    case database(path: String, detail: String)
}

extension LedgerFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .alreadyExists(let path):
            "\(path) is there already: a run writes a ledger of its own, choose another run folder"
        case .missing(let path):
            "\(path) does not exist: name the folder of a finished run"
        case .readOnly(let path):
            "\(path) cannot be written: check the permissions of its folder and whether the file system is read-only"
        case .diskFull(let path):
            "no space left for \(path): make room, then continue with `orgsweep sweep --resume RUN`; what was committed is kept"
        case .inUse(let path):
            "\(path) is open in another program: close that program and try again"
        case .notALedger(let path):
            "\(path) is not a ledger of orgsweep: name the ledger.sqlite of a run folder"
        case .newerSchema(let path, let version):
            "\(path) has schema \(version), this program knows up to \(Schema.version): use the newer orgsweep"
        case .interrupted(let path):
            "\(path) was not closed: its run is still going on or was interrupted; let it end, or continue it with "
                + "`orgsweep sweep --resume RUN`"
        case .damaged(let path, let detail):
            "\(path) is damaged (\(detail)): restore it from a copy that `orgsweep verify` accepts"
        case .frozen(let path):
            "\(path) holds a run whose population and header are frozen: start a new run instead"
        case .notBegun(let path):
            "\(path) holds no run: its sweep ended before the first account; sweep again"
        case .alreadyCommitted(let account):
            "account \(account) is in the ledger already: this is a defect of orgsweep, please report it"
        case .notInPopulation(let account):
            "account \(account) is not in the run's population: this is a defect of orgsweep, please report it"
        case .duplicateFinding(let id, let first, let second):
            "two findings share the id \(id): \(first), and \(second); this is a defect of the check, please report it"
        case .database(let path, let detail):
            "\(path) could not be used: \(detail)"
        }
    }
}

extension LedgerFailure {
    /// Puts SQLite's result codes into our words; arguments of statements never appear, for GRDB keeps them back.
    init(_ error: any Error, path: String) {
        guard let error = error as? DatabaseError else {
            self = error as? LedgerFailure ?? .database(path: path, detail: "\(error)")
            return
        }
        let detail = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        self =
            switch error.resultCode {
            case .SQLITE_FULL: .diskFull(path: path)
            case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN: .readOnly(path: path)
            case .SQLITE_BUSY, .SQLITE_LOCKED: .inUse(path: path)
            case .SQLITE_NOTADB: .notALedger(path: path)
            case .SQLITE_CORRUPT: .damaged(path: path, detail: detail)
            case .SQLITE_CONSTRAINT where detail == "frozen": .frozen(path: path)
            default: .database(path: path, detail: detail)
            }
    }

    /// Does what `body` does and throws only failures of the ledger; what a reader's own closure throws passes through.
    static func translated<Value>(path: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw LedgerFailure(error, path: path)
        }
    }
}
