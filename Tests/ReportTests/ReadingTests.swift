import Domain
import Foundation
import Ledger
import Testing

@testable import Report

/// Sentences that a reader acts on: each says what happened, and no more than is known.
@Suite struct `A reader of the page` {
    private func page(of run: FixtureRun) async throws -> String {
        let folder = try RunFolder()
        try await folder.write(run)
        return try folder.text("report.html")
    }

    @Test func `is told on top that AWS was asked elsewhere`() async throws {
        var run = FixtureRun()
        run.add(1, "a")
        #expect(!(try await page(of: run)).contains(#"<p class="band""#))
        run.header.endpointOverrides = [
            "AWS_ENDPOINT_URL": "http://127.0.0.1:4566", "AWS_ENDPOINT_URL_STS": "https://sts.example.com",
        ]
        let band = "AWS was asked at http://127.0.0.1:4566 and https://sts.example.com, not at its own endpoints."
        #expect(try await page(of: run).contains(#"<p class="band" role="note">\#(band)</p>"#))
        run.header.isRehearsal = true
        let rehearsal = try await page(of: run)
        #expect(rehearsal.contains("Rehearsal on loopback: not evidence."))
        #expect(!rehearsal.contains(band))
    }

    @Test(
        arguments: [
            (1_200, "this machine's clock was 1,200 seconds behind AWS's; all times are AWS's"),
            (-60, "this machine's clock was 60 seconds ahead of AWS's; all times are AWS's"),
            (0, "AWS did not complain of this machine's clock, so all times are this machine's"),
        ] as [(Int64, String)]
    )
    func `is told whose clock was wrong`(skew: Int64, says: String) async throws {
        var run = FixtureRun()
        run.add(1, "a")
        run.ending?.clockSkewSeconds = skew
        #expect(try await page(of: run).replacing("&#39;", with: "'").contains(says))
    }

    @Test func `sees what to fix by its title, and how much of it is how bad`() async throws {
        var run = FixtureRun()
        run.add(1, "a")
        run.add(2, "b")
        for user in ["u", "v", "w"] { run.find("key-age", in: 1, .user(user, in: 1), "It fails.") }
        run.find("key-age", in: 2, .user("x", in: 2), "It fails.", severity: .critical)
        let first = try #require(try await page(of: run).components(separatedBy: #"<ol class="first">"#).last)
        let title = try #require(run.checks.first { $0.id == "key-age" }?.title)
        #expect(first.contains(##"<a href="#check-key-age">\##(title)</a>"##))
        #expect(first.contains("1 critical, 3 medium:</span> clears 4 findings in 2 accounts"))
    }

    @Test func `is not told that there is nothing to fix where nothing was read`() async throws {
        var run = FixtureRun()
        run.add(1, "a", .notAssumed, reason: .roleMissingOrTrustDenied, errorCode: "AccessDenied")
        let lost = try await page(of: run)
        #expect(!lost.contains("Nothing to fix"))
        #expect(!lost.contains("every check had the facts"))
        #expect(lost.contains("<li>No account could be assumed: check --role, the external ID and whether"))
        var late = FixtureRun()
        late.add(1, "a", .notReached)
        #expect(try await page(of: late).contains("<li>The deadline came before any account was read"))
        run.add(2, "b")
        run.passes = 1
        let read = try await page(of: run)
        #expect(read.contains("Nothing to fix"))
        #expect(!read.contains("No account could be assumed"))
    }

    @Test func `sees totals of accounts that have both figures alone`() async throws {
        var run = FixtureRun()
        run.add(1, "a", users: 8, roles: 24)
        run.add(2, "b", .partial, reason: .callDenied, users: 90, roles: 90)
        run.outcomes[1].usersExpected = nil
        run.outcomes[1].rolesExpected = nil
        let page = try await page(of: run)
        #expect(page.contains("Control totals: 8 of 8 users and 24 of 24 roles, as the account summaries count them,"))
        #expect(page.contains("in the 1 account read with a summary; 1 account read without one"))
    }

    @Test func `sees one line for what the command line left out, and a row for what a rule left out`() async throws {
        var run = FixtureRun()
        run.add(1, "a")
        for number in 2...4 {
            run.add(number, "left-\(number)", .excluded, reason: .excludedByRule, message: "not in --only")
        }
        run.add(5, "sandbox", .excluded, reason: .excludedByRule, message: "exclude: sandbox")
        let page = try await page(of: run)
        let coverage = try #require(
            page.components(separatedBy: #"<section id="coverage""#).last?.components(separatedBy: "</section>").first
        )
        #expect(coverage.contains("1 account not fully swept, and what to do about each."))
        #expect(coverage.contains("3 accounts left out by options of the command line"))
        #expect(coverage.contains("sandbox") && !coverage.contains("left-2"))
        let accounts = try #require(page.components(separatedBy: #"<section id="accounts""#).last)
        #expect(accounts.contains("left-2"))
    }

    @Test(arguments: [
        ("ValidationError", "AWS refused the request", "Nothing was denied"),
        ("ExpiredToken", "AWS called the session expired, and a renewed one as well", "clock"),
        ("", "An answer could not be used", "proxy"),
    ])
    func `is sent to no policy where nothing was denied`(code: String, why: String, next: String) async throws {
        var run = FixtureRun()
        run.add(1, "a", .partial, reason: .malformedAnswer, errorCode: code, message: "what AWS said")
        let page = try await page(of: run)
        #expect(page.contains("<td>\(why)"))
        #expect(page.contains(next))
        #expect(!page.contains("A call was denied") && !page.contains("sweep role's policy"))
    }

    @Test func `finds no number of findings where no call was answered`() async throws {
        var run = FixtureRun()
        run.add(1, "a", .partial, reason: .deadline)
        for index in run.calls.indices { run.calls[index].httpStatus = 0 }
        let folder = try RunFolder()
        try await folder.write(run)
        #expect(try parsedCSV(folder.text("accounts.csv")).last?.last == "")
    }

    @Test func `finds coverage findings counted apart in run.json`() async throws {
        var run = FixtureRun()
        run.add(1, "a", .notAssumed, reason: .scpDeny)
        run.find("account-not-assumed", in: 1, .root(in: 1), "It could not be assumed.")
        let folder = try RunFolder()
        try await folder.write(run)
        let json = try folder.text("run.json")
        #expect(json.contains(#""coverage_findings":1"#))
        #expect(json.contains(#""findings":{"critical":0,"high":0"#))
        #expect(json.contains(#""timed_out_attempts":2"#))
        #expect(try folder.text("report.html").contains("8 attempts of each call, 2 where no answer comes in time"))
    }
}
