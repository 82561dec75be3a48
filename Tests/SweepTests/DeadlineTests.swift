import Domain
import Foundation
import Ledger
import LoopbackAWS
import Synchronization
import Testing

@testable import Sweep

@Suite(.serialized, .timeLimit(.minutes(5)))
struct DeadlineTests {
    @Test func `an account that takes too long ends alone, with what was read of it`() async throws {
        let organization = RehearsalOrganization(seed: 7, accounts: 25, asOf: Rehearsal.asOf)
        let target = try #require((0..<25).map { organization.account(at: $0) }.first { $0.name == "prod-search" })
        try await Rehearsal.run(faults: ["html-502:account=prod-search,action=iam:ListRoles"]) { rehearsal in
            let limit = Duration.seconds(3_600)
            let done = Mutex(0)
            let real = rehearsal.time
            // The first pause after a 502 is below 50 ms and lasts for ever here; the wait for a report is longer. The
            // time of an account is over when all others are done.
            let stalling = Timekeeper(now: real.now, uptime: real.uptime) { duration in
                if duration == limit {
                    for _ in 0..<6_000 where done.withLock({ $0 < 24 }) { try await Task.sleep(for: .milliseconds(20)) }
                    return
                }
                try await Task.sleep(for: duration < .milliseconds(50) ? .seconds(600) : duration / 20)
            }
            let run = try await rehearsal.with(stalling).sweep {
                $0.accountLimit = limit
            } progress: { event in
                if case .accountDone = event { done.withLock { $0 += 1 } }
            }
            let outcomes = try run.outcomes
            let outcome = try #require(outcomes[target.id])
            #expect(outcome.coverage == .partial)
            #expect(outcome.reason == .deadline)
            #expect(outcome.message.contains("iam:ListRoles"), "\(outcome.message)")
            #expect(outcome.message.contains(": the deadline came before this was read"), "\(outcome.message)")
            let facts = try #require(try run.ledger.facts(of: target.id))
            #expect(facts.roleSettings.unavailable?.reason == .deadline)
            #expect(facts.authorization.value != nil)
            let others = rehearsal.readable.filter { $0.id != target.id && $0.deniedActions.isEmpty }
            #expect(others.allSatisfy { outcomes[$0.id]?.coverage == .swept })
            #expect(run.result.exitCode == 3)
        }
    }

    @Test func `when the run's time is over, the rest is not reached, and the report says so`() async throws {
        try await Rehearsal.run { rehearsal in
            let run = try await rehearsal.sweep {
                // Nothing is left of it when the first account begins.
                $0.overrides.deadlineSeconds = 0
            }
            let outcomes = try run.outcomes
            #expect(outcomes.count == 25)
            let active = outcomes.values.filter { $0.coverage != .notActive }
            #expect(active.allSatisfy { $0.coverage == .notReached && $0.reason == .deadline })
            #expect(rehearsal.server.requestCounts()["sts:AssumeRole"] == nil)
            #expect(run.result.exitCode == 3)
            #expect(try run.files.contains("run.json"))
            var passes = 0
            // What Organizations tells was told before the first account began.
            let ofOrganization = Set(try run.ledger.checks.filter(\.isOrganizational).map(\.id))
                .subtracting(["person-in-many-accounts"])
            try run.ledger.forEachAssessmentCount { passes += ofOrganization.contains($0.checkID) ? 0 : $0.pass }
            #expect(passes == 0)
        }
    }
}
