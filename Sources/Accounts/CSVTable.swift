/// A CSV file by RFC 4180, each row with the line it starts on.
struct CSVTable: Equatable {
    var header: [String]
    var headerLine: Int
    var rows: [Row]
    /// The comment lines below the header, as they stand.
    var comments: [Comment] = []

    struct Comment: Equatable {
        var line: Int
        var text: String
    }

    struct Row: Equatable {
        var line: Int
        var cells: [String]
    }

    /// Takes CRLF, blank lines and `#` comment lines in stride; a quoted cell is neither.
    static func parse(
        _ text: String,
        file: String,
        example header: String = "account_id"
    ) throws(ConfigurationFailure) -> CSVTable {
        var parser = CSVParser(text: text)
        var rows: [Row] = []
        while let row = try parser.row(file: file) {
            rows.append(row)
        }
        guard let first = rows.first else {
            throw ConfigurationFailure(file: file, problem: "empty", remedy: "Begin with the header line \(header)")
        }
        for row in rows where row.cells.count != first.cells.count {
            throw ConfigurationFailure(
                file: file,
                line: row.line,
                problem: "\(row.cells.count) cells where the header has \(first.cells.count)",
                remedy: "Quote cells that contain a comma"
            )
        }
        return CSVTable(
            header: first.cells.map(\.trimmed),
            headerLine: first.line,
            rows: Array(rows.dropFirst()),
            comments: parser.comments.filter { $0.line > first.line }
        )
    }
}

extension CSVTable {
    /// Refuses a header with a column that is not known, and one that commas do not separate.
    func checkColumns(_ known: [String], file: String) throws(ConfigurationFailure) {
        if header.count == 1, header[0].contains(where: { $0 == ";" || $0 == "\t" }) {
            throw failure(
                "the columns are not separated by commas",
                "Save it as CSV with commas between the cells",
                file: file
            )
        }
        for column in header where !known.contains(column) {
            throw failure(
                "unknown column \"\(ConfigurationFailure.printable(column))\"",
                "The columns are: \(known.joined(separator: ", "))",
                file: file
            )
        }
    }

    func failure(_ problem: String, _ remedy: String, file: String) -> ConfigurationFailure {
        ConfigurationFailure(file: file, line: headerLine, problem: problem, remedy: remedy)
    }
}

private struct CSVParser {
    private var scalars: String.UnicodeScalarView.SubSequence
    private var line = 1
    private(set) var comments: [CSVTable.Comment] = []

    init(text: String) {
        self.scalars = text.unicodeScalars[...]
    }

    /// The next row, or nil at the end of the file.
    mutating func row(file: String) throws(ConfigurationFailure) -> CSVTable.Row? {
        skipLinesWithoutCells()
        guard !scalars.isEmpty else { return nil }
        var row = CSVTable.Row(line: line, cells: [])
        while true {
            row.cells.append(scalars.first == "\"" ? try quotedCell(file: file) : plainCell())
            if takeLineEnd() { return row }
            guard scalars.popFirst() == "," else {
                throw ConfigurationFailure(
                    file: file,
                    line: line,
                    problem: "text after a closing quote",
                    remedy: "Double the quotes inside a quoted cell"
                )
            }
        }
    }

    private mutating func skipLinesWithoutCells() {
        while !scalars.isEmpty {
            let text = scalars.prefix { $0 != "\n" && $0 != "\r" }
            let first = text.first { $0 != " " && $0 != "\t" }
            guard first == nil || first == "#" else { return }
            if first == "#" { comments.append(CSVTable.Comment(line: line, text: String(text))) }
            scalars = scalars[text.endIndex...]
            _ = takeLineEnd()
        }
    }

    private mutating func plainCell() -> String {
        let cell = scalars.prefix { $0 != "," && $0 != "\n" && $0 != "\r" }
        scalars = scalars[cell.endIndex...]
        return String(cell).trimmed
    }

    private mutating func quotedCell(file: String) throws(ConfigurationFailure) -> String {
        let start = line
        scalars.removeFirst()
        var cell = String.UnicodeScalarView()
        while let scalar = scalars.popFirst() {
            if scalar == "\"" {
                guard scalars.first == "\"" else { return String(cell) }
                scalars.removeFirst()
            }
            if scalar == "\n" { line += 1 }
            cell.append(scalar)
        }
        throw ConfigurationFailure(
            file: file,
            line: start,
            problem: "a quoted cell is not closed",
            remedy: "Add the closing quote"
        )
    }

    private mutating func takeLineEnd() -> Bool {
        if scalars.isEmpty { return true }
        guard scalars.first == "\n" || scalars.first == "\r" else { return false }
        if scalars.popFirst() == "\r", scalars.first == "\n" { scalars.removeFirst() }
        line += 1
        return true
    }
}

extension String {
    /// Without spaces and tabs at both ends.
    var trimmed: String {
        let isSpace: (Unicode.Scalar) -> Bool = { $0 == " " || $0 == "\t" }
        let tail = unicodeScalars.drop(while: isSpace)
        guard let last = tail.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(tail[...last])
    }
}
