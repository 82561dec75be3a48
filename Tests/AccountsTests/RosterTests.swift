import Domain
import Testing

@testable import Accounts

struct RosterTests {
    private static let header = "employee_id,email,aliases,start_date,end_date,status\n"

    private static func source(_ zone: String = "UTC", extractedAt: String? = "2026-11-20T08:00:00Z") -> Roster.Source {
        var source = Roster.Source()
        source.timeZone = zone
        source.extractedAt = extractedAt.flatMap { Instant(iso8601: $0) }
        return source
    }

    private func read(_ bytes: [UInt8], _ source: Roster.Source = source()) throws -> Roster {
        try RosterFile(source, file: "roster.csv").read(FileText(bytes, file: "roster.csv"))
    }

    private func read(_ rows: String, _ source: Roster.Source = source()) throws -> Roster {
        try read(Array((Self.header + rows).utf8), source)
    }

    @Test func `people are sorted by number, addresses are small, and aliases are addresses or logins`() throws {
        let roster = try read("E2,B@x.com,,2020-01-01,,active\nE1,A.B@X.com,ab; Old@x.net,2020-01-01,,active\n")
        #expect(roster.people.map(\.employeeID) == ["E1", "E2"])
        #expect(roster.people[0].emails == ["a.b@x.com", "old@x.net"])
        #expect(roster.people[0].logins == ["ab"])
        #expect(roster.people[0].employments == [Roster.Employment()])
        #expect(roster.source.rows == 2 && roster.source.people == 2)
    }

    @Test func `a byte order mark, CRLF, quotes, comments and another order of columns are taken`() throws {
        let text =
            "\u{FEFF}# from Personnel\r\nstatus,end_date,start_date,aliases,email,employee_id\r\n"
            + "left,2026-01-31,,\"ab,cd\",\"a@x.com\",\"E \"\"1\"\"\"\r\n\r\n"
        let person = try #require(try read(Array(text.utf8)).people.first)
        #expect(person.employeeID == "E \"1\"")
        #expect(person.logins == ["ab", "cd"])
        #expect(person.employments.first?.end?.lastDay == "2026-01-31")
    }

    @Test func `whoever came back has two employments and the addresses of both, the latest first`() throws {
        let roster = try read("E1,new@x.com,,2026-03-01,,active\nE1,old@x.com,,2020-01-01,2025-12-31,left\n")
        let person = try #require(roster.people.first)
        #expect(roster.people.count == 1 && roster.source.rows == 2)
        #expect(person.employments.map { $0.end?.lastDay } == ["2025-12-31", nil])
        #expect(person.emails == ["new@x.com", "old@x.com"])
    }

    @Test(arguments: [
        ("UTC", "2026-01-31", "2026-02-01T00:00:00Z"),
        ("Europe/Berlin", "2026-01-31", "2026-01-31T23:00:00Z"),
        // The last day of summer time has 25 hours.
        ("Europe/Berlin", "2026-10-25", "2026-10-25T23:00:00Z"),
        ("America/Los_Angeles", "2026-06-30", "2026-07-01T07:00:00Z"),
        ("Asia/Kolkata", "2026-06-30", "2026-06-30T18:30:00Z"),
        // Here the next day begins at one o'clock, because clocks go forward at midnight.
        ("America/Sao_Paulo", "2018-11-03", "2018-11-04T03:00:00Z"),
        // And here midnight came twice.
        ("America/Havana", "2025-11-01", "2025-11-02T04:00:00Z"),
        ("Pacific/Kiritimati", "2026-12-31", "2026-12-31T10:00:00Z"),
        ("UTC", "2028-02-29", "2028-03-01T00:00:00Z"),
        ("UTC", "9999-12-31", "10000-01-01T00:00:00Z"),
    ])
    func `a last day ends with the clocks of the time zone`(zone: String, day: String, end: String) throws {
        let roster = try read("E1,a@x.com,,2010-01-01,\(day),active\n", Self.source(zone, extractedAt: nil))
        #expect(roster.people.first?.employments.first?.end?.at.iso8601 == end)
    }

    struct Refusal: CustomTestStringConvertible, Sendable {
        let rows: String
        let message: String
        var testDescription: String { message }
    }

