import Domain
import Testing

@testable import Collect

struct CredentialReportParserTests {
    private func rows(_ csv: String) throws -> [CredentialReport.Row] {
        try CredentialReportParser.rows(of: Array(csv.utf8))
    }

    /// A row of 22 cells that differs from that of a user without anything in the given columns.
    private static func row(_ changes: [String: String] = [:]) -> String {
        let columns = FullAccount.reportHeader.split(separator: ",").map(String.init)
        var cells: [String: String] = [
            "user": "alice", "arn": "arn:aws:iam::111122223333:user/alice",
            "user_creation_time": "2026-01-01T00:00:00Z",
        ]
        for column in columns where column.hasSuffix("_active") || column == "password_enabled" {
            cells[column] = "false"
        }
        return columns.map { changes[$0] ?? cells[$0] ?? "N/A" }.joined(separator: ",")
    }

    private func only(_ changes: [String: String]) throws -> CredentialReport.Row {
        let rows = try rows(FullAccount.reportHeader + "\n" + Self.row(changes))
        #expect(rows.count == 1)
        return try #require(rows.first)
    }

    @Test func `every column is read`() throws {
        let rows = try rows(FullAccount.reportCSV)
        #expect(rows.map(\.user) == ["<root_account>", "alice", "bob"])
        #expect(
            rows[1]
                == CredentialReport.Row(
                    user: "alice",
                    arn: "arn:aws:iam::111122223333:user/alice",
                    createdAt: Instant(year: 2026, month: 1, day: 1),
                    accessKeys: [
                        CredentialReport.KeySlot(
                            active: true,
                            rotatedAt: Instant(year: 2026, month: 1, day: 1),
                            lastUsedAt: Instant(year: 2026, month: 11, day: 1, hour: 10, minute: 15),
                            lastUsedRegion: "us-east-1",
                            lastUsedService: "s3"
                        ),
                        CredentialReport.KeySlot(),
                    ],
                    certificates: [
                        CredentialReport.CertificateSlot(
                            active: true,
                            rotatedAt: Instant(year: 2024, month: 1, day: 1)
                        ),
                        CredentialReport.CertificateSlot(),
                    ]
                )
        )
        #expect(rows[2].passwordEnabled == true)
        #expect(rows[2].passwordLastUsed == .noInformation)
    }

    @Test(arguments: [
        ("2026-01-02T03:04:05Z", CredentialReport.LastUse.at(Instant(epochSeconds: 1_767_323_045))),
        ("2026-01-02T03:04:05+00:00", .at(Instant(epochSeconds: 1_767_323_045))),
        ("no_information", .noInformation),
        ("N/A", .notApplicable),
        ("not_supported", .notApplicable),
    ])
    func `the last use of a password has three forms`(cell: String, expected: CredentialReport.LastUse) throws {
        #expect(try only(["password_last_used": cell]).passwordLastUsed == expected)
    }

    @Test(arguments: [("true", true), ("TRUE", true), ("false", false), ("FALSE", false), ("not_supported", nil)])
    func `a flag has any letter case, and root's may be not supported`(cell: String, expected: Bool?) throws {
        #expect(try only(["password_enabled": cell]).passwordEnabled == expected)
    }

    @Test func `an inactive key is a key, an empty slot is none`() throws {
        let row = try only(["access_key_2_last_rotated": "2025-01-01T00:00:00+00:00"])
        #expect(row.accessKeys.map(\.exists) == [false, true])
    }

    @Test func `columns are found by name, and unknown ones are ignored`() throws {
        let header = FullAccount.reportHeader.split(separator: ",").reversed().joined(separator: ",")
        let cells = Self.row(["user": "zed"]).split(separator: ",").reversed().joined(separator: ",")
        let csv = "\(header),additional_credentials_info,tomorrow\n\(cells),2 access keys,x\n"
        let row = try #require(try rows(csv).first)
        #expect(row.user == "zed")
        #expect(row.additionalCredentials == "2 access keys")
    }

    @Test func `quoted cells, CRLF and a newline at the end are taken`() throws {
        let header = FullAccount.reportHeader + ",additional_credentials_info"
        let csv = "\(header)\r\n\(Self.row()),\"a \"\"b\"\",\nc\"\r\n\(Self.row()),N/A\r\n"
        #expect(try rows(csv).map(\.additionalCredentials) == ["a \"b\",\nc", nil])
    }

    @Test func `a report without users is read`() throws {
        #expect(try rows(FullAccount.reportHeader) == [])
    }

    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let csv: String
        let line: Int
    }

    @Test(arguments: [
        Damage(testDescription: "nothing at all", csv: "", line: 1),
        Damage(testDescription: "a missing column", csv: "user,arn\nx,y", line: 1),
        Damage(testDescription: "a short row", csv: "\(FullAccount.reportHeader)\n\(row())\nbob,arn", line: 3),
        Damage(testDescription: "a long row", csv: "\(FullAccount.reportHeader)\n\(row()),x", line: 2),
        Damage(
            testDescription: "a date that is none",
            csv: "\(FullAccount.reportHeader)\n\(row(["access_key_1_last_rotated": "soon"]))",
            line: 2
        ),
        Damage(
            testDescription: "a flag that is none",
            csv: "\(FullAccount.reportHeader)\n\n\(row(["mfa_active": "perhaps"]))",
            line: 3
        ),
        Damage(testDescription: "no user", csv: "\(FullAccount.reportHeader)\n\(row(["user": ""]))", line: 2),
        Damage(testDescription: "a quote that does not end", csv: "\(FullAccount.reportHeader)\n\"ali\nce", line: 2),
        Damage(testDescription: "text after a quote", csv: "\(FullAccount.reportHeader)\n\"a\"b,c", line: 2),
    ])
    func `a row that cannot be read makes the report unreadable and is named`(_ damage: Damage) {
        #expect {
            try rows(damage.csv)
        } throws: { error in
            (error as? CredentialReportFailure)?.line == damage.line
        }
    }
}
