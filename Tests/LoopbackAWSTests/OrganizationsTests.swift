import Domain
import Foundation
import LoopbackAWS
import Testing

struct OrganizationsTests {
    private struct Page: Decodable {
        struct Account: Decodable {
            var Id: String
            var Arn: String
            var Name: String
            var State: String
            var Paths: [String]
            var JoinedTimestamp: Double
        }

        var Accounts: [Account]
        var NextToken: String?
    }

    private func pages(_ harness: Harness, size: Int? = nil) throws -> [Page] {
        var pages: [Page] = []
        var token: String?
        repeat {
            let members = [size.map { "\"MaxResults\":\($0)" }, token.map { "\"NextToken\":\"\($0)\"" }]
            let answer = try harness.organizations(
                "ListAccounts",
                "{\(members.compactMap(\.self).joined(separator: ","))}"
            )
            try #require(answer.status == 200, "\(answer.text)")
            // AWS has announced to retire it.
            #expect(!answer.text.contains("\"Status\""))
            let page = try JSONDecoder().decode(Page.self, from: Data(answer.body))
            pages.append(page)
            token = page.NextToken
        } while token != nil
        return pages
    }

    @Test(arguments: [(25, [20, 0, 5]), (20, [0, 20]), (2, [0, 2]), (60, [20, 0, 20, 20])])
    func `accounts come in twenties, with an empty page on the way`(_ count: Int, _ sizes: [Int]) async throws {
        try await Harness.run(accounts: count) { harness in
            let pages = try pages(harness)
            #expect(pages.map(\.Accounts.count) == sizes)
            let found = pages.flatMap(\.Accounts)
            #expect(found.map(\.Id) == (0..<count).map { harness.organization.account(at: $0).id.description })
        }
    }

    @Test func `an account carries its state, place and join date`() async throws {
        try await Harness.run { harness in
            let accounts = try pages(harness, size: 3).flatMap(\.Accounts)
            let pilot = try #require(accounts.first { $0.Name == "closed-pilot" })
            #expect(pilot.State == "SUSPENDED")
            let truth = try harness.account(named: "closed-pilot")
            #expect(pilot.Paths == [truth.ouPath])
            #expect(Int64(pilot.JoinedTimestamp) == truth.joinedAt.epochSeconds)
            let management = harness.organization.managementAccountID
            #expect(
                pilot.Arn
                    == "arn:aws:organizations::\(management):account/\(harness.organization.organizationID)/\(truth.id)"
            )
            #expect(accounts.count { $0.State == "ACTIVE" } == 24)
        }
    }

    @Test func `a page behind the end of the list is empty and the last`() async throws {
        try await Harness.run { harness in
            let answer = try harness.organizations("ListAccounts", "{\"NextToken\":\"accounts-25\"}")
            #expect(answer.text == "{\"Accounts\":[]}")
        }
    }

    @Test func `a delegated administrator has no path, as in the service's model`() async throws {
        try await Harness.run { harness in
            let text = try harness.organizations("ListDelegatedAdministrators", "{}").text
            let next = try #require(text.firstMatch(of: /"NextToken":"([^"]+)"/)).1
            let answer = try harness.organizations("ListDelegatedAdministrators", "{\"NextToken\":\"\(next)\"}")
            #expect(answer.text.contains("\"DelegationEnabledDate\":"))
            #expect(answer.text.contains("\"State\":\"ACTIVE\""))
            #expect(!answer.text.contains("\"Paths\""))
        }
    }

    @Test(arguments: ["{\"MaxResults\":21}", "{\"NextToken\":\"x\"}"])
    func `values outside the model are refused`(_ body: String) async throws {
        try await Harness.run { harness in
            let answer = try harness.organizations("ListAccounts", body)
            #expect(answer.status == 400)
            #expect(answer.text.contains("InvalidInputException"))
        }
    }

    @Test func `the organization names its management account`() async throws {
        try await Harness.run { harness in
            let answer = try harness.organizations("DescribeOrganization", "{}")
            #expect(answer.headers["content-type"] == "application/x-amz-json-1.1")
            #expect(answer.text.contains("\"MasterAccountId\":\"\(harness.organization.managementAccountID)\""))
            #expect(try harness.organizations("DoSomething", "{}").text.contains("UnknownOperationException"))
        }
    }

    @Test func `a hostile account name appears only when asked for`() async throws {
        let script = "<script>alert(1)</script>"
        try await Harness.run { harness in
            let names = try pages(harness).flatMap(\.Accounts).map(\.Name)
            #expect(!names.contains(script))
        }
        try await Harness.run(hostileNames: true) { harness in
            let last = try pages(harness).flatMap(\.Accounts).last
            #expect(last?.Name == script)
        }
    }
}
