import Domain
import Testing

@testable import Evaluate

struct PeopleTests {
    private static let asOf = ExampleAccount.asOf

    private func index(_ people: Roster.Person..., grace: Int64 = .days(1)) -> RosterIndex {
        RosterIndex(Roster(source: Roster.Source(), people: people), at: Self.asOf, grace: grace)
    }

    private func person(_ id: String, _ emails: String..., logins: [String] = [], leftAgo: Int64? = nil)
        -> Roster.Person
    {
        let employment = leftAgo.map { Roster.Employment.ended(ago: $0) } ?? Roster.Employment()
        return Roster.Person(employeeID: id, emails: emails, logins: logins, employments: [employment])
    }

    private func told(_ join: PersonJoin) -> String {
        switch join {
        case .member(let member, let rule): "\(member.person.employeeID) by \(rule.text)"
        case .ambiguous(let members, let rule, let count, let someoneLeft):
            "\(members.map(\.person.employeeID).joined(separator: "|")) of \(count) by \(rule.text)"
                + (someoneLeft ? ", left" : "")
        case .nobody: "nobody"
        }
    }

    // MARK: - Logins

    @Test(arguments: [
        ("john.doe", ["john.doe", "jdoe", "j.doe", "doe.john"]),
        ("John_Doe", ["john.doe", "jdoe", "j.doe", "doe.john"]),
        ("anna-lena.berg", ["anna.lena.berg", "aberg", "a.berg", "berg.anna.lena"]),
        ("mary.ann.smith", ["mary.ann.smith"]), ("jdoe", ["jdoe"]), ("john.", ["john."]), (".doe", [".doe"]),
        ("", [""]),
    ])
    func `an address gives the logins that companies make of it`(name: String, forms: [String]) {
        #expect(Login.forms(of: name) == forms)
    }

    @Test(arguments: [
        ("john.doe", true), ("J.Doe", true), ("john.doe2", true), ("a@b", true), ("jörg.weiß", true),
        ("terraform", false), ("svc.", false), (".x", false), ("a.b.c", false), ("ops.on-call", false), ("42", false),
        ("", false),
    ])
    func `some names look like a person's`(name: String, isHuman: Bool) {
        #expect(Login.looksHuman(name) == isHuman)
    }

    // MARK: - The order of the rules

    @Test func `a tag comes before an address, and that before a login; the rule is shown`() {
        let index = index(person("E1", "ann.lee@x.com"), person("E2", "bob.ray@x.com"), person("E3", "cy.fox@x.com"))
        func join(_ name: String, _ tags: [Domain.Tag] = []) -> String {
            told(index.join(userName: name, tags: tags, ownerTags: ["owner", "email", "id"]))
        }
        #expect(join("bob.ray@x.com", [Domain.Tag(key: "Owner", value: "Ann.Lee@X.com")]) == "E1 by tag Owner")
        #expect(join("bob.ray@x.com", [Domain.Tag(key: "id", value: "e1")]) == "E1 by tag id")
        #expect(join("bob.ray@x.com", [Domain.Tag(key: "owner", value: "cy.fox")]) == "E3 by tag owner")
        #expect(join("bob.ray@x.com", [Domain.Tag(key: "owner", value: "team-a@x.com")]) == "E2 by email")
        #expect(join("bob.ray@x.com", [Domain.Tag(key: "project", value: "ann.lee@x.com")]) == "E2 by email")
        #expect(join("BOB-RAY") == "E2 by login")
        #expect(join("bob.ray@y.com") == "nobody")
        #expect(join("ann") == "nobody")
        #expect(join("") == "nobody")
        #expect(told(index.join(session: "Bob.Ray@x.com")) == "E2 by session")
        #expect(told(index.join(session: "bray")) == "E2 by session")
    }

    @Test func `two tags for one person agree, and for two people nobody is guessed`() {
        let index = index(person("E1", "ann.lee@x.com"), person("E2", "bob.ray@x.com", leftAgo: .days(9)))
        func join(_ tags: [Domain.Tag]) -> String {
            told(index.join(userName: "bob.ray", tags: tags, ownerTags: ["owner", "email"]))
        }
        let ann = Domain.Tag(key: "owner", value: "ann.lee@x.com")
        #expect(join([ann, Domain.Tag(key: "email", value: "E1")]) == "E1 by tag email, owner")
        #expect(join([ann, Domain.Tag(key: "email", value: "E2")]) == "E1|E2 of 2 by tag email, owner, left")
    }

