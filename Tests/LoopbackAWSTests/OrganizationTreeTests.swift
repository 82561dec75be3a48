import Domain
import Foundation
import LoopbackAWS
import Testing

struct OrganizationTreeTests {
    /// Every page of a list as JSON objects.
    private func pages(_ harness: Harness, _ action: String, _ key: String, _ parameters: [String: String] = [:]) throws
        -> [[[String: Any]]]
    {
        var pages: [[[String: Any]]] = []
        var parameters = parameters
        repeat {
            let body = try JSONSerialization.data(withJSONObject: parameters)
            let answer = try harness.organizations(action, String(decoding: body, as: UTF8.self))
            try #require(answer.status == 200, "\(answer.text)")
            let page = try #require(try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
            pages.append(try #require(page[key] as? [[String: Any]]))
            parameters["NextToken"] = page["NextToken"] as? String
        } while parameters["NextToken"] != nil
        return pages
    }

    private func texts(_ pages: [[[String: Any]]], _ key: String) -> [String] {
        pages.joined().compactMap { $0[key] as? String }
    }

    @Test func `every account stands below one parent, in pages of twenty with empty ones between`() async throws {
        try await Harness.run(accounts: 120) { harness in
            let root = try #require(texts(pages(harness, "ListRoots", "Roots"), "Id").first)
            let units = texts(
                try pages(harness, "ListOrganizationalUnitsForParent", "OrganizationalUnits", ["ParentId": root]),
                "Id"
            )
            var found: [String] = []
            var sizes: Set<Int> = []
            for parent in [root] + units {
                let children = try pages(harness, "ListAccountsForParent", "Accounts", ["ParentId": parent])
                sizes.formUnion(children.map(\.count))
                for path in children.joined().compactMap({ ($0["Paths"] as? [String])?.first }) {
                    #expect(path.hasSuffix("/\(parent)/"))
                }
                found += texts(children, "Id")
            }
            #expect(found.sorted() == (0..<120).map { harness.organization.account(at: $0).id.description }.sorted())
            #expect(sizes.max() == 20 && sizes.contains(0))
        }
    }

    @Test func `one account, its tags and the delegated administrator`() async throws {
        try await Harness.run { harness in
            let account = try harness.account(named: "prod-search")
            let answer = try harness.organizations("DescribeAccount", "{\"AccountId\":\"\(account.id)\"}")
            #expect(answer.text.contains("\"Name\":\"prod-search\""))
            let tags = try pages(harness, "ListTagsForResource", "Tags", ["ResourceId": account.id.description])
            #expect(texts(tags, "Value") == ["production"])
            let hub = harness.organization.hubAccountID.description
            let delegates = try pages(harness, "ListDelegatedAdministrators", "DelegatedAdministrators")
            #expect(texts(delegates, "Id") == [hub])
            let others = try pages(
                harness,
                "ListDelegatedAdministrators",
                "DelegatedAdministrators",
                ["ServicePrincipal": "guardduty.amazonaws.com"]
            )
            #expect(others.map(\.count) == [0])
        }
    }

    @Test(arguments: [
        ("DescribeAccount", #"{"AccountId":"111122223333"}"#, "AccountNotFoundException"),
        ("ListAccountsForParent", #"{"ParentId":"ou-none-00000000"}"#, "ParentNotFoundException"),
        ("ListTagsForResource", #"{"ResourceId":"111122223333"}"#, "TargetNotFoundException"),
        ("ListRoots", #"{"NextToken":"accounts-0"}"#, "InvalidInputException"),
        ("ListRoots", #"{"MaxResults":21}"#, "InvalidInputException"),
    ]) func `what is not there is refused by AWS's name`(_ action: String, _ body: String, _ code: String) async throws
    {
        try await Harness.run { harness in
            let answer = try harness.organizations(action, body)
            #expect(answer.status == 400)
            #expect(answer.text.contains("\"__type\":\"\(code)\""), "\(answer.text)")
        }
    }

    @Test func `a member may not list the organization`() async throws {
        try await Harness.run { harness in
            let session = try harness.session(harness.organization.account(at: 4))
            for action in ["ListRoots", "ListTagsForResource", "DescribeAccount"] {
                let answer = try harness.organizations(action, "{}", as: session)
                #expect(answer.text.contains("\"__type\":\"AccessDeniedException\""))
            }
        }
    }
}
