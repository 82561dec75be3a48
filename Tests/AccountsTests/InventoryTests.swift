import Domain
import Testing

@testable import Accounts

struct InventoryTests {
    private func read(_ text: String) throws -> [InventoryEntry] {
        try InventoryReader.merged(InventoryReader.read(Array(text.utf8), file: "accounts.csv"))
    }

    @Test func `a spreadsheet's file is read, with quotes, a byte order mark and CRLF`() throws {
        let entries = try read(
            "\u{FEFF}account_id,name,role_arn,external_id,owner\r\n"
                + "222222222222,\"Data, \"\"lake\"\"\nand more\",arn:aws:iam::222222222222:role/x,secret,a@x\r\n"
                + "# a comment\r\n\r\n"
                + "012345678901, prod ,,,\r\n"
        )
        #expect(entries.map(\.id.description) == ["012345678901", "222222222222"])
        #expect(entries.map(\.name) == ["prod", "Data, \"lake\"\nand more"])
        #expect(entries.map(\.source) == ["accounts.csv:6", "accounts.csv:2"])
        #expect(entries.map(\.externalID?.reveal) == [nil, "secret"])
        #expect(entries.last?.roleARN == "arn:aws:iam::222222222222:role/x")
    }

    @Test(arguments: [
        ("", "accounts.csv: empty. Begin with the header line account_id."),
        ("name\nx\n", "accounts.csv:1: the header must name account_id"),
        ("account_id,acount\n", "accounts.csv:1: unknown column \"acount\". The columns are: account_id, name"),
        ("account_id,name,name\n", "accounts.csv:1: the header must name account_id, and every column once"),
        ("account_id\n12345678901\n", "accounts.csv:2: \"12345678901\" is not an account id (Excel dropped"),
        ("account_id\n1.23457E+11\n", "accounts.csv:2: \"1.23457E+11\" is not an account id. Write all 12 digits"),
        ("account_id,name\n111122223333\n", "accounts.csv:2: 1 cells where the header has 2. Quote cells"),
        ("account_id,name\n111122223333,\"x\n", "accounts.csv:2: a quoted cell is not closed."),
        ("account_id,name\n111122223333,\"x\"y\n", "accounts.csv:2: text after a closing quote."),
        (
            "account_id\n111122223333\n222222222222\n111122223333\n",
            "accounts.csv:4: account 111122223333 stands twice, first at accounts.csv:2. Keep one of the two lines."
        ),
        (
            "account_id,role_arn\n111122223333,arn:aws:iam::222222222222:role/x\n",
            "accounts.csv:2: role_arn is not the ARN of a role in account 111122223333."
        ),
    ])
    func `what is wrong is refused with file, line and what to do`(text: String, message: String) throws {
        let failure = try #require(throws: ConfigurationFailure.self) { try read(text) }
        #expect(failure.description.hasPrefix(message), "\(failure)")
    }

    @Test func `bytes that are no UTF-8 are refused`() throws {
        let failure = try #require(throws: ConfigurationFailure.self) {
            try InventoryReader.read([0x61, 0xFF, 0xFE], file: "accounts.csv")
        }
        #expect(failure.description == "accounts.csv: not UTF-8 text. Save it as CSV UTF-8.")
    }

    @Test func `an external id never shows in a description`() throws {
        let entry = try #require(try read("account_id,external_id\n111122223333,hunter2\n").first)
        #expect(!"\(entry)".contains("hunter2"))
    }
}
