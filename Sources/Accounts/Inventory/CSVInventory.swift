import Domain

/// The plain inventory: a CSV with at least the column `account_id`.
enum CSVInventory {
    private static let columns = ["account_id", "name", "email", "role_arn", "external_id", "owner", "env"]

    static func read(_ text: FileText) throws(ConfigurationFailure) -> [InventoryEntry] {
        let table = try CSVTable.parse(text.text, file: text.file)
        try check(table, file: text.file)
        var entries: [InventoryEntry] = []
        for row in table.rows {
            let cells = Dictionary(uniqueKeysWithValues: zip(table.header, row.cells))
            entries.append(try entry(cells, file: text.file, line: row.line))
        }
        return entries
    }

    private static func check(_ table: CSVTable, file: String) throws(ConfigurationFailure) {
        try table.checkColumns(columns, file: file)
        guard table.header.contains("account_id"), Set(table.header).count == table.header.count else {
            throw table.failure(
                "the header must name account_id, and every column once",
                "Begin with a line such as account_id,name,owner",
                file: file
            )
        }
        for comment in table.comments {
            // `#1 shop,111122223333` is an account that would be lost, not a remark about one.
            let cells = comment.text.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count == table.header.count, table.header.first != "account_id",
                let column = table.header.firstIndex(of: "account_id"), AccountID(String(cells[column]).trimmed) != nil
            else { continue }
            throw ConfigurationFailure(
                file: file,
                line: comment.line,
                problem: "a comment that is a whole row with an account id",
                remedy: "Quote its first cell to have it read, or delete the line"
            )
        }
    }

    private static func entry(
        _ cells: [String: String],
        file: String,
        line: Int
    ) throws(ConfigurationFailure) -> InventoryEntry {
        let text = cells["account_id"] ?? ""
        guard let id = AccountID(text) else {
            throw .malformedAccountID(text, field: "account_id", file: file, line: line)
        }
        let roleARN = cells["role_arn"] ?? ""
        guard roleARN.isEmpty || InventoryEntry.isRole(roleARN, in: id) else {
            throw ConfigurationFailure(
                file: file,
                line: line,
                problem: "role_arn is not the ARN of a role in account \(id)",
                remedy: "Write arn:aws:iam::\(id):role/NAME, or leave it empty for the role of organization.yaml"
            )
        }
        return InventoryEntry(
            id: id,
            name: cells["name"] ?? "",
            email: cells["email"] ?? "",
            roleARN: roleARN,
            externalID: cells["external_id"].flatMap { $0.isEmpty ? nil : Secret($0) },
            owner: cells["owner"] ?? "",
            source: "\(file):\(line)"
        )
    }
}
