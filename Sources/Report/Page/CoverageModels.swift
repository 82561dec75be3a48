import Domain
import Ledger

extension CoverageModel {
    init(_ digest: RunDigest) {
        let states = Coverage.reading.filter { digest.coverage[$0, default: 0] > 0 }
        let counts = states.map { digest.coverage[$0, default: 0] }
        let summary = zip(states, counts).map { "\(Wording.figure($1)) \($0.word)" }
        let swept = digest.coverage[.swept, default: 0]
        title = "Coverage of \(Wording.count(digest.accountCount, "account"))"
        description = Wording.list(summary) + "."
        segments = Self.segments(states, counts)
        let listed = digest.accountCount - swept - digest.leftOut
        hasGaps = listed > 0
        caption = "\(Wording.count(listed, "account")) not fully swept, and what to do about each."
        notes = Self.notes(digest, swept: swept)
    }

    private static func notes(_ digest: RunDigest, swept: Int) -> [String] {
        var notes: [String] = []
        if digest.accountCount == 0 { notes.append("The population is empty: there was nothing to read.") }
        if swept == digest.accountCount, swept > 0 {
            notes.append("Every account of the population was read in full.")
        }
        if digest.leftOut > 0 {
            let leftOut = Wording.count(digest.leftOut, "account")
            notes.append(
                "\(leftOut) left out by options of the command line (--only, --not, --ou, --tag), for this run alone: "
                    + "they stand under Accounts."
            )
        }
        notes += controlNotes(digest.totals.control)
        let mismatches = digest.checks.first { $0.check.id == "account-inventory-mismatch" }?.fails ?? 0
        if mismatches > 0 {
            notes.append(
                "\(Wording.count(mismatches, "account")) in only one of inventory and organization: findings.csv, check "
                    + "account-inventory-mismatch."
            )
        }
        return notes
    }

    private static func controlNotes(_ totals: ControlTotals) -> [String] {
        func ratio(_ read: Int, _ expected: Int) -> String { "\(Wording.figure(read)) of \(Wording.figure(expected))" }
        guard totals.accountsWithTotals > 0 else { return [] }
        var sentence =
            "Control totals: \(ratio(totals.usersRead, totals.usersExpected)) users and "
            + "\(ratio(totals.rolesRead, totals.rolesExpected)) roles, as the account summaries count them, in the "
            + "\(Wording.count(totals.accountsWithTotals, "account")) read with a summary"
        if totals.accountsThatDiffer > 0 {
            sentence += "; the figures differ in \(Wording.count(totals.accountsThatDiffer, "account"))"
        }
        if totals.accountsWithoutTotals > 0 {
            sentence +=
                "; \(Wording.count(totals.accountsWithoutTotals, "account")) read without one, or without its entities"
        }
        return [sentence + "."]
    }

    private static func segments(_ states: [Coverage], _ counts: [Int]) -> [Segment] {
        let total = counts.reduce(0, +)
        var start = 0
        return zip(states, counts).map { state, count in
            defer { start += count }
            return Segment(
                state: state.rawValue,
                mark: state.rawValue,
                word: state.word,
                figure: Wording.figure(count),
                x: percent(start, of: total),
                middle: percent(2 * start + count, of: 2 * total),
                width: percent(count, of: total),
                // Narrower than this, a figure would run over its neighbours; the list beneath has it.
                hasLabel: count * 33 >= total,
                labelClass: state == .swept ? "on" : "halo"
            )
        }
    }

    /// Two decimals by integer arithmetic: the same bytes on every machine.
    private static func percent(_ part: Int, of whole: Int) -> String {
        let hundredths = part * 10_000 / whole
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}

extension CoverageRowModel {
    init(_ row: AccountRow, failed calls: [FailedCalls], judgement: RunHeader.Judgement?) {
        let outcome = row.outcome
        account = AccountLabel(row.account)
        mark = outcome.coverage.rawValue
        state = outcome.coverage.word
        why = outcome.why ?? Self.why(outcome.coverage)
        hasMessage = !outcome.message.isEmpty
        message = outcome.message
        details = Self.details(outcome, calls) + Self.details(judgement)
        next = outcome.nextStep ?? Self.next(outcome.coverage)
    }

    /// For an account of which the ledger knows only how it ended.
    private static func why(_ coverage: Coverage) -> String {
        switch coverage {
        case .notReached: "The run ended before the account was read"
        case .notActive: "Not active by the word of AWS Organizations"
        case .swept, .partial, .notAssumed, .excluded: "No reason recorded"
        }
    }

