import Domain

/// Credentials that are renewed before they expire, by one renewal at a time.
///
/// A renewal that fails while the old credentials still hold is tried again later: it must not take an account from
/// the sweep before it has to.
actor ExpiringCredentials: CredentialsProvider {
    /// A call that starts with less time left could arrive expired after its retries.
    static let margin: Int64 = 300
    /// How long a failed renewal is left alone while the old credentials hold.
    static let retryDelay: Int64 = 30

    private let now: @Sendable () -> Instant
    private let renew: @Sendable () async throws -> Credentials
    private var current: Credentials?
    private var renewal: Task<Credentials, any Error>?
    private var nextAttempt: Instant?

    /// Without credentials to begin with, the first who asks causes the first renewal.
    ///
    /// The clock is AWS's, which sets the expiration: by a machine's own that is ahead, every session is over.
    init(
        _ credentials: Credentials?,
        now: @escaping @Sendable () -> Instant,
        renew: @escaping @Sendable () async throws -> Credentials
    ) {
        self.current = credentials
        self.now = now
        self.renew = renew
    }

    func credentials() async throws -> Credentials {
        guard let current else { return try await joinedRenewal() }
        let time = now()
        guard let expiration = current.expiration, expiration.seconds(since: time) < Self.margin else { return current }
        if let nextAttempt, time < nextAttempt, time < expiration { return current }
        do {
            return try await joinedRenewal()
        } catch {
            guard now() < expiration else { throw error }
            return current
        }
    }

    func renewed(after expired: Credentials) async throws -> Credentials {
        // Of many calls that AWS refuses at once, the first renews.
        guard current == expired else { return try await credentials() }
        return try await joinedRenewal()
    }

    /// Joins the renewal that is under way, or starts one.
    private func joinedRenewal() async throws -> Credentials {
        if let renewal { return try await Self.value(of: renewal) }
        // Unstructured, so that every caller can wait for the same renewal, whichever of them came first.
        let renewal = Task { try await self.performRenewal() }
        self.renewal = renewal
        return try await Self.value(of: renewal)
    }

    private func performRenewal() async throws -> Credentials {
        // Runs in the actor, so nobody sees the old credentials once the renewal is over.
        defer { renewal = nil }
        do {
            let renewed = try await renew()
            current = renewed
            nextAttempt = nil
            return renewed
        } catch {
            nextAttempt = now().adding(seconds: Self.retryDelay)
            throw error
        }
    }

    /// All callers belong to one account's sweep: when one of them is cancelled, so is the renewal.
    private static func value(of renewal: Task<Credentials, any Error>) async throws -> Credentials {
        try await withTaskCancellationHandler {
            try await renewal.value
        } onCancel: {
            renewal.cancel()
        }
    }
}
