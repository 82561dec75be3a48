import Domain
import Ledger
import LoopbackAWS
import Testing

@testable import Sweep

/// What a line of the report says of an account, and by which clock.
@Suite(.serialized)
struct TellingTests {
    @Test func `every time of a run is AWS's when this machine's clock is wrong`() async throws {
        try await FaultMatrix.run(faults: ["clock-off"]) { rehearsal in
            let run = try await rehearsal.sweep { FaultMatrix.prepare(&$0, patience: .seconds(30)) }
            let began = try run.ledger.header.startedAt
            #expect(began.seconds(since: Rehearsal.asOf) >= 1_000)
            for outcome in try run.outcomes.values where outcome.coverage == .swept {
                #expect(try #require(outcome.startedAt).seconds(since: began) >= 0)
                #expect(try #require(outcome.finishedAt).seconds(since: began) >= 0)
            }
            // The first call began before the run did, and told of the clock, to within what its answer took.
            try run.ledger.forEachCall { #expect($0.startedAt.seconds(since: Rehearsal.asOf) >= 1_000, "\($0)") }
        }
    }

    @Test func `a suspended account is not active, whatever the command line leaves out`() async throws {
        try await Rehearsal.run { rehearsal in
            let closed = rehearsal.truth.filter { !$0.state.isSwept }.map(\.id)
            try #require(!closed.isEmpty)
            let only = try #require(rehearsal.readable.first).id
            let run = try await rehearsal.sweep { $0.overrides.only = [only] }
            let outcomes = try run.outcomes
            for id in closed { #expect(outcomes[id]?.coverage == .notActive) }
            #expect(
                outcomes.values.filter { $0.coverage == .excluded }.count == rehearsal.truth.count - closed.count - 1
            )
        }
    }

    @Test func `an account that nobody may assume names the call, and a run without any says so once`() async throws {
        try await Rehearsal.run(accounts: 5, faults: ["denied:action=sts:AssumeRole"]) { rehearsal in
            let run = try await rehearsal.sweep()
            for outcome in try run.outcomes.values where outcome.coverage == .notAssumed {
                #expect(outcome.message.hasPrefix("sts:AssumeRole: User: "), "\(outcome.message)")
            }
            #expect(run.result.coverage.nothingRead?.contains("No account could be assumed") == true)
            #expect(run.result.notAssessed.values.reduce(0, +) > 0)
        }
    }

    @Test func `calls that ended for one reason are one sentence`() {
        func gap(_ action: String, _ message: String) -> Unavailable {
            Unavailable(reason: .deadline, action: action, message: message)
        }
        let late = ["iam:A", "iam:B", "iam:B", "iam:C", "iam:D", "iam:E"].map { gap($0, "too late") }
        let summary = AccountSweep.summary(of: late + [gap("iam:F", "denied")])
        #expect(summary == "iam:A, iam:B (2 times), iam:C and 2 more: too late | iam:F: denied")
    }

    @Test(arguments: [
        ("reports/2026-11-22T150000Z", "reports/2026-11-22T150000Z"), ("my reports", "'my reports'"),
        ("it's; rm -rf", #"'it'\''s; rm -rf'"#), ("", "''"), ("$HOME", "'$HOME'"), ("~", "'~'"),
    ])
    func `a path is one word of the shell`(path: String, word: String) {
        #expect(path.quotedForShell == word)
    }
}
