import HTTP

/// How often, and after which pauses, a call is tried again; every call of a sweep is a read and may be repeated.
///
/// Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ (full jitter)
package struct RetryPolicy: Sendable {
    /// Attempts in all, the first one included.
    package var maximumAttempts: Int
    /// How many of them may end in a timeout: each costs as long as the limits allow.
    package static let mostTimeouts = 2
    /// The longest pause; also the bound on what a server or a proxy may ask for.
    package var cap: Duration
    /// No attempt begins when the attempts and pauses before it took longer; the one under way may end.
    package var limit: Duration
    /// A number from 0 up to, but not including, 1.
    package var random: @Sendable () -> Double

    package init(
        maximumAttempts: Int = 8,
        cap: Duration = .seconds(20),
        limit: Duration = .seconds(180),
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.maximumAttempts = maximumAttempts
        self.cap = cap
        self.limit = limit
        self.random = random
    }

    /// The default, with the number of attempts from `AWS_MAX_ATTEMPTS` if that is a positive number.
    package init(environment: [String: String]) {
        self.init()
        if let attempts = environment["AWS_MAX_ATTEMPTS"].flatMap(Int.init), attempts > 0 {
            self.maximumAttempts = attempts
        }
    }

    /// The pause after the given attempt, counted from 1.
    func delay(after attempt: Int, cause: BackOff) -> Duration {
        let doublings = Double(1 << min(max(attempt - 1, 0), 30))
        let jittered = min(cap, cause.base * doublings) * random()
        switch cause.advice {
        case nil: return jittered
        case .atLeast(let wish): return max(jittered, min(wish, cap))
        case .around(let wish):
            // As in botocore: never sooner than asked for, and at most five seconds later.
            let earliest = min(wish, cap)
            return min(max(jittered, earliest), earliest + .seconds(5))
        }
    }
}

/// Why a pause is needed before the next attempt.
struct BackOff: Sendable, Equatable {
    /// What the server said about when to come back.
    enum Advice: Sendable, Equatable {
        /// `Retry-After`.
        case atLeast(Duration)
        /// `x-amz-retry-after`, in milliseconds.
        case around(Duration)
    }

    var isThrottled = false
    var isTimeout = false
    var advice: Advice?

    /// Throttling passes with time, so its pauses are long; a cut connection is as well tried again soon.
    var base: Duration { isThrottled ? .seconds(1) : .milliseconds(50) }

    /// The price in tokens of the retry budget.
    var cost: Int { isTimeout ? 10 : 5 }
}

extension BackOff.Advice {
    init?(_ response: HTTPResponse) {
        if let milliseconds = response.header("x-amz-retry-after").flatMap(Int64.init), milliseconds >= 0 {
            self = .around(.milliseconds(milliseconds))
        } else if let seconds = response.header("Retry-After").flatMap(Int64.init), seconds >= 0 {
            self = .atLeast(.seconds(seconds))
        } else {
            return nil
        }
    }
}
