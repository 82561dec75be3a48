import Domain

/// The users of one account with the people behind them, joined once for all checks.
struct AccountPeople: Sendable {
    let roster: RosterIndex
    private let joins: [String: PersonJoin]
    private let ownerTags: [String]

    init(_ account: AccountView, roster: RosterIndex, settings: EvaluationSettings) {
        self.roster = roster
        ownerTags = settings.ownerTags
        guard !roster.isEmpty else {
            joins = [:]
            return
        }
        let people = account.users.filter { settings.isPerson($0) }.map { view in
            let user = view.user
            return (user.arn, roster.join(userName: user.name, tags: user.tags, ownerTags: settings.ownerTags))
        }
        joins = Dictionary(people) { first, _ in first }
    }

    /// `nobody` for services and emergency users, whose tags name an owner and not the one who signs in.
    subscript(user: UserView) -> PersonJoin { joins[user.user.arn] ?? .nobody }

    /// Who answers for a user that is no person's, by the first of the owner tags that names exactly one person.
    func owner(of user: UserView) -> (member: RosterIndex.Member, tag: Tag)? {
        for key in ownerTags {
            for tag in user.user.tags where tag.key.lowercased() == key.lowercased() {
                guard let found = roster.find(tag: tag.value), found.count == 1 else { continue }
                return (roster.members[found.first[0]], tag)
            }
        }
        return nil
    }
}

extension EvaluationSettings {
    /// People write the patterns as they write the names of their users, so case counts.
    func isServiceUser(_ name: String) -> Bool { serviceUsers.contains { Wildcard($0).matches(name) } }

    /// Whether a user may be somebody's own: no service, no emergency user, and not made by the console for an API key.
    func isPerson(_ user: UserView) -> Bool {
        !user.isBreakGlass && !isServiceUser(user.user.name) && !user.user.name.hasPrefix("BedrockAPIKey-")
    }
}

// MARK: - Rows

extension AccountPeople {
    /// The rows of roster_matches.csv, and in `inventory` the number of the person beside each user that has one.
    func tell(_ input: CheckInput, in inventory: inout AccountInventory) {
        guard !roster.isEmpty else { return }
        var persons: [String: String] = [:]
        for user in input.account.users {
            let join = self[user]
            guard join != .nobody else { continue }
            if case .member(let member, _) = join { persons[user.user.arn] = member.person.employeeID }
            inventory.matches += matches(join, user.user.arn, access: input.access(of: user).answer)
        }
        for index in inventory.identities.indices {
            inventory.identities[index].person = persons[inventory.identities[index].arn] ?? ""
        }
        let parties = input.account.roles.flatMap { (try? $0.trust.get()) ?? [] }.map(\.party)
        for party in Set(parties).sorted(by: { $0.text < $1.text }) {
            guard let session = party.sessionName else { continue }
            inventory.matches += matches(roster.join(session: session), party.text, access: .unknown)
        }
    }

    private func matches(
        _ join: PersonJoin,
        _ arn: String,
        access: AccountInventory.Answer
    ) -> [AccountInventory.RosterMatch] {
        func match(_ member: RosterIndex.Member, _ rule: JoinRule, _ status: AccountInventory.RosterMatch.Status)
            -> AccountInventory.RosterMatch
        {
            AccountInventory.RosterMatch(
                employeeID: member.person.employeeID,
                identityARN: arn,
                rule: rule.name,
                status: status,
                access: access
            )
        }
        switch join {
        case .member(let member, let rule): return [match(member, rule, member.standing.status)]
        case .ambiguous(let members, let rule, _, _): return members.map { match($0, rule, .ambiguous) }
        case .nobody: return []
        }
    }
}

extension TrustedParty {
    /// The name of the session that the party is: the mail address of a person, where IAM Identity Center made it.
    var sessionName: String? {
        guard kind == .session, let name = text.split(separator: "/").last else { return nil }
        return String(name)
    }
}
