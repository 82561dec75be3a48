package import Domain
import Synchronization

/// A clock that moves only when the test moves it, or when somebody sleeps on it.
///
/// Sleeps end at once, are recorded, and move the clock by as much as was asked for.
package final class ManualTime: Sendable {
    private struct State {
        var start: Instant
        var elapsed: Duration = .zero
        var sleeps: [Duration] = []

        var now: Instant { start.adding(seconds: elapsed.components.seconds) }
    }

    private let state: Mutex<State>

    package init(_ start: Instant = Instant(year: 2026, month: 11, day: 22, hour: 15)) {
        self.state = Mutex(State(start: start))
    }

    /// The wall clock; setting it leaves `uptime` alone, as a correction by NTP would.
    package var now: Instant {
        get { state.withLock { $0.now } }
        set {
            state.withLock { state in
                state.start = newValue.adding(seconds: -state.elapsed.components.seconds)
            }
        }
    }

    /// Every sleep that was asked for so far, in order.
    package var sleeps: [Duration] { state.withLock { $0.sleeps } }

    /// Moves the wall clock and the uptime together.
    package func advance(by duration: Duration) {
        state.withLock { $0.elapsed += duration }
    }

    /// The clock in the form in which production code takes it.
    package var timekeeper: Timekeeper {
        Timekeeper(
            now: { self.now },
            uptime: { self.state.withLock { $0.elapsed } },
            sleep: { duration in
                try Task.checkCancellation()
                self.state.withLock { state in
                    state.sleeps.append(duration)
                    state.elapsed += duration
                }
                // A loop that only sleeps must still let other tasks run.
                await Task.yield()
            }
        )
    }
}
