import Domain

/// Reads an inventory in any of the formats that the field already has; the content tells which, not the name.
enum InventoryReader {
    /// The accounts of one file; a file that names none is refused, because somebody meant it to.
    static func read(_ text: FileText) throws(ConfigurationFailure) -> [InventoryEntry] {
        let entries = try accounts(in: text)
        guard !entries.isEmpty else {
            throw ConfigurationFailure(
                file: text.file,
                problem: "names no AWS account",
                remedy: "Fill it, or take it out of the folder"
            )
        }
        for entry in entries where entry.externalID.map({ !IAMNames.isExternalID($0.reveal) }) ?? false {
            let line = entry.source.split(separator: ":").last.flatMap { Int($0) }
            throw .malformedExternalID(file: text.file, line: line)
        }
        return entries
    }

    private static func accounts(in text: FileText) throws(ConfigurationFailure) -> [InventoryEntry] {
        guard let line = firstLine(of: text) else { return [] }
        let entries: [InventoryEntry]
        switch kind(of: line) {
        // A config file often has several profiles for one account; they are compared like files.
        case .profiles: return try ProfileInventory.read(text)
        case .csv: entries = try CSVInventory.read(text)
        case .json: entries = try ListAccountsInventory.read(text)
        case .text: entries = try TextInventory.read(text)
        case .yaml: entries = try yaml(text)
        case nil: throw unknown(text.file)
        }
        try InventoryEntry.requireDistinct(entries)
        return entries
    }

    private static func yaml(_ text: FileText) throws(ConfigurationFailure) -> [InventoryEntry] {
        guard let root = try YAMLReader.parse(text.text, file: text.file) else { return [] }
        if root.isList { return try ProwlerInventory.read(root) }
        if root.isMapping, try root.entries().contains(where: { $0.key == "accounts" }) {
            return try CloudCustodianInventory.read(root)
        }
        throw unknown(text.file)
    }

    private static func unknown(_ file: String) -> ConfigurationFailure {
        ConfigurationFailure(
            file: file,
            problem: "not an inventory of a known kind",
            remedy: """
                Known are the output of `aws organizations list-accounts`, c7n-org's accounts.yml, Prowler's list of \
                providers, profiles of an AWS config file, a CSV with the column account_id, and text with one account \
                id on each line
                """
        )
    }

    // MARK: Telling them apart

    enum Kind {
        case csv, json, profiles, text, yaml
    }

    /// The first line that is neither blank nor a comment in any of the formats.
    private static func firstLine(of text: FileText) -> String? {
        text.lines.lazy.map { String($0).trimmed }.first { line in
            guard let first = line.first else { return false }
            return first != "#" && first != ";"
        }
    }

    static func kind(of line: String) -> Kind? {
        guard let first = line.first else { return nil }
        if first == "{" { return .json }
        // A directive such as `%YAML 1.2`.
        if first == "%" { return .yaml }
        if first == "[" { return isSection(line) ? .profiles : .json }
        if first.isASCII, first.isWholeNumber { return line.prefix { $0 != "#" }.contains(",") ? .csv : .text }
        let cells = line.split { ",;\t".contains($0) }.map { String($0.filter { $0 != "\"" }).trimmed }
        if cells.contains("account_id") { return .csv }
        if line.contains(":") || line.hasPrefix("-") { return .yaml }
        return line.contains(",") ? .csv : nil
    }

    /// `[profile prod]`, but neither `["a"]` nor `[{"a": 1}]` nor `[]`.
    private static func isSection(_ line: String) -> Bool {
        guard let end = line.lastIndex(of: "]") else { return false }
        let name = line[..<end].dropFirst()
        return !name.isEmpty && !name.contains { "{}[],:".contains($0) } && !name.hasPrefix("\"")
    }
}
