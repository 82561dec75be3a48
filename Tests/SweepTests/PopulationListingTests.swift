import Domain
import Foundation
import Testing

@testable import Sweep

struct PopulationListingTests {
    private func listing(_ organization: OrganizationContext = OrganizationContext()) throws -> PopulationListing {
        let one = try #require(AccountID("011111111111"))
        let two = try #require(AccountID("222222222222"))
        let three = try #require(AccountID("333333333333"))
        return PopulationListing(
            Population(
                accounts: [
                    Account(
                        id: one,
                        name: "=cmd, \"x\"",
                        ouPath: "Root/Prod",
                        source: "Organizations, a.csv:2",
                        roleARN: "arn:aws:iam::011111111111:role/r",
                        hops: ["arn:aws:iam::999999999999:role/h"]
                    ),
                    Account(id: two, state: .closed, source: "Organizations", roleARN: "arn:aws:iam::2:role/r"),
                    Account(
                        id: three,
                        source: "b:1",
                        scope: .excluded(rule: "--not"),
                        roleARN: "arn:aws:iam::3:role/r"
                    ),
                ],
                organization: organization
            )
        )
    }

    @Test func `the CSV is guarded as the report's`() throws {
        let lines = try listing().csv.components(separatedBy: "\r\n")
        #expect(
            lines == [
                "account_id,account_name,state,ou_path,role_arn,hops,source,scope,reason",
                "011111111111,\"'=cmd, \"\"x\"\"\",ACTIVE,Root/Prod,arn:aws:iam::011111111111:role/r,"
                    + "arn:aws:iam::999999999999:role/h,\"Organizations, a.csv:2\",in_scope,",
                "222222222222,,CLOSED,,arn:aws:iam::2:role/r,,Organizations,not_active,",
                "333333333333,,ACTIVE,,arn:aws:iam::3:role/r,,b:1,excluded,'--not", "",
            ]
        )
    }

    @Test func `the table shows the way to each account and why one is left out`() throws {
        let rows = try listing().tableRows
        #expect(rows.allSatisfy { $0.count == PopulationListing.tableHeader.count })
        #expect(rows[0][4] == "arn:aws:iam::999999999999:role/h -> arn:aws:iam::011111111111:role/r")
        #expect(rows.map { $0[6] } == ["in_scope", "not_active", "excluded (--not)"])
    }

    @Test func `the JSON holds the same and whether the population was confirmed`() throws {
        let organization = OrganizationContext(organizationID: "o-1", unconfirmedBecause: "denied")
        let text = try listing(organization).json
        let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let context = try #require(json["organization"] as? [String: Any])
        #expect(context["confirmed"] as? Bool == false)
        #expect(context["unconfirmed_because"] as? String == "denied")
        let accounts = try #require(json["accounts"] as? [[String: Any]])
        #expect(accounts[0]["hops"] as? [String] == ["arn:aws:iam::999999999999:role/h"])
        #expect(accounts.map { $0["scope"] as? String } == ["in_scope", "not_active", "excluded"])
    }

    @Test func `totals say how many there are and who confirmed it`() throws {
        let counts = "3 accounts: 1 in scope, 1 excluded, 1 not active"
        #expect(try listing().totals == [counts, "Not confirmed by AWS Organizations"])
        let denied = try listing(OrganizationContext(unconfirmedBecause: "organizations:ListAccounts was denied"))
        #expect(denied.totals[1] == "Not confirmed by AWS Organizations: organizations:ListAccounts was denied")
        let ids = try ["011111111111", "222222222222"].map { try #require(AccountID($0)) }
        let confirmed = OrganizationContext(
            accountIDs: Set(ids),
            confirmed: true,
            inventoryIDs: [try #require(AccountID("333333333333"))]
        )
        #expect(
            try listing(confirmed).totals == [
                counts, "Confirmed by AWS Organizations: 2 accounts listed",
                "Inventory: 1 accounts outside the organization, 1 missing in the inventory",
            ]
        )
    }
}
