import Domain
import Testing

@testable import Report

struct CellCase: CustomTestStringConvertible, Sendable {
    let value: String
    let cell: String

    init(_ value: String, _ cell: String) {
        self.value = value
        self.cell = cell
    }

    var testDescription: String { value.debugDescription }

    static let all = [
        CellCase("plain", "plain"),
        CellCase("", ""),
        CellCase("012345678901", "012345678901"),
        CellCase("a,b", #""a,b""#),
        CellCase(#"say "hi""#, #""say ""hi""""#),
        CellCase("two\nlines", "\"two\nlines\""),
        CellCase("two\r\nlines", "\"two\r\nlines\""),
        CellCase("=1+1", "'=1+1"),
        CellCase("+49", "'+49"),
        CellCase("-2", "'-2"),
        CellCase("@SUM(A1)", "'@SUM(A1)"),
        CellCase("\t=1", "'\t=1"),
        CellCase("\r=1", "\"'\r=1\""),
        CellCase("\n=1", "\"'\n=1\""),
        CellCase("\0=1", "'\0=1"),
        CellCase("\u{FF1D}1", "'\u{FF1D}1"),
        CellCase("\u{FF0B}1", "'\u{FF0B}1"),
        CellCase("\u{FF0D}1", "'\u{FF0D}1"),
        CellCase("\u{FF20}x", "'\u{FF20}x"),
        // A combining mark makes another character of it, not another cell.
        CellCase("=\u{338}cmd", "'=\u{338}cmd"),
        CellCase(#"=HYPERLINK("http://x","y")"#, #""'=HYPERLINK(""http://x"",""y"")""#),
        CellCase("a=b", "a=b"),
        CellCase("'quoted", "'quoted"),
    ]
}

@Suite struct `A CSV row` {
    @Test(arguments: CellCase.all)
    func `keeps a cell in its place and out of the formula engine`(test: CellCase) {
        var row = CSVRow()
        row.cell(test.value)
        #expect(String(decoding: row.bytes, as: UTF8.self) == test.cell)
    }

    @Test func `is separated by commas and ends with CRLF`() {
        var row = CSVRow()
        row.cells("a", "", "c")
        row.cell(nil as Int?)
        row.cell(7)
        row.cell(true)
        row.cell(nil as Bool?)
        row.cell(Instant(year: 2026, month: 11, day: 22, hour: 15))
        row.end()
        #expect(String(decoding: row.bytes, as: UTF8.self) == "a,,c,,7,true,,2026-11-22T15:00:00Z\r\n")
    }

    @Test(arguments: CSVTable.all.map(\.name))
    func `is there as a header even when nothing follows`(name: String) async throws {
        let folder = try RunFolder()
        try await folder.write(FixtureRun())
        let table = try #require(CSVTable.all.first { $0.name == name })
        #expect(try folder.text(name) == table.columns.joined(separator: ",") + "\r\n")
    }

    @Test func `of hostile names parses back into the same names`() async throws {
        let folder = try RunFolder()
        try await folder.write(.hostile)
        let rows = try parsedCSV(try folder.text("findings.csv"))
        let names = rows.dropFirst().map { $0[11] }
        let expected = FixtureRun.hostileNames.map { name in
            name.unicodeScalars.first.map { "=+-@\t\r\n\0\u{FF1D}".unicodeScalars.contains($0) } == true
                ? "'" + name : name
        }
        #expect(Set(names) == Set(expected))
        #expect(rows.allSatisfy { $0.count == CSVTable.findings.columns.count })
    }
}

/// A strict reader of RFC 4180, so that the writer is not its own judge.
func parsedCSV(_ text: String) throws -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell = String.UnicodeScalarView()
    var isQuoted = false
    var scalars = Array(text.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
        switch (scalar, isQuoted) {
        case ("\"", true) where scalars.first == "\"":
            cell.append("\"")
            scalars.removeFirst()
        case ("\"", _):
            isQuoted.toggle()
        case (",", false):
            row.append(String(cell))
            cell = .init()
        case ("\r", false):
            try #require(scalars.popFirst() == "\n", "a bare CR outside quotes")
            rows.append(row + [String(cell)])
            row = []
            cell = .init()
        case ("\n", false):
            Issue.record("a bare LF outside quotes")
        default:
            cell.append(scalar)
        }
    }
    #expect(row.isEmpty && cell.isEmpty && !isQuoted, "the file must end with CRLF")
    return rows
}
