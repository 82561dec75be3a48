import Domain

extension AccountBuilder {
    /// How many users the account has; what the quirks ask for is counted, and comes first.
    private var userCount: Int {
        var random = SeededRandom(organization.seed, 0x05E5, UInt64(account.index))
        if let exact = organization.identitiesPerAccount { return max(0, exact) }
        switch profile.unit {
        case .root, .security, .suspended: return random.number(in: 2...4)
        case .infrastructure: return random.number(in: 3...6)
        case .production, .development, .sandbox: return random.number(in: 5...13)
        }
    }

    mutating func addUsers() {
        let count = userCount
        account.users = Array(particularUsers().prefix(count))
        let services = (count - account.users.count) / 4
        for number in 0..<services { account.users.append(serviceUser(number)) }
        addPeople(upTo: count)
    }

    // MARK: People

    /// The group in which a team puts its people.
    var peopleGroup: String { profile.unit == .production ? "support" : "developers" }

    private mutating func addPeople(upTo count: Int) {
        let people = organization.people
        var random = SeededRandom(organization.seed, 0x0B0D, UInt64(account.index))
        var position = random.number(below: people.count)
        // Any stride will do, since the number of people is a prime.
        let stride = random.number(in: 1...people.count - 1)
        let naming = random.pick(Naming.frequencies)
        let tagKey = random.pick(["owner", "owner", "owner", "email", "employeeId"])
        var names = Set(account.users.map { $0.name.lowercased() })
        var visited = 0
        while account.users.count < count {
            let round = visited / people.count
            let person = people.person(at: position)
            position = (position + stride) % people.count
            visited += 1
            // Most teams delete the user when somebody leaves; the second round must not wait for that to happen.
            if person.hasLeft, round == 0, !random.chance(faults) { continue }
            let candidates = round == 0 ? [naming.name(of: person), person.login] : ["\(person.login)\(round + 1)"]
            guard let name = candidates.first(where: { names.insert($0).inserted }) else { continue }
            account.users.append(user(of: person, named: name, tagKey: tagKey, &random))
        }
    }

    /// How a team names the users of its people.
    private enum Naming {
        case login
        case email
        case lastNameFirst
        case initial
        case short

        static let frequencies: [Naming] = [.login, .login, .login, .login, .email, .lastNameFirst, .initial, .short]

        func name(of person: RehearsalPerson) -> String {
            switch self {
            case .login: person.login
            case .email: person.email
            case .lastNameFirst: "\(person.lastName).\(person.firstName)".lowercased()
            case .initial: "\(person.firstName.prefix(1)).\(person.lastName)".lowercased()
            case .short: person.shortLogin
            }
        }
    }

    private mutating func user(
        of person: RehearsalPerson,
        named name: String,
        tagKey: String,
        _ random: inout SeededRandom
    ) -> RehearsalUser {
        let createdAt = ago(60...1_400, since: max(person.startedAt, account.joinedAt), &random)
        var user = plainUser(name, createdAt: createdAt, &random)
        user.employeeID = person.employeeID
        user.groups = [peopleGroup]
        if random.chance(60) {
            user.permissionsBoundary = arn("policy", "DeveloperBoundary")
        }
        if !random.chance(faults) {
            let value = tagKey == "employeeId" ? person.employeeID : person.email
            user.tags.append(Tag(key: tagKey, value: value))
        }
        // A leaver stopped working on the last day, in most cases.
        let stopped = person.hasLeft && random.chance(850) ? person.endedAt : nil
        let daysGone = stopped.map { Int($0.age(at: asOf) / 86_400) } ?? 0
        if random.chance(750) {
            user.password = password(of: user, idleDays: daysGone, &random)
            if !random.chance(faults) { user.mfa = mfaDevice(of: user, &random) }
        }
        if user.password == nil || random.chance(250) {
            user.accessKeys = accessKeys(of: user, idleDays: daysGone, &random)
        }
        return user
    }

    private func password(
        of user: RehearsalUser,
        idleDays: Int,
        _ random: inout SeededRandom
    ) -> RehearsalPassword {
        let changedAt = ago(max(5, idleDays)...max(250, idleDays + 60), since: user.createdAt, &random)
        guard random.chance(faults) else {
            let lastUsedAt = ago(idleDays...idleDays + 20, since: changedAt, &random)
            return RehearsalPassword(createdAt: user.createdAt, changedAt: changedAt, lastUsedAt: lastUsedAt)
        }
        let isNeverUsed = random.chance(300)
        let oldChange = ago(300...700, since: user.createdAt, &random)
        return RehearsalPassword(
            createdAt: user.createdAt,
            changedAt: oldChange,
            lastUsedAt: isNeverUsed ? nil : ago(50...280, since: oldChange, &random)
        )
    }

