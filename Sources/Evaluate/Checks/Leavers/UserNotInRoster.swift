import Domain

extension Check {
    /// A user looks like a person's if it has a password, or a name such as an address or `first.last`.
    ///
    /// Names of services and emergency users, and those that the Bedrock console makes, never do. A roster of leavers alone
    /// says nothing about anybody who is missing in it.
    static let userNotInRoster = Check(
        "user-not-in-roster",
        family: .leavers,
        title: "Every person's user belongs to somebody in the roster",
        severity: .medium,
        rationale: """
            A user of somebody whom the personnel system does not know stays when that person goes: nobody will say \
            that they left.
            """,
        remediation: """
            Find out whose it is. Tag it with the person's address under one of people.owner_tags, name it under \
            people.service_users if it is a program's, or delete it.
            """,
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags_users.html"],
        mappings: .init(soc2: ["CC6.2"], iso27001: ["A.5.16"], nist80053: ["AC-2"]),
        needs: [.authorization],
        needsRoster: true,
        examples: [
            .passes("in the roster") { _ in },
            .fails("a password, and nobody", on: ["visitor"], severity: .medium) {
                $0.setTags([:])
                $0.rename(to: "visitor")
            },
            .fails("a login of nobody, without a password", on: ["max.power"]) {
                $0.setTags([:])
                $0.rename(to: "max.power")
                $0.editRow(of: "max.power") { $0.passwordEnabled = false }
            },
            .fails("an address of nobody", on: ["j.doe@example.org"]) {
                $0.setTags([:])
                $0.rename(to: "j.doe@example.org")
                $0.editRow(of: "j.doe@example.org") { $0.passwordEnabled = false }
            },
            .passes("a name like a program's, without a password") {
                $0.setTags([:])
                $0.rename(to: "terraform-2")
                $0.editRow(of: "terraform-2") { $0.passwordEnabled = false }
            },
            .passes("a service user with a password") {
                $0.setTags([:])
                $0.rename(to: "ci-console")
            },
            .passes("break-glass user") {
                $0.setTags([:])
                $0.rename(to: "emergency")
                $0.makeBreakGlass("\(ExampleAccount.arn):user/emergency")
            },
            .passes("a login that two people can have is listed, and not missing") {
                $0.setTags([:])
                $0.rename(to: "jdoe")
                $0.addPerson("E3", "jdoe@example.com")
            },
            .passes("a roster of leavers alone") {
                $0.setTags([:])
                $0.rename(to: "visitor")
                $0.leave(endedAgo: .days(30))
                $0.leave("E2", endedAgo: .days(30))
            },
            .notAssessed("a program's name, and a password that is not known", on: ["terraform"]) {
                $0.setTags([:])
                $0.rename(to: "terraform")
                $0.editRow(of: "terraform") { $0.passwordEnabled = nil }
            },
            .notAssessed("users unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        guard input.people.roster.hasStaff else {
            let sentence = "The roster holds nobody who works here, so nobody in \(input.place) can be missing in it."
            return [.notApplicable(.account(input.facts), sentence)]
        }
        return input.account.users.map { user in
            let resource = Resource.user(user.user)
            let name = input.name(of: user)
            guard input.settings.isPerson(user) else { return .notApplicable(resource, "\(name) is no person's user.") }
            guard input.people[user] == .nobody else { return .pass(resource) }
            let hasPassword = user.password.value.map { $0 != nil }
            if Login.looksHuman(user.user.name) || hasPassword == true {
                return .fail(
                    resource,
                    "\(name) looks like a person's user, and the roster has nobody by its name or tags.",
                    facts: [Fact("password", hasPassword.map { $0 ? "yes" : "no" } ?? "not known")]
                        + user.user.tags.map { Fact("tag", "\($0.key)=\($0.value)") }
                )
            }
            guard let gap = user.password.reason else {
                return .notApplicable(resource, "\(name) has no password and no name like a person's.")
            }
            return .notAssessed(resource, "Whether \(name) is a person's user is not known because \(gap).")
        }
    }
}
