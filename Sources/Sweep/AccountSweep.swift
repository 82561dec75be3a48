import AWS
import Assume
import Collect
import Domain
import Evaluate

/// Takes one account through Assume, Collect and Evaluate; whatever goes wrong there becomes part of its record.
struct AccountSweep: Sendable {
    let assumer: RoleAssumer
    let collector: Collector
    let evaluator: Evaluator
    let partition: Partition
    /// Whether the management account is read with the base credentials, by explicit opt-in.
    let usesBaseCredentials: Bool
    let deadlines: Deadlines
    let time: Timekeeper
    /// What to add to this machine's clock to get AWS's, as far as it is known by then.
    let clockSkew: @Sendable () -> Int64

    /// Returns nil when the task was cancelled before the account was finished: half an account is not recorded.
    func record(_ account: Account) async -> AccountRecord? {
        if let outcome = Self.outcomeWithoutSweep(account) { return AccountRecord(outcome: outcome) }
        let left = deadlines.left(at: time.uptime())
        guard left > .zero else {
            let reading = notRead(account, .notReached, because: Self.deadline("the account was begun"))
            return AccountRecord(
                outcome: reading.outcome,
                facts: reading.facts,
                evaluation: evaluator.evaluate(reading.facts)
            )
        }
        let context = CallContext(accountID: account.id, retryBudget: RetryBudget())
        let startedAt = time.now()
        let reading = await withDeadline(left, time: time) { await read(account, context: context) }
        guard let reading, !Task.isCancelled else { return nil }
        var outcome = reading.outcome
        let skew = clockSkew()
        outcome.startedAt = startedAt.adding(seconds: skew)
        outcome.finishedAt = time.now().adding(seconds: skew)
        return AccountRecord(
            outcome: outcome,
            calls: context.calls,
            throttledMilliseconds: context.throttled.milliseconds,
            facts: reading.facts,
            evaluation: evaluator.evaluate(reading.facts)
        )
    }

    private typealias Reading = (outcome: AccountOutcome, facts: AccountFacts)

    /// Ends soon after its task is cancelled, with what was read by then.
    private func read(_ account: Account, context: CallContext) async -> Reading {
        do {
            let session = try await session(for: account, context: context)
            let facts = await collector.collect(session, account: account, context: context)
            return (Self.outcome(of: account, facts: facts, session: session), facts)
        } catch {
            guard Task.isCancelled else { return notRead(account, .notAssumed, because: error) }
            return notRead(account, .notReached, because: Self.deadline("there was a session"))
        }
    }

    private func notRead(_ account: Account, _ coverage: Coverage, because reason: Unavailable) -> Reading {
        let facts = AccountFacts(
            accountID: account.id,
            accountName: account.name,
            partition: partition,
            isManagement: account.isManagement,
            nothingReadBecause: reason
        )
        let outcome = AccountOutcome(
            accountID: account.id,
            coverage: coverage,
            reason: reason.reason,
            errorCode: reason.errorCode,
            message: reason.reason == .deadline ? reason.message : "\(reason.action): \(reason.message)",
            requestID: reason.requestID,
            roleARN: account.roleARN
        )
        return (outcome, facts)
    }

    private static func deadline(_ event: String) -> Unavailable {
        Unavailable(reason: .deadline, action: "sts:AssumeRole", message: "the deadline came before \(event)")
    }

    func session(for account: Account, context: CallContext) async throws(Unavailable) -> Session {
        if usesBaseCredentials, account.isManagement { return try assumer.baseSession(for: account) }
        return try await assumer.assume(account, partition: partition, context: context)
    }

    /// The line of an account that is not swept by rule or by its state; nil for all others.
    static func outcomeWithoutSweep(_ account: Account) -> AccountOutcome? {
        if account.state.isSwept {
            guard case .excluded(let rule) = account.scope else { return nil }
            return AccountOutcome(
                accountID: account.id,
                coverage: .excluded,
                reason: .excludedByRule,
                message: rule
            )
        }
        // Whatever the rules say of it: a suspended account is not one that somebody chose to leave out.
        let reason: ReasonCode? =
            switch account.state {
            case .suspended: .suspended
            case .closed: .closed
            default: nil
            }
        return AccountOutcome(
            accountID: account.id,
            coverage: .notActive,
            reason: reason,
            message: "Organizations reports the state \(account.state.rawValue)"
        )
    }

    static func outcome(of account: Account, facts: AccountFacts, session: Session) -> AccountOutcome {
        let gaps = facts.gaps
        // The deadline leaves out more than any call that was denied before it.
        let cause = gaps.first { $0.reason == .deadline } ?? gaps.first
        let totals = ControlTotals(facts)
        return AccountOutcome(
            accountID: account.id,
            coverage: gaps.isEmpty ? .swept : .partial,
            reason: cause?.reason,
            errorCode: cause?.errorCode ?? "",
            message: summary(of: gaps),
            requestID: cause?.requestID ?? "",
            roleARN: session.roleARN ?? "",
            narrowed: session.narrowed,
            credentialReportGeneratedAt: facts.credentialReport.value?.generatedAt,
            usersExpected: totals.usersExpected,
            usersRead: totals.usersRead,
            rolesExpected: totals.rolesExpected,
            rolesRead: totals.rolesRead
        )
    }

    /// AWS's words for the first gap of each call, and how often it happened: fifty users denied are one sentence, and so
    /// are eleven calls that ended for one reason.
    static func summary(of gaps: [Unavailable]) -> String {
        var actions: [String] = []
        var first: [String: Unavailable] = [:]
        var count: [String: Int] = [:]
        for gap in gaps {
            if first[gap.action] == nil {
                actions.append(gap.action)
                first[gap.action] = gap
            }
            count[gap.action, default: 0] += 1
        }
        var messages: [String] = []
        var calls: [String: [String]] = [:]
        for action in actions {
            let message = first[action]?.message ?? ""
            if calls[message] == nil { messages.append(message) }
            let times = count[action, default: 1] > 1 ? " (\(count[action, default: 1]) times)" : ""
            calls[message, default: []].append("\(action)\(times)")
        }
        return messages.map { "\(listed(calls[$0] ?? [])): \($0)" }.joined(separator: " | ")
    }

    /// The first three; calls.csv has them all.
    private static func listed(_ calls: [String]) -> String {
        let rest = calls.count - 3
        return calls.prefix(3).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
}

extension [Account] {
    /// How many of them a sweep reads: neither left out nor closed.
    var inScope: Int { count { AccountSweep.outcomeWithoutSweep($0) == nil } }
}
