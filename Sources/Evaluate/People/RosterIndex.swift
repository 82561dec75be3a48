import Domain

/// The roster by everything that can name a person, made once for a run.
///
/// What two people share names nobody: it gives every candidate, up to `mostCandidates`, and never one of them. Looking
/// somebody up takes the same time however many people there are, and however many of them share a name.
struct RosterIndex: Sendable {
    struct Member: Sendable, Equatable {
        var person: Roster.Person
        var standing: PersonStanding

        var hasLeft: Bool { standing.departure != nil }
    }

    /// A list of more people is of no use to a reader.
    static let mostCandidates = 10

    private(set) var members: [Member] = []
    private var employeeIDs: [String: Candidates] = [:]
    private var emails: [String: Candidates] = [:]
    private var logins: [String: Candidates] = [:]

    /// Holds nobody without a roster.
    init(_ roster: Roster?, at asOf: Instant, grace seconds: Int64) {
        let people = roster?.people ?? []
        members.reserveCapacity(people.count)
        for person in people {
            let member = Member(person: person, standing: person.standing(at: asOf, grace: seconds))
            let position = members.count
            members.append(member)
            // Numbers that differ only in case would be two people.
            Self.add(position, member, [person.employeeID.lowercased()], to: &employeeIDs)
            Self.add(position, member, person.emails, to: &emails)
            let names = person.emails.map { $0.prefix { $0 != "@" } } + person.logins.map { $0[...] }
            Self.add(position, member, names.flatMap { Login.forms(of: $0) }, to: &logins)
        }
    }

    private static func add(_ position: Int, _ member: Member, _ names: [String], to index: inout [String: Candidates])
    {
        for name in Set(names) where !name.isEmpty {
            index[name, default: Candidates()].add(position, hasLeft: member.hasLeft)
        }
    }

    // MARK: - Looking up

    var isEmpty: Bool { members.isEmpty }

    /// Whether somebody works here, so that a missing person means something: a list of leavers alone misses everybody.
    var hasStaff: Bool { members.contains { !$0.hasLeft } }

    func member(employeeID: String) -> Member? {
        guard let found = employeeIDs[employeeID.lowercased()], found.count == 1 else { return nil }
        return members[found.first[0]]
    }

    /// Whom a full mail address names.
    func find(email: String) -> Candidates? { emails[email.lowercased()] }

    /// Whom a login names, in any of the forms that are made of an address.
    func find(login: String) -> Candidates? { login.contains("@") ? nil : logins[Login.normalised(login)] }

    /// Whom the value of a tag names: an address, a number or a login.
    func find(tag value: String) -> Candidates? {
        let found = [find(email: value), employeeIDs[value.lowercased()]].compactMap(\.self)
        return found.isEmpty ? find(login: value) : found.dropFirst().reduce(found[0]) { $0.union($1) }
    }

    /// Whom the name of a session names: IAM Identity Center takes its users' names, which are addresses or logins.
    func find(session name: String) -> Candidates? { find(email: name) ?? find(login: name) }

    /// The leaver whom a whole value names, if it can be nobody else.
    func leaver(namedBy candidates: Candidates?) -> Member? {
        guard let candidates, candidates.count == 1 else { return nil }
        let member = members[candidates.first[0]]
        return member.hasLeft ? member : nil
    }

    /// The people whom something may name, as positions in `members`.
    struct Candidates: Sendable, Equatable {
        /// The first of them, in ascending order.
        private(set) var first: [Int] = []
        private(set) var count = 0
        /// Whether one of all of them has left.
        private(set) var someoneLeft = false

        mutating func add(_ position: Int, hasLeft: Bool) {
            count += 1
            someoneLeft = someoneLeft || hasLeft
            if first.count < RosterIndex.mostCandidates { first.append(position) }
        }

        /// Those whom either names; beyond the first ones, whom both name may be counted twice.
        func union(_ other: Candidates) -> Candidates {
            let both = Set(first).union(other.first).sorted()
            let doubles = first.count + other.first.count - both.count
            var union = Candidates()
            union.first = Array(both.prefix(RosterIndex.mostCandidates))
            union.count = count + other.count - doubles
            union.someoneLeft = someoneLeft || other.someoneLeft
            return union
        }
    }
}
