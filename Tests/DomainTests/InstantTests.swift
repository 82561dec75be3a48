import Domain
import Testing

struct InstantTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0),
        ("2015-08-30T12:36:00Z", 1_440_938_160),
        ("2026-11-22T15:00:00+00:00", 1_795_359_600),
        ("2026-11-22T16:00:00+01:00", 1_795_359_600),
        ("2026-11-22T09:30:00-05:30", 1_795_359_600),
        ("2026-11-22T15:00:00.999999Z", 1_795_359_600),
        ("2024-02-29T23:59:59Z", 1_709_251_199),
        ("2000-02-29T00:00:00Z", 951_782_400),
        ("1969-12-31T23:59:59Z", -1),
        ("9999-12-31T23:59:59Z", 253_402_300_799),
    ])
    func `the forms that AWS and moto print are read`(text: String, seconds: Int64) {
        #expect(Instant(iso8601: text)?.epochSeconds == seconds)
    }

    @Test(arguments: [
        "", "2026", "2026-11-22", "2026-11-22T15:00:00", "2026-11-22 15:00:00Z", "2026-13-01T00:00:00Z",
        "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-00-10T00:00:00Z",
        "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:60Z", "2026-01-01T00:00:00Zx",
        "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+1:00", "0000-01-01T00:00:00+00:01", "9999-12-31T23:59:00-00:01",
        "N/A", "no_information", "２026-01-01T00:00:00Z",
    ])
    func `anything else is no instant`(text: String) {
        #expect(Instant(iso8601: text) == nil)
    }

    @Test func `every day of eight centuries survives being written and read`() {
        var day = Instant(year: 1600, month: 1, day: 1, hour: 23, minute: 59, second: 58)
        var wrong: [Instant] = []
        for _ in 0..<292_194 {
            if Instant(iso8601: day.iso8601) != day { wrong.append(day) }
            day = day.adding(seconds: 86_400)
        }
        #expect(wrong.isEmpty)
        #expect(day.day == "2400-01-01")
    }

    @Test func `the forms of files and of signatures differ only in separators`() {
        let instant = Instant(year: 2015, month: 8, day: 30, hour: 12, minute: 36)
        #expect(instant.iso8601 == "2015-08-30T12:36:00Z")
        #expect(instant.iso8601Basic == "20150830T123600Z")
        #expect(instant.day == "2015-08-30")
    }

    @Test func `an age is never negative`() {
        let asOf = Instant(epochSeconds: 1_000)
        #expect(Instant(epochSeconds: 400).age(at: asOf) == 600)
        #expect(Instant(epochSeconds: 1_400).age(at: asOf) == 0)
    }
}
