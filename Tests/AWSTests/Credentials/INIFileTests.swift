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
        /// The same by the name behind a keyword: `profile`, `sso-session`, `services`.
        let named: [String: [String: [String: Value]]]?
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

    private static let randomCases = ProcessInfo.processInfo.environment["ORGSWEEP_INI_CASES"]

    static func cases(_ file: URL) throws -> [Case] {
        struct Document: Decodable {
            let cases: [Case]
        }
        return try JSONDecoder().decode(Document.self, from: Data(contentsOf: file)).cases
    }

    static func casesChosenByHand() throws -> [Case] {
        try cases(
            #require(Bundle.module.url(forResource: "ini-cases", withExtension: "json", subdirectory: "Fixtures"))
        )
    }

    @Test(arguments: try casesChosenByHand())
    func `a file reads as in botocore`(_ example: Case) throws {
        try check(example)
    }

    @Test(.enabled(if: randomCases != nil, "set ORGSWEEP_INI_CASES to a file of Tests/Interoperability/ini.py"))
    func `random files read as in botocore`() throws {
        let cases = try Self.cases(URL(filePath: #require(Self.randomCases)))
        #expect(cases.count >= 1_000)
        #expect(cases.count { $0.sections != nil } >= cases.count / 4)
        for example in cases { try check(example) }
    }

    private func check(_ example: Case) throws {
        guard let expected = example.sections, let named = example.named else {
            #expect(throws: INIFile.Failure.self, "\(example.text.debugDescription)") { try INIFile(example.text) }
            return
        }
        let file = try INIFile(example.text)
        let sections = file.sections.map { ($0.name, $0.values.mapValues(Value.init)) }
        #expect(Dictionary(uniqueKeysWithValues: sections) == expected, "\(example.text.debugDescription)")
        for (keyword, byName) in named {
            for (name, values) in byName {
                let section = keyword == "profile" ? file.profile(name) : file.section(keyword, named: name)
                #expect(section?.values.mapValues(Value.init) == values, "\(keyword) \(name.debugDescription)")
            }
        }
        #expect(Set(file.profileNames) == Set(named["profile"]?.keys ?? [:].keys))
    }

    @Test func `a byte order mark is skipped`() throws {
        #expect(try INIFile("\u{FEFF}[default]\na = 1").section("default")?.values == ["a": .text("1")])
    }

    @Test(arguments: [
        ("[a]\n\n# x\n= AKIA", 4), ("[a]\r\nb = 1\r\nAKIA\r\n", 3), ("AKIA = 1", 1), ("[a]\nb = 1\nb = AKIA", 3),
        ("[a]\n[DEFAULT]\nx = AKIA", 2),
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
