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
    let caller: CallerIdentity
    /// Whether the management account is read with the base credentials, by explicit opt-in.
    let usesBaseCredentials: Bool
    let time: Timekeeper

    /// Returns nil when the task was cancelled before the account was finished: half an account is not recorded.
    func record(_ account: Account) async -> AccountRecord? {
        if let outcome = Self.outcomeWithoutSweep(account) { return AccountRecord(outcome: outcome) }
        let context = CallContext(accountID: account.id, retryBudget: RetryBudget())
        let startedAt = time.now()
        let outcome: AccountOutcome
        let facts: AccountFacts
        do {
            let session = try await session(for: account, context: context)
            facts = await collector.collect(session, account: account, context: context)
            outcome = Self.outcome(of: account, facts: facts, session: session)
        } catch {
            facts = AccountFacts(
                accountID: account.id,
                accountName: account.name,
                partition: partition,
                isManagement: account.isManagement,
                nothingReadBecause: error
            )
            outcome = AccountOutcome(
                accountID: account.id,
                coverage: .notAssumed,
                reason: error.reason,
                errorCode: error.errorCode,
                message: error.message,
                requestID: error.requestID,
                roleARN: account.roleARN
            )
        }
        guard !Task.isCancelled else { return nil }
        var finished = outcome
        finished.startedAt = startedAt
        finished.finishedAt = time.now()
        return AccountRecord(
            outcome: finished,
            calls: context.calls,
            facts: facts,
            evaluation: evaluator.evaluate(facts)
        )
    }

    private func session(for account: Account, context: CallContext) async throws(Unavailable) -> Session {
        if usesBaseCredentials, account.isManagement { return try assumer.baseSession(for: account, caller: caller) }
        return try await assumer.assume(account, partition: partition, context: context)
    }

    /// The line of an account that is not swept by rule or by its state; nil for all others.
    static func outcomeWithoutSweep(_ account: Account) -> AccountOutcome? {
        if case .excluded(let rule) = account.scope {
            return AccountOutcome(
                accountID: account.id,
                coverage: .excluded,
                reason: .excludedByRule,
                message: rule
            )
        }
        guard !account.state.isSwept else { return nil }
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
        let totals = ControlTotals(facts)
        return AccountOutcome(
            accountID: account.id,
            coverage: gaps.isEmpty ? .swept : .partial,
            reason: gaps.first?.reason,
            errorCode: gaps.first?.errorCode ?? "",
            message: summary(of: gaps),
            requestID: gaps.first?.requestID ?? "",
            roleARN: session.roleARN ?? "",
            narrowed: session.narrowed,
            credentialReportGeneratedAt: facts.credentialReport.value?.generatedAt,
            usersExpected: totals.usersExpected,
            usersRead: totals.usersRead,
            rolesExpected: totals.rolesExpected,
            rolesRead: totals.rolesRead
        )
    }

    /// AWS's words for the first gap of each call, and how often it happened: fifty users denied are one sentence.
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
        return actions.map { action in
            let times = count[action, default: 1] > 1 ? " (\(count[action, default: 1]) times)" : ""
            return "\(action)\(times): \(first[action]?.message ?? "")"
        }.joined(separator: " | ")
    }
}
