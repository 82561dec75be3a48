import Domain
import TestSupport
import Testing

@testable import AWS

struct ClockSkewTests {
    /// Ten minutes ahead of the clock of `ManualTime`.
    private static let date = (name: "Date", value: "Sun, 22 Nov 2026 15:10:00 GMT")

    @Test(arguments: [
        ("SignatureDoesNotMatch", "Signature expired: 20261122T150000Z is now earlier than 20261122T150500Z"),
        ("SignatureDoesNotMatch", "Signature not yet current: 20261122T150000Z is still later than 20261122T145000Z"),
        ("RequestExpired", "Request has expired."),
        ("RequestTimeTooSkewed", "m"),
        ("InvalidSignatureException", "m"),
    ])
    func `a wrong clock is corrected once and for all later calls`(_ code: String, message: String) async throws {
        let aws = try ClientFixture { request in
            request.index == 0 ? .error(403, code, message, headers: [Self.date]) : .listX
        }
        defer { aws.stop() }
        _ = try await aws.query()
        _ = try await aws.query()
        let dates = aws.server.requests.map { $0.header("x-amz-date") }
        #expect(dates == ["20261122T150000Z", "20261122T151000Z", "20261122T151000Z"])
        #expect(aws.client.clockSkewSeconds == 600)
        #expect(aws.time.sleeps.isEmpty)
    }

    @Test func `a clock that is still wrong is not corrected again`() async throws {
        let aws = try ClientFixture { _ in .error(403, "RequestExpired", headers: [Self.date]) }
        defer { aws.stop() }
        #expect(try await aws.failure().kind == .credentials)
        #expect(aws.server.requests.count == 2)
    }

    @Test func `a wrong secret is not taken for a wrong clock`() async throws {
        let near = (name: "Date", value: "Sun, 22 Nov 2026 15:03:59 GMT")
        let aws = try ClientFixture { _ in .error(403, "SignatureDoesNotMatch", headers: [near]) }
        defer { aws.stop() }
        _ = try await aws.failure()
        #expect(aws.server.requests.count == 1)
        #expect(aws.client.clockSkewSeconds == 0)
    }

    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", Instant(year: 1994, month: 11, day: 6, hour: 8, minute: 49, second: 37)),
        ("Thu, 29 Feb 2024 00:00:00 GMT", Instant(year: 2024, month: 2, day: 29)),
        ("Wed, 29 Feb 2023 00:00:00 GMT", nil), ("Sunday, 06-Nov-94 08:49:37 GMT", nil), ("", nil),
        ("Sun, 06 Nov 1994 08:49:37 CET", nil),
    ])
    func `the Date header is read`(_ text: String, expected: Instant?) {
        #expect(Instant(httpDate: text) == expected)
    }
}
