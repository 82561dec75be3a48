import Domain

/// The roster as somebody in the personnel department knows it: who is meant by a name or a tag.
struct KnownPeople: Sendable {
    private var byEmployeeID: [String: RehearsalPerson] = [:]
    private var byEmail: [String: RehearsalPerson] = [:]
    private var shortLogins: [String: [RehearsalPerson]] = [:]

    init(_ organization: RehearsalOrganization) {
        for person in (0..<organization.peopleCount).lazy.map(organization.person) {
            byEmployeeID[person.employeeID] = person
            byEmail[person.email] = person
            shortLogins[person.shortLogin, default: []].append(person)
        }
    }

    /// The person whom a tag names by mail address or employee number.
    func person(in tags: [Tag]) -> RehearsalPerson? {
        tags.lazy.compactMap { byEmail[$0.value] ?? byEmployeeID[$0.value] }.first
    }

    /// The person who signs in under a name, as IAM Identity Center and session names have it.
    func person(withEmail email: some StringProtocol) -> RehearsalPerson? { byEmail[String(email)] }

    /// Those who share a short login, if there are several of them.
    func people(sharing userName: String) -> [RehearsalPerson] {
        let people = shortLogins[String(userName.filter { $0 != "." })] ?? []
        return people.count > 1 ? people : []
    }

    /// The person whose user it is, if tag or name can tell: a number after the name, or a name that two share, cannot.
    func person(behind user: RehearsalUser) -> RehearsalPerson? {
        guard let person = user.employeeID.flatMap({ byEmployeeID[$0] }) else { return nil }
        if self.person(in: user.tags) == person { return person }
        let names = [person.email, person.login, "\(person.lastName).\(person.firstName)".lowercased()]
        if names.contains(user.name) { return person }
        let letters = String(user.name.filter { $0 != "." })
        return letters == person.shortLogin && shortLogins[letters]?.count == 1 ? person : nil
    }
}
