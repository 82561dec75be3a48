import Domain
import Foundation
import LoopbackAWS
import Testing

@testable import Sweep

struct RoleDeploymentTests {
    private static let standard = RoleDeployment()

    private static let deploy = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "deploy")

    private static func files(_ deployment: RoleDeployment) -> [String: String] {
        [
            "role-policy.json": deployment.policy, "role.cloudformation.yaml": deployment.cloudFormation,
            "terraform/main.tf": deployment.terraform, "hub-policy.json": deployment.hub,
            "scp.json": deployment.serviceControlPolicy,
        ]
    }

    /// With ORGSWEEP_UPDATE_GOLDEN=1 the files are written instead of compared; look at their diff then.
    @Test(arguments: [
        "hub-policy.json", "role-policy.json", "role.cloudformation.yaml", "scp.json", "terraform/main.tf",
    ])
    func `deploy holds what the program prints`(name: String) throws {
        let deployment = try #require(Self.standard)
        let printed = try #require(Self.files(deployment)[name])
        let file = Self.deploy.appending(path: name)
        if ProcessInfo.processInfo.environment["ORGSWEEP_UPDATE_GOLDEN"] != nil {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(printed.utf8).write(to: file)
            return
        }
        let kept = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        #expect(printed == kept, "run again with ORGSWEEP_UPDATE_GOLDEN=1 if the change is meant")
    }

    @Test func `the role's policy says the same as the session policy`() throws {
        func object(_ text: String) throws -> NSObject? {
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSObject
        }
        let deployment = try #require(Self.standard)
        let policy = try object(deployment.policy)
        #expect(policy != nil)
        #expect(try policy == object(CallPlan.sessionPolicy))
    }

    @Test(arguments: ["cloudFormation", "terraform"])
    func `every call of the plan stands in the templates, and no other`(template: String) throws {
        let deployment = try #require(Self.standard)
        let text = template == "terraform" ? deployment.terraform : deployment.cloudFormation
        let actions = text.split { !$0.isLetter && $0 != ":" }.filter { $0.hasPrefix("iam:") && $0 != "iam:" }
        let calls = actions.filter { !$0.hasPrefix("iam::") }.map(String.init)
        #expect(calls.sorted() == CallPlan.allCases.map(\.permission).sorted())
    }

    @Test func `the name of the role stands wherever it must`() throws {
        var deployment = try #require(RoleDeployment(roleName: "audit.reader"))
        deployment.allowsTagging = true
        deployment.deployers = ["arn:aws:iam::*:role/terraform"]
        #expect(deployment.cloudFormation.contains("Default: \"audit.reader\"\n"))
        #expect(deployment.terraform.contains("default     = \"audit.reader\"\n"))
        #expect(deployment.hub.contains("\"arn:*:iam::*:role/audit.reader\""))
        #expect(deployment.hub.contains("\"sts:TagSession\""))
        #expect(deployment.serviceControlPolicy.contains("\"arn:*:iam::*:role/audit.reader\""))
        #expect(deployment.serviceControlPolicy.contains("\"arn:aws:iam::*:role/terraform\""))
        for text in [deployment.cloudFormation, deployment.terraform, deployment.hub, deployment.serviceControlPolicy] {
            #expect(!text.contains(RoleDeployment.standardName))
        }
        let standard = try #require(Self.standard)
        #expect(!standard.hub.contains("sts:TagSession"))
    }

    @Test func `a role may have a path`() throws {
        let deployment = try #require(RoleDeployment(roleName: "audit/eu/reader"))
        #expect(deployment.cloudFormation.contains("Default: \"reader\"\n"))
        #expect(deployment.cloudFormation.contains("Default: \"/audit/eu/\"\n"))
        #expect(deployment.terraform.contains("default     = \"/audit/eu/\"\n"))
        #expect(deployment.hub.contains("\"arn:*:iam::*:role/audit/eu/reader\""))
        #expect(deployment.serviceControlPolicy.contains("\"arn:*:iam::*:role/audit/eu/reader\""))
    }

    @Test(arguments: [("audit_reader", "audit-reader"), ("7.reader", "orgsweep-7-reader"), ("a/b", "b")])
    func `stacks get names that CloudFormation takes`(role: String, stack: String) throws {
        let template = try #require(RoleDeployment(roleName: role)).cloudFormation
        #expect(template.contains("create-stack-set --stack-set-name \(stack) "))
        #expect(template.contains("deploy --stack-name \(stack) "))
    }

    @Test func `a hub may be kept to the accounts of its organization`() throws {
        var deployment = try #require(Self.standard)
        #expect(!deployment.hub.contains("aws:ResourceOrgID"))
        deployment.organizationID = "o-a1b2c3d4e5"
        let policy = try JSONSerialization.jsonObject(with: Data(deployment.hub.utf8)) as? [String: Any]
        let statements = try #require(policy?["Statement"] as? [[String: Any]])
        let condition = statements.first?["Condition"] as? [String: [String: [String]]]
        #expect(condition == ["StringEquals": ["aws:ResourceOrgID": ["o-a1b2c3d4e5"]]])
        // The list of accounts is asked of Organizations itself.
        #expect(statements.last?["Condition"] == nil)
    }

    /// Who could make or change such a role would pass for StackSets.
    @Test func `the roles that may change the role are protected with it`() throws {
        let deployment = try #require(Self.standard)
        let policy = try #require(
            try JSONSerialization.jsonObject(with: Data(deployment.serviceControlPolicy.utf8)) as? [String: Any]
        )
        let statements = try #require(policy["Statement"] as? [[String: Any]])
        #expect(
            statements.map { $0["Resource"] as? String }
                == ["arn:*:iam::*:role/orgsweep-reader", "arn:*:iam::*:role/stacksets-exec-*"]
        )
        // StackSets may change the reader; nobody whom a service control policy binds may change their roles.
        #expect(statements.map { $0["Condition"] != nil } == [true, false])
        for statement in statements {
            #expect(statement["Effect"] as? String == "Deny")
            #expect((statement["Action"] as? [String])?.contains("iam:CreateRole") == true)
            #expect((statement["Action"] as? [String])?.contains("iam:UpdateAssumeRolePolicy") == true)
        }
    }

    @Test(arguments: ["", "a b", "a\"b", "a\nb", "/a", "a/", "a//b", "a/*", "*", String(repeating: "x", count: 65)])
    func `a name that IAM does not take is refused`(name: String) {
        #expect(RoleDeployment(roleName: name) == nil)
    }

    /// What the role allows is what is asked for: a call that nobody makes, or one that nobody may make, shows here.
    @Test func `a sweep makes each call of the plan and none outside of it`() async throws {
        try await Rehearsal.run { rehearsal in
            _ = try await rehearsal.sweep()
            let asked = Set(rehearsal.server.requestCounts().keys.filter { $0.hasPrefix("iam:") })
            // The hub itself asks for this, in its own account.
            let population: Set = ["iam:ListOrganizationsFeatures"]
            #expect(asked == Set(CallPlan.allCases.map(\.permission)).union(population))
        }
    }
}
