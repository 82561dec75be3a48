/// The clock that credential refresh, back-off, signing and durations use; only the executable makes a real one.
package struct Timekeeper: Sendable {
    /// The wall clock.
    package let now: @Sendable () -> Instant
    /// A clock that never goes back, for durations.
    package let uptime: @Sendable () -> Duration
    /// Waits; throws `CancellationError` when the task is cancelled.
    package let sleep: @Sendable (Duration) async throws -> Void

    package init(
        now: @escaping @Sendable () -> Instant,
        uptime: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.uptime = uptime
        self.sleep = sleep
    }
}

extension Duration {
    /// The duration in whole milliseconds, cut off.
    package var milliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }
}
