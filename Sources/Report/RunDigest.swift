import Domain
import Ledger

/// The figures of the report, gathered while the CSV files are written.
///
/// It grows with the catalogue and the population, never with the findings: of those it keeps, for each check, only
/// the rows that the page lists.
struct RunDigest {
    private(set) var checks: [CheckDigest]
    private(set) var bySeverity: [Severity: SeverityDigest] = [:]
    private(set) var coverage: [Coverage: Int] = [:]
    private(set) var accountCount = 0
    private(set) var sources: [String: Int] = [:]
    private(set) var notNarrowed = 0
    private(set) var gaps: [Gap] = []
    private(set) var unlistedGaps = 0
    private(set) var failedCalls: [AccountID: [FailedCalls]] = [:]
    /// The failures of coverage checks, which count in no severity.
    private(set) var coverageFails = 0
    /// Accounts that --only or --not left out.
    private(set) var leftOut = 0
    private(set) var excepted = 0
    /// Results without an answer, coverage checks left out; those of unread accounts are among them.
    private(set) var notAssessed = 0
    /// Those of them in accounts that count as swept: no line under Coverage speaks of them.
    private(set) var unanswered = 0
    private(set) var accountsWithUnanswered: Set<AccountID> = []
    let totals: RunTotals

    private let asOf: Instant
    private let positions: [String: Int]
    private var unread: Set<AccountID> = []
    /// When the sweep of each began: an account that is swept again keeps the calls of before.
    private var partial: [AccountID: Instant] = [:]
    private var gapPositions: [Gap.Key: Int] = [:]
    /// More distinct gaps than this are counted, not listed.
    private static let listedGaps = 1_000

