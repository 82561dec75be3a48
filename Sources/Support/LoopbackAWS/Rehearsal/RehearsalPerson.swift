package import Domain

/// Somebody who works, or worked, for the rehearsal company; the same person may be a user in several accounts.
package struct RehearsalPerson: Sendable, Equatable {
    package var employeeID: String
    package var firstName: String
    package var lastName: String
    package var startedAt: Instant
    /// Set for those who left, and for those who left and came back.
    package var endedAt: Instant?
    /// Set for those who came back: they work here again, under the same number.
    package var rehiredAt: Instant?

    /// Nobody else has it.
    package var login: String { "\(firstName).\(lastName)".lowercased() }
    package var email: String { "\(login)@example.com" }
    /// `jdoe`, which several people may share.
    package var shortLogin: String { "\(firstName.prefix(1))\(lastName)".lowercased() }
    package var hasLeft: Bool { endedAt != nil && rehiredAt == nil }
}

/// The company's people, computed by number like everything else.
struct People {
    let seed: UInt64
    let asOf: Instant
    /// A prime, so that every stride through the people meets each of them once.
    let count: Int

    /// Few people for accounts of an ordinary size, so that they meet again in other accounts.
    init(seed: UInt64, asOf: Instant, usersPerAccount: Int) {
        self.seed = seed
        self.asOf = asOf
        self.count = usersPerAccount <= 40 ? 61 : 2_297
    }

    func person(at index: Int) -> RehearsalPerson {
        var random = SeededRandom(seed, 0x9E05, UInt64(index))
        let first = Self.firstNames[index % Self.firstNames.count]
        let last = Self.lastNames[(index / Self.firstNames.count + index * 5) % Self.lastNames.count]
        let days = random.number(in: 200...2_600)
        let left = index % 17 == Self.firstLeaver ? random.number(in: 12...160) : nil
        let back = index % 61 == 39 ? left.map { $0 / 2 } : nil
        return RehearsalPerson(
            employeeID: "E\(10_000 + index * 7)",
            firstName: first,
            lastName: last,
            startedAt: asOf.adding(seconds: -86_400 * Int64(days)),
            endedAt: left.map { asOf.adding(seconds: -86_400 * Int64($0)) },
            rehiredAt: back.map { asOf.adding(seconds: -86_400 * Int64($0)) }
        )
    }

    /// One in seventeen has left, the first of them this one; a few came back.
    static let firstLeaver = 5

    // 48 of each and a stride of 5, which has no factor in common with 48: 2,304 different pairs.
    private static let firstNames = [
        "Aisha", "Anna", "Antonio", "Ben", "Carla", "Chen", "Chiara", "Daniel", "David", "Dilan", "Elena", "Emil",
        "Emma", "Fatima", "Felix", "Grace", "Hana", "Henrik", "Ines", "Ivan", "Jakub", "Jane", "Jonas", "Julia",
        "Karim", "Kate", "Lars", "Laura", "Leo", "Lin", "Lucia", "Marco", "Maria", "Mei", "Mikael", "Nadia", "Nina",
        "Noah", "Olga", "Omar", "Paul", "Priya", "Ravi", "Rosa", "Samuel", "Sofia", "Tom", "Yusuf",
    ]
    private static let lastNames = [
        "Abbas", "Andersen", "Bauer", "Becker", "Berg", "Brown", "Costa", "Demir", "Dubois", "Fischer", "Garcia",
        "Green", "Haas", "Hansen", "Hill", "Horvat", "Ito", "Jansen", "Johnson", "Keller", "Khan", "Kim", "Kowalski",
        "Kumar", "Lang", "Larsen", "Lee", "Lopez", "Martin", "Meyer", "Moreau", "Nguyen", "Novak", "Okafor", "Olsen",
        "Patel", "Petrov", "Rossi", "Sato", "Schmidt", "Silva", "Singh", "Smith", "Tanaka", "Weber", "Wong", "Yilmaz",
        "Zhang",
    ]
}
