import Domain

/// Whose user it is, as far as the roster tells.
enum PersonJoin: Sendable, Equatable {
    case member(RosterIndex.Member, JoinRule)
    /// The first rule that names anybody names several people.
    case ambiguous([RosterIndex.Member], JoinRule, count: Int, someoneLeft: Bool)
    case nobody

    /// The leaver whose user it is for sure.
    var leaver: RosterIndex.Member? {
        guard case .member(let member, _) = self, member.hasLeft else { return nil }
        return member
    }
}

/// How a person was found, in the order in which it is tried; a display name is never one of the ways.
enum JoinRule: Sendable, Equatable {
    /// A tag of one of these keys names the person.
    case tag([String])
    /// The user's name is a full mail address.
    case email
    /// The name of a session.
    case session
    /// The user's name is a login that only one person can have.
    case login

    /// As the column `rule` has it.
    var name: String {
        switch self {
        case .tag: "tag"
        case .email: "email"
        case .session: "session"
        case .login: "login"
        }
    }

    /// As facts and sentences have it.
    var text: String {
        guard case .tag(let keys) = self else { return name }
        return "tag \(keys.joined(separator: ", "))"
    }
}

extension RosterIndex {
    /// Joins a user by the first rule that names anybody; a rule that names several people ends the search, unguessed.
    func join(userName: String, tags: [Tag], ownerTags: [String]) -> PersonJoin {
        let keys = Set(ownerTags.map { $0.lowercased() })
        var named: Candidates?
        var namedBy: [String] = []
        for tag in tags.sorted(by: { $0.key < $1.key }) where keys.contains(tag.key.lowercased()) {
            guard let found = find(tag: tag.value) else { continue }
            named = named?.union(found) ?? found
            namedBy.append(tag.key)
        }
        if let named { return join(named, by: .tag(namedBy)) }
        if let named = find(email: userName) { return join(named, by: .email) }
        if let named = find(login: userName) { return join(named, by: .login) }
        return .nobody
    }

    func join(session name: String) -> PersonJoin { find(session: name).map { join($0, by: .session) } ?? .nobody }

    private func join(_ candidates: Candidates, by rule: JoinRule) -> PersonJoin {
        let found = candidates.first.map { members[$0] }
        guard candidates.count > 1 else { return found.first.map { .member($0, rule) } ?? .nobody }
        return .ambiguous(found, rule, count: candidates.count, someoneLeft: candidates.someoneLeft)
    }
}
