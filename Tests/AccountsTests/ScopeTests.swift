import Domain
import Testing

@testable import Accounts

/// Which accounts filters and exclusions leave in, by where an account stands and how it is tagged.
struct ScopeTests {
    private static let asOf = Instant(year: 2026, month: 11, day: 22, hour: 15)
    private let one: AccountID
    private let two: AccountID
    private let three: AccountID

    init() throws {
        one = try #require(AccountID("011111111111"))
        two = try #require(AccountID("222222222222"))
        three = try #require(AccountID("333333333333"))
    }

    /// One below `Root/Workloads/Prod`, two below `Root/Workloads`, three below the root.
    private func resolve(
        names: Bool = true,
        _ change: (inout Configuration) -> Void
    ) throws -> [AccountID: Account] {
        var configuration = Configuration()
        configuration.role = "audit"
        change(&configuration)
        let resolver = PopulationResolver(
            configuration: configuration,
            inventory: [],
            partition: .aws,
            asOf: Self.asOf
        )
        let paths = [one: "o-1/r-1/ou-w/ou-p/", two: "o-1/r-1/ou-w/", three: "o-1/r-1/"]
        let listed = paths.map { Organizations.ListedAccount(id: $0, state: "ACTIVE", paths: [$1]) }
        let tree = OrganizationTree(names: names ? ["r-1": "Root", "ou-w": "Workloads", "ou-p": "Prod"] : [:])
        let population = try resolver.finished(
            Dictionary(uniqueKeysWithValues: listed.map { ($0.id, $0) }),
            OrganizationContext(confirmed: true),
            tree: tree,
            tags: [one: ["env": "prod", "team": "a"], two: ["env": "test", "team": "a"], three: ["env": "prod"]]
        )
        return Dictionary(uniqueKeysWithValues: population.accounts.map { ($0.id, $0) })
    }

    @Test func `an account whose unit nobody told is swept, whatever unit is asked for`() throws {
        var configuration = Configuration()
        configuration.role = "audit"
        configuration.includedUnits = ["ou-w"]
        let resolver = PopulationResolver(configuration: configuration, inventory: [], partition: .aws, asOf: Self.asOf)
        let listed = [
            one: Organizations.ListedAccount(id: one, state: "ACTIVE", paths: nil),
            two: Organizations.ListedAccount(id: two, state: "ACTIVE", paths: ["o-1/r-1/ou-w/"]),
            three: Organizations.ListedAccount(id: three, state: "ACTIVE", paths: ["o-1/r-1/"]),
        ]
        let accounts = try resolver.finished(listed, OrganizationContext(confirmed: true)).accounts
        #expect(accounts.map { $0.scope == .included } == [true, true, false])
    }

    @Test func `only the exclusion that left an account out is its judgement`() throws {
        let expired = exclusion(.account(one), untilDay: 21)
        let accounts = try resolve {
            $0.exclusions = [expired, exclusion(.unit("Workloads/Prod"))]
            $0.includedAccounts = [three]
        }
        let inOrder = try [one, two, three].map { try #require(accounts[$0]) }
        #expect(inOrder.map(expired.judgement.excludes) == [false, false, false])
        #expect(inOrder.map(exclusion(.unit("Workloads/Prod")).judgement.excludes) == [true, false, false])
        #expect(inOrder.map(exclusion(.unit("Workloads")).judgement.excludes) == [false, false, false])
    }

    private func swept(names: Bool = true, _ change: (inout Configuration) -> Void) throws -> [AccountID] {
        try resolve(names: names, change).values.filter { $0.scope == .included }.map(\.id).sorted()
    }

    @Test func `units show their names where they are known, and their ids where not`() throws {
        let named = try resolve { _ in }
        #expect([one, two, three].map { named[$0]?.ouPath } == ["Root/Workloads/Prod", "Root/Workloads", "Root"])
        let unnamed = try resolve(names: false) { _ in }
        #expect([one, two, three].map { unnamed[$0]?.ouPath } == ["o-1/r-1/ou-w/ou-p/", "o-1/r-1/ou-w/", "o-1/r-1/"])
    }

    @Test(arguments: [
        ("ou-w", 2), ("ou-p", 1), ("r-1", 3), ("Workloads", 2), ("Root/Workloads", 2), ("/Workloads/Prod/", 1),
        ("Root", 3),
    ])
    func `a unit stands for itself and everything below`(unit: String, count: Int) throws {
        let expected = Array([one, two, three].prefix(count))
        #expect(try swept { $0.onlyUnits = [unit] } == expected)
        #expect(try swept { $0.includedUnits = [unit] } == expected)
    }

    @Test func `a filter keeps what it leaves out in the population, with its rule`() throws {
        let accounts = try resolve { $0.onlyUnits = ["Workloads/Prod"] }
        #expect(accounts[two]?.scope == .excluded(rule: "not in --ou"))
        let tagged = try resolve { $0.onlyTags = ["env": ["prod"]] }
        #expect(tagged[two]?.scope == .excluded(rule: "not in --tag"))
        let included = try resolve { $0.includedUnits = ["Workloads"] }
        #expect(included[three]?.scope == .excluded(rule: "not in include.ous"))
        let bearing = try resolve { $0.includedTags = ["team": ["a"]] }
        #expect(bearing[three]?.scope == .excluded(rule: "not in include.tags"))
    }

    @Test func `every key must be there with one of its values, and kinds of filters narrow each other`() throws {
        #expect(try swept { $0.onlyTags = ["env": ["prod"]] } == [one, three])
        #expect(try swept { $0.onlyTags = ["env": ["prod", "test"]] } == [one, two, three])
        #expect(try swept { $0.onlyTags = ["env": ["prod"], "team": ["a"]] } == [one])
        #expect(
            try swept {
                $0.includedUnits = ["Workloads"]
                $0.includedTags = ["env": ["prod"]]
            } == [one]
        )
    }