    @Test func `what two people share names neither, an alias or an address that was given again included`() {
        let index = index(
            person("E1", "ann.lee@x.com", "ann.lee@x.net"),
            person("E2", "amy.lee@x.com", logins: ["a.kim"], leftAgo: .days(30)),
            person("E3", "ann.kim@x.com", "amy.lee@x.com")
        )
        func join(_ name: String) -> String { told(index.join(userName: name, tags: [], ownerTags: [])) }
        #expect(join("ann.lee@x.net") == "E1 by email")
        #expect(join("ann.lee") == "E1 by login")
        #expect(join("alee") == "E1|E2|E3 of 3 by login, left")
        #expect(join("amy.lee@x.com") == "E2|E3 of 2 by email, left")
        #expect(join("a.kim") == "E2|E3 of 2 by login, left")
        #expect(join("kim.ann") == "E3 by login")
    }

    @Test func `a name that thousands share lists a few of them and counts all`() {
        let people = (0..<5_000).map { person("E\(10_000 + $0)", "john.doe@c\($0).com") }
        let index = RosterIndex(Roster(source: Roster.Source(), people: people), at: Self.asOf, grace: 0)
        guard case .ambiguous(let members, _, let count, _) = index.join(userName: "jdoe", tags: [], ownerTags: [])
        else { return #expect(Bool(false)) }
        #expect(members.count == 10 && count == 5_000)
        #expect(told(index.join(userName: "john.doe@c4711.com", tags: [], ownerTags: [])) == "E14711 by email")
    }

    // MARK: - Standing

    @Test(
        arguments: [
            (-1, AccountInventory.RosterMatch.Status.active), (0, .active), (1, .grace), (3_600, .grace),
            (3_601, .left),
        ] as [(Int64, AccountInventory.RosterMatch.Status)]
    )
    func `an employment is over after its last day, and counts when the grace is over`(
        ago: Int64,
        status: AccountInventory.RosterMatch.Status
    ) {
        #expect(person("E1", leftAgo: ago).standing(at: Self.asOf, grace: 3_600).status == status)
    }

    @Test func `whoever works here again, or will soon, has not left`() {
        var person = person("E1", leftAgo: .days(30))
        person.employments.append(Roster.Employment(end: Roster.End(lastDay: "", at: Self.asOf.adding(seconds: 1))))
        #expect(person.standing(at: Self.asOf, grace: 0) == .rehired)
        person.employments.append(.ended(ago: 1))
        person.employments.remove(at: 1)
        let departure = person.standing(at: Self.asOf, grace: 0).departure
        #expect(departure?.endedAt == ExampleAccount.ago(1))
    }

    // MARK: - The roster itself

    @Test func `without a roster the checks of people do not apply, even where nothing was read`() {
        var account = ExampleAccount()
        account.configuration.roster = nil
        account.facts = AccountFacts(
            accountID: ExampleAccount.id,
            accountName: ExampleAccount.name,
            nothingReadBecause: ExampleAccount.denied
        )
        let checks = Catalogue.checks.filter(\.needsRoster)
        #expect(
            checks.map(\.id).sorted() == [
                "leaver-credential-used", "leaver-named", "leaver-user", "owner-left", "person-in-many-accounts",
                "user-not-in-roster",
            ]
        )
        let evaluator = account.evaluator(checks: checks)
        let answers = evaluator.evaluate(account.facts).assessments
        #expect(answers.count == 5 && answers.allSatisfy { $0.outcome == .notApplicable })
        #expect(evaluator.evaluate(account.organizationView).map(\.assessment.outcome) == [.notApplicable])
        #expect(evaluator.unmatchedPeople(besides: []).isEmpty)
    }

    @Test(arguments: [
        (Int64.days(7), true), (.days(7) + 1, false), (0, true), (-.days(1), true), (-.days(1) - 1, false),
    ])
    func `a roster that is too old, or of the future, judges nobody`(age: Int64, isUsed: Bool) {
        var account = ExampleAccount()
        account.leave(endedAgo: .days(30))
        account.configuration.roster?.source.extractedAt = ExampleAccount.ago(age)
        let evaluator = account.evaluator(checks: [.leaverUser, .personInManyAccounts])
        let answer = evaluator.evaluate(account.facts)
        #expect(answer.assessments.contains { $0.outcome == .fail } == isUsed)
        #expect(answer.assessments.contains { $0.outcome == .notAssessed } == !isUsed)
        #expect(answer.inventory.matches.isEmpty == !isUsed)
        let whole = evaluator.evaluate(account.organizationView).map(\.assessment.outcome)
        #expect(whole == [isUsed ? .pass : .notAssessed])
        #expect(evaluator.unmatchedPeople(besides: ["E1"]) == (isUsed ? ["E2"] : []))
    }