    private static func next(_ coverage: Coverage) -> String {
        switch coverage {
        case .notReached: "Sweep again."
        case .notActive: "Confirm with its owner that it is meant to stay so."
        case .swept, .partial, .notAssumed, .excluded: "Look for the account in the log of the run."
        }
    }

    private static func details(_ outcome: AccountOutcome, _ calls: [FailedCalls]) -> [String] {
        var details = calls.map { call in
            let times = call.count == 1 ? "" : ", \(Wording.figure(call.count)) times"
            return "Not read: \(call.action): \(call.errorCode)\(times), request id \(call.requestID)"
        }
        if details.isEmpty, !outcome.errorCode.isEmpty { details.append(outcome.errorCode) }
        if details.isEmpty || calls.isEmpty, !outcome.requestID.isEmpty {
            details.append("Request id \(outcome.requestID)")
        }
        return details
    }

    private static func details(_ judgement: RunHeader.Judgement?) -> [String] {
        guard let judgement else { return [] }
        let parts = [
            judgement.approver.isEmpty ? "" : "approved by \(judgement.approver)",
            judgement.expires.isEmpty ? "" : "until \(judgement.expires)", judgement.ticket,
        ]
        return ["Exclusion " + parts.filter { !$0.isEmpty }.joined(separator: ", ")]
    }
}

extension AccountModel {
    init(_ row: AccountRow) {
        let outcome = row.outcome
        account = AccountLabel(row.account)
        mark = outcome.coverage.rawValue
        state = outcome.coverage.word
        users = Self.ratio(outcome.usersRead, outcome.usersExpected)
        roles = Self.ratio(outcome.rolesRead, outcome.rolesExpected)
        report = outcome.credentialReportGeneratedAt.map { String($0.iso8601.dropLast(4)) + "Z" } ?? "not read"
        report.replace("T", with: " ")
        calls = Wording.figure(row.calls)
        retries = Wording.figure(row.retries)
        findings = row.hasFigures ? Wording.figure(row.findings) : "not read"
        switch outcome.narrowed {
        case true?: session = "narrowed"
        case false?: session = "not narrowed"
        case nil: session = "none"
        }
    }

    private static func ratio(_ read: Int?, _ expected: Int?) -> String {
        guard let read else { return "not read" }
        return "\(Wording.figure(read)) of \(expected.map(Wording.figure) ?? "unknown")"
    }
}

extension GapsModel {
    init(_ digest: RunDigest) {
        var order: [String] = []
        var groups: [String: [Gap]] = [:]
        for gap in digest.gaps {
            let key = "\(gap.account.id)\n\(gap.reason)"
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(gap)
        }
        rows = order.compactMap { key in groups[key].flatMap(Row.init) }
        hasRows = !rows.isEmpty
        hasRest = digest.unlistedGaps > 0
        rest = "\(Wording.count(digest.unlistedGaps, "more result")) of this kind: see findings.csv."
        let unread = digest.coverage[.notAssumed, default: 0] + digest.coverage[.notReached, default: 0]
        let checks = Wording.count(
            digest.checks.count { !$0.check.isOrganizational && !$0.check.isCoverage },
            "account check"
        )
        var sentences: [String] = []
        if digest.notAssessed > 0 {
            let count = Wording.count(digest.notAssessed, "result")
            sentences.append(
                "\(count) \(digest.notAssessed == 1 ? "is" : "are") not assessed and not counted as passed."
            )
        }
        if unread > 0 {
            sentences.append(
                "All \(checks) are not assessed in the \(Wording.count(unread, "account")) that could not be read: "
                    + "the reasons stand under Coverage."
            )
        }
        if hasRows {
            sentences.append("What follows could not be judged in accounts that were read.")
        } else if digest.hasJudged {
            sentences.append("In the accounts that were read, every check had the facts that it needs.")
        }
        note = sentences.joined(separator: " ")
    }
}

extension GapsModel.Row {
    fileprivate init?(_ gaps: [Gap]) {
        guard let first = gaps.first else { return nil }
        account = AccountLabel(first.account)
        mark = "unread"
        let titles = gaps.map(\.check.title)
        checks = titles.count > 4 ? Wording.count(titles.count, "check") : titles.joined(separator: "; ")
        results = Wording.figure(gaps.reduce(0) { $0 + $1.results })
        why = first.reason
    }
}
