import GRDB

extension Statement {
    /// Runs the statement once with arguments, one for each of its question marks.
    ///
    /// `execute(arguments:)` lends each text to SQLite from within a closure of its own, a dozen deep for a row; for
    /// short texts a copy is cheaper, and the ledger takes a hundred rows for each account.
    func run(_ arguments: StatementArguments) throws {
        setUncheckedArguments(arguments)
        try execute()
    }
}