    @Test func `a roster whose extraction nobody told is used`() {
        var account = ExampleAccount()
        account.leave(endedAgo: .days(30))
        account.configuration.roster?.source.extractedAt = nil
        #expect(
            account.evaluator(checks: [.leaverUser]).evaluate(account.facts).assessments.contains {
                $0.outcome == .fail
            }
        )
    }

    // MARK: - What is told

    @Test func `the sentence of a leaver says who, since when and what is left, with key ids only in the facts`() throws
    {
        var account = ExampleAccount()
        account.setKeys(
            .init(id: "AKIAI44QH8DHBEXAMPLE", isActive: false, age: .days(200)),
            .init(id: "AKIAIOSFODNN7EXAMPLE", age: .days(90), usedAgo: .days(31))
        )
        account.leave(endedAgo: .days(30))
        let finding = try #require(
            account.evaluator(checks: [.leaverUser]).evaluate(account.facts).assessments.first { $0.outcome == .fail }
        )
        #expect(
            finding.sentence
                == "j.doe in prod-payments belongs to j.doe@example.com, whose last day was 2026-10-23, and has 1 password, "
                + "1 access key, 1 SSH key and 1 codecommit.amazonaws.com credential active."
        )
        #expect(finding.facts.contains(Fact("matched_by", "tag owner")))
        #expect(finding.facts.contains(Fact("grace_ended_at", "2026-10-24T15:00:00Z")))
        let inactive = "access key AKIAI44QH8DHBEXAMPLE, not active, last used 2026-11-22T14:00:00Z"
        #expect(finding.facts.contains(Fact("credential", inactive)))
        #expect(finding.facts.filter { $0.name == "credential" }.count == 5)
    }

    @Test func `the rows of matches are users and sessions, each with its rule`() {
        var account = ExampleAccount()
        account.leave("E2", endedAgo: .days(30))
        let session = "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/ann.lee@example.com"
        account.trust("{\"AWS\":[\"\(session)\",\"\(session)\"]}")
        account.trust("{\"AWS\":\"\(session)\"}", in: "incident-support")
        let inventory = account.evaluator(checks: []).evaluate(account.facts).inventory
        let rows = inventory.matches.map { "\($0.employeeID) \($0.identityARN) \($0.rule) \($0.status) \($0.access)" }
        #expect(
            rows == ["E1 \(ExampleAccount.arn):user/j.doe tag active yes", "E2 \(session) session left unknown"]
        )
        let persons = inventory.identities.filter { !$0.person.isEmpty }.map { "\($0.name) \($0.person)" }
        #expect(persons == ["j.doe E1"])
    }

    @Test func `a user who may be one of several is a row for each of them and has no person`() {
        var account = ExampleAccount()
        account.setTags([:])
        account.rename(to: "jdoe")
        account.addPerson("E3", "jdoe@example.com", leftAgo: .days(30))
        let inventory = account.evaluator(checks: []).evaluate(account.facts).inventory
        #expect(
            inventory.matches.map { "\($0.employeeID) \($0.rule) \($0.status)" } == [
                "E1 login ambiguous", "E3 login ambiguous",
            ]
        )
        #expect(inventory.identities.allSatisfy { $0.person.isEmpty })
    }

    @Test func `a person with more users than a reader can use is counted in full`() throws {
        var account = ExampleAccount()
        account.addPerson("E9", "many@example.com")
        var view = account.organizationView
        var person = PersonAcrossAccounts(employeeID: "E9")
        person.accounts = 300
        person.users = 301
        person.hasAccess = true
        person.lacksAccess = true
        person.listed = [.init(accountID: ExampleAccount.id, arn: "arn:u", rule: "email", credentials: "")]
        view.people = [person]
        let finding = try #require(account.evaluator(checks: [.personInManyAccounts]).evaluate(view).first?.assessment)
        #expect(
            finding.sentence
                == "many@example.com has 301 IAM users in 300 accounts of o-a1b2c3d4e5, some of them with an "
                + "active credential and some without."
        )
        #expect(finding.discriminator == "E9" && finding.severity == .medium)
        #expect(finding.facts.contains(Fact("user", "arn:u, matched by email: no credential")))
        #expect(finding.facts.last == Fact("not_listed", "300, see roster_matches.csv and credentials.csv"))
    }

    @Test func `without an organization the first account stands for the whole`() throws {
        var view = ExampleAccount().organizationView
        view.organization.organizationID = nil
        view.organization.confirmed = false
        view.people = [PersonAcrossAccounts(employeeID: "E1")]
        let found = ExampleAccount().evaluator(checks: [.personInManyAccounts]).evaluate(view)
        #expect(found.map(\.accountID) == [ExampleAccount.id])
        #expect(found.map(\.assessment.resource.arn) == ["\(ExampleAccount.arn):root"])
    }

    @Test func `names from the account and the roster reach sentences only as text`() {
        var account = ExampleAccount()
        account.setTags([:])
        account.rename(to: "=cmd|' /C calc'!A0@x")
        account.addPerson("<script>", "=cmd|' /c calc'!a0@x", leftAgo: .days(30))
        let told = account.evaluator(checks: [.leaverUser]).evaluate(account.facts).assessments
        #expect(told.contains { $0.outcome == .fail && $0.facts.contains(Fact("employee_id", "<script>")) })
    }
}
