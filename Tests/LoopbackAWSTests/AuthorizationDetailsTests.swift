import Domain
import LoopbackAWS
import Testing

struct AuthorizationDetailsTests {
    static let plan = [
        "Filter.member.1": "User", "Filter.member.2": "Role", "Filter.member.3": "Group",
        "Filter.member.4": "LocalManagedPolicy",
    ]
    static let lists = ["Policies", "UserDetailList", "RoleDetailList", "GroupDetailList"]

    private func names(_ page: TestXML) -> [[String]] {
        zip(Self.lists, ["PolicyName", "UserName", "RoleName", "GroupName"]).map { list, name in
            (page.members(list) ?? []).compactMap { $0.text(name) }
        }
    }

    @Test(arguments: [1, 7, 1_000]) func `one budget walks users, roles, groups, policies`(_ size: Int) async throws {
        try await Harness.run { harness in
            let account = try harness.account(named: "data-lake")
            let session = try harness.session(account)
            var found: [[String]] = [[], [], [], []]
            var kinds: [Int] = []
            var marker: String?
            repeat {
                var parameters = Self.plan
                parameters["MaxItems"] = String(size)
                parameters["Marker"] = marker
                let page = try harness.result("GetAccountAuthorizationDetails", parameters, as: session)
                #expect(Array(page.children.map(\.name).prefix(4)) == Self.lists)
                let names = names(page)
                for index in found.indices { found[index] += names[index] }
                kinds += [1, 2, 3, 0].flatMap { kind in names[kind].map { _ in kind } }
                marker = page.text("Marker")
                #expect(page.text("IsTruncated") == (marker == nil ? "false" : "true"))
                if marker != nil { #expect(names.joined().count == size) }
            } while marker != nil
            #expect(found[1] == account.users.map(\.name))
            #expect(found[2] == account.roles.map(\.name))
            #expect(found[3] == account.groups.map(\.name))
            #expect(found[0] == account.policies.map(\.name))
            // Over all pages: every user before every role, and so on.
            #expect(kinds == kinds.sorted { [3, 0, 1, 2][$0] < [3, 0, 1, 2][$1] })
        }
    }

    @Test func `without MaxItems a page holds a hundred`() async throws {
        try await Harness.run(accounts: 3, identitiesPerAccount: 120) { harness in
            let session = try harness.session(harness.organization.account(at: 2))
            let page = try harness.result("GetAccountAuthorizationDetails", Self.plan, as: session)
            #expect(names(page).map(\.count) == [0, 100, 0, 0])
            #expect(page.text("IsTruncated") == "true")
        }
    }

    @Test func `a marker is bound to the set of filters, not to their order`() async throws {
        try await Harness.run { harness in
            let session = try harness.session(harness.organization.account(at: 4))
            let first = try harness.result(
                "GetAccountAuthorizationDetails",
                ["Filter.member.1": "User", "Filter.member.2": "Role", "MaxItems": "3"],
                as: session
            )
            let marker = try #require(first.text("Marker"))
            let swapped = try harness.result(
                "GetAccountAuthorizationDetails",
                ["Filter.member.1": "Role", "Filter.member.2": "User", "MaxItems": "5", "Marker": marker],
                as: session
            )
            #expect(names(swapped).joined().count == 5)
            let refusals: [([String: String], String)] = [
                (["Filter.member.1": "User", "Marker": marker], "Marker and Filter do not match"),
                (["Marker": marker], "Marker and Filter do not match"),
                (["Filter.member.1": "User", "Marker": "nonsense"], "Invalid Marker."),
            ]
            for (parameters, message) in refusals {
                let answer = try harness.iam("GetAccountAuthorizationDetails", parameters, as: session)
                #expect(answer.status == 400)
                #expect(answer.errorCode == "ValidationError")
                #expect(answer.errorMessage == message)
            }
        }
    }

    @Test(arguments: [
        ["Filter.member.1": "user"], ["Filter.member.1": "Users"], ["MaxItems": "1001"], ["MaxItems": "0"],
    ]) func `parameters outside the model are refused`(_ parameters: [String: String]) async throws {
        try await Harness.run { harness in
            let session = try harness.session(harness.organization.account(at: 4))
            let answer = try harness.iam("GetAccountAuthorizationDetails", parameters, as: session)
            #expect(answer.status == 400)
            #expect(answer.errorCode == "ValidationError")
        }
    }

    @Test func `AWS's own policies come only when asked for, and only those in use`() async throws {
        try await Harness.run { harness in
            let account = harness.organization.account(at: 4)
            let session = try harness.session(account)
            let all = try harness.result("GetAccountAuthorizationDetails", ["MaxItems": "1000"], as: session)
            let arns = (all.members("Policies") ?? []).compactMap { $0.text("Arn") }
            #expect(arns.filter { $0.hasPrefix("arn:aws:iam::aws:") }.sorted() == account.managedPoliciesInUse)
            let own = try harness.result("GetAccountAuthorizationDetails", Self.plan, as: session)
            #expect(names(own)[0] == account.policies.map(\.name))
        }
    }

    @Test func `empty lists are there or left out as AWS does it`() async throws {
        try await Harness.run { harness in
            let account = try harness.account(named: "sandbox-frontend")
            let session = try harness.session(account)
            let page = try harness.result("GetAccountAuthorizationDetails", ["MaxItems": "1000"], as: session)
            for (user, element) in zip(account.users, page.members("UserDetailList") ?? []) {
                #expect((element["UserPolicyList"] == nil) == user.inlinePolicies.isEmpty)
                #expect(
                    element["GroupList"] != nil && element["Tags"] != nil && element["AttachedManagedPolicies"] != nil
                )
                #expect((element["PermissionsBoundary"] == nil) == (user.permissionsBoundary == nil))
            }
            for (role, element) in zip(account.roles, page.members("RoleDetailList") ?? []) {
                #expect(element["RolePolicyList"] != nil && element["Tags"] != nil)
                #expect(element["RoleLastUsed"]?.text("LastUsedDate") == role.lastUsedAt?.iso8601)
                #expect(element["RoleLastUsed"] != nil)
                #expect(element["MaxSessionDuration"] == nil && element["Description"] == nil)
            }
            #expect(account.roles.contains { $0.lastUsedAt == nil })
            let text = try harness.iam("GetAccountAuthorizationDetails", ["MaxItems": "1000"], as: session).text
            #expect(text.contains("<RoleLastUsed/>") && !text.contains("<RoleLastUsed></RoleLastUsed>"))
            #expect(account.users.contains { !$0.inlinePolicies.isEmpty })
        }
    }

