import Domain
import Foundation
import Ledger
import Testing

@testable import Report

/// What was not read, not judged or left out, and how the report says so without looking clean.
@Suite struct `A gap` {
    private let folder: RunFolder

    init() throws {
        folder = try RunFolder()
    }

    private func page(of run: FixtureRun) async throws -> String {
        try await folder.write(run)
        return try folder.text("report.html")
    }

    private func section(_ id: String, of page: String) throws -> String {
        let start = try #require(page.firstRange(of: #"<section id="\#(id)""#)?.lowerBound)
        return try #require(page[start...].components(separatedBy: "</section>").first)
    }

    @Test func `of a whole account counts the checks of accounts, not those of coverage`() async throws {
        let checks = FixtureRun.catalogue
        #expect(checks.count == 11)
        let page = try await page(of: .small)
        #expect(page.contains("All 9 account checks are not assessed in the 2 accounts that could not be read"))
    }

    @Test func `leaves the number of findings empty in accounts.csv`() async throws {
        try await folder.write(.small)
        let rows = try parsedCSV(folder.text("accounts.csv")).dropFirst()
        #expect(rows.map { $0[5] } == ["swept", "partial", "not_assumed", "excluded", "not_active", "not_reached"])
        #expect(rows.map { $0.last } == ["2", "0", "", "", "", ""])
    }

    @Test func `has one number in the contents, the severities, the section and run.json`() async throws {
        var run = FixtureRun.small
        for check in ["user-mfa", "root-mfa"] { run.unanswered(check, .root(in: 3), in: 3) }
        for user in ["u", "v"] { run.unanswered("user-mfa", .user(user, in: 2), in: 2) }
        let page = try await page(of: run)
        #expect(page.contains(##"<a href="#not-assessed">Not assessed <span>5</span></a>"##))
        #expect(page.contains("5 results are not assessed and not counted as passed."))
        // Account 2 is told as read in part, account 3 as not read: the headline has no further sentence for them.
        #expect(!page.contains("could not be assessed in"))
        #expect(try folder.text("run.json").contains(#""not_assessed":5"#))
        let severities = try section("severities", of: page)
        let cells = severities.matches(of: #/<tr>.*?<\/tr>/#).dropFirst().compactMap { row in
            row.output.matches(of: #/<td class="n"[^>]*>([0-9,]+)<\/td>/#).dropFirst(3).first.flatMap {
                Int($0.output.1)
            }
        }
        #expect(cells.reduce(0, +) == 5)
    }