    func mfaDevice(of user: RehearsalUser, _ random: inout SeededRandom) -> RehearsalMFADevice {
        let enabledAt = ago(5...900, since: user.createdAt, &random)
        if random.chance(880) {
            let serial = arn("mfa", "\(user.name)-phone")
            return RehearsalMFADevice(serialNumber: serial, isVirtual: true, enabledAt: enabledAt)
        }
        let serial = arn("u2f", "\(user.name)-\(random.uniqueID("", count: 26))", path: "/user/")
        return RehearsalMFADevice(serialNumber: serial, isVirtual: false, enabledAt: enabledAt)
    }

    // MARK: Access keys

    /// One young key in regular use, or one of the ways in which keys go wrong.
    func accessKeys(of user: RehearsalUser, idleDays: Int = 0, _ random: inout SeededRandom) -> [RehearsalAccessKey] {
        guard random.chance(faults) else {
            return [key(of: user, age: idleDays + 2...idleDays + 85, used: idleDays...idleDays + 12, &random)]
        }
        let keys =
            switch random.number(below: 6) {
            case 0: [key(of: user, age: 95...900, used: 0...30, &random)]
            case 1: [key(of: user, age: 400...1_200, used: 0...30, &random)]
            case 2: [key(of: user, age: 120...700, used: 60...110, &random)]
            case 3: [key(of: user, age: 50...300, used: nil, &random)]
            case 4:
                [
                    key(of: user, age: 2...80, used: 0...10, &random),
                    key(of: user, age: 100...300, used: 20...44, &random),
                ]
            default:
                [
                    key(of: user, age: 2...80, used: 0...10, &random),
                    key(of: user, age: 200...500, used: 100...190, status: "Inactive", &random),
                ]
            }
        return keys.sorted { $0.key.id < $1.key.id }
    }

    func key(
        of user: RehearsalUser,
        age: ClosedRange<Int>,
        used: ClosedRange<Int>?,
        status: String = "Active",
        _ random: inout SeededRandom
    ) -> RehearsalAccessKey {
        let createdAt = ago(age, since: user.createdAt, &random)
        let key = AccessKey(id: random.uniqueID("AKIA", count: 16), status: status, createdAt: createdAt)
        guard let used else { return RehearsalAccessKey(key: key) }
        let usedAt = ago(used, since: createdAt, &random)
        // AWS records the use of a key in steps of fifteen minutes.
        let rounded = max(createdAt, Instant(epochSeconds: usedAt.epochSeconds / 900 * 900))
        let use = RehearsalAccessKey.Use(
            at: rounded,
            region: random.pick(["eu-central-1", "eu-central-1", "eu-west-1", "us-east-1"]),
            service: random.pick(["s3", "sts", "ecr", "dynamodb", "logs", "iam"])
        )
        return RehearsalAccessKey(key: key, lastUse: use)
    }

    // MARK: Services

    private static let services = [
        "svc-billing-export", "ci-deploy", "svc-backup", "svc-metrics", "ci-release", "svc-mailer", "svc-search-index",
        "svc-etl", "svc-invoice-archive", "ci-terraform", "svc-cdn-purge", "svc-fax-gateway",
    ]

    private func serviceUser(_ number: Int) -> RehearsalUser {
        var random = SeededRandom(organization.seed, 0x5E2C, UInt64(account.index), UInt64(number))
        let round = number / Self.services.count
        let first = Self.services[(number + account.index) % Self.services.count]
        let name = round == 0 ? first : "\(first)-\(round + 1)"
        var user = plainUser(
            name,
            path: "/service/",
            createdAt: ago(120...1_500, since: account.joinedAt, &random),
            &random
        )
        let owner = organization.people.person(at: random.number(below: organization.people.count))
        if !random.chance(faults) { user.tags.append(Tag(key: "owner", value: owner.email)) }
        user.groups = ["automation"]
        user.accessKeys = accessKeys(of: user, &random)
        if name.hasPrefix("ci-") {
            let age = random.chance(faults * 2) ? 120...800 : 5...80
            user.sshKeys = [
                SSHPublicKey(
                    id: random.uniqueID("APKA"),
                    status: "Active",
                    uploadedAt: ago(age, since: user.createdAt, &random)
                )
            ]
            if random.chance(250) {
                user.serviceCredentials = [token(of: user, "codecommit", age: 30...400, lifetime: nil, &random)]
            }
        }
        if random.chance(faults) {
            user.inlinePolicies = [RehearsalInlinePolicy(name: "extra", document: PolicyDocuments.deployment(name, id))]
        }
        return user
    }

    func plainUser(
        _ name: String,
        path: String = "/",
        createdAt: Instant,
        _ random: inout SeededRandom
    ) -> RehearsalUser {
        RehearsalUser(
            name: name,
            path: path,
            id: random.uniqueID("AIDA"),
            arn: arn("user", name, path: path),
            createdAt: createdAt
        )
    }
}
