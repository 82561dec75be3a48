import Crypto
import Domain
import Foundation
import Ledger

/// The report as one offline page, written section by section in the order of its readers' questions.
struct ReportPage {
    let ledger: Ledger
    let header: RunHeader
    let ending: RunEnding?
    let course: RunCourse
    let digest: RunDigest

    func write(to file: OutputFile) throws {
        let verdict = Verdict(digest, header: header)
        try writeHead(verdict, to: file)
        try file.append(Template.top.render(top(verdict)))
        try writeCoverage(to: file)
        try file.append(Template.changes.render(["text": changes]))
        try file.append(Template.fixFirst.render(FixFirstModel(digest)))
        try file.append(Template.severities.render(SeveritiesModel(digest, header: header)))
        try file.append(Template.judgements.render(JudgementsModel(header, digest)))
        try file.append(Template.gaps.render(GapsModel(digest)))
        try writeFindings(to: file)
        try writeAccountTotals(to: file)
        try writeAccounts(to: file)
        try writeCatalogue(to: file)
        try file.append(Template.method.render(MethodModel(header, ending: ending, course: course, digest: digest)))
        try file.append(Template.foot.render(["version": header.toolVersion, "run": header.id]))
    }

    /// The checks that the findings section lists: worst first, then in the order of the catalogue, and at the end
    /// those of which every failure is excepted.
    private var listedChecks: [CheckDigest] {
        let listed = digest.checks.filter { !$0.check.isCoverage && !$0.listed.isEmpty }
        let failing = listed.filter { $0.fails > 0 }
        return Severity.worstFirst.flatMap { severity in failing.filter { $0.severity == severity } }
            + listed.filter { $0.fails == 0 }
    }

    private func writeHead(_ verdict: Verdict, to file: OutputFile) throws {
        let style = Stylesheet.text.description
        let title = "IAM sweep, \(Wording.month(header.asOf)): \(verdict.sentences[0])"
        let digest = Data(SHA256.digest(style.utf8)).base64EncodedString()
        try file.append(Template.head.render(["title": title, "styleDigest": digest]))
        // Ours, constant, and exactly the text of the digest: it does not pass through a template.
        try file.append("<style>\(style)</style>\n")
    }

    private func top(_ verdict: Verdict) -> TopModel {
        TopModel(
            bands: bands,
            month: Wording.month(header.asOf),
            organization: header.organization.organizationID ?? "No organization: accounts from the inventory alone",
            contents: contents,
            mark: verdict.mark,
            sentences: verdict.sentences,
            notes: verdict.notes,
            facts: [
                Pair("Organization", header.organization.organizationID ?? "none"),
                Pair("As of", Wording.moment(header.asOf)),
                Pair("Began", Wording.moment(header.startedAt)),
                Pair("Ended", ending.map { Wording.moment($0.finishedAt) } ?? "not ended"),
                Pair("Run by", header.callerARN),
                Pair("Sealing", "not configured"),
                Pair("Review", "not reviewed"),
            ]
        )
    }

    private var bands: [String] {
        if header.isRehearsal { return ["Rehearsal on loopback: not evidence. No AWS account was read."] }
        let addresses = Set(header.endpointOverrides.values).sorted()
        guard !addresses.isEmpty else { return [] }
        return ["AWS was asked at \(Wording.list(addresses)), not at its own endpoints."]
    }

    private var contents: [ContentsEntry] {
        func entry(_ target: String, _ label: String, _ figure: Int? = nil) -> ContentsEntry {
            ContentsEntry(target: target, label: label, figure: figure.map(Wording.figure) ?? "")
        }
        return [
            entry("verdict", "Verdict"),
            entry("coverage", "Coverage"),
            entry("changes", "What changed"),
            entry("fix-first", "Fix first"),
            entry("severities", "By severity"),
            entry("judgements", "Exceptions", header.judgements.count),
            entry("not-assessed", "Not assessed", digest.notAssessed),
            entry("findings", "Findings", digest.fails),
            entry("by-account", "By account", digest.failingAccounts.count),
            entry("accounts", "Accounts", digest.accountCount),
            entry("checks", "Checks", digest.checks.count),
            entry("method", "Method"),
        ]
    }

    private var changes: String {
        guard let earlier = header.earlierRun else {
            return "First run: there is no earlier run over the full scope to compare with."
        }
        return "Not compared: the earlier run \(earlier) exists, and no comparison was made. "
            + "Nothing here says what is new, open or resolved since then."
    }

    private func writeCoverage(to file: OutputFile) throws {
        let model = CoverageModel(digest)
        try file.append(Template.coverage.render(model))
        try ledger.forEachAccount { row in
            guard row.outcome.coverage != .swept, !row.isLeftOut else { return }
            let calls = digest.failedCalls[row.account.id] ?? []
            let judgement = header.judgements.first {
                row.outcome.coverage == .excluded && $0.kind == "exclusion" && $0.excludes(row.account)
            }
            try file.append(Template.coverageRow.render(CoverageRowModel(row, failed: calls, judgement: judgement)))
        }
        try file.append(Template.coverageEnd.render(model))
    }

    private func writeFindings(to file: OutputFile) throws {
        try file.append(Template.findingsOpen.render([String: String]()))
        let checks = listedChecks
        if checks.isEmpty {
            let swept = Wording.count(digest.coverage[.swept] ?? 0, "account")
            let whole = digest.unanswered == 0 ? "fully assessed" : "read in full"
            let why =
                digest.hasJudged
                ? "No check failed on anything that could be assessed, in \(swept) \(whole)."
                : "Nothing could be assessed, so nothing is listed here."
            try file.append(Template.noFindings.render(["why": why]))
        }
        let controls = header.settings.controlsByCheck
        for check in checks {
            let model = CheckModel(check)
            let own = controls[check.check.id] ?? []
            try file.append(Template.checkOpen.render(model))
            for row in check.listed {
                try file.append(Template.findingRow.render(FindingModel(row, controls: own, asOf: header.asOf)))
            }
            try file.append(Template.checkClose.render(model))
        }
        try file.append(Template.findingsClose.render([String: String]()))
    }

    private func writeAccountTotals(to file: OutputFile) throws {
        let model = AccountTotalsModel(digest)
        try file.append(Template.totalsOpen.render(model))
        try ledger.forEachAccountTotal { try file.append(Template.totalsRow.render(AccountTotalModel($0))) }
        try file.append(Template.totalsClose.render(model))
    }

    private func writeAccounts(to file: OutputFile) throws {
        let sources = digest.sources.sorted { $0.key < $1.key }.map { "\(Wording.figure($0.value)) from \($0.key)" }
        try file.append(
            Template.accountsOpen.render([
                "note": "Every account of the population stands on exactly one line: \(Wording.list(sources)).",
                "caption": "Read figures stand beside the control totals of IAM's own account summary.",
            ])
        )
        try ledger.forEachAccount { try file.append(Template.accountRow.render(AccountModel($0))) }
        try file.append(Template.accountsClose.render([String: String]()))
    }

    private func writeCatalogue(to file: OutputFile) throws {
        let note =
            "Every check of this run with what it judged, passes included. Figures count resources; a section that could "
            + "not be read counts once for its account. Checks of coverage are counted here and under Coverage, not "
            + "among the findings."
        try file.append(Template.catalogueOpen.render(["note": note]))
        for check in digest.checks {
            try file.append(Template.catalogueRow.render(CatalogueModel(check)))
        }
        try file.append(Template.catalogueClose.render([String: String]()))
    }
}