    init(checks: [CheckDescription], asOf: Instant, totals: RunTotals) {
        self.totals = totals
        self.checks = checks.map(CheckDigest.init)
        self.asOf = asOf
        positions = Dictionary(checks.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    subscript(_ severity: Severity) -> SeverityDigest { bySeverity[severity] ?? SeverityDigest() }

    /// The failures that count at or above a severity; coverage checks do not.
    func fails(atOrAbove severity: Severity) -> Int {
        Severity.allCases.filter { $0 >= severity }.reduce(0) { $0 + self[$1].fails }
    }

    var fails: Int { fails(atOrAbove: .info) }

    /// The accounts with a failure that counts.
    var failingAccounts: Set<AccountID> { bySeverity.values.reduce(into: []) { $0.formUnion($1.accounts) } }

    /// Whether anything was judged at all; without that, "no findings" says nothing.
    var hasJudged: Bool { checks.contains { !$0.check.isCoverage && $0.tally.assessed > 0 } }

    /// Whether every account in scope was read in full.
    var isComplete: Bool { coverage.allSatisfy { $0.value == 0 || $0.key.isComplete } }

    /// Accounts come first, so that findings and calls know how their account ended.
    mutating func add(_ row: AccountRow) {
        accountCount += 1
        coverage[row.outcome.coverage, default: 0] += 1
        sources[row.account.source, default: 0] += 1
        if row.outcome.narrowed == false { notNarrowed += 1 }
        if row.isLeftOut { leftOut += 1 }
        switch row.outcome.coverage {
        case .notAssumed, .notReached: unread.insert(row.account.id)
        case .partial: partial[row.account.id] = row.outcome.startedAt ?? Instant(epochSeconds: 0)
        case .swept, .excluded, .notActive: break
        }
    }

    mutating func add(_ row: FindingRow) {
        let finding = row.finding
        guard let position = positions[finding.assessment.checkID] else { return }
        switch finding.status {
        case .fail: addFailure(row, at: position)
        case .excepted:
            excepted += 1
            checks[position].list(row)
            if !checks[position].check.isCoverage { bySeverity[finding.severity, default: .init()].excepted += 1 }
        case .notAssessed:
            if !checks[position].check.isCoverage { countUnassessed(finding) }
            addGap(row)
        }
    }

    mutating func add(_ row: AssessmentCountRow) {
        guard let position = positions[row.checkID] else { return }
        checks[position].tally.add(row)
    }

    mutating func add(_ call: CallRecord) {
        guard let account = call.accountID, let began = partial[account], call.startedAt >= began,
            !call.errorCode.isEmpty, !Self.answersThatAreNoGap.contains(call.errorCode)
        else { return }
        let failed = FailedCalls(call)
        if let position = failedCalls[account]?.firstIndex(where: failed.isSameFailure) {
            failedCalls[account]?[position].count += 1
        } else {
            failedCalls[account, default: []].append(failed)
        }
    }

    /// "No such entity" is a fact about the account, and a credential report is asked for until it is ready.
    private static let answersThatAreNoGap = ["NoSuchEntity", "ReportExpired", "ReportInProgress", "ReportNotPresent"]

    private mutating func addFailure(_ row: FindingRow, at position: Int) {
        let severity = row.finding.severity
        checks[position].addFailure(row)
        guard !checks[position].check.isCoverage else {
            coverageFails += 1
            return
        }
        var figures = self[severity]
        figures.fails += 1
        figures.accounts.insert(row.finding.accountID)
        figures.checks.insert(row.finding.assessment.checkID)
        if let due = row.finding.dueAt, due < asOf { figures.overdue += 1 }
        bySeverity[severity] = figures
    }

    private mutating func countUnassessed(_ finding: Finding) {
        notAssessed += 1
        bySeverity[finding.severity, default: .init()].notAssessed += 1
        guard !unread.contains(finding.accountID), partial[finding.accountID] == nil else { return }
        unanswered += 1
        accountsWithUnanswered.insert(finding.accountID)
    }

    /// Nothing of an unread account was assessed: its line in the coverage section says so once.
    private mutating func addGap(_ row: FindingRow) {
        guard !unread.contains(row.account.id) else { return }
        let key = Gap.Key(account: row.account.id, checkID: row.finding.assessment.checkID)
        if let position = gapPositions[key] {
            gaps[position].results += 1
        } else if gaps.count < Self.listedGaps {
            gapPositions[key] = gaps.count
            gaps.append(Gap(account: row.account, check: row.check, reason: row.finding.assessment.sentence))
        } else {
            unlistedGaps += 1
        }
    }
}

extension AccountRow {
    /// Whether the command line left the account out, which is a choice for this run and no rule.
    var isLeftOut: Bool { outcome.coverage == .excluded && account.scope.isByCommandLine }

    /// Whether AWS told anything about the account, so that a number of findings means something.
    var hasFigures: Bool { outcome.coverage.wasRead && answers > 0 }
}

/// What the ledger adds up by itself.
struct RunTotals {
    var control: ControlTotals
    var calls: CallTotals
    var denominators: Denominators
    /// Nil without a roster.
    var roster: RosterTotals?

    var identities: Int { denominators.identities.values.reduce(0, +) }
    var credentials: Int { denominators.credentials.values.reduce(0, +) }
}

/// The figures of one severity.
struct SeverityDigest {
    var fails = 0
    var overdue = 0
    var excepted = 0
    var notAssessed = 0
    var accounts: Set<AccountID> = []
    var checks: Set<String> = []
}

/// One way in which calls of an account failed: the same call fails for a hundred users, and once is enough to act on.
struct FailedCalls: Equatable {
    /// With its service, `iam:ListAccessKeys`.
    var action: String
    var errorCode: String
    /// Of the first of them.
    var requestID: String
    var count = 1

    init(_ call: CallRecord) {
        action = "\(call.service):\(call.action)"
        errorCode = call.errorCode
        requestID = call.requestID
    }

    func isSameFailure(as other: FailedCalls) -> Bool { action == other.action && errorCode == other.errorCode }
}

/// A check that could not judge something in an account.
struct Gap {
    struct Key: Hashable {
        var account: AccountID
        var checkID: String
    }

    var account: Account
    var check: CheckDescription
    var reason: String
    var results = 1
}

/// The figures of one check and the rows that the page lists.
struct CheckDigest {
    let check: CheckDescription
    var tally = Tally()
    private(set) var fails = 0
    private(set) var accounts: Set<AccountID> = []
    private(set) var bySeverity: [Severity: Int] = [:]
    private(set) var listed: [FindingRow] = []
    private(set) var unlisted = 0

    init(check: CheckDescription) {
        self.check = check
    }

    /// The worst severity among the failures.
    var severity: Severity { bySeverity.keys.max() ?? check.severity }

    mutating func addFailure(_ row: FindingRow) {
        fails += 1
        accounts.insert(row.finding.accountID)
        bySeverity[row.finding.severity, default: 0] += 1
        list(row)
    }

    /// A page of 100,000 rows opens in no browser; findings.csv has them all, and the page says how many it leaves out.
    mutating func list(_ row: FindingRow) {
        if listed.count < (row.finding.severity >= .high ? 500 : 100) {
            listed.append(row)
        } else {
            unlisted += 1
        }
    }
}

extension Severity {
    static var worstFirst: [Severity] { allCases.sorted(by: >) }
}
