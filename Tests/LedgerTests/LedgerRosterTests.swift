import Domain
import Testing

@testable import Ledger

/// What the ledger keeps of the people behind identities, and what it tells of them when all accounts are in.
struct LedgerRosterTests {
    private let folder: Folder

    init() throws {
        folder = try Folder()
    }

    private func match(
        _ employeeID: String,
        _ arn: String,
        rule: String = "email",
        _ status: AccountInventory.RosterMatch.Status = .active,
        access: AccountInventory.Answer = .yes
    ) -> AccountInventory.RosterMatch {
        .init(employeeID: employeeID, identityARN: arn, rule: rule, status: status, access: access)
    }

    private func ledger(_ matches: [[AccountInventory.RosterMatch]]) async throws -> Ledger {
        let ledger = try Ledger(creatingAt: folder.ledger)
        var header = RunHeader(id: "2026-11-22T150000Z", asOf: .asOf, startedAt: .asOf)
        header.roster = Roster.Source()
        try await ledger.begin(header, population: (1...matches.count).map(Account.number), checks: [])
        for (index, matches) in matches.enumerated() {
            var record = try AccountRecord.full(index + 1)
            record.evaluation.assessments = []
            record.evaluation.inventory.matches = matches
            record.evaluation.inventory.identities[0].person = matches.first?.employeeID ?? ""
            try await ledger.commit(record)
        }
        return ledger
    }

    private func rows(_ ledger: Ledger) throws -> [String] {
        try all(ledger.forEachRosterMatch).map {
            "\($0.employeeID) \($0.accountID) \($0.identityARN) \($0.rule) \($0.status)"
        }
    }

    @Test func `matches are told by person, and those whom nobody matches beside them, once`() async throws {
        let ledger = try await ledger([
            [match("E2", "u1"), match("E1", "u2")], [match("E1", "u3", .left), match("E1", "u3")],
        ])
        #expect(try await ledger.matchedPeople() == ["E1", "E2"])
        for people in [["E3", "E4"], ["E0"]] { try await ledger.commit(unmatchedPeople: people) }
        #expect(
            try rows(ledger) == [
                "E0    unmatched", "E1 000000000001 u2 email active", "E1 000000000002 u3 email left",
                "E2 000000000001 u1 email active",
            ]
        )
        #expect(try await ledger.matchedPeople() == ["E1", "E2"])
        var persons: [String] = []
        try ledger.forEachIdentity { _, identity in persons.append(identity.person) }
        #expect(persons == ["E2", "E1"])
    }

    @Test func `totals count people once, and only leavers who can still act`() async throws {
        let ledger = try await ledger([
            [match("E1", "u1", .left), match("E2", "u2", .left, access: .no), match("E5", "u5", .grace)],
            [
                match("E1", "u1", .left), match("E3", "u3", .left, access: .unknown),
                match("E6", "u6", .ambiguous), match("E7", "u6", .ambiguous), match("E6", "u8", .ambiguous),
            ],
        ])
        try await ledger.commit(unmatchedPeople: ["E8"])
        let expected = RosterTotals(
            matchedPeople: 4,
            unmatchedPeople: 1,
            ambiguousIdentities: 2,
            leaversWithCredentials: 1
        )
        #expect(try ledger.rosterTotals() == expected)
        try await ledger.close()
        let closed = try Ledger(readingAt: folder.ledger)
        #expect(try closed.rosterTotals() == expected && closed.header.roster == Roster.Source())
    }

    @Test func `a run without a roster has no totals`() async throws {
        #expect(try await Ledger.begun(at: folder.ledger).rosterTotals() == nil)
    }

    @Test func `whoever has users in two accounts is seen with all credentials, sessions and doubts left aside`()
        async throws
    {
        let alice = (1...3).map { "arn:aws:iam::00000000000\($0):user/alice" }
        let ledger = try await ledger([
            [match("E1", alice[0]), match("E2", "u2"), match("E2", "u3"), match("E3", "s", rule: "session")],
            [match("E1", alice[1], access: .no), match("E4", "u4", .ambiguous)],
            [match("E1", "x", .left, access: .unknown), match("E3", "u5"), match("E4", "u4", .ambiguous)],
        ])
        let people = try await ledger.organizationView().people
        #expect(people.map(\.employeeID) == ["E1"])
        let person = try #require(people.first)
        #expect(person.accounts == 3 && person.users == 3 && person.hasAccess && person.lacksAccess)
        #expect(person.listed.map(\.arn) == [alice[0], alice[1], "x"])
        #expect(
            person.listed.map(\.credentials) == [
                "access_key AKIAEXAMPLE Active", "access_key AKIAEXAMPLE Active", "",
            ]
        )
    }

    @Test func `of somebody with a thousand users a reader sees the first, and the rest is counted`() async throws {
        let users = (1...300).map { match("E1", "u\($0)") }
        let ledger = try await ledger([users, [match("E1", "v", access: .no)]])
        let person = try #require(try await ledger.organizationView().people.first)
        #expect(person.users == 301 && person.accounts == 2 && person.lacksAccess)
        #expect(person.listed.count == PersonAcrossAccounts.mostListed)
    }

    @Test func `an account that is forgotten takes its matches along`() async throws {
        let ledger = try await ledger([[match("E1", "u1")], [match("E1", "u2")]])
        try await ledger.commit(unmatchedPeople: ["E9"])
        let resumption = Resumption(
            startedAt: .asOf,
            callerARN: "",
            callerRequestID: "",
            host: "",
            commandLine: [],
            accounts: 1
        )
        try await ledger.resume(resumption, forgetting: [.number(1)])
        #expect(try rows(ledger) == ["E1 000000000002 u2 email active", "E9    unmatched"])
    }
}
