import Domain
import Foundation
import Ledger
import LoopbackAWS
import Testing

@testable import Sweep

/// A sweep of members that trust another role than the one that the base credentials belong to.
@Suite(.serialized)
struct ChainTests {
    private static var behindGateway: RehearsalOrganization.Readers {
        var readers = RehearsalOrganization.Readers()
        readers.behindGateway = true
        return readers
    }

    private static func chain(_ organization: RehearsalOrganization) -> String {
        "role:\n  - \(organization.gatewayRoleARN)\n  - \(organization.roleName)\n"
    }

    @Test func `a chain reads what a single role reads, with one session of the hop for all`() async throws {
        var expected: [AccountID: AccountOutcome] = [:]
        try await Rehearsal.run(accounts: 14) { expected = try await $0.sweep().outcomes }
        try await Rehearsal.run(
            accounts: 14,
            readers: Self.behindGateway,
            configuration: Self.chain
        ) { rehearsal in
            let run = try await rehearsal.sweep()
            let outcomes = try run.outcomes
            #expect(outcomes.mapValues(\.coverage) == expected.mapValues(\.coverage))
            #expect(outcomes.values.contains { $0.coverage == .swept })
            #expect(outcomes.values.allSatisfy { $0.narrowed != false })
            let hops = try run.hopCalls
            #expect(hops.count == 1)
            #expect(hops.first?.requestID.isEmpty == false)
            let text = String(decoding: try run.bytes(of: "run.json"), as: UTF8.self)
            #expect(text.contains("\"hops\":[\"\(rehearsal.organization.gatewayRoleARN)\"]"))
        }
    }

    @Test func `without the hop no member lets us in`() async throws {
        try await Rehearsal.run(accounts: 6, readers: Self.behindGateway) { rehearsal in
            let outcomes = try await rehearsal.sweep().outcomes.values
            #expect(outcomes.allSatisfy { $0.coverage == .notAssumed })
        }
    }

    @Test func `a hop that is refused is told at every account behind it`() async throws {
        try await Rehearsal.run(
            accounts: 6,
            readers: Self.behindGateway,
            configuration: Self.chain,
            faults: ["denied:action=sts:AssumeRole,account=security-audit"]
        ) { rehearsal in
            let run = try await rehearsal.sweep()
            let hop = "sts:AssumeRole: hop 1 of 1, \(rehearsal.organization.gatewayRoleARN)"
            for outcome in try run.outcomes.values {
                #expect(outcome.coverage == .notAssumed)
                #expect(outcome.reason == .roleMissingOrTrustDenied)
                #expect(outcome.errorCode == "AccessDenied")
                #expect(outcome.message.hasPrefix("\(hop): User: "))
                #expect(try run.assumeRoleCalls.map(\.requestID).contains(outcome.requestID))
            }
        }
    }

    @Test func `a run is continued by the way that was frozen`() async throws {
        try await Rehearsal.run(
            accounts: 6,
            readers: Self.behindGateway,
            configuration: Self.chain,
            faults: ["denied:action=sts:AssumeRole,account=security-audit,first=1"]
        ) { rehearsal in
            let first = try await rehearsal.sweep { $0.overrides.concurrency = 1 }
            let calls = try first.assumeRoleCalls.count
            let failed = try first.outcomes.values.count { $0.coverage == .notAssumed }
            #expect(failed == 1)
            let again = try await rehearsal.sweep {
                $0.resume = first.result.folder
                $0.retriesFailed = true
            }
            #expect(try again.outcomes.values.allSatisfy { $0.coverage == .swept })
            #expect(try again.ledger.population.allSatisfy { $0.hops == [rehearsal.organization.gatewayRoleARN] })
            #expect(try again.assumeRoleCalls.count == calls + 2)
        }
    }

    @Test func `source identity and tags go along a chain whose trust policies allow them`() async throws {
        var readers = Self.behindGateway
        readers.allowTagging = true
        let session = "session: { source_identity: jane, tags: { team: audit } }\n"
        try await Rehearsal.run(
            accounts: 4,
            readers: readers,
            configuration: { Self.chain($0) + session }
        ) { rehearsal in
            let outcomes = try await rehearsal.sweep().outcomes
            #expect(outcomes.values.allSatisfy { $0.coverage == .swept })
        }

        try await Rehearsal.run(accounts: 4, configuration: { "role: \($0.roleName)\n" + session }) { strict in
            let outcome = try #require(try await strict.sweep().outcomes.values.first)
            #expect(outcome.coverage == .notAssumed)
            #expect(outcome.message.hasSuffix("so the trust policy must allow sts:SetSourceIdentity)"))
        }
    }
}

extension Run {
    fileprivate var assumeRoleCalls: [CallRecord] {
        get throws {
            var calls: [CallRecord] = []
            try ledger.forEachCall { if $0.action == "AssumeRole" { calls.append($0) } }
            return calls
        }
    }

    /// The calls that assumed a hop for all: the only AssumeRole that belong to no account.
    fileprivate var hopCalls: [CallRecord] {
        get throws { try assumeRoleCalls.filter { $0.accountID == nil } }
    }
}
