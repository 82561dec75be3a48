import Domain
import Foundation
import Ledger
import LoopbackAWS
import Sweep
import Testing

/// The rows of the fault matrix that are about the whole run.
@Suite(.serialized)
struct FaultMatrixRunTests {
    struct RunFault: Sendable, CustomTestStringConvertible {
        var fault: String
        /// What the failure must say.
        var says: String
        var strikes: ClosedRange<Int>
        var patience = Duration.seconds(30)
        var testDescription: String { fault }
        var kind: String { String(fault.prefix { $0 != ":" }) }
    }

    static let faults = [
        RunFault(fault: "no-accounts", says: "listed no account", strikes: 1...1),
        RunFault(fault: "denied:action=organizations:ListAccounts", says: "AccessDeniedException", strikes: 1...1),
        RunFault(fault: "scp-denied:action=organizations:*", says: "service control policy", strikes: 1...1),
        // Fewer than eight where chance makes the pauses long: no attempt begins after three minutes of them.
        RunFault(fault: "throttling:action=organizations:*", says: "TooManyRequestsException", strikes: 3...8),
        RunFault(fault: "server-error:action=organizations:DescribeOrganization", says: "server error", strikes: 8...8),
        RunFault(fault: "html-502:action=organizations:ListAccounts", says: "HTTP 502", strikes: 8...8),
        RunFault(fault: "malformed:action=organizations:ListAccounts", says: "cannot be read", strikes: 1...1),
        RunFault(fault: "close:action=organizations:ListAccounts", says: "broke off", strikes: 8...8),
        RunFault(
            fault: "silence:action=organizations:ListAccounts",
            says: "timed out",
            strikes: 2...2,
            patience: .seconds(10)
        ),
        RunFault(fault: "service-unavailable:action=sts:GetCallerIdentity", says: "server error", strikes: 8...8),
        RunFault(fault: "entity-bomb:action=sts:GetCallerIdentity", says: "DOCTYPE", strikes: 1...1),
    ]

    @Test(arguments: faults)
    func `a fault of the organization ends the run before any account`(fault: RunFault) async throws {
        try await FaultMatrix.run(faults: [fault.fault]) { rehearsal in
            let failure = await #expect(throws: SweepFailure.self) {
                try await rehearsal.sweep { FaultMatrix.prepare(&$0, patience: fault.patience) }
            }
            #expect(failure?.kind == .failed)
            #expect(failure?.description.contains(fault.says) == true, "\(String(describing: failure))")
            #expect(fault.strikes.contains(rehearsal.server.strikes[0]), "\(rehearsal.server.strikes)")
            #expect(rehearsal.server.requestCounts()["sts:AssumeRole"] == nil)
            let reports = rehearsal.folder.appending(path: "reports").path()
            let left = try FileManager.default.contentsOfDirectory(atPath: reports)
            #expect(left.isEmpty)
        }
    }

    static let passing = [
        "throttling:action=organizations:*,first=3", "server-error:action=sts:GetCallerIdentity,first=3",
        "reset:action=organizations:*,rate=0.4", "gzip:action=organizations:*", "clock-off", "clock-off:by=-1200",
    ]

    @Test(arguments: passing)
    func `a fault of the organization that passes loses no account`(fault: String) async throws {
        try await FaultMatrix.run(faults: [fault]) { rehearsal in
            let run = try await rehearsal.sweep { FaultMatrix.prepare(&$0, patience: .seconds(30)) }
            #expect(run.result.coverage == [.swept: rehearsal.truth.count])
            #expect(run.result.exitCode == 2)
            if fault.hasPrefix("clock-off") {
                let seconds: Int64 = fault.hasSuffix("by=-1200") ? -1_200 : 1_200
                let skew = try #require(try run.ledger.ending).clockSkewSeconds
                #expect((seconds - 2...seconds + 2).contains(skew))
            } else {
                #expect(rehearsal.server.strikes[0] > 0)
            }
        }
    }

    @Test(arguments: [60, -60]) func `a clock that is days off ends the run, since every age would be wrong`(
        _ days: Int
    ) async throws {
        try await FaultMatrix.run(faults: ["clock-off:by=\(days * 86_400)"]) { rehearsal in
            let failure = await #expect(throws: SweepFailure.self) { try await rehearsal.sweep() }
            #expect(failure?.kind == .failed)
            #expect(
                failure?.description.contains("the clock of this machine") == true,
                "\(String(describing: failure))"
            )
            let reports = rehearsal.folder.appending(path: "reports").path()
            let left = try FileManager.default.contentsOfDirectory(atPath: reports)
            #expect(left.isEmpty)
        }
    }

    @Test func `a report from before a user came does not hide the user`() async throws {
        try await Rehearsal.run(accounts: 15, faults: ["report-stale:account=prod-identity"]) { rehearsal in
            let target = try #require(rehearsal.truth.first { $0.name == "prod-identity" })
            let recent = target.users.filter { Rehearsal.asOf.seconds(since: $0.createdAt) < 4 * 3_600 }
            #expect(!recent.isEmpty)
            let run = try await rehearsal.sweep()
            let outcome = try #require(try run.outcomes[target.id])
            #expect(outcome.coverage == .swept)
            let generatedAt = try #require(outcome.credentialReportGeneratedAt)
            #expect(Rehearsal.asOf.seconds(since: generatedAt) > 3 * 3_600 + 3_000)
            var found: Set<String> = []
            try run.ledger.forEachIdentity { _, identity in found.insert(identity.arn) }
            #expect(found.isSuperset(of: recent.map(\.arn)))
        }
    }

    @Test func `totals that do not reconcile stand side by side, in the message and in a finding`() async throws {
        try await FaultMatrix.run(faults: ["totals-mismatch:account=\(FaultMatrix.account)"]) { rehearsal in
            let run = try await rehearsal.sweep { FaultMatrix.prepare(&$0, patience: .seconds(30)) }
            let target = try #require(rehearsal.truth.first { $0.name == FaultMatrix.account })
            let outcome = try #require(try run.outcomes[target.id])
            let read = target.users.count
            #expect(outcome.usersRead == read && outcome.usersExpected == read + 3)
            #expect(outcome.message.contains("\(read) users read where GetAccountSummary counts \(read + 3)"))
            #expect(run.result.exitCode == 3)
            #expect(try run.failures(of: "account-totals-mismatch") == ["\(target.id) \(target.name) "])
        }
    }
}
