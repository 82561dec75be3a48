import Domain

extension Check {
    /// One row for each user, with every credential of it; `person-in-many-accounts` has them of all accounts together.
    static let leaverUser = Check(
        "leaver-user",
        family: .leavers,
        title: "People who left have no IAM user",
        severity: .critical,
        rationale: "Whoever left can still sign in, or somebody else can in their name, and nobody expects them to.",
        remediation: """
            Deactivate the access keys, delete the password and every other credential, then the user. Sessions that \
            are already issued live on, up to 36 hours for a user and 12 for a role it assumed: deny everything under \
            the condition aws:TokenIssueTime before now until they are over.
            """,
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_remove.html",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_disable-perms.html",
        ],
        mappings: .init(
            soc2: ["CC6.2", "CC6.3"],
            iso27001: ["A.5.18", "A.6.5"],
            nist80053: ["PS-4", "AC-2(3)"]
        ),
        needs: [.authorization],
        needsRoster: true,
        examples: [
            .passes("works here") { _ in },
            .passes("the day of grace ends this second") { $0.leave(endedAgo: .days(1)) },
            .fails("the day of grace is over by one second", on: ["j.doe"], severity: .critical) {
                $0.leave(endedAgo: .days(1) + 1)
            },
            .passes("a longer grace that ends this second") {
                $0.configuration.leaverGraceSeconds = .days(3)
                $0.leave(endedAgo: .days(3))
            },
            .passes("the last day is not over") { $0.leave(endedAgo: -1) },
            .fails("no grace, and the last day is over by one second", on: ["j.doe"]) {
                $0.configuration.leaverGraceSeconds = 0
                $0.leave(endedAgo: 1)
            },
            .fails("left, and nothing is active any more", on: ["j.doe"], severity: .medium) {
                $0.removeCredentials()
                $0.setKeys(.init(isActive: false, age: .days(90)))
                $0.leave(endedAgo: .days(30))
            },
            .fails("left, with one inactive and one active key", on: ["j.doe"], severity: .critical) {
                $0.removeCredentials()
                $0.setKeys(
                    .init(isActive: false, age: .days(90)),
                    .init(id: "AKIAI44QH8DHBEXAMPLE", age: .days(80))
                )
                $0.leave(endedAgo: .days(30))
            },
            .fails("left, and what is active is not known", on: ["j.doe"], severity: .critical) {
                $0.removeCredentials()
                $0.facts.serviceCredentials = .unavailable(ExampleAccount.denied)
                $0.leave(endedAgo: .days(30))
            },
            .passes("left and came back") {
                $0.editPerson { $0.employments = [.ended(ago: .days(300)), Roster.Employment()] }
            },
            .fails("left twice", on: ["j.doe"]) {
                $0.editPerson { $0.employments = [.ended(ago: .days(300)), .ended(ago: .days(30))] }
            },
            .fails("found by an address as the name", on: ["J.Doe@Example.com"]) {
                $0.setTags([:])
                $0.rename(to: "J.Doe@Example.com")
                $0.leave(endedAgo: .days(30))
            },
            .fails("found by a login that only one person can have", on: ["doe.j"]) {
                $0.setTags([:])
                $0.rename(to: "doe.j")
                $0.leave(endedAgo: .days(30))
            },
            .notAssessed("a login that a leaver and somebody else can have", on: ["jdoe"]) {
                $0.setTags([:])
                $0.rename(to: "jdoe")
                $0.addPerson("E3", "jdoe@example.com", leftAgo: .days(30))
            },
            .passes("a login of two people who both work here") {
                $0.setTags([:])
                $0.rename(to: "jdoe")
                $0.addPerson("E3", "jdoe@example.com")
            },
            .passes("a tag that names somebody else counts more than the name") {
                $0.setTags(["owner": "ann.lee@example.com"])
                $0.leave(endedAgo: .days(30))
            },
            .passes("a name that a leaver's login is only a part of") {
                $0.setTags([:])
                $0.rename(to: "j.doe.archive")
                $0.leave(endedAgo: .days(30))
            },
            .passes("no roster") { $0.configuration.roster = nil },
            .passes("a roster exactly as old as it may be") {
                $0.configuration.roster?.source.extractedAt = ExampleAccount.ago(.days(7))
            },
            .notAssessed("a roster one second too old") {
                $0.configuration.roster?.source.extractedAt = ExampleAccount.ago(.days(7) + 1)
            },
            .notAssessed("users unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.account.users.map { user in
            let resource = Resource.user(user.user)
            let name = input.name(of: user)
            switch input.people[user] {
            case .nobody:
                return .notApplicable(resource, "\(name) is no user of anybody in the roster.")
            case .ambiguous(_, let rule, let count, let someoneLeft):
                guard someoneLeft else { return .pass(resource) }
                return .notAssessed(
                    resource,
                    "Whether \(name) belongs to somebody who left is not known because its \(rule.text) fits "
                        + "\(count) people, and not all of them work here.",
                    facts: [Fact("matched_by", rule.text), Fact("people", String(count))]
                )
            case .member(let member, let rule):
                guard let departure = member.standing.departure else { return .pass(resource) }
                let access = input.access(of: user)
                return .fail(
                    resource,
                    severity: access.answer == .no ? .medium : .critical,
                    "\(name) belongs to \(member.person.name), whose last day was \(departure.lastDay), "
                        + "\(access.sentence).",
                    facts: input.facts(about: member, Fact("matched_by", rule.text)) + access.facts
                )
            }
        }
    }
}

extension UserAccess {
    /// The end of a sentence about what somebody holds.
    fileprivate var sentence: String {
        if !active.isEmpty { return "and has \(CheckInput.listed(active)) active" }
        guard let gap else { return "and has no active credential" }
        return "and whether it has an active credential is not known because \(gap)"
    }
}
