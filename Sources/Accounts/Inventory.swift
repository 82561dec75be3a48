package import Domain

/// One account of an inventory file: what the team knows of it beyond what Organizations tells.
package struct InventoryEntry: Sendable, Equatable {
    package var id: AccountID
    package var name: String
    package var email: String
    package var roleARN: String
    /// The roles on the way to it, as an inventory with role chains names them.
    package var hops: [String] = []
    package var externalID: Secret?
    package var owner: String
    /// File and line, for example `accounts.csv:3`.
    package var source: String
}

/// Reads the plain inventory: a CSV with at least the column `account_id`.
enum InventoryReader {
    private static let columns = ["account_id", "name", "email", "role_arn", "external_id", "owner", "env"]

    static func read(_ bytes: [UInt8], file: String) throws(ConfigurationFailure) -> [InventoryEntry] {
        let table = try CSVTable.parse(bytes, file: file)
        for column in table.header where !columns.contains(column) {
            throw ConfigurationFailure(
                file: file,
                line: 1,
                problem: "unknown column \"\(ConfigurationFailure.printable(column))\"",
                remedy: "The columns are: \(columns.joined(separator: ", "))"
            )
        }
        guard table.header.contains("account_id"), Set(table.header).count == table.header.count else {
            throw ConfigurationFailure(
                file: file,
                line: 1,
                problem: "the header must name account_id, and every column once",
                remedy: "Begin with a line such as account_id,name,owner"
            )
        }
        var entries: [InventoryEntry] = []
        for row in table.rows {
            let cells = Dictionary(uniqueKeysWithValues: zip(table.header, row.cells))
            entries.append(try entry(cells, file: file, line: row.line))
        }
        return entries
    }

    private static func entry(
        _ cells: [String: String],
        file: String,
        line: Int
    ) throws(ConfigurationFailure) -> InventoryEntry {
        let text = cells["account_id"] ?? ""
        guard let id = AccountID(text) else { throw .malformedAccountID(text, file: file, line: line) }
        let roleARN = cells["role_arn"] ?? ""
        if !roleARN.isEmpty {
            guard let arn = ARN(roleARN), arn.service == "iam", arn.resource.hasPrefix("role/"), arn.accountID == id
            else {
                throw ConfigurationFailure(
                    file: file,
                    line: line,
                    problem: "role_arn is not the ARN of a role in account \(id)",
                    remedy: "Write arn:aws:iam::\(id):role/NAME, or leave it empty for the role of organization.yaml"
                )
            }
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

    /// Refuses an account that two lines name, unless they say the same.
    static func merged(_ entries: [InventoryEntry]) throws(ConfigurationFailure) -> [InventoryEntry] {
        var byID: [AccountID: InventoryEntry] = [:]
        for entry in entries {
            guard let earlier = byID[entry.id] else {
                byID[entry.id] = entry
                continue
            }
            throw ConfigurationFailure(
                file: entry.source,
                problem: "account \(entry.id) stands twice, first at \(earlier.source)",
                remedy: "Keep one of the two lines"
            )
        }
        return byID.values.sorted { $0.id < $1.id }
    }
}
