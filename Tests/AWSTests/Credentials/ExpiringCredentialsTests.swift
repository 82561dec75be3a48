import Domain
import Synchronization
import TestSupport
import Testing

@testable import AWS

struct ExpiringCredentialsTests {
    private static let start = Instant(year: 2026, month: 11, day: 22, hour: 15)

    private struct Refused: Error {}

    /// Hands out a credential for each renewal, or refuses while it is told to.
    private final class Source: Sendable {
        private let state = Mutex((renewals: 0, refuses: false))

        var renewals: Int { state.withLock(\.renewals) }

        func refuse(_ refuses: Bool) {
            state.withLock { $0.refuses = refuses }
        }

        func renew(until expiration: Instant) async throws -> Credentials {
            let (number, refuses) = state.withLock { state in
                state.renewals += 1
                return (state.renewals, state.refuses)
            }
            // Long enough for everybody else to ask meanwhile.
            for _ in 0..<100 { await Task.yield() }
            guard !refuses else { throw Refused() }
            return ExpiringCredentialsTests.credentials(number, until: expiration)
        }
    }

    private static func credentials(_ number: Int, until expiration: Instant) -> Credentials {
        Credentials(accessKeyID: "ASIA\(number)", secretAccessKey: Secret("s"), expiration: expiration)
    }

    private func make(_ source: Source, time: ManualTime) -> ExpiringCredentials {
        ExpiringCredentials(Self.credentials(0, until: Self.start.adding(seconds: 3_600)), now: { time.now }) {
            try await source.renew(until: time.now.adding(seconds: 3_600))
        }
    }

    @Test(arguments: [(0, "ASIA0"), (3_300, "ASIA0"), (3_301, "ASIA1"), (3_600, "ASIA1"), (9_999, "ASIA1")])
    func `less than five minutes before the end they are renewed`(elapsed: Int, key: String) async throws {
        let time = ManualTime(Self.start)
        let credentials = make(Source(), time: time)
        time.advance(by: .seconds(elapsed))
        #expect(try await credentials.credentials().accessKeyID == key)
    }

    @Test func `many who ask at once cause one renewal`() async throws {
        let time = ManualTime(Self.start)
        let source = Source()
        let credentials = make(source, time: time)
        time.advance(by: .seconds(3_500))
        let keys = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<64 { group.addTask { try await credentials.credentials().accessKeyID } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(keys == ["ASIA1"])
        #expect(source.renewals == 1)
    }

    @Test func `a failed renewal keeps the old ones while they hold, and is tried again later`() async throws {
        let time = ManualTime(Self.start)
        let source = Source()
        source.refuse(true)
        let credentials = make(source, time: time)
        time.advance(by: .seconds(3_400))
        for _ in 0..<5 { #expect(try await credentials.credentials().accessKeyID == "ASIA0") }
        #expect(source.renewals == 1)
        time.advance(by: .seconds(31))
        source.refuse(false)
        #expect(try await credentials.credentials().accessKeyID == "ASIA2")
        #expect(source.renewals == 2)
    }

    @Test func `a failed renewal after the end is an error`() async throws {
        let time = ManualTime(Self.start)
        let source = Source()
        source.refuse(true)
        let credentials = make(source, time: time)
        time.advance(by: .seconds(3_600))
        await #expect(throws: Refused.self) { try await credentials.credentials() }
        source.refuse(false)
        #expect(try await credentials.credentials().accessKeyID == "ASIA2")
    }

    @Test func `what AWS calls expired early is renewed, once for all who were refused`() async throws {
        let time = ManualTime(Self.start)
        let source = Source()
        let credentials = make(source, time: time)
        let old = try await credentials.credentials()
        let keys = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<64 { group.addTask { try await credentials.renewed(after: old).accessKeyID } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(keys == ["ASIA1"])
        #expect(try await credentials.renewed(after: old).accessKeyID == "ASIA1")
        #expect(source.renewals == 1)
    }

    @Test func `credentials without an end are never renewed`() async throws {
        let time = ManualTime(Self.start)
        let source = Source()
        let fixed = Credentials(accessKeyID: "AKIA", secretAccessKey: Secret("s"))
        let credentials = ExpiringCredentials(fixed, now: { time.now }) {
            try await source.renew(until: time.now)
        }
        time.advance(by: .seconds(1_000_000))
        #expect(try await credentials.credentials() == fixed)
        #expect(source.renewals == 0)
    }

    @Test func `what is not there yet is fetched when it is first asked for`() async throws {
        let time = ManualTime(Self.start)
        let source = Source()
        let credentials = ExpiringCredentials(now: { time.now }) { try await source.renew(until: time.now) }
        #expect(source.renewals == 0)
        source.refuse(true)
        await #expect(throws: Refused.self) { try await credentials.credentials() }
        source.refuse(false)
        #expect(try await credentials.credentials().accessKeyID == "ASIA2")
    }

    @Test func `a renewal that brings nothing better is left alone for a while`() async throws {
        let time = ManualTime(Self.start)
        let source = Source()
        let credentials = ExpiringCredentials(now: { time.now }) {
            try await source.renew(until: Self.start.adding(seconds: 200))
        }
        for _ in 0..<5 { #expect(try await credentials.credentials().accessKeyID == "ASIA1") }
        time.advance(by: .seconds(30))
        #expect(try await credentials.credentials().accessKeyID == "ASIA2")
    }

    /// A renewal of which the first ends when the test says so, or when it is cancelled.
    private final class Gate: Sendable {
        private let (stream, continuation) = AsyncStream<Void>.makeStream()
        let starts = Atomic(0)

        func open() { continuation.finish() }

        func pass() async throws {
            guard starts.add(1, ordering: .relaxed).oldValue == 0 else { return }
            for await _ in stream {}
            try Task.checkCancellation()
        }
    }

    @Test func `one caller's end does not take the renewal from the others`() async throws {
        let gate = Gate()
        let credentials = ExpiringCredentials(now: { Self.start }) {
            try await gate.pass()
            return Self.credentials(1, until: Self.start.adding(seconds: 3_600))
        }
        // Both wait for the one renewal before one of them is told to stop.
        let stopped = Task { try await credentials.credentials().accessKeyID }
        let other = Task { try await credentials.credentials().accessKeyID }
        while gate.starts.load(ordering: .relaxed) == 0 { await Task.yield() }
        for _ in 0..<100 { await Task.yield() }
        stopped.cancel()
        gate.open()
        #expect(try await other.value == "ASIA1")
        #expect(gate.starts.load(ordering: .relaxed) == 1)
    }

    @Test func `a renewal that nobody waits for any more is cancelled, and the next caller starts another`()
        async throws
    {
        let gate = Gate()
        let credentials = ExpiringCredentials(now: { Self.start }) {
            try await gate.pass()
            return Self.credentials(1, until: Self.start.adding(seconds: 3_600))
        }
        let stopped = Task { try await credentials.credentials() }
        while gate.starts.load(ordering: .relaxed) == 0 { await Task.yield() }
        stopped.cancel()
        await #expect(throws: CancellationError.self) { try await stopped.value }
        #expect(try await credentials.credentials().accessKeyID == "ASIA1")
        #expect(gate.starts.load(ordering: .relaxed) == 2)
    }
}
