import Domain
import Foundation
import Testing

@testable import LoopbackAWS

/// What faults do on the wire, and that they are counted where they do it.
struct FaultEffectTests {
    @Test func `an empty page says that more follows, and the next one has it`() async throws {
        try await Harness.run(accounts: 5, faults: ["empty-page"]) { harness in
            let session = try harness.session(harness.organization.account(at: 4))
            let gap = try harness.result("ListRoles", as: session)
            #expect(gap.members("Roles")?.isEmpty == true)
            #expect(gap.text("IsTruncated") == "true")
            #expect(harness.server.strikes == [1])
            let page = try harness.result("ListRoles", ["Marker": try #require(gap.text("Marker"))], as: session)
            #expect(page.members("Roles")?.isEmpty == false)
            #expect(page.text("IsTruncated") == "false")
            // That answer is as it would be without the fault.
            #expect(harness.server.strikes == [1])
        }
    }

    @Test func `an account that moved while the pages were read is listed twice`() async throws {
        try await Harness.run(accounts: 25, faults: ["duplicate-account:account=prod-payments"]) { harness in
            let target = try harness.account(named: "prod-payments").id.description
            var found = 0
            var strikes: [Int] = []
            var body = "{}"
            while true {
                let answer = try harness.organizations("ListAccounts", body)
                found += answer.text.components(separatedBy: "\"Id\":\"\(target)\"").count - 1
                strikes += harness.server.strikes
                guard let token = answer.text.firstMatch(of: /"NextToken":"([^"]+)"/) else { break }
                body = "{\"NextToken\":\"\(token.1)\"}"
            }
            #expect(found == 2)
            // Twenty accounts, the empty page, and the rest with the account once more.
            #expect(strikes == [0, 0, 1])
        }
    }

    @Test func `the lists that come in pages are those that faults of pages are about`() async throws {
        try await Harness.run(accounts: 5) { harness in
            let account = harness.organization.account(at: 4)
            let session = try harness.session(account)
            let user = try #require(account.users.first).name
            for action in IAMOperations.actions where action.hasPrefix("List") || action.hasSuffix("Details") {
                let answer = try harness.iam(action, ["UserName": user], as: session)
                let isPaged = try answer.xml()["\(action)Result"]?["IsTruncated"] != nil
                #expect(isPaged == IAMOperations.pagedActions.contains("iam:\(action)"), "\(answer.text)")
            }
        }
    }

    @Test(arguments: ["deep-nesting", "entity-bomb", "huge-text", "empty-page"])
    func `a fault of XML leaves Organizations alone and is not counted there`(fault: String) async throws {
        try await Harness.run(accounts: 5, faults: [fault]) { harness in
            let answer = try harness.organizations("ListAccounts", "{}")
            #expect(answer.status == 200 && answer.text.hasPrefix("{\"Accounts\""))
            #expect(harness.server.strikes == [0])
        }
    }

    @Test func `the first of two refusals is the one that counts`() async throws {
        let faults = ["denied:action=iam:ListRoles", "throttling:action=iam:ListRoles"]
        try await Harness.run(accounts: 5, faults: faults) { harness in
            let session = try harness.session(harness.organization.account(at: 4))
            #expect(try harness.iam("ListRoles", as: session).errorCode == "Throttling")
            #expect(harness.server.strikes == [0, 1])
        }
    }

    @Test func `an account that is gone lets nobody in`() async throws {
        try await Harness.run(accounts: 5, faults: ["account-gone:account=prod-payments"]) { harness in
            let target = try harness.account(named: "prod-payments")
            #expect(try harness.assumeRole(target).errorCode == "AccessDenied")
            #expect(try harness.assumeRole(try harness.account(named: "log-archive")).status == 200)
            #expect(harness.server.strikes == [1])
        }
    }
}
