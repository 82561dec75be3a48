import Domain
import Foundation
import Ledger
import LoopbackAWS
import Sweep
import Testing

@Suite(.serialized)
struct TruthTests {
    /// The truth names no statement; the digest that tells several in one policy apart is the check's own.
    private static let toldApartByDigest: Set = ["policy-admin-attached", "policy-admin-unattached"]

    /// The rehearsal has no inventory that could differ from its organization.
    private static let withoutTruth: Set = ["account-inventory-mismatch"]

    /// The 25 accounts that were written by hand, and 60 by chance.
    @Test(arguments: [7, 8, 21, 1_234] as [UInt64])
    func `a sweep finds what must be found, and nothing else`(seed: UInt64) async throws {
        try await Rehearsal.run(seed: seed, accounts: 85) { rehearsal in
            let run = try await rehearsal.sweep()
            let checks = try run.ledger.checks.map(\.id)
            let expected = expectations(of: rehearsal.organization)
            let found = try findings(of: run)
            #expect(Truth.checks.union(Truth.checksOfFaults).union(Self.withoutTruth).isSuperset(of: checks))
            for check in checks {
                let difference = (found[check] ?? []).sorted().difference(from: (expected[check] ?? []).sorted())
                for change in difference {
                    switch change {
                    case .remove(_, let line, _): Issue.record("\(check) does not find \(line)")
                    case .insert(_, let line, _): Issue.record("\(check) finds \(line), which is well")
                    }
                }
            }
        }
    }

    /// A check that never fails anywhere would be compared with nothing.
    @Test func `every check of the catalogue has something to find in the demo`() async throws {
        try await Rehearsal.run(seed: 8) { rehearsal in
            // The demo has no inventory, and with this one every other account is missing in it.
            let inventory = rehearsal.folder.appending(path: "accounts/inventory.txt")
            try Data("\(rehearsal.truth[0].id)".utf8).write(to: inventory)
            let run = try await rehearsal.sweep()
            var silent = Set(try run.ledger.checks.map(\.id))
            try run.ledger.forEachFinding { row in
                if row.finding.status == .fail { silent.remove(row.finding.assessment.checkID) }
            }
            #expect(silent == Truth.checksOfFaults)
        }
    }

    private func expectations(of organization: RehearsalOrganization) -> [String: [String]] {
        let truth = Truth(of: organization)
        var lines: [String: [String]] = [:]
        for index in 0..<organization.accountCount {
            truth.forEachTruth(accountIndex: index) { row in
                let severity = row.severity.map(\.rawValue) ?? ""
                let line = "\(row.outcome) \(severity) \(row.accountID) \(row.resourceARN) \(row.name)"
                lines[row.checkID, default: []].append(line)
            }
        }
        return lines
    }

    private func findings(of run: Run) throws -> [String: [String]] {
        var lines: [String: [String]] = [:]
        try run.ledger.forEachFinding { row in
            let assessment = row.finding.assessment
            let check = assessment.checkID
            let severity = assessment.outcome == .fail ? row.finding.severity.rawValue : ""
            // The second credential of one second is numbered; the truth names it twice.
            let name = assessment.discriminator.replacing(/#[0-9]+$/, with: "")
            let place = "\(row.finding.accountID) \(assessment.resource.arn)"
            let line =
                "\(assessment.outcome) \(severity) \(place) \(Self.toldApartByDigest.contains(check) ? "" : name)"
            lines[check, default: []].append(line)
        }
        return lines
    }
}
