import Domain
import Foundation
import GRDB

/// Reads the columns of a row from left to right into values of Domain.
struct RowReader {
    private let row: Row
    private let path: String
    private var index = 0

    init(_ row: Row, path: String) {
        self.row = row
        self.path = path
    }

    private mutating func next<Value: DatabaseValueConvertible & StatementColumnConvertible>() throws -> Value? {
        defer { index += 1 }
        return row[index]
    }

    private func damaged(_ what: String) -> LedgerFailure {
        .damaged(path: path, detail: "\(what) in column \(Array(row.columnNames)[index - 1])")
    }

    mutating func text() throws -> String {
        guard let text: String = try next() else { throw damaged("no text") }
        return text
    }

    mutating func optionalText() throws -> String? { try next() }

    mutating func number<Number: BinaryInteger & DatabaseValueConvertible & StatementColumnConvertible>() throws
        -> Number
    {
        guard let number: Number = try next() else { throw damaged("no number") }
        return number
    }

    mutating func optionalNumber() throws -> Int? { try next() }

    mutating func flag() throws -> Bool { try number() as Int != 0 }

    mutating func optionalFlag() throws -> Bool? { try optionalNumber().map { $0 != 0 } }

    mutating func instant() throws -> Instant { Instant(epochSeconds: try number()) }

    mutating func optionalInstant() throws -> Instant? {
        let seconds: Int64? = try next()
        return seconds.map(Instant.init(epochSeconds:))
    }

    mutating func accountID() throws -> AccountID {
        guard let id = AccountID(try text()) else { throw damaged("no account id") }
        return id
    }

    /// A code; one that a newer program wrote is not guessed at.
    mutating func value<Code: RawRepresentable<String>>() throws -> Code {
        let text = try text()
        guard let code = Code(rawValue: text) else { throw damaged("unknown code") }
        return code
    }

    mutating func optionalValue<Code: RawRepresentable<String>>() throws -> Code? {
        guard let text = try optionalText() else { return nil }
        guard let code = Code(rawValue: text) else { throw damaged("unknown code") }
        return code
    }

    /// A list in JSON; most are empty, and a decoder made for nothing costs more than the rest of a row.
    mutating func list<Element: Decodable>() throws -> [Element] {
        let text = try text()
        return text == "[]" ? [] : try decoded(text)
    }

    mutating func json<Value: Decodable>() throws -> Value { try decoded(text()) }

    private func decoded<Value: Decodable>(_ text: String) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
        } catch {
            throw damaged("no such JSON")
        }
    }
}
