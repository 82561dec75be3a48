import Domain
import Foundation
import LoopbackAWS
import Testing

struct TruthTests {
    private func rows(seed: UInt64 = 8, accounts: Int = 25) -> [TruthRow] {
        let organization = RehearsalOrganization(seed: seed, accounts: accounts, asOf: Harness.start)
        let truth = Truth(of: organization)
        var rows: [TruthRow] = []
        for index in 0..<accounts { truth.forEachTruth(accountIndex: index) { rows.append($0) } }
        return rows
    }

    @Test(arguments: [0, 1, 4, 8, 12, 99, 2_026] as [UInt64])
    func `every rule has something to find in 25 accounts`(seed: UInt64) {
        let told = Set(rows(seed: seed).filter { $0.outcome == .fail }.map(\.checkID))
        #expect(told == Truth.checks.subtracting(Truth.checksOfFaults))
    }

    @Test func `an account that lets nobody in is told once, and each of its checks is not assessed`() throws {
        let organization = RehearsalOrganization(seed: 8, asOf: Harness.start)
        let accounts = (0..<25).map { organization.account(at: $0) }
        let closed = try #require(accounts.first { $0.name == "acquired-shop" })
        let told = rows().filter { $0.accountID == closed.id }
        #expect(told.filter { $0.outcome == .fail }.map(\.checkID) == ["account-not-assumed"])
        let silent = told.filter { $0.outcome == .notAssessed }
        #expect(silent.contains { $0.checkID == "key-age" } && !silent.contains { $0.checkID == "account-partial" })
        #expect(Set(silent.map(\.resourceARN)) == [closed.rootARN])
    }

    @Test func `a line is one JSON object`() throws {
        let row = try #require(rows().first { $0.checkID == "trust-anyone" })
        #expect(!row.json.contains("\n"))
        let object = try JSONSerialization.jsonObject(with: Data(row.json.utf8)) as? [String: String]
        #expect(
            object == [
                "check_id": "trust-anyone", "account_id": row.accountID.description, "resource_arn": row.resourceARN,
                "name": "*", "outcome": "fail", "severity": "critical",
            ]
        )
    }
}
