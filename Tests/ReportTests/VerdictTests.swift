import Domain
import Foundation
import Testing

@testable import Report

struct VerdictCase: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var run: @Sendable () -> FixtureRun
    var mark: String
    var sentences: String

    static func run(failOn: Severity? = .high, _ change: (inout FixtureRun) -> Void) -> FixtureRun {
        var run = FixtureRun()
        run.header.failOn = failOn
        change(&run)
        return run
    }

    static let all = [
        VerdictCase(
            testDescription: "all read, nothing found",
            run: { run { $0.add(1, "a") } },
            mark: "good",
            sentences: "1 of 1 account fully assessed. No findings at or above high."
        ),
        VerdictCase(
            testDescription: "all read, only a low",
            run: {
                run {
                    $0.add(1, "a")
                    $0.find("user-direct-policy", in: 1, .user("u", in: 1), "It fails.")
                }
            },
            mark: "good",
            sentences: "1 of 1 account fully assessed. No findings at or above high."
        ),
        VerdictCase(
            testDescription: "all read, a critical",
            run: {
                run {
                    $0.add(1, "a")
                    $0.find("root-mfa", in: 1, .root(in: 1), "It fails.")
                }
            },
            mark: "critical",
            sentences: "1 of 1 account fully assessed. 1 finding at or above high."
        ),
        VerdictCase(
            testDescription: "a gap is never green",
            run: {
                run {
                    $0.add(1, "a")
                    $0.add(2, "b", .notAssumed, reason: .scpDeny)
                    $0.add(3, "c", .notReached)
                    $0.add(4, "d", .partial, reason: .callDenied)
                    // A partial account is told as such, and its results are not told again.
                    $0.unanswered("user-mfa", .user("u", in: 4), in: 4)
                }
            },
            mark: "unread",
            sentences:
                "1 of 4 accounts fully assessed. No findings at or above high in what was read. 2 accounts could not be read. "
                + "1 account could be read only in part."
        ),
        VerdictCase(
            testDescription: "a result without an answer is never green",
            run: {
                run {
                    $0.add(1, "a")
                    $0.add(2, "b")
                    $0.add(3, "c")
                    for user in ["u", "v"] { $0.unanswered("user-mfa", .user(user, in: 1), in: 1) }
                    $0.unanswered("trust-outside-organization", .role("r", in: 2), in: 2)
                    $0.find("user-direct-policy", in: 1, .user("u", in: 1), "It fails.")
                }
            },
            mark: "unread",
            sentences: "3 of 3 accounts read in full. No findings at or above high. "
                + "3 results could not be assessed in 2 accounts."
        ),
        VerdictCase(
            testDescription: "a result without an answer does not hide a failure",
            run: {
                run {
                    $0.add(1, "a")
                    $0.unanswered("user-mfa", .user("u", in: 1), in: 1)
                    $0.find("root-mfa", in: 1, .root(in: 1), "It fails.")
                }
            },
            mark: "critical",
            sentences: "1 of 1 account read in full. 1 finding at or above high. "
                + "1 result could not be assessed in 1 account."
        ),
        VerdictCase(
            testDescription: "results of an unread account are its own sentence",
            run: {
                run(failOn: nil) {
                    $0.add(1, "a", .notAssumed, reason: .scpDeny)
                    $0.add(2, "b")
                    $0.unanswered("user-mfa", .user("u", in: 1), in: 1)
                }
            },
            mark: "unread",
            sentences: "1 of 2 accounts fully assessed. No findings in what was read. 1 account could not be read."
        ),
        VerdictCase(
            testDescription: "excluded and closed accounts leave it complete",
            run: {
                run {
                    $0.add(1, "a")
                    $0.add(2, "b", .excluded, reason: .excludedByRule)
                    $0.add(3, "c", .notActive, reason: .closed)
                }
            },
            mark: "good",
            sentences: "1 of 3 accounts fully assessed. No findings at or above high."
        ),
        VerdictCase(
            testDescription: "an empty population is not good",
            run: { run { _ in } },
            mark: "unread",
            sentences: "0 of 0 accounts fully assessed."
        ),
        VerdictCase(
            testDescription: "a coverage check is no finding",
            run: {
                run {
                    $0.add(1, "a")
                    $0.find("account-not-assumed", in: 1, Resource(type: .account, arn: "", name: "a"), "It fails.")
                }
            },
            mark: "good",
            sentences: "1 of 1 account fully assessed. No findings at or above high."
        ),
        VerdictCase(
            testDescription: "without a fail level every finding counts",
            run: {
                run(failOn: nil) {
                    $0.add(1, "a")
                    $0.find("user-direct-policy", in: 1, .user("u", in: 1), "It fails.")
                }
            },
            mark: "low",
            sentences: "1 of 1 account fully assessed. 1 finding."
        ),
        VerdictCase(
            testDescription: "the fail level critical has nothing above it",
            run: { run(failOn: .critical) { $0.add(1, "a") } },
            mark: "good",
            sentences: "1 of 1 account fully assessed. No findings at critical."
        ),
    ]
}

@Suite struct `The verdict` {
    @Test(arguments: VerdictCase.all)
    func `is made from figures`(test: VerdictCase) async throws {
        let folder = try RunFolder()
        let run = test.run()
        try await folder.write(run)
        let page = try folder.text("report.html")
        let headline = try #require(page.firstMatch(of: #/<p class="headline">(.*?) ?</p>/#)?.output.1)
        #expect(headline.replacing("<span>", with: "").replacing("</span>", with: "") == test.sentences)
        let mark = try #require(page.firstMatch(of: #/<div class="says">\s*<svg class="mark ([a-z_]+)"/#)?.output.1)
        #expect(mark == test.mark)
    }

    @Test func `says that the scope was narrowed`() async throws {
        let folder = try RunFolder()
        var run = FixtureRun.small
        run.header.isPartialScope = true
        try await folder.write(run)
        let page = try folder.text("report.html")
        #expect(page.contains("Partial scope: narrowed on the command line, no baseline."))
        #expect(!page.contains(#"<svg class="mark good""#))
    }

    @Test func `counts sessions that were not narrowed`() async throws {
        let folder = try RunFolder()
        var run = FixtureRun.small
        run.outcomes[0].narrowed = false
        try await folder.write(run)
        #expect(try folder.text("report.html").contains("1 session could not be narrowed to read calls"))
    }

    @Test(arguments: [
        (1, "account", "1 account"), (2, "account", "2 accounts"), (0, "day", "0 days"), (1_930, "key", "1,930 keys"),
        (2, "retry", "2 retries"), (2, "identity", "2 identities"), (1_000_000, "row", "1,000,000 rows"),
    ])
    func `counts in words`(number: Int, noun: String, text: String) {
        #expect(Wording.count(number, noun) == text)
    }

    @Test(arguments: ReasonCode.allCases)
    func `has words and a next step for every reason`(reason: ReasonCode) {
        #expect(!reason.words.isEmpty)
        #expect(reason.nextStep.hasSuffix("."))
    }
}
