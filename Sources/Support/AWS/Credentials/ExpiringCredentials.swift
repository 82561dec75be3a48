package import Domain
import Synchronization

/// Credentials that are fetched when they are first asked for and renewed before they expire, one renewal at a time.
///
/// A renewal that fails while the old credentials still hold is tried again later: it must not take an account from
/// the sweep before it has to.
package actor ExpiringCredentials: CredentialsProvider {
    /// A call that starts with less time left could arrive expired after its retries.
    static let margin: Int64 = 300
    /// How long a renewal is left alone that failed, or brought nothing better, while the old credentials hold.
    static let retryDelay: Int64 = 30

    private let now: @Sendable () -> Instant
    private let renew: @Sendable () async throws -> Credentials
    private var current: Credentials?
    private var renewal: Renewal?
    private var nextAttempt: Instant?

    /// The clock is AWS's, which sets the expiration: by a machine's own that is ahead, every session is over.
    package init(
        _ credentials: Credentials? = nil,
        now: @escaping @Sendable () -> Instant,
        renew: @escaping @Sendable () async throws -> Credentials
    ) {
        self.current = credentials
        self.now = now
        self.renew = renew
    }

    package func credentials() async throws -> Credentials {
        guard let current else { return try await joinedRenewal() }
        let time = now()
        guard let expiration = current.expiration, isDue(current, at: time) else { return current }
        if let nextAttempt, time < nextAttempt, time < expiration { return current }
        do {
            return try await joinedRenewal()
        } catch {
            guard now() < expiration else { throw error }
            return current
        }
    }

    package func renewed(after expired: Credentials) async throws -> Credentials {
        // Of many calls that AWS refuses at once, the first renews.
        guard current == expired else { return try await credentials() }
        return try await joinedRenewal()
    }

    private func isDue(_ credentials: Credentials, at time: Instant) -> Bool {
        credentials.expiration.map { $0.seconds(since: time) < Self.margin } ?? false
    }

    /// Joins the renewal that is under way, or starts one.
    private func joinedRenewal() async throws -> Credentials {
        while true {
            let renewal = self.renewal ?? begin()
            do {
                return try await renewal.value()
            } catch {
                // Who had wanted it is gone, which is no reason for those who came since.
                guard renewal.isAbandoned, !Task.isCancelled else { throw error }
            }
        }
    }

    private func begin() -> Renewal {
        // Unstructured, so that every caller can wait for the same renewal, whichever of them came first.
        let renewal = Renewal(Task { try await self.performRenewal() })
        self.renewal = renewal
        return renewal
    }

    private func performRenewal() async throws -> Credentials {
        // Runs in the actor, so nobody sees the old credentials once the renewal is over.
        defer { renewal = nil }
        do {
            let credentials = try await renew()
            current = credentials
            let time = now()
            // What is as good as over when it comes would be asked for again by every call.
            nextAttempt = isDue(credentials, at: time) ? time.adding(seconds: Self.retryDelay) : nil
            return credentials
        } catch {
            nextAttempt = now().adding(seconds: Self.retryDelay)
            throw error
        }
    }
}

/// A renewal that many wait for; it is cancelled when the last of them is.
private final class Renewal: Sendable {
    private let task: Task<Credentials, any Error>
    private let waiting = Mutex(0)

    init(_ task: Task<Credentials, any Error>) {
        self.task = task
    }

    var isAbandoned: Bool { task.isCancelled }

    func value() async throws -> Credentials {
        waiting.withLock { $0 += 1 }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            let left = waiting.withLock { count in
                count -= 1
                return count
            }
            if left == 0 { task.cancel() }
        }
    }
}
