import Domain
import Synchronization

/// How far each account's credential report has come; only accounts that were asked for one are remembered.
final class CredentialReports: Sendable {
    /// AWS makes a new report at most this often.
    private static let lifetimeSeconds: Int64 = 4 * 3_600
    /// How often AWS is asked in vain before a new report is there.
    private static let pollsInVain = 1

    private enum State {
        case generating(since: Instant, pollsLeft: Int)
        case complete(Report)
    }

    struct Report: Sendable {
        var generatedAt: Instant
        /// Users created later are not in it.
        var knowsUsersUntil: Instant
    }

    private let startedAt: Instant
    private let asOf: Instant
    private let states = Mutex<[Int: State]>([:])

    init(startedAt: Instant, asOf: Instant) {
        self.startedAt = startedAt
        self.asOf = asOf
    }

    /// What GenerateCredentialReport answers: `STARTED`, `INPROGRESS` or `COMPLETE`.
    func generate(_ account: RehearsalAccount, now: Instant) -> String {
        states.withLock { states in
            switch advanced(states[account.index] ?? existing(account), now) {
            case .complete(let report)? where report.generatedAt.age(at: now) < Self.lifetimeSeconds:
                states[account.index] = .complete(report)
                return "COMPLETE"
            case .generating(let since, let pollsLeft)?:
                states[account.index] = .generating(since: since, pollsLeft: pollsLeft)
                return "INPROGRESS"
            default:
                states[account.index] = .generating(since: now, pollsLeft: Self.pollsInVain)
                return "STARTED"
            }
        }
    }

    /// The finished report, or AWS's refusal, whose message on the wire is the word Unknown.
    func get(_ account: RehearsalAccount, now: Instant) throws(ServiceError) -> Report {
        let state = states.withLock { states in
            let state = advanced(states[account.index] ?? existing(account), now)
            states[account.index] = state
            return state
        }
        switch state {
        case nil: throw ServiceError(410, "ReportNotPresent", "Unknown")
        case .generating?: throw ServiceError(404, "ReportInProgress", "Unknown")
        case .complete(let report)?:
            guard report.generatedAt.age(at: now) < Self.lifetimeSeconds else {
                throw ServiceError(410, "ReportExpired", "Unknown")
            }
            return report
        }
    }

    /// The state after one more question.
    private func advanced(_ state: State?, _ now: Instant) -> State? {
        guard case .generating(let since, let pollsLeft)? = state else { return state }
        if pollsLeft > 0 { return .generating(since: since, pollsLeft: pollsLeft - 1) }
        return .complete(Report(generatedAt: now, knowsUsersUntil: asOf))
    }

    /// The report that somebody else had made before the server started.
    private func existing(_ account: RehearsalAccount) -> State? {
        account.reportAgeSeconds.map { age in
            .complete(
                Report(generatedAt: startedAt.adding(seconds: -age), knowsUsersUntil: asOf.adding(seconds: -age))
            )
        }
    }
}

extension IAMOperations {
    @Sendable
    static func generateCredentialReport(_ call: IAMCall, _ xml: inout XMLWriter) throws(ServiceError) {
        let state =
            call.faults.apply(.reportNeverReady)
            ? "INPROGRESS" : call.reports.generate(call.account, now: call.now)
        xml.element("State", state)
        if state == "STARTED" {
            xml.element("Description", "No report exists. Starting a new report generation task")
        }
    }

    @Sendable
    static func getCredentialReport(_ call: IAMCall, _ xml: inout XMLWriter) throws(ServiceError) {
        guard !call.faults.apply(.reportNeverReady) else {
            throw ServiceError(404, "ReportInProgress", "Unknown")
        }
        let report = call.faults.report(
            instead: try call.reports.get(call.account, now: call.now),
            call.now,
            asOf: call.organization.asOf
        )
        let text = CredentialReportText.text(
            of: call.account,
            until: report.knowsUsersUntil,
            without: call.faults.userMissing(inReportOf: call.account)
        )
        xml.element("Content", Base64.encode(Array(text.utf8)))
        xml.element("ReportFormat", "text/csv")
        xml.element("GeneratedTime", report.generatedAt)
    }
}
