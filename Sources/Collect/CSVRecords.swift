/// Splits CSV into records as RFC 4180 has it, with LF or CRLF at the ends of lines and none needed at the end.
struct CSVRecords {
    struct Record: Equatable {
        /// The line on which the record begins, counted from 1.
        let line: Int
        let cells: [String]
    }

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The next record that is not an empty line, nil at the end.
    mutating func next() throws(CredentialReportFailure) -> Record? {
        skipEmptyLines()
        guard position < bytes.count else { return nil }
        let start = line
        var cells: [String] = []
        while true {
            cells.append(try cell())
            guard take(UInt8(ascii: ",")) else { break }
        }
        guard takeLineEnd() || position == bytes.count else {
            throw CredentialReportFailure(line: line, detail: "text after the closing quote of a cell")
        }
        return Record(line: start, cells: cells)
    }

    private mutating func skipEmptyLines() {
        while takeLineEnd() {}
    }

    private mutating func cell() throws(CredentialReportFailure) -> String {
        guard take(UInt8(ascii: "\"")) else {
            let start = position
            while position < bytes.count, !isCellEnd(bytes[position]) { position += 1 }
            return String(decoding: bytes[start..<position], as: UTF8.self)
        }
        return try quotedCell()
    }

    private mutating func quotedCell() throws(CredentialReportFailure) -> String {
        let start = line
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\n") { line += 1 }
            guard byte == UInt8(ascii: "\"") else {
                text.append(byte)
                continue
            }
            // Two quotes are one of the text, a single one ends the cell.
            guard take(UInt8(ascii: "\"")) else { return String(decoding: text, as: UTF8.self) }
            text.append(byte)
        }
        throw CredentialReportFailure(line: start, detail: "a quoted cell that does not end")
    }

    private func isCellEnd(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func takeLineEnd() -> Bool {
        let hasReturn = take(UInt8(ascii: "\r"))
        let hasNewline = take(UInt8(ascii: "\n"))
        guard hasReturn || hasNewline else { return false }
        line += 1
        return true
    }
}
