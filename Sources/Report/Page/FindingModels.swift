import Domain
import Ledger

extension FixFirstModel {
    init(_ digest: RunDigest) {
        let failing = digest.checks.filter { $0.fails > 0 && !$0.check.isCoverage }
        let reach = failing.sorted { left, right in
            (left.severity.rank, left.accounts.count, left.fails) > (
                right.severity.rank, right.accounts.count, right.fails
            )
        }
        rows = reach.prefix(5).map { digest in
            Row(
                id: digest.check.id,
                mark: digest.severity.rawValue,
                severities: Severity.worstFirst.compactMap { severity in
                    digest.bySeverity[severity].map { "\(Wording.figure($0)) \(severity.rawValue)" }
                }.joined(separator: ", "),
                title: digest.check.title,
                action: Wording.firstSentence(digest.check.remediation),
                clears: "clears \(Wording.count(digest.fails, "finding")) in "
                    + Wording.count(digest.accounts.count, "account")
            )
        }
        hasRows = !rows.isEmpty
        empty =
            digest.hasJudged
            ? "Nothing to fix: no check failed on anything that could be assessed."
            : "Nothing is known: no check could be assessed in any account. What Coverage says comes first."
    }
}

extension SeveritiesModel {
    init(_ digest: RunDigest, header: RunHeader) {
        rows = Severity.worstFirst.map { severity in
            let figures = digest[severity]
            let level = header.serviceLevels[severity].map { "fix within \(Wording.duration($0))" }
            return Row(
                mark: severity.rawValue,
                word: severity.word,
                fails: Wording.figure(figures.fails),
                overdue: header.earlierRun == nil ? Wording.figure(figures.overdue) : "not known",
                excepted: Wording.figure(figures.excepted),
                notAssessed: Wording.figure(figures.notAssessed),
                checks: Wording.figure(figures.checks.count),
                accounts: Wording.figure(figures.accounts.count),
                level: level ?? "none"
            )
        }
        let failLevel = header.failOn.map { "The run fails at \($0.rawValue) and above." } ?? "No fail level is set."
        note = "\(failLevel) Checks of coverage are counted under Coverage, not here."
    }
}

extension AccountTotalsModel {
    init(_ digest: RunDigest) {
        let failing = digest.failingAccounts.count
        let unread = digest.coverage[.notAssumed, default: 0] + digest.coverage[.notReached, default: 0]
        let finding =
            switch failing {
            case 0: digest.hasJudged ? "No check failed in an account that was read." : "Nothing could be assessed."
            case 1: "1 of \(Wording.count(digest.accountCount, "account")) has findings."
            default:
                "\(Wording.figure(failing)) of \(Wording.count(digest.accountCount, "account")) have findings, the worst first."
            }
        note =
            finding
            + (unread > 0
                ? " \(Wording.count(unread, "account")) could not be read: no line here does not mean clean." : "")
        hasRows = failing > 0
        severities = Severity.worstFirst.map { SeverityLabel(mark: $0.rawValue, word: $0.word) }
    }
}

extension AccountTotalModel {
    init(_ total: AccountTotal) {
        account = AccountLabel(total.account)
        figures = Severity.worstFirst.map { severity in
            let count = total.failures[severity, default: 0]
            return Figure(figure: Wording.figure(count), style: count == 0 ? "n zero" : "n")
        }
        all = Wording.figure(total.failures.values.reduce(0, +))
    }
}

extension JudgementsModel {
    init(_ header: RunHeader, _ digest: RunDigest) {
        rows = header.judgements.map { judgement in
            let account = judgement.accountID.isEmpty ? "" : "account \(judgement.accountID)"
            return Row(
                kind: judgement.kind.prefix(1).uppercased() + judgement.kind.dropFirst(),
                what: [judgement.checkID, account, judgement.resource].filter { !$0.isEmpty }.joined(separator: ", "),
                reason: judgement.reason,
                owner: judgement.owner,
                approver: judgement.approver,
                expires: judgement.expires,
                ticket: judgement.ticket
            )
        }
        hasRows = !rows.isEmpty
        caption = "What the organization decided to accept, leave out, trust or judge differently."
        notes = Self.leftOut(header, excluded: digest.coverage[.excluded, default: 0])
        if !hasRows {
            let nothing = "No exception, exclusion, trusted party or changed rule is configured"
            notes.insert(nothing + (notes.isEmpty ? ": nothing is held back from this report." : "."), at: 0)
        }
    }