    private func exclusion(_ target: Configuration.Exclusion.Target, untilDay day: Int = 30) -> Configuration.Exclusion
    {
        Configuration.Exclusion(
            target: target,
            reason: "sandbox",
            owner: "a@x",
            approver: "b@x",
            expires: Instant(year: 2026, month: 11, day: day),
            ticket: ""
        )
    }

    @Test func `an exclusion takes out a unit with all below, or a tag, until it expires`() throws {
        let words = "sandbox (owner a@x, approved by b@x, until 2026-11-30)"
        let unit = try resolve { $0.exclusions = [exclusion(.unit("Workloads"))] }
        #expect(unit[one]?.scope == .excluded(rule: "exclude ou Workloads: \(words)"))
        #expect(unit[three]?.scope == .included)
        let tag = try resolve { $0.exclusions = [exclusion(.tag(key: "env", value: "test"))] }
        #expect(tag[two]?.scope == .excluded(rule: "exclude tag env=test: \(words)"))
        #expect(tag[one]?.scope == .included)
        #expect(try swept { $0.exclusions = [exclusion(.unit("Workloads"), untilDay: 21)] } == [one, two, three])
    }

    @Test func `the judgement of an exclusion is found again by the rule`() throws {
        let accounts = try resolve { $0.exclusions = [exclusion(.unit("Workloads/Prod")), exclusion(.account(two))] }
        let unit = exclusion(.unit("Workloads/Prod")).judgement
        let account = exclusion(.account(two)).judgement
        let inOrder = try [one, two, three].map { try #require(accounts[$0]) }
        #expect(inOrder.map(unit.excludes) == [true, false, false])
        #expect(inOrder.map(account.excludes) == [false, true, false])
        #expect(!exclusion(.unit("Workloads")).judgement.excludes(inOrder[0]))
    }

    @Test func `what matches nothing is refused`() throws {
        let refusals: [(change: (inout Configuration) -> Void, message: String)] = [
            ({ $0.onlyUnits = ["Prod"] }, "--ou names Prod, which no account stands below. Ids and paths of names "),
            ({ $0.includedUnits = ["ou-x"] }, "include.ous names ou-x, which no account stands below."),
            (
                { $0.onlyTags = ["env": ["prod", "stage"]] },
                "--tag names env=stage, which no account bears as a tag. There are env=prod, env=test"
            ),
            (
                { $0.includedTags = ["Env": ["prod"]] },
                "include.tags names Env=prod, which no account bears as a tag. There are env"
            ),
        ]
        for (change, message) in refusals {
            let failure = try #require(throws: PopulationFailure.self) { try resolve(change) }
            #expect(failure.description.hasPrefix(message))
        }
    }

    /// It held last month, and leaves out less than it should, never more.
    @Test func `an exclusion that matches nothing leaves nothing out`() throws {
        #expect(
            try swept { $0.exclusions = [exclusion(.tag(key: "env", value: "none"))] } == [one, two, three]
        )
        #expect(try swept { $0.exclusions = [exclusion(.unit("none"), untilDay: 21)] } == [one, two, three])
    }

    @Test func `a resumed run compares what --only and --not say, whatever other rules left out`() throws {
        let accounts = try resolve {
            $0.not = [two]
            $0.exclusions = [exclusion(.account(one))]
        }
        func isSame(only: Set<AccountID> = [], not: Set<AccountID> = []) -> Bool {
            var configuration = Configuration()
            configuration.only = only
            configuration.not = not
            return accounts.values.allSatisfy { PopulationResolver.narrows($0, configuration) }
        }
        #expect(isSame(not: [two]))
        #expect(!isSame())
        #expect(!isSame(not: [two, three]))
        #expect(!isSame(only: [one, three]))
    }
}