    @Test func `of a section is said to count once`() async throws {
        #expect(
            try await page(of: .small).contains("a section that could not be read counts once for its account")
        )
    }

    @Test func `by a rule or the command line is never nothing held back`() async throws {
        let silent = "nothing is held back from this report"
        var run = FixtureRun()
        run.add(1, "a")
        #expect(try await page(of: run).contains(silent))
        run.header.isPartialScope = true
        var judgements = try section("judgements", of: try await again(run))
        #expect(!judgements.contains(silent))
        #expect(judgements.contains("The command line narrowed this run"))
        run.header.isPartialScope = false
        run.add(2, "b", .excluded, reason: .excludedByRule, message: "not in include.accounts")
        judgements = try section("judgements", of: try await again(run))
        #expect(!judgements.contains(silent))
        #expect(judgements.contains("1 account is left out of this run"))
    }

    private func again(_ run: FixtureRun) async throws -> String {
        let folder = try RunFolder()
        try await folder.write(run)
        return try folder.text("report.html")
    }

    @Test func `by judgement stands on the page and, unless it only changes a rule, in exceptions.csv`() async throws {
        let kinds = [
            "exclusion", "inclusion", "trusted account", "trusted organization", "break-glass identity",
            "platform role", "threshold", "severity",
        ]
        var run = FixtureRun()
        run.add(1, "a")
        run.header.judgements = kinds.map { .init(kind: $0, resource: "of \($0)", reason: "because of \($0)") }
        let judgements = try section("judgements", of: try await page(of: run))
        for kind in kinds {
            let word = kind.prefix(1).uppercased() + kind.dropFirst()
            #expect(
                judgements.contains(#"<th scope="row">\#(word)</th><td>of \#(kind)</td><td>because of \#(kind)</td>"#)
            )
        }
        let rows = try parsedCSV(folder.text("exceptions.csv")).dropFirst()
        #expect(rows.map { $0[1] } == Array(kinds.dropLast(2)))
    }

    @Test func `by exclusion is explained by its exclusion and by no other judgement`() async throws {
        var run = FixtureRun()
        run.add(1, "a", .excluded, reason: .excludedByRule)
        let account = run.accounts[0].id.description
        run.header.judgements = [
            .init(kind: "break-glass identity", accountID: account, approver: "nobody", ticket: "SEC-1"),
            .init(kind: "exclusion", accountID: account, approver: "ciso@example.com", expires: "2027-01-31"),
        ]
        let coverage = try section("coverage", of: try await page(of: run))
        #expect(coverage.contains("Exclusion approved by ciso@example.com, until 2027-01-31<"))
        #expect(!coverage.contains("SEC-1"))
    }

    @Test func `by failed calls is kept once for each way of failing`() async throws {
        var run = FixtureRun()
        run.add(1, "a", .partial, reason: .callDenied)
        let ledger = try await run.ledger(in: folder)
        let totals = RunTotals(
            control: try ledger.controlTotals(),
            calls: try ledger.callTotals(),
            denominators: try ledger.denominators()
        )
        var digest = RunDigest(checks: run.checks, asOf: FixtureRun.asOf, totals: totals)
        try ledger.forEachAccount { digest.add($0) }
        var call = CallRecord(
            accountID: run.accounts[0].id,
            service: "iam",
            action: "ListSSHPublicKeys",
            requestID: "of an earlier sweep",
            errorCode: "AccessDenied",
            attempts: 1,
            startedAt: FixtureRun.asOf.adding(seconds: -60),
            durationMilliseconds: 1
        )
        digest.add(call)
        call.startedAt = FixtureRun.asOf.adding(seconds: 60)
        for number in 1...1_000 {
            call.requestID = "r-\(number)"
            call.errorCode = number.isMultiple(of: 4) ? "Throttling" : "AccessDenied"
            digest.add(call)
        }
        let failed = try #require(digest.failedCalls[run.accounts[0].id])
        #expect(failed.map(\.action) == ["iam:ListSSHPublicKeys", "iam:ListSSHPublicKeys"])
        #expect(failed.map(\.errorCode) == ["AccessDenied", "Throttling"])
        #expect(failed.map(\.requestID) == ["r-1", "r-4"])
        #expect(failed.map(\.count) == [750, 250])
    }

    @Test func `says how often a call failed`() async throws {
        let page = try await page(of: .organization)
        #expect(page.contains("Not read: iam:ListSSHPublicKeys: AccessDenied, 3 times, request id"))
    }
}

@Suite struct `Findings by account` {
    @Test func `stand with the worst account first and a figure for each severity`() async throws {
        var run = FixtureRun()
        for (number, name) in ["quiet", "low", "critical", "unread"].enumerated() {
            run.add(number + 1, name, name == "unread" ? .notAssumed : .swept)
        }
        for user in ["u", "v"] { run.find("user-direct-policy", in: 2, .user(user, in: 2), "It fails.") }
        run.find("root-mfa", in: 3, .root(in: 3), "It fails.")
        run.find("key-age", in: 3, .user("u", in: 3), "It fails.")
        run.find("account-not-assumed", in: 4, .root(in: 4), "It could not be read.")
        let folder = try RunFolder()
        try await folder.write(run)
        let page = try folder.text("report.html")
        let section = try #require(
            page.components(separatedBy: #"<section id="by-account""#).last?.components(separatedBy: "</section>").first
        )
        #expect(section.contains("2 of 4 accounts have findings, the worst first. 1 account could not be read"))
        let rows = section.components(separatedBy: "<tr>").dropFirst(2).map { row in
            row.matches(of: #/<bdi class="name stack">(.*?)<\/bdi>|<td class="n(?: zero)?">(.*?)<\/td>/#).map {
                String($0.output.1 ?? $0.output.2 ?? "")
            }
        }
        #expect(rows == [["critical", "1", "0", "1", "0", "0", "2"], ["low", "0", "0", "0", "2", "0", "2"]])
    }

    @Test func `are no table where there are none`() async throws {
        var run = FixtureRun()
        run.add(1, "a")
        let folder = try RunFolder()
        try await folder.write(run)
        let page = try folder.text("report.html")
        #expect(page.contains("Nothing could be assessed."))
        run.passes = 1
        let judged = try RunFolder()
        try await judged.write(run)
        #expect(try judged.text("report.html").contains("No check failed in an account that was read."))
        #expect(!page.contains(#"<table class="figures"><thead><tr><th scope="col">Account"#))
    }
}

@Suite struct `The method` {
    @Test func `says what the ledger keeps that must stay private`() async throws {
        let folder = try RunFolder()
        try await folder.write(.small)
        #expect(try folder.text("report.html").contains("external ids in trust policies included: it is confidential"))
    }
}