    /// The command line leaves accounts out as well, and no row speaks of that.
    private static func leftOut(_ header: RunHeader, excluded: Int) -> [String] {
        var notes: [String] = []
        if header.isPartialScope { notes.append("The command line narrowed this run to a part of its scope.") }
        if excluded > 0 {
            let accounts = Wording.count(excluded, "account")
            notes.append(
                "\(accounts) \(excluded == 1 ? "is" : "are") left out of this run; Coverage says why."
            )
        }
        return notes
    }
}

extension CheckModel {
    init(_ digest: CheckDigest) {
        let severity = digest.severity
        id = digest.check.id
        mark = digest.fails > 0 ? severity.rawValue : "excepted"
        title = digest.check.title
        isOpen = digest.fails > 0 && severity >= .high
        rationale = digest.check.rationale
        remediation = digest.check.remediation
        hasRest = digest.unlisted > 0
        rest = "\(Wording.count(digest.unlisted, "more finding")) of this check: see findings.csv."
        reach = Self.reach(digest)
        caption = "Check \(digest.check.id), \(Wording.count(digest.listed.count, "row"))."
    }

    private static func reach(_ digest: CheckDigest) -> String {
        let assessed = digest.tally.assessed
        let fails = Wording.figure(digest.fails)
        guard digest.fails > 0 else { return "\(Wording.figure(digest.tally.excepted)) excepted, none fails" }
        var text = assessed > 0 ? "\(fails) of \(Wording.figure(assessed)) fail" : "\(fails) fail"
        text += " in \(Wording.count(digest.accounts.count, "account"))"
        if digest.tally.excepted > 0 { text += ", \(Wording.figure(digest.tally.excepted)) excepted" }
        if digest.tally.notAssessed > 0 { text += ", \(Wording.figure(digest.tally.notAssessed)) not assessed" }
        return text
    }
}

extension FindingModel {
    init(_ row: FindingRow, controls: [String], asOf: Instant) {
        let finding = row.finding
        let assessment = finding.assessment
        let days = finding.firstSeenAt.map { $0.age(at: asOf).wholeDays }
        id = finding.id
        account = AccountLabel(row.account)
        mark = finding.status == .excepted ? "excepted" : finding.severity.rawValue
        severity = finding.status == .excepted ? "Excepted" : finding.severity.word
        sentence = assessment.sentence
        firstSeen = finding.firstSeenAt?.iso8601 ?? ""
        age = days.map { $0 == 0 ? "this run" : Wording.count(Int($0), "day") + " ago" } ?? "not compared"
        owner = finding.owner
        let kind = assessment.resource.type.rawValue.replacing("_", with: " ")
        let name = assessment.resource.name
        var pairs = [Pair("Resource", name == kind || name.isEmpty ? kind : "\(kind) \(name)")]
        if !assessment.resource.arn.isEmpty { pairs.append(Pair("ARN", assessment.resource.arn)) }
        pairs += assessment.facts.map { Pair($0.name, $0.value) }
        if let due = finding.dueAt { pairs.append(Pair("Due", due < asOf ? "\(due.day), overdue" : due.day)) }
        if !controls.isEmpty { pairs.append(Pair("Controls", controls.joined(separator: ", "))) }
        facts = pairs + [Pair("Finding id", finding.id)]
    }
}

extension CatalogueModel {
    init(_ digest: CheckDigest) {
        let tally = digest.tally
        id = digest.check.id
        title = digest.check.title
        hasFindings = !digest.listed.isEmpty && !digest.check.isCoverage
        mark = digest.check.severity.rawValue
        severity = digest.check.severity.word
        fail = Wording.figure(tally.fail)
        excepted = Wording.figure(tally.excepted)
        pass = Wording.figure(tally.pass)
        notAssessed = Wording.figure(tally.notAssessed)
        notApplicable = Wording.figure(tally.notApplicable)
        soc2 = digest.check.mappings.soc2.joined(separator: " ")
    }
}
