import Domain

// Deviations of the people behind the users.

extension Roster {
    /// Those of the examples: the person whose user `j.doe` is, and somebody who has none.
    static var example: Roster {
        var source = Source()
        source.system = "Personnel"
        source.query = "all workers"
        source.extractedBy = "hr@example.com"
        source.extractedAt = ExampleAccount.ago(.days(2))
        source.rows = 2
        source.people = 2
        return Roster(
            source: source,
            people: [
                Person(employeeID: "E1", emails: ["j.doe@example.com"], employments: [Employment()]),
                Person(employeeID: "E2", emails: ["ann.lee@example.com"], employments: [Employment()]),
            ]
        )
    }
}

extension Roster.Employment {
    /// One whose last day was over so many seconds ago.
    static func ended(ago seconds: Int64) -> Roster.Employment {
        let end = ExampleAccount.ago(seconds)
        return Roster.Employment(end: Roster.End(lastDay: end.adding(seconds: -1).day, at: end))
    }
}

extension ExampleAccount {
    /// Lets somebody leave; the last day was over so many seconds ago.
    mutating func leave(_ employeeID: String = "E1", endedAgo seconds: Int64) {
        editPerson(employeeID) { $0.employments = [.ended(ago: seconds)] }
    }

    mutating func editPerson(_ employeeID: String = "E1", _ edit: (inout Roster.Person) -> Void) {
        let people = configuration.roster?.people ?? []
        for index in people.indices where people[index].employeeID == employeeID {
            if var person = configuration.roster?.people[index] {
                edit(&person)
                configuration.roster?.people[index] = person
            }
        }
    }

    mutating func addPerson(_ employeeID: String, _ email: String, leftAgo seconds: Int64? = nil) {
        let employment = seconds.map { Roster.Employment.ended(ago: $0) } ?? Roster.Employment()
        configuration.roster?.people.append(
            Roster.Person(employeeID: employeeID, emails: [email], employments: [employment])
        )
    }

    mutating func setTags(_ tags: [String: String], of user: String = userName) {
        editUser(user) { $0.tags = tags.map { Tag(key: $0, value: $1) } }
    }

    /// Renames the person's user in every list.
    mutating func rename(to name: String) {
        let arn = "\(Self.arn):user/\(name)"
        editUser { user in
            user.name = name
            user.arn = arn
        }
        facts.accessKeys[name] = facts.accessKeys.removeValue(forKey: Self.userName)
        facts.sshKeys[name] = facts.sshKeys.removeValue(forKey: Self.userName)
        editRow {
            $0.user = name
            $0.arn = arn
        }
    }

    /// Gives the newest service-specific credential a name.
    mutating func setAlias(_ alias: String) {
        guard case .value(var tokens) = facts.serviceCredentials, !tokens.isEmpty else { return }
        tokens[tokens.count - 1].alias = alias
        facts.serviceCredentials = .value(tokens)
    }
}
