import Domain
import TestSupport
import Testing

@testable import AWS

struct PaceTests {
    private let time = ManualTime()

    /// Requests at an even distance, of which the last is throttled.
    private func throttled(_ pace: Pace, requests: Int, every gap: Duration) async throws {
        var last: Pace.Turn?
        for _ in 0..<requests {
            last = try await pace.turn(time.timekeeper)
            time.advance(by: gap)
        }
        pace.slowDown(after: try #require(last), at: time.timekeeper.uptime())
    }

    private func limit(of pace: Pace) throws -> Double { try #require(pace.limit(at: time.timekeeper.uptime())) }

    @Test func `nothing waits before the first throttle`() async throws {
        let pace = Pace()
        for _ in 0..<10_000 { #expect(try await pace.turn(time.timekeeper).waited == .zero) }
        #expect(pace.limit(at: .zero) == nil)
        #expect(time.sleeps.isEmpty)
    }

    @Test func `a throttle takes three tenths of what was sent`() async throws {
        let pace = Pace()
        try await throttled(pace, requests: 200, every: .milliseconds(20))
        #expect((34...36).contains(try limit(of: pace)))
    }

    @Test func `turns come at the rate, in the order in which they were asked for`() async throws {
        let pace = Pace()
        try await throttled(pace, requests: 200, every: .milliseconds(20))
        var previous = time.timekeeper.uptime()
        for _ in 0..<20 {
            let turn = try await pace.turn(time.timekeeper)
            #expect((turn.start - previous).milliseconds >= 20)
            previous = turn.start
        }
        #expect(time.sleeps.count == 20)
    }

    @Test func `the rate grows back to where AWS throttled, rests there and goes on`() async throws {
        let pace = Pace()
        try await throttled(pace, requests: 400, every: .milliseconds(10))
        var rates: [Double] = []
        for _ in 0..<12 {
            rates.append(try limit(of: pace))
            time.advance(by: .seconds(1))
        }
        #expect(rates == rates.sorted())
        #expect((69...71).contains(rates[0]))
        // The root of 100 * 0.3 / 0.4 is 4.2: there the curve is flat.
        #expect((99...101).contains(rates[4]))
        #expect(rates[5] - rates[4] < rates[1] - rates[0])
        #expect(rates[11] > 200)
    }

    @Test func `requests that were under way at the fall do not make it fall again`() async throws {
        let pace = Pace()
        var turns: [Pace.Turn] = []
        for _ in 0..<40 { turns.append(try await pace.turn(time.timekeeper)) }
        time.advance(by: .milliseconds(100))
        for turn in turns { pace.slowDown(after: turn, at: time.timekeeper.uptime()) }
        #expect((27...29).contains(try limit(of: pace)))
        let later = try await pace.turn(time.timekeeper)
        pace.slowDown(after: later, at: time.timekeeper.uptime())
        #expect(try limit(of: pace) < 20)
    }

    @Test func `however often AWS throttles, some requests are sent`() async throws {
        let pace = Pace()
        for _ in 0..<50 { try await throttled(pace, requests: 1, every: .milliseconds(1)) }
        #expect(try limit(of: pace) == 0.5)
    }

    @Test func `who is cancelled stops waiting`() async throws {
        let pace = Pace()
        let turn = try await pace.turn(time.timekeeper)
        pace.slowDown(after: turn, at: time.timekeeper.uptime())
        let timekeeper = time.timekeeper
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while !Task.isCancelled { await Task.yield() }
                await #expect(throws: CancellationError.self) { try await pace.turn(timekeeper) }
            }
            group.cancelAll()
        }
    }

    @Test func `a throttled account waits alone and says how long`() async throws {
        let aws = try ClientFixture(random: 0, pace: Pace()) { request in
            request.index == 0 ? .error(400, "Throttling", "Rate exceeded") : .listX
        }
        defer { aws.stop() }
        _ = try await aws.query()
        // One request in the last second, of which seven tenths are left: the next one after 1.4 seconds.
        #expect((1_400...1_450).contains(aws.context.throttled.milliseconds))
        let other = CallContext(accountID: AccountID("444455556666"))
        _ = try await aws.client.query(
            QueryCall(service: .iam, action: "ListX"),
            decoder: EventDecoder(),
            credentials: aws.provider,
            context: other
        )
        #expect(other.throttled == .zero)
    }

    @Test func `calls that count against the caller share one pace, whatever their account`() async throws {
        let aws = try ClientFixture(random: 0, pace: Pace()) { request in
            request.index == 0 ? .error(400, "Throttling", "Rate exceeded") : .listX
        }
        defer { aws.stop() }
        for account in ["111122223333", "444455556666"] {
            let context = CallContext(accountID: AccountID(account))
            _ = try await aws.client.query(
                QueryCall(service: .sts, action: "ListX"),
                decoder: EventDecoder(),
                credentials: aws.provider,
                context: context
            )
            #expect(context.throttled > .zero)
        }
    }

    @Test func `no attempt begins once its call took too long`() async throws {
        let aws = try ClientFixture(maximumAttempts: 100, random: 0.999, budget: 10_000) { _ in .error(503, "Busy") }
        defer { aws.stop() }
        let failure = try await aws.failure()
        #expect(failure.kind == .serverError)
        let total = aws.time.sleeps.reduce(.zero, +)
        #expect(total < .seconds(180) && total > .seconds(150))
        #expect(failure.attempts < 30)
    }
}
