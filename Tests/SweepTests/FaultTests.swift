import Domain
import Foundation
import Ledger
import LoopbackAWS
import Sweep
import Synchronization
import Testing

@Suite(.serialized, .timeLimit(.minutes(5)))
struct FaultTests {
    @Test func `a cancelled sweep writes no report and keeps what was finished`() async throws {
        try await Rehearsal.run(accounts: 60) { rehearsal in
            let done = Mutex(0)
            // The task is the thing under test: it is cancelled from here and waited for.
            let task = Task {
                try await rehearsal.sweep({ $0.overrides.concurrency = 2 }) { event in
                    if case .accountDone = event { done.withLock { $0 += 1 } }
                }
            }
            defer { task.cancel() }
            for _ in 0..<12_000 where done.withLock({ $0 }) < 3 { try await Task.sleep(for: .milliseconds(5)) }
            try #require(done.withLock { $0 } >= 3, "the sweep gets nowhere")
            task.cancel()
            let failure = await #expect(throws: SweepFailure.self) { try await task.value }
            #expect(failure?.kind == .interrupted)
            let reports = rehearsal.folder.appending(path: "reports")
            let runs = try FileManager.default.contentsOfDirectory(atPath: reports.path())
            let run = reports.appending(path: try #require(runs.first))
            #expect(runs.count == 1)
            let files = try FileManager.default.contentsOfDirectory(atPath: run.path())
            #expect(!files.contains { $0.hasSuffix(".html") || $0.hasSuffix(".csv") || $0.hasSuffix(".json") })
            #expect(files == ["ledger.sqlite"], "\(files)")
            let ledger = try Ledger(resumingAt: run.appending(path: "ledger.sqlite").path())
            let unfinished = try ledger.unfinishedAccounts.count
            #expect(unfinished > 0 && unfinished <= 60 - 3)
            try await ledger.close()
        }
    }

    @Test func `a wrong secret ends the run before any account and leaves nothing`() async throws {
        try await Rehearsal.run(accounts: 5) { rehearsal in
            let failure = await #expect(throws: SweepFailure.self) {
                try await rehearsal.sweep { $0.environment["AWS_SECRET_ACCESS_KEY"] = "wrong" }
            }
            #expect(failure?.kind == .failed)
            #expect(failure?.description.contains("SignatureDoesNotMatch") == true)
            #expect(rehearsal.server.requestCounts()["sts:AssumeRole"] == nil)
            let reports = rehearsal.folder.appending(path: "reports").path()
            let left = try FileManager.default.contentsOfDirectory(atPath: reports)
            #expect(left.isEmpty)
        }
    }

    @Test func `a partial scope never becomes latest and says what was left out`() async throws {
        try await Rehearsal.run(accounts: 8) { rehearsal in
            let chosen = try #require(rehearsal.readable.first).id
            let run = try await rehearsal.sweep { $0.overrides.only = [chosen] }
            let outcomes = try run.outcomes
            #expect(outcomes.count == 8)
            #expect(outcomes.filter { $0.value.coverage == .excluded }.count == 7)
            #expect(outcomes[chosen]?.coverage == .swept)
            let latest = rehearsal.folder.appending(path: "reports/latest").path()
            #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: latest)) == nil)
            _ = try await rehearsal.sweep()
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: latest).hasPrefix("2026-11-22T1500"))
        }
    }

    @Test func `a clock that is twenty minutes off is corrected once and told`() async throws {
        try await Rehearsal.run(accounts: 5, faults: ["clock-off"]) { rehearsal in
            let run = try await rehearsal.sweep { $0.asOf = nil }
            #expect(try run.outcomes.values.contains { $0.coverage == .swept })
            let ledger = try run.ledger
            let skew = try #require(try ledger.ending).clockSkewSeconds
            #expect((1_199...1_202).contains(skew))
            // Ages are judged by AWS's clock, not by ours.
            #expect(try ledger.header.asOf >= Rehearsal.asOf.adding(seconds: 1_200))
        }
    }
}
