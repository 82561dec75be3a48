import Foundation
import Testing

@testable import AWS

struct INIFileTests {
    /// A text and what botocore reads in it, as Tests/Interoperability/ini.py writes them.
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        /// Nil if botocore refuses the text.
        let sections: [String: [String: Value]]?
        var testDescription: String { name }
    }

    enum Value: Decodable, Sendable, Equatable {
        case text(String)
        case table([String: String])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            self =
                if let text = try? container.decode(String.self) {
                    .text(text)
                } else {
                    .table(try container.decode([String: String].self))
                }
        }

        init(_ value: INIFile.Value) {
            switch value {
            case .text(let text): self = .text(text)
            case .table(let table): self = .table(table)
            }
        }
    }

    static func cases() throws -> [Case] {
        struct Document: Decodable {
            let cases: [Case]
        }
        let file = try #require(
            Bundle.module.url(forResource: "ini-cases", withExtension: "json", subdirectory: "Fixtures")
        )
        return try JSONDecoder().decode(Document.self, from: Data(contentsOf: file)).cases
    }

    @Test(arguments: try cases())
    func `a file reads as in botocore`(_ example: Case) throws {
        guard let expected = example.sections else {
            #expect(throws: INIFile.Failure.self) { try INIFile(example.text) }
            return
        }
        let file = try INIFile(example.text)
        let sections = file.sections.map { ($0.name, $0.values.mapValues(Value.init)) }
        #expect(Dictionary(uniqueKeysWithValues: sections) == expected)
    }

    @Test func `a byte order mark is skipped`() throws {
        #expect(try INIFile("\u{FEFF}[default]\na = 1").section("default")?.values == ["a": .text("1")])
    }

    @Test(arguments: [
        ("[a]\n\n# x\n= AKIA", 4), ("[a]\r\nb = 1\r\nAKIA\r\n", 3), ("AKIA = 1", 1), ("[a]\nb = 1\nb = AKIA", 3),
    ])
    func `a refusal names the line and shows nothing of it`(text: String, line: Int) throws {
        let failure = try #require(throws: INIFile.Failure.self) { try INIFile(text) }
        #expect(failure.line == line)
        #expect(!failure.detail.contains("AKIA"))
    }

    @Test(
        arguments: [
            ("profile prod", "prod"), ("profile\tprod", "prod"), ("profile   prod ", "prod"),
            ("profile \"a b\"", "a b"),
            ("profile 'a'", "a"), ("profile \"\"", ""), ("profile", nil), ("profile ", nil), ("profileprod", nil),
            ("profile a b", nil), ("profile \"a", nil), ("profile \"", nil), ("Profile prod", nil),
            ("services prod", nil),
        ] as [(String, String?)]
    )
    func `the name of a profile stands behind the keyword`(header: String, name: String?) {
        #expect(INIFile.name(in: header, after: "profile") == name)
    }

    @Test func `the later of both spellings of the default profile wins`() throws {
        let plainLast = try INIFile("[profile default]\na = 1\n[default]\na = 2\n")
        #expect(plainLast.profile("default")?.values == ["a": .text("2")])
        let plainFirst = try INIFile("[default]\na = 2\n[profile default]\na = 1\n[other]\n")
        #expect(plainFirst.profile("default")?.values == ["a": .text("1")])
        #expect(plainFirst.profile("other") == nil)
        #expect(plainFirst.profileNames == ["default", "default"])
    }
}
