import Domain
import Synchronization

/// Lets a fixed number of tasks in at a time, in the order in which they came.
///
/// IAM throttles per account, so an account is read a few calls at a time however many it needs; with a width of one
/// it is a lock that may be held across an `await`.
final class CallWindow: Sendable {
    private struct State {
        var free: Int
        var nextTicket: UInt64 = 0
        var waiting: [(ticket: UInt64, continuation: CheckedContinuation<Bool, Never>)] = []
    }

    private let state: Mutex<State>

    init(width: Int) {
        self.state = Mutex(State(free: width))
    }

    /// Waits for a place; false, and no place, when the task is cancelled.
    func enter() async -> Bool {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard let answer = tryEnter(ticket, continuation) else { return }
                continuation.resume(returning: answer)
            }
        } onCancel: {
            giveUp(ticket)
        }
    }

    /// Waits for a place, but not for ever; false, and no place, also when the time is over.
    func enter(atMost limit: Duration, time: Timekeeper) async -> Bool {
        if enterAtOnce() { return true }
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask { await self.enter() }
            group.addTask {
                try? await time.sleep(limit)
                return false
            }
            let first = await group.next()
            group.cancelAll()
            // A place that was given at the very end is a place: it must be used or left.
            let second = await group.next()
            return first == true || second == true
        }
    }

    /// Gives the place to the one who has waited longest.
    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume(returning: true)
    }

    private func enterAtOnce() -> Bool {
        state.withLock { state in
            guard state.free > 0 else { return false }
            state.free -= 1
            return true
        }
    }

    /// The answer if there is one at once; otherwise the continuation is queued.
    private func tryEnter(_ ticket: UInt64, _ continuation: CheckedContinuation<Bool, Never>) -> Bool? {
        state.withLock { state in
            // Asked under the lock: a cancellation after this finds the ticket in the queue, one before is seen here.
            if Task.isCancelled { return false }
            if state.free > 0 {
                state.free -= 1
                return true
            }
            state.waiting.append((ticket, continuation))
            return nil
        }
    }

    private func giveUp(_ ticket: UInt64) {
        let abandoned = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard let index = state.waiting.firstIndex(where: { $0.ticket == ticket }) else { return nil }
            return state.waiting.remove(at: index).continuation
        }
        abandoned?.resume(returning: false)
    }
}
