/// A table for a terminal: columns as wide as their widest cell, the last one as it is.
struct TextTable {
    let header: [String]
    let rows: [[String]]

    var text: String {
        let all = ([header] + rows).map { row in row.map { String($0.map { $0.isNewline ? " " : $0 }) } }
        let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        let lines = all.map { row in
            let cells = row.indices.map { column in
                column == row.count - 1
                    ? row[column]
                    : row[column] + String(repeating: " ", count: widths[column] - row[column].count)
            }
            return cells.joined(separator: "  ")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
