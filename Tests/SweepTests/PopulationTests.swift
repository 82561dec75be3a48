import Domain
import Foundation
import Ledger
import Logging
import LoopbackAWS
import Testing

@testable import Sweep

/// The population over a real socket: what Organizations tells, what narrows it, and what the report makes of it.
@Suite(.serialized)
struct PopulationTests {
    private func population(
        of rehearsal: Rehearsal,
        _ change: (inout SweepOptions) -> Void = { _ in }
    ) async throws -> Population {
        var options = SweepOptions(
            accountsFolder: rehearsal.folder.appending(path: "accounts").path(),
            reportsFolder: "",
            environment: rehearsal.environment
        )
        options.asOf = Rehearsal.asOf
        change(&options)
        let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        return try await Sweep(options, time: rehearsal.time, logger: logger) { _ in }.population()
    }

    private func write(_ text: String, to file: String, of rehearsal: Rehearsal) throws {
        try Data(text.utf8).write(to: rehearsal.folder.appending(path: "accounts/\(file)"))
    }

    private func configure(_ rehearsal: Rehearsal, _ lines: String) throws {
        let organization = rehearsal.organization
        let yaml = "role: \(organization.roleName)\nexternal_id: \(organization.externalID)\n\(lines)\n"
        try write(yaml, to: "organization.yaml", of: rehearsal)
    }

    @Test func `units are shown by name, and a filter takes one with everything below`() async throws {
        try await Rehearsal.run { rehearsal in
            let whole = try await population(of: rehearsal)
            #expect(whole.accounts.allSatisfy { $0.ouPath == "Root" || $0.ouPath.hasPrefix("Root/") })
            #expect(whole.organization.delegatedAdministratorIDs?.count == 1)
            #expect(rehearsal.server.requestCounts()["organizations:ListTagsForResource"] == nil)
            let production = Set(whole.accounts.filter { $0.ouPath == "Root/production" }.map(\.id))
            let id = try #require(rehearsal.truth.first { production.contains($0.id) }).ouPath.split(separator: "/")[2]
            for unit in ["production", "Root/production", String(id)] {
                let narrowed = try await population(of: rehearsal) { $0.overrides.units = [unit] }
                #expect(narrowed.accounts.count == whole.accounts.count)
                #expect(Set(narrowed.accounts.filter { $0.scope == .included }.map(\.id)) == production)
            }
            let tagged = try await population(of: rehearsal) { $0.overrides.tags = ["environment": ["production"]] }
            #expect(Set(tagged.accounts.filter { $0.scope == .included }.map(\.id)) == production)
        }
    }

    @Test func `a run narrowed by unit is partial, and never the latest`() async throws {
        try await Rehearsal.run { rehearsal in
            let run = try await rehearsal.sweep { $0.overrides.units = ["security"] }
            #expect(try run.ledger.header.isPartialScope)
            let latest = rehearsal.folder.appending(path: "reports/latest").path()
            #expect(!FileManager.default.fileExists(atPath: latest))
            let rules = try run.ledger.population.compactMap { account -> String? in
                if case .excluded(let rule) = account.scope { rule } else { nil }
            }
            #expect(Set(rules) == ["not in --ou"])
        }
    }

    @Test func `an excluded unit is one judgement that counts its accounts`() async throws {
        try await Rehearsal.run { rehearsal in
            try configure(
                rehearsal,
                "exclude: [ { ou: sandbox, reason: training, owner: a@x, approver: b@x, expires: 2027-01-31 } ]"
            )
            let run = try await rehearsal.sweep()
            let excluded = try run.outcomes.values.count { $0.coverage == .excluded }
            #expect(excluded > 0)
            var rows: [JudgementRow] = []
            try run.ledger.forEachJudgement { rows.append($0) }
            let exclusion = try #require(rows.first { $0.judgement.kind == "exclusion" })
            #expect(exclusion.judgement.resource == "ou sandbox")
            #expect(exclusion.matches == excluded)
            let page = String(decoding: try run.bytes(of: "report.html"), as: UTF8.self)
            #expect(page.contains("approved by b@x"))
        }
    }

    @Test func `inventory and organization are compared, each account that only one of them holds`() async throws {
        try await Rehearsal.run { rehearsal in
            let active = rehearsal.truth.filter(\.state.isSwept)
            let missing = active[1]
            let lines = active.filter { $0.id != missing.id }.map(\.id.description) + ["999999999999"]
            try write(lines.joined(separator: "\n"), to: "inventory.txt", of: rehearsal)
            let run = try await rehearsal.sweep()
            let failures = try run.failures(of: "account-inventory-mismatch").map { String($0.prefix(12)) }
            #expect(failures == [missing.id.description, "999999999999"].sorted())
            let page = String(decoding: try run.bytes(of: "report.html"), as: UTF8.self)
            #expect(page.contains("2 accounts in only one of inventory and organization"))
        }
    }

    @Test func `without permission the inventory alone is swept, and the report says that nobody confirmed it`()
        async throws
    {
        try await Rehearsal.run(faults: ["denied:action=organizations:ListAccounts"]) { rehearsal in
            let inventory = rehearsal.readable.prefix(4)
            try write(inventory.map { "\($0.id)\n" }.joined(), to: "inventory.txt", of: rehearsal)
            let run = try await rehearsal.sweep()
            #expect(try Set(run.outcomes.keys) == Set(inventory.map(\.id)))
            let organization = try run.ledger.header.organization
            #expect(!organization.confirmed)
            #expect(organization.unconfirmedBecause?.contains("organizations:ListAccounts was denied") == true)
            let page = String(decoding: try run.bytes(of: "report.html"), as: UTF8.self)
            #expect(page.contains("AWS Organizations did not confirm the population: it is the inventory alone."))
            var notAssessed = 0
            try run.ledger.forEachFinding { row in
                let isMismatch = row.finding.assessment.checkID == "account-inventory-mismatch"
                if isMismatch, row.finding.status == .notAssessed { notAssessed += 1 }
            }
            #expect(notAssessed == inventory.count)
            #expect(try run.failures(of: "account-inventory-mismatch").isEmpty)
        }
    }

    @Test func `throttling ends the run although there is an inventory`() async throws {
        try await Rehearsal.run(faults: ["throttling:action=organizations:ListAccounts"]) { rehearsal in
            try write("\(rehearsal.truth[0].id)\n", to: "inventory.txt", of: rehearsal)
            let failure = await #expect(throws: SweepFailure.self) { try await population(of: rehearsal) }
            #expect(failure?.kind == .failed)
            #expect(failure?.description.contains("was throttled") == true)
        }
    }
}
