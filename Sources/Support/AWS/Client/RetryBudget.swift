import Synchronization

/// How many retries an account may still cost, so that a service in trouble is not asked ever more often.
///
/// The token bucket of the SDKs' standard mode: a retry takes tokens, a success gives back what its retries took, all of
/// them (the SDKs: the last), or one token if it needed none.
///
/// Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
package final class RetryBudget: Sendable {
    private let capacity: Int
    private let tokens: Mutex<Int>

    package init(capacity: Int = 500) {
        self.capacity = capacity
        self.tokens = Mutex(capacity)
    }

    /// The tokens that are left.
    package var remaining: Int { tokens.withLock(\.self) }

    /// Takes the tokens, or none at all if there are not enough.
    func take(_ cost: Int) -> Bool {
        tokens.withLock { tokens in
            guard tokens >= cost else { return false }
            tokens -= cost
            return true
        }
    }

    /// Gives tokens back after a success, up to the capacity.
    func giveBack(_ count: Int) {
        tokens.withLock { $0 = min(capacity, $0 + count) }
    }
}
