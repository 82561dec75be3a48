import Domain

/// Account ids, one on each line, with `#` comments on lines of their own or behind the id.
enum TextInventory {
    static func read(_ text: FileText) throws(ConfigurationFailure) -> [InventoryEntry] {
        var entries: [InventoryEntry] = []
        for (index, line) in text.lines.enumerated() {
            let content = String(line.prefix { $0 != "#" }).trimmed
            guard !content.isEmpty else { continue }
            guard let id = AccountID(content) else {
                throw .malformedAccountID(content, file: text.file, line: index + 1)
            }
            entries.append(InventoryEntry(id: id, source: "\(text.file):\(index + 1)"))
        }
        return entries
    }
}
