@testable import Accounts

/// Inventory files of every kind, told apart as in the accounts folder.
enum InventoryFuzzer {
    private static let file = "accounts"

    static func feed(_ input: [UInt8]) {
        guard let text = try? FileText(input, file: file) else { return }
        if let entries = try? InventoryReader.read(text) {
            precondition(!entries.isEmpty, "a file without accounts is taken")
            precondition(entries.allSatisfy { $0.source.hasPrefix("\(file):") }, "an account without its line")
            check(entries)
        }
        guard let table = try? CSVTable.parse(text.text, file: file) else { return }
        let again = try? CSVTable.parse(csv(of: table), file: file)
        precondition(again?.header == table.header, "a header changes when every cell is quoted")
        precondition(again?.rows.map(\.cells) == table.rows.map(\.cells), "cells change when they are quoted")
    }

    /// What agrees with itself is merged into the same, whatever the order.
    private static func check(_ entries: [InventoryEntry]) {
        guard let merged = try? InventoryEntry.merged(entries) else { return }
        let ids = merged.map(\.id)
        precondition(ids == Set(entries.map(\.id)).sorted(), "an account is lost or stands twice")
        let twice = try? InventoryEntry.merged(merged + merged)
        precondition(twice?.map(\.roleARN) == merged.map(\.roleARN), "an account contradicts itself")
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
