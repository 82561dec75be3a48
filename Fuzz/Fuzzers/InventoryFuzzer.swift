@testable import Accounts

/// Inventory files in CSV.
enum InventoryFuzzer {
    private static let file = "accounts.csv"

    static func feed(_ input: [UInt8]) {
        guard let entries = try? InventoryReader.read(input, file: file) else { return }
        _ = try? InventoryReader.merged(entries)
        guard let table = try? CSVTable.parse(input, file: file) else { return }
        let again = try? CSVTable.parse(Array(csv(of: table).utf8), file: file)
        precondition(again?.header == table.header, "a header changes when every cell is quoted")
        precondition(again?.rows.map(\.cells) == table.rows.map(\.cells), "cells change when they are quoted")
    }

    private static func csv(of table: CSVTable) -> String {
        ([table.header] + table.rows.map(\.cells))
            .map { $0.map(quoted).joined(separator: ",") }
            .joined(separator: "\r\n")
    }

    private static func quoted(_ cell: String) -> String {
        var text = "\"".unicodeScalars
        for scalar in cell.unicodeScalars { text.append(contentsOf: scalar == "\"" ? [scalar, scalar] : [scalar]) }
        return String(text) + "\""
    }
}
