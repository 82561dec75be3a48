import Domain
import Glibc
import Synchronization

/// Holds requests back to the rate that AWS bears, in the order in which they come; nothing before AWS throttles one.
///
/// AWS publishes no rates for IAM and STS, so the first throttle is what tells. The rate then falls to a part of what
/// was just sent, and grows again along the cubic curve of the SDKs' adaptive retry mode: fast back to where AWS
/// throttled, slowly around there, then ever faster until the next throttle.
///
/// Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
package final class Pace: Sendable {
    /// What a throttle leaves of the rate.
    private static let fall = 0.7
    /// Requests a second, per second cubed.
    private static let growth = 0.4

    private struct State {
        /// The rate, in requests a second, at which AWS throttled last; nil as long as it has not.
        var ceiling: Double?
        var throttledAt = Duration.zero
        var nextTurn = Duration.zero
        var meter = Meter()
    }

    private let slowest: Double
    private let state = Mutex(State())

    /// However often AWS throttles, the rate does not fall below `slowest` requests a second.
    package init(slowest: Double = 0.5) {
        self.slowest = slowest
    }

    /// Waits until the next request may be sent; throws `CancellationError`, and the turn is then lost.
    func turn(_ time: Timekeeper) async throws -> Turn {
        let now = time.uptime()
        let start = state.withLock { state in
            state.meter.count(at: now)
            guard let rate = rate(state, at: now) else { return now }
            let start = max(now, state.nextTurn)
            state.nextTurn = start + .seconds(1 / rate)
            return start
        }
        if start > now { try await time.sleep(start - now) }
        return Turn(start: start, waited: start - now)
    }

    /// Slows down because AWS throttled the request of this turn.
    ///
    /// Requests that were under way at the last fall met the old rate: they say nothing of the new one.
    func slowDown(after turn: Turn, at now: Duration) {
        state.withLock { state in
            guard state.ceiling == nil || turn.start > state.throttledAt else { return }
            let measured = state.meter.rate(at: now)
            let ceiling = max(slowest, min(measured, rate(state, at: now) ?? measured))
            state.ceiling = ceiling
            state.throttledAt = now
            // Not before the turns that are given already: whoever comes now would overtake them at twice the rate.
            state.nextTurn = max(state.nextTurn, now + .seconds(1 / max(slowest, ceiling * Self.fall)))
        }
    }

    /// The rate that holds at an instant, in requests a second; nil for none.
    func limit(at now: Duration) -> Double? { state.withLock { rate($0, at: now) } }

    private func rate(_ state: State, at now: Duration) -> Double? {
        guard let ceiling = state.ceiling else { return nil }
        let back = cbrt(ceiling * (1 - Self.fall) / Self.growth)
        let distance = Double((now - state.throttledAt).milliseconds) / 1_000 - back
        return max(slowest, ceiling + Self.growth * distance * distance * distance)
    }
}

extension Pace {
    /// One request's place in the order.
    struct Turn: Sendable {
        /// When the request may be sent, on the clock that never goes back.
        let start: Duration
        let waited: Duration
    }

    /// Counts the requests of about the last second.
    private struct Meter {
        private var second: Int64 = 0
        private var current = 0
        private var previous = 0

        mutating func count(at now: Duration) {
            advance(to: now)
            current += 1
        }

        /// Requests a second: this second's, and of the second before as much as is not yet a second ago.
        mutating func rate(at now: Duration) -> Double {
            advance(to: now)
            let elapsed = Double(now.milliseconds - second * 1_000) / 1_000
            return Double(current) + Double(previous) * (1 - elapsed)
        }

        private mutating func advance(to now: Duration) {
            let (second, _) = now.components
            guard second > self.second else { return }
            previous = second == self.second + 1 ? current : 0
            current = 0
            self.second = second
        }
    }
}
