import Domain

/// When each account, and with it the run, ends at the latest.
struct Deadlines: Sendable {
    /// For one account, from its own beginning.
    let account: Duration
    /// On the clock that never goes back.
    let runEnd: Duration

    /// How long an account that begins now may take; nothing is left when the run's deadline has passed.
    func left(at now: Duration) -> Duration { min(account, runEnd - now) }
}

/// Does the work and cancels it when the time is over; what it returns then is what it had.
///
/// Never nil: only the timer has no value.
func withDeadline<Value: Sendable>(
    _ limit: Duration,
    time: Timekeeper,
    _ work: @escaping @Sendable () async -> Value
) async -> Value? {
    await withTaskGroup(of: Value?.self) { group in
        group.addTask { await work() }
        group.addTask {
            try? await time.sleep(limit)
            return nil
        }
        var value: Value?
        for await result in group {
            // Whichever ends first, the other has no more to do.
            group.cancelAll()
            value = result ?? value
        }
        return value
    }
}
