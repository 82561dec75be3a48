import Ledger
import LoopbackAWS
import Domain
import Ledger
import LoopbackAWS
import Testing

@testable import Sweep

struct RootManagementTests {
    @Test func `the organization is asked once, and its answer judges the roots of its members`() async throws {
        try await Rehearsal.run { rehearsal in
            let run = try await rehearsal.sweep()
            var asked = 0
            try run.ledger.forEachCall { if $0.action == "ListOrganizationsFeatures" { asked += 1 } }
            #expect(asked == 1)
            #expect(try run.ledger.header.organization.managesRootCredentials == true)
            #expect(try !run.failures(of: "root-member-credentials").isEmpty)
        }
    }

    @Test func `without an answer both checks are not assessed, and no account is partial for it`() async throws {
        try await Rehearsal.run(accounts: 13, faults: ["denied:action=iam:ListOrganizationsFeatures"]) { rehearsal in
            let run = try await rehearsal.sweep()
            // The last of them has a root password.
            let legacy = try #require(rehearsal.truth.last)
            var outcomes: [String: Set<Outcome>] = [:]
            var roots: [String] = []
            try run.ledger.forEachFinding { row in
                let assessment = row.finding.assessment
                outcomes[assessment.checkID, default: []].insert(assessment.outcome)
                if assessment.checkID == "root-member-credentials" { roots.append(assessment.resource.arn) }
            }
            #expect(outcomes["root-central-management"] == [.notAssessed])
            #expect(outcomes["root-member-credentials"] == [.notAssessed])
            #expect(roots.contains(legacy.rootARN))
            #expect(outcomes["account-partial"] == nil)
        }
    }
}
