/// One line of a CSV file as bytes, after RFC 4180 and with every cell guarded against formulas.
///
/// IAM names may begin with `=`, `+`, `-` or `@`, and tags with anything: a spreadsheet would run such a cell. It gets
/// a leading `'`, which is the only change that is ever made to a value.
///
/// Source: https://owasp.org/www-community/attacks/CSV_Injection
package struct CSVRow: Sendable {
    package private(set) var bytes: [UInt8] = []
    package private(set) var cellCount = 0

    package init() {}

    package mutating func cell(_ text: String) {
        separate()
        let guarded = text.unicodeScalars.first.map(Self.startsFormula) ?? false
        guard text.containsByte(where: Self.needsQuotes) else {
            if guarded { bytes.append(UInt8(ascii: "'")) }
            bytes.append(contentsOf: text.utf8)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        if guarded { bytes.append(UInt8(ascii: "'")) }
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// A number needs no guard: a minus sign of ours starts no formula.
    package mutating func cell(_ number: (some BinaryInteger)?) {
        separate()
        if let number { bytes.append(contentsOf: String(Int64(number)).utf8) }
    }

    package mutating func cell(_ flag: Bool?) {
        cell(flag.map { $0 ? "true" : "false" } ?? "")
    }

    package mutating func cell(_ instant: Instant?) {
        cell(instant?.iso8601 ?? "")
    }

    package mutating func cells(_ texts: String...) {
        for text in texts { cell(text) }
    }

    /// Ends the line with CRLF, the last one of a file as well.
    package mutating func end() {
        bytes.append(contentsOf: [0x0D, 0x0A])
    }

    private mutating func separate() {
        if cellCount > 0 { bytes.append(UInt8(ascii: ",")) }
        cellCount += 1
    }

    private static func needsQuotes(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "\""), 0x0D, 0x0A: true
        default: false
        }
    }

    private static func startsFormula(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "=", "+", "-", "@", "\t", "\r", "\n", "\0": true
        // The full-width forms, which some spreadsheets read as the plain ones.
        case "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": true
        default: false
        }
    }
}