    @Test(arguments: [
        Refusal(rows: "", message: "roster.csv: nobody stands in it. Export it again; without people, take"),
        Refusal(
            rows: "E1,a@x.com,,2020-01-01,active\n",
            message: "roster.csv:2: 5 cells where the header has 6. Quote cells that contain a comma."
        ),
        Refusal(
            rows: ",a@x.com,,2020-01-01,,active\n",
            message: ":2: employee_id is empty. Give the number by which the personnel system knows the person."
        ),
        Refusal(
            rows: "E1,a.x.com,,2020-01-01,,active\n",
            message: ":2: email \"a.x.com\" is not an address. Write one address, or leave it empty."
        ),
        Refusal(rows: "E1,a@x.com@y,,2020-01-01,,active\n", message: ":2: email \"a@x.com@y\" is not an address."),
        Refusal(rows: "E1,a@x.com,b@,2020-01-01,,active\n", message: ":2: aliases: \"b@\" is not an address."),
        Refusal(
            rows: "E1,a@x.com,,31.01.2020,,active\n",
            message: ":2: start_date \"31.01.2020\" is not a date. Write it as YYYY-MM-DD; a spreadsheet may have"
        ),
        Refusal(
            rows: "E1,a@x.com,,2020-01-01,2026-02-30,left\n",
            message: ":2: end_date \"2026-02-30\" is not a date."
        ),
        Refusal(rows: "E1,a@x.com,,0202-01-01,,active\n", message: ":2: start_date \"0202-01-01\" is not a date."),
        Refusal(
            rows: "E1,a@x.com,,2026-02-01,2026-01-31,left\n",
            message: ":2: end_date 2026-01-31 lies before start_date 2026-02-01. Correct one of them."
        ),
        Refusal(
            rows: "E1,a@x.com,,2020-01-01,,gone\n",
            message: ":2: status \"gone\" is unknown. Write active or left."
        ),
        Refusal(rows: "E1,a@x.com,,2020-01-01,,Active\n", message: ":2: status \"Active\" is unknown."),
        Refusal(
            rows: "E1,a@x.com,,2020-01-01,,left\n",
            message: ":2: end_date is empty, though status is left. Give the last day as YYYY-MM-DD, or status active."
        ),
        Refusal(
            rows: "E1,a@x.com,,2020-01-01,2026-11-19,active\n",
            message: ":2: status is active, though end_date 2026-11-19 was over when the roster was extracted. Write"
        ),
        Refusal(
            rows: "E1,a@x.com,,2020-01-01,2026-11-21,left\n",
            message: ":2: status is left, though end_date 2026-11-21 was still to come when the roster was extracted."
        ),
        Refusal(
            rows: "E1,a@x.com,,2020-01-01,,active\nE2,b@x.com,,,,active\nE1,a@x.com,,2021-01-01,,active\n",
            message: ":4: employee_id \"E1\" works here twice at once, see line 2. Give each employment its own start"
        ),
        Refusal(
            rows: "E1,a@x.com,,2026-01-31,,active\nE1,a@x.com,,2020-01-01,2026-01-31,left\n",
            message: ":3: employee_id \"E1\" works here twice at once, see line 2."
        ),
        Refusal(
            rows: "E1,a@x.com,,,2025-01-31,left\nE1,a@x.com,,,2026-01-31,left\n",
            message: ":3: employee_id \"E1\" works here twice at once"
        ),
        Refusal(rows: "E1,\"a@x.com,,2020-01-01,,active\n", message: ":2: a quoted cell is not closed."),
    ])
    func `what is wrong is refused with line, column and what to do`(refusal: Refusal) throws {
        let failure = try #require(throws: ConfigurationFailure.self) { try read(refusal.rows) }
        #expect(failure.description.contains(refusal.message), "\(failure)")
        #expect(failure.description.hasPrefix("roster.csv"))
    }

    @Test(arguments: [
        ("", "roster.csv: empty. Begin with the header line employee_id,email,aliases,start_date,end_date,status."),
        ("employee_id;email\n", ":1: the columns are not separated by commas."),
        ("employee_id,email,aliases,start_date,end_date\n", ":1: the header must name each column once. Begin with"),
        (header.replacing("status", with: "email"), ":1: the header must name each column once."),
        (header.replacing("status", with: "status,name"), ":1: unknown column \"name\". The columns are: employee_id,"),
    ])
    func `a header that is not the roster's is refused`(text: String, message: String) throws {
        let failure = try #require(throws: ConfigurationFailure.self) { try read(Array(text.utf8)) }
        #expect(failure.description.contains(message), "\(failure)")
    }

    @Test func `on the last day both states are true, and employments may follow each other by a day`() throws {
        for status in ["active", "left"] {
            #expect(try read("E1,a@x.com,,2020-01-01,2026-11-20,\(status)\n").people.count == 1)
        }
        let rows = "E1,a@x.com,,2020-01-01,2026-01-30,left\nE1,a@x.com,,2026-01-31,,active\n"
        #expect(try read(rows).people.first?.employments.count == 2)
    }

    @Test func `terminals see no control characters of the file`() throws {
        let failure = try #require(throws: ConfigurationFailure.self) {
            try read("E1,a\u{1B}[31m,,2020-01-01,,active\n")
        }
        #expect(!failure.description.contains("\u{1B}"))
    }

    @Test func `a hundred thousand people are read in a moment`() throws {
        let rows = (0..<100_000).map { "E\($0),p\($0)@x.com,,2020-01-01,2026-01-31,left\n" }.joined()
        #expect(try read(rows, Self.source("Europe/Berlin")).people.count == 100_000)
    }
}