    @Test func `documents are percent-encoded by RFC 3986, plus and all`() async throws {
        try await Harness.run { harness in
            let account = harness.organization.account(at: 4)
            let session = try harness.session(account)
            let page = try harness.result(
                "GetAccountAuthorizationDetails",
                ["Filter.member.1": "LocalManagedPolicy"],
                as: session
            )
            let boundary = try #require(
                page.members("Policies")?.first { $0.text("PolicyName") == "DeveloperBoundary" }
            )
            let text = try #require(boundary.members("PolicyVersionList")?.first?.text("Document"))
            #expect(text.contains("Z%C3%BCrich%2BBasel"))
            #expect(text.contains("%20") && !text.contains("+"))
            let truth = account.policies.first { $0.name == "DeveloperBoundary" }?.defaultVersion?.document
            #expect(decoded(text) == truth)
        }
    }

    private func decoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        for (position, part) in text.split(separator: "%", omittingEmptySubsequences: false).enumerated() {
            if position > 0, let byte = UInt8(part.prefix(2), radix: 16) { bytes.append(byte) }
            bytes += Array(part.dropFirst(position > 0 ? 2 : 0).utf8)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `every version of a policy is there, and one is the default`() async throws {
        try await Harness.run { harness in
            let session = try harness.session(try harness.account(named: "dev-platform"))
            let page = try harness.result("GetAccountAuthorizationDetails", Self.plan, as: session)
            let policy = try #require(page.members("Policies")?.first { $0.text("PolicyName") == "tmp-admin" })
            let versions = try #require(policy.members("PolicyVersionList"))
            #expect(versions.map { $0.text("VersionId") } == ["v3", "v2", "v1"])
            #expect(versions.map { $0.text("IsDefaultVersion") } == ["true", "false", "false"])
            #expect(policy.text("AttachmentCount") == "0")
        }
    }
}
