import AWS
import Domain
import Foundation
import Testing

@testable import Accounts

struct PopulationResolverTests {
    private let asOf = Instant(year: 2026, month: 11, day: 22, hour: 15)
    private let one: AccountID
    private let two: AccountID
    private let three: AccountID

    init() throws {
        one = try #require(AccountID("011111111111"))
        two = try #require(AccountID("222222222222"))
        three = try #require(AccountID("333333333333"))
    }

    private func resolve(
        _ configuration: Configuration = Configuration(),
        listed: [Organizations.ListedAccount],
        inventory: [InventoryEntry] = [],
        management: AccountID? = nil
    ) throws -> [AccountID: Account] {
        var configuration = configuration
        if configuration.role.isEmpty { configuration.role = "audit" }
        let resolver = PopulationResolver(
            configuration: configuration,
            inventory: inventory,
            partition: .aws,
            asOf: asOf
        )
        let organization = OrganizationContext(managementAccountID: management, confirmed: true)
        let byID = Dictionary(uniqueKeysWithValues: listed.map { ($0.id, $0) })
        let population = try resolver.finished(byID, organization)
        return Dictionary(uniqueKeysWithValues: population.accounts.map { ($0.id, $0) })
    }

    private func listed(_ id: AccountID, state: String? = "ACTIVE", status: String? = nil)
        -> Organizations.ListedAccount
    {
        Organizations.ListedAccount(
            id: id,
            name: "name-\(id)",
            email: nil,
            state: state,
            status: status,
            paths: ["o-1/r-1/ou-1/"]
        )
    }

    private func entry(_ id: AccountID, name: String = "", roleARN: String = "") -> InventoryEntry {
        InventoryEntry(
            id: id,
            name: name,
            email: "",
            roleARN: roleARN,
            externalID: nil,
            owner: "a@x",
            source: "accounts.csv:2"
        )
    }

    @Test(
        arguments: [
            ("ACTIVE", nil, .active), (nil, "ACTIVE", .active), ("SUSPENDED", "ACTIVE", .suspended),
            ("CLOSED", nil, .closed), ("PENDING_CLOSURE", nil, .pendingClosure), (nil, "SUSPENDED", .suspended),
            ("PENDING_ACTIVATION", nil, .pendingActivation),
        ] as [(String?, String?, AccountState)]
    )
    func `state wins over the retired status`(state: String?, status: String?, expected: AccountState) throws {
        let accounts = try resolve(listed: [listed(one), listed(two, state: state, status: status)])
        #expect(accounts[two]?.state == expected)
    }

    @Test func `an account in a state that nobody knows is swept, and the word is kept`() throws {
        let accounts = try resolve(listed: [listed(one, state: "MOVED"), listed(two, state: nil, status: nil)])
        #expect(accounts[one]?.state == .unknown)
        #expect(accounts[one]?.state.isSwept == true)
        #expect(accounts[one]?.source == "Organizations (state MOVED)")
        #expect(accounts[two]?.source == "Organizations (state not told)")
    }

    @Test func `inventory and organization stand together, each account once with both sources`() throws {
        let own = "arn:aws:iam::222222222222:role/own"
        let accounts = try resolve(
            listed: [listed(one), listed(two)],
            inventory: [entry(two, name: "ours", roleARN: own), entry(three)],
            management: one
        )
        #expect(accounts.count == 3)
        #expect(accounts[one]?.source == "Organizations")
        #expect(accounts[one]?.roleARN == "arn:aws:iam::011111111111:role/audit")
        #expect(accounts[one]?.isManagement == true)
        #expect(accounts[one]?.ouPath == "o-1/r-1/ou-1/")
        #expect(accounts[two]?.source == "Organizations, accounts.csv:2")
        #expect(accounts[two]?.name == "ours")
        #expect(accounts[two]?.roleARN == own)
        #expect(accounts[three]?.source == "accounts.csv:2")
        #expect(accounts[three]?.state == .unknown)
    }

    @Test func `a template keeps its path`() throws {
        var configuration = Configuration()
        configuration.role = "arn:aws-cn:iam::{account_id}:role/audit/reader"
        let accounts = try resolve(configuration, listed: [listed(one)])
        #expect(accounts[one]?.roleARN == "arn:aws-cn:iam::011111111111:role/audit/reader")
    }

    @Test func `an account left out stays in the population and names the rule`() throws {
        var configuration = Configuration()
        configuration.not = [two]
        configuration.includedAccounts = [one, two]
        let accounts = try resolve(configuration, listed: [listed(one), listed(two), listed(three)])
        #expect(accounts[one]?.scope == .included)
        #expect(accounts[two]?.scope == .excluded(rule: "--not"))
        #expect(accounts[three]?.scope == .excluded(rule: "not in include.accounts"))
    }

    @Test func `an exclusion holds through its last day and no longer`() throws {
        for (day, isExcluded) in [(21, false), (22, true), (23, true)] {
            var configuration = Configuration()
            configuration.exclusions = [
                Configuration.Exclusion(
                    target: .account(two),
                    reason: "sandbox",
                    owner: "a",
                    approver: "b",
                    expires: Instant(year: 2026, month: 11, day: day),
                    ticket: ""
                )
            ]
            let scope = try #require(try resolve(configuration, listed: [listed(one), listed(two)])[two]?.scope)
            #expect((scope != .included) == isExcluded, "expires on the \(day)th")
        }
    }

    @Test func `a run that names an unknown account or leaves none to sweep is refused`() {
        for (option, set) in [
            ("--only", \Configuration.only), ("--not", \.not), ("include.accounts", \.includedAccounts),
        ] {
            var unknown = Configuration()
            unknown[keyPath: set] = [one, three]
            let failure = #expect(throws: PopulationFailure.self) { try resolve(unknown, listed: [listed(one)]) }
            let words = "\(option) names \(three), which the population does not hold"
            #expect(failure?.description.hasPrefix(words) == true)
        }
        var none = Configuration()
        none.not = [one]
        #expect(throws: PopulationFailure.self) { try resolve(none, listed: [listed(one)]) }
        #expect(throws: PopulationFailure.self) { try resolve(listed: [listed(one, state: "SUSPENDED")]) }
    }

    @Test func `organizations' JSON is read with either field and with what we do not know`() throws {
        let json = """
            {"Accounts":[{"Id":"011111111111","Arn":"arn:x","Email":"a@x","Name":"n","State":"ACTIVE",\
            "JoinedTimestamp":1.7E9,"Paths":["p"],"Future":{}},{"Id":"222222222222","Status":"SUSPENDED"}],"NextToken":"t"}
            """
        let page = try JSONDecoder().decode(Organizations.AccountPage.self, from: Data(json.utf8))
        #expect(page.accounts.map(\.accountState) == [.active, .suspended])
        #expect(page.nextToken == "t")
    }
}
