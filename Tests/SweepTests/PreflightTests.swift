import Domain
import Evaluate
import Foundation
import LoopbackAWS
import Testing

@testable import Sweep

/// A preflight says before the sweep what the sweep would say after it.
@Suite(.serialized)
struct PreflightTests {
    private func line(_ name: String, _ preflight: Preflight) throws -> PreflightLine {
        try #require(preflight.lines.first { $0.account.name == name })
    }

    @Test func `it finds the gaps that a sweep finds, and no others`() async throws {
        try await Rehearsal.run { rehearsal in
            let preflight = try await rehearsal.preflight()
            let outcomes = try await rehearsal.sweep().outcomes
            #expect(preflight.exitCode == 3)
            #expect(preflight.leftOut.notActive == 1)
            #expect(preflight.leftOut.total == 1)
            for line in preflight.lines {
                let outcome = try #require(outcomes[line.account.id])
                #expect(line.hasGap == !outcome.coverage.isComplete, "\(line.account.name)")
                #expect((line.refusal == nil) == (outcome.coverage != .notAssumed), "\(line.account.name)")
                guard line.refusal == nil else { continue }
                #expect(line.narrowing == .proven)
                #expect(line.allowsTagging == nil)
            }
            let refused = try line("acquired-shop", preflight)
            #expect(refused.refusal?.reason == .roleMissingOrTrustDenied)
            #expect(refused.refusal?.requestID.isEmpty == false)
            #expect(refused.nextSteps.count == 1)
            let command = "`orgsweep role cloudformation --role-name SecurityAudit`"
            #expect(refused.nextSteps.first?.contains(command) == true)
            let partial = try line("dev-mobile", preflight)
            #expect(partial.gaps.map(\.action) == ["iam:ListServiceSpecificCredentials"])
            #expect(partial.allowedCalls == CallPlan.allCases.count - 1)
            #expect(
                partial.nextSteps.first?.hasPrefix("allow iam:ListServiceSpecificCredentials to SecurityAudit") == true
            )
            #expect(try line("prod-payments", preflight).rights == .wider(["SecurityAudit"]))
        }
    }

    @Test func `it reads next to nothing and writes no file`() async throws {
        try await Rehearsal.run(accounts: 6) { rehearsal in
            let preflight = try await rehearsal.preflight()
            #expect(preflight.exitCode == 0)
            let counts = rehearsal.server.requestCounts()
            for call in CallPlan.allCases {
                let asked = try #require(counts[call.permission])
                // The role's own policies take one more of these. The AWS-managed policy is read once for all, but for an
                // account that has waited long enough for another's reading.
                let more =
                    switch call {
                    case .getAccountAuthorizationDetails: 6...6
                    case .getPolicy, .getPolicyVersion: 1...6
                    default: 0...0
                    }
                #expect(more.contains(asked - 6), "\(call): \(asked)")
            }
            #expect(counts["iam:ListGroups"] == 6)
            #expect(try FileManager.default.contentsOfDirectory(atPath: rehearsal.folder.path()) == ["accounts"])
        }
    }

    @Test(arguments: CallPlan.allCases)
    func `a call that is denied is named, and nothing else`(call: CallPlan) async throws {
        try await Rehearsal.run(
            accounts: 3,
            faults: ["denied:account=log-archive,action=\(call.permission)"]
        ) { rehearsal in
            let preflight = try await rehearsal.preflight()
            #expect(preflight.lines.filter(\.hasGap).map(\.account.name) == ["log-archive"])
            let line = try line("log-archive", preflight)
            #expect(line.gaps.map(\.action) == [call.permission])
            #expect(line.gaps.first?.errorCode == "AccessDenied")
            #expect(line.narrowing == .proven)
        }
    }

    @Test func `a service control policy is told with where to except the role`() async throws {
        try await Rehearsal.run(
            accounts: 4,
            faults: [
                "scp-denied:account=log-archive,action=iam:*", "scp-denied:account=management,action=sts:AssumeRole",
            ]
        ) { rehearsal in
            let preflight = try await rehearsal.preflight()
            let calls = try line("log-archive", preflight)
            #expect(calls.gaps.count == CallPlan.allCases.count)
            #expect(calls.gaps.allSatisfy { $0.reason == .scpDeny })
            #expect(calls.allowedCalls == 0)
            let role = try line("management", preflight)
            #expect(role.refusal?.reason == .scpDeny)
            let step =
                "except SecurityAudit in the service control policy that denies sts:AssumeRole; a policy that denies Regions "
                + "must leave out IAM, which counts as us-east-1"
            #expect(role.nextSteps == [step])
        }
    }

    @Test func `the management account is told how it alone gets the role`() async throws {
        try await Rehearsal.run(
            accounts: 3,
            faults: ["denied:account=management,action=sts:AssumeRole"]
        ) { rehearsal in
            let preflight = try await rehearsal.preflight()
            let steps = try line("management", preflight).nextSteps
            #expect(steps.first?.contains("as an ordinary stack in the management account") == true)
        }
    }

    @Test func `base credentials of another account are no reason to deploy a role`() async throws {
        let yaml = "management_with_base_credentials: true\n"
        try await Rehearsal.run(accounts: 3, configuration: { "role: \($0.roleName)\n" + yaml }) { rehearsal in
            let line = try line("management", try await rehearsal.preflight())
            #expect(line.refusal?.message.hasPrefix("the base credentials belong to account") == true)
            #expect(line.nextSteps.count == 1)
            #expect(line.nextSteps.first?.hasPrefix("run with the management account's credentials, or") == true)
        }
    }

    @Test func `an account outside the organization is told that no StackSet reaches it`() async throws {
        try await Rehearsal.run(accounts: 3) { rehearsal in
            let inventory = rehearsal.folder.appending(path: "accounts/more.txt")
            try Data("999999999999\n".utf8).write(to: inventory)
            let preflight = try await rehearsal.preflight()
            let outsider = try #require(preflight.lines.first { $0.account.id.description == "999999999999" })
            let step = try #require(outsider.nextSteps.first)
            #expect(step.contains("as an ordinary stack in the account, which is outside the organization"))
            #expect(preflight.lines.filter(\.standsOutside).count == 1)
        }
    }

    @Test func `source identity and tags are tried where they are configured`() async throws {
        let session = "session: { source_identity: jane, tags: { team: audit } }\n"
        try await Rehearsal.run(accounts: 3, configuration: { "role: \($0.roleName)\n" + session }) { strict in
            for line in try await strict.preflight().lines {
                #expect(line.allowsTagging == false)
                #expect(
                    line.nextSteps.first?.contains("take source_identity and tags out of organization.yaml") == true
                )
            }
        }
        var readers = RehearsalOrganization.Readers()
        readers.allowTagging = true
        try await Rehearsal.run(
            accounts: 3,
            readers: readers,
            configuration: { "role: \($0.roleName)\n" + session }
        ) { open in
            let preflight = try await open.preflight()
            #expect(preflight.exitCode == 0)
            #expect(preflight.lines.allSatisfy { $0.allowsTagging == true })
        }
    }

    @Test func `a hop that is refused is told at each account behind it`() async throws {
        var readers = RehearsalOrganization.Readers()
        readers.behindGateway = true
        try await Rehearsal.run(
            accounts: 3,
            readers: readers,
            configuration: { "role:\n  - \($0.gatewayRoleARN)\n  - \($0.roleName)\n" },
            faults: ["denied:action=sts:AssumeRole,account=security-audit"]
        ) { rehearsal in
            for line in try await rehearsal.preflight().lines {
                #expect(line.refusal?.message.hasPrefix("hop 1 of 1, ") == true)
                #expect(line.nextSteps.first?.hasPrefix("let the role before it assume the hop") == true)
            }
        }
    }

    @Test func `a call outside of the plan that gets no clear answer proves nothing`() async throws {
        try await Rehearsal.run(
            accounts: 3,
            faults: ["service-unavailable:account=log-archive,action=iam:ListGroups"]
        ) { rehearsal in
            let preflight = try await rehearsal.preflight()
            let line = try line("log-archive", preflight)
            #expect(line.hasGap)
            #expect(line.gaps.isEmpty)
            guard case .unknown(let reason) = line.narrowing else {
                Issue.record("\(line.narrowing)")
                return
            }
            #expect(reason.action == "iam:ListGroups")
        }
    }

    @Test func `the JSON holds every account with AWS's words, and no external id`() async throws {
        try await Rehearsal.run { rehearsal in
            let preflight = try await rehearsal.preflight()
            #expect(!preflight.json.contains(rehearsal.organization.externalID))
            let object = try JSONSerialization.jsonObject(with: Data(preflight.json.utf8)) as? [String: Any]
            let accounts = try #require(object?["accounts"] as? [[String: Any]])
            #expect(object?["accounts_in_scope"] as? Int == accounts.count)
            #expect(object?["accounts_with_gaps"] as? Int == accounts.count { $0["gap"] as? Bool == true })
            let refused = try #require(accounts.first { $0["account_name"] as? String == "acquired-shop" })
            #expect(refused["assumed"] as? Bool == false)
            #expect(refused["narrowed"] is NSNull)
            let gap = try #require((refused["gaps"] as? [[String: Any]])?.first)
            #expect(gap["reason"] as? String == "role_missing_or_trust_denied")
            #expect((gap["message"] as? String)?.contains("is not authorized to perform: sts:AssumeRole") == true)
            #expect((gap["request_id"] as? String)?.isEmpty == false)
        }
    }
}
