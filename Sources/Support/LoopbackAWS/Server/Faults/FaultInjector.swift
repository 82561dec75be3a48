import Domain
import Synchronization

/// Decides which requests the faults hit, and remembers what that takes.
final class FaultInjector: Sendable {
    /// A fault whose account is known to exist.
    private struct Armed {
        var fault: Fault
        var account: AccountID?
    }

    /// A request as far as faults care.
    struct Request {
        var account: AccountID
        var action: String
        /// Nil where the base credentials, or none, signed it.
        var accessKeyID: String?
    }

    private struct Counter: Hashable {
        var fault: Int
        var account: AccountID
        var name: String
    }

    private struct Bucket {
        var tokens: Double
        var filledAt: Duration
    }

    private struct State {
        /// By action, or by access key for what befalls a session.
        var requests: [Counter: Int] = [:]
        var buckets: [Counter: Bucket] = [:]
        var strikes: [Int]
    }

    private let armed: [Armed]
    private let seed: UInt64
    private let uptime: @Sendable () -> Duration
    private let state: Mutex<State>

    /// Buckets are filled by `uptime`, a clock that never goes back.
    init(
        _ faults: [Fault],
        organization: RehearsalOrganization,
        uptime: @escaping @Sendable () -> Duration
    ) throws(FaultFailure) {
        var armed: [Armed] = []
        for fault in faults { armed.append(Armed(fault: fault, account: try fault.accountID(in: organization))) }
        self.armed = armed
        self.seed = organization.seed
        self.uptime = uptime
        self.state = Mutex(State(strikes: Array(repeating: 0, count: faults.count)))
    }

    var isArmed: Bool { !armed.isEmpty }

    /// How many answers each fault has changed, in the order of the faults.
    var strikes: [Int] { state.withLock { $0.strikes } }

    /// How far the server's clock is wrong.
    var clockOffset: Int64 {
        armed.reduce(0) { $0 + ($1.fault.kind == .clockOff ? $1.fault.by ?? 20 * 60 : 0) }
    }

    /// The faults that hit a request; asking counts it, so it is asked once for each.
    ///
    /// Requests of one account and action are numbered as they arrive; which number is hit is the seed's choice, so one
    /// client that makes one call at a time meets the same faults every time.
    func strike(_ request: Request) -> StruckFaults {
        state.withLock { state in
            var hitting: [Int: Fault.Kind] = [:]
            for (index, armed) in armed.enumerated() where matches(armed, request) {
                guard hits(armed.fault, index, request, &state) else { continue }
                hitting[index] = armed.fault.kind
            }
            return hitting.isEmpty ? .none : StruckFaults(hitting)
        }
    }

    /// Counts what the faults have done to the answer; to hit a request alone is nothing that a client could see.
    func count(_ struck: StruckFaults) {
        let indexes = struck.applied
        guard !indexes.isEmpty else { return }
        state.withLock { state in
            for index in indexes { state.strikes[index] += 1 }
        }
    }

    private func matches(_ armed: Armed, _ request: Request) -> Bool {
        let fault = armed.fault
        guard fault.kind.concerns(request.action) else { return false }
        // It says which account is doubled, and is not about the account that asks.
        if fault.kind == .duplicateAccount { return fault.action == request.action }
        return (armed.account == nil || armed.account == request.account)
            && Glob.matches(fault.action, request.action)
    }

    private func hits(_ fault: Fault, _ index: Int, _ request: Request, _ state: inout State) -> Bool {
        if let burst = fault.burst {
            let bucket = Counter(fault: index, account: request.account, name: "")
            return !takeToken(bucket, burst: burst, refill: fault.refill ?? 1, &state)
        }
        switch fault.kind {
        case .clockOff: return false
        case .credentialsExpire:
            guard let key = request.accessKeyID else { return false }
            return number(index, request.account, key, &state) > fault.after ?? 20
        case .accountClosing:
            return number(index, request.account, "", &state) > fault.after ?? 5
        default: break
        }
        let number = number(index, request.account, request.action, &state)
        if let first = fault.first, number > first { return false }
        guard fault.rate < 1 else { return true }
        let labels = (SeededRandom.label(request.account.description), SeededRandom.label(request.action))
        var random = SeededRandom(seed, 0xFA17, UInt64(index), labels.0, labels.1, UInt64(number))
        return Double(random.number(below: 1_000_000)) < fault.rate * 1_000_000
    }

    /// The number of this request among its like, from 1.
    private func number(_ index: Int, _ account: AccountID, _ name: String, _ state: inout State) -> Int {
        state.requests[Counter(fault: index, account: account, name: name), default: 0] += 1
        return state.requests[Counter(fault: index, account: account, name: name)] ?? 1
    }

    private func takeToken(_ key: Counter, burst: Double, refill: Double, _ state: inout State) -> Bool {
        let now = uptime()
        var bucket = state.buckets[key] ?? Bucket(tokens: burst, filledAt: now)
        let elapsed = Double((now - bucket.filledAt).milliseconds) / 1_000
        // Whole milliseconds are taken off the clock, so that no fraction is lost between quick requests.
        bucket.filledAt += .milliseconds((now - bucket.filledAt).milliseconds)
        bucket.tokens = min(burst, bucket.tokens + elapsed * refill)
        let isThere = bucket.tokens >= 1
        if isThere { bucket.tokens -= 1 }
        state.buckets[key] = bucket
        return isThere
    }

    // MARK: The list of accounts

    /// The accounts that Organizations lists once more at the end.
    var doubled: [AccountID] {
        armed.filter { $0.fault.kind == .duplicateAccount }.compactMap(\.account)
    }
}

/// The faults that hit one request; each file of `Fault` says what they do at one stage of the answer.
final class StruckFaults: Sendable {
    static let none = StruckFaults([:])

    let kinds: Set<Fault.Kind>
    private let hitting: [Int: Fault.Kind]
    private let effective = Mutex<Set<Fault.Kind>>([])

    /// By the place of the fault among those that are armed.
    init(_ hitting: [Int: Fault.Kind]) {
        self.hitting = hitting
        self.kinds = Set(hitting.values)
    }

    /// Whether the fault hits the request, which counts as a changed answer from here on.
    @discardableResult
    func apply(_ kind: Fault.Kind) -> Bool {
        guard kinds.contains(kind) else { return false }
        effective.withLock { _ = $0.insert(kind) }
        return true
    }

    /// The places of the faults that have changed the answer.
    var applied: [Int] {
        guard !kinds.isEmpty else { return [] }
        return effective.withLock { effective in hitting.filter { effective.contains($0.value) }.map(\.key) }
    }
}
