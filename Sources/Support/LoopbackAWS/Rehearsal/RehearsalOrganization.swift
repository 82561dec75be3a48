package import Domain

/// A whole AWS organization that exists only as a function of its seed.
///
/// Nothing is held for an account: `account(at:)` computes it when asked, equal each time, so that ten thousand
/// accounts take no more memory than ten.
package struct RehearsalOrganization: Sendable {
    package let seed: UInt64
    package let accountCount: Int
    /// Nil: between 12 and 40 users and roles, as the account's profile suggests.
    package let identitiesPerAccount: Int?
    /// The "now" of every age in the model.
    package let asOf: Instant
    /// Whether the last account bears a name that attacks HTML, which Organizations allows and IAM does not.
    package let hostileNames: Bool
    package let readers: Readers

    /// How the sweep's roles are deployed.
    package struct Readers: Sendable {
        /// Whether members trust a role that the hub must assume first, instead of the hub itself.
        package var behindGateway = false
        /// Whether trust policies on the way allow a source identity and session tags.
        package var allowTagging = false

        package init() {}
    }

    package let organizationID: String
    package let rootID: String
    package let region = "eu-central-1"
    package let roleName = "SecurityAudit"
    package let externalID: String
    package let baseCredentials: Credentials
    let people: People

    package init(
        seed: UInt64,
        accounts: Int = 25,
        identitiesPerAccount: Int? = nil,
        asOf: Instant,
        hostileNames: Bool = false,
        readers: Readers = Readers()
    ) {
        self.seed = seed
        // Management and hub are always there.
        self.accountCount = max(2, accounts)
        self.identitiesPerAccount = identitiesPerAccount
        self.asOf = asOf
        self.hostileNames = hostileNames
        self.readers = readers
        var random = SeededRandom(seed, 0x0126)
        self.organizationID = "o-" + random.lowercaseID(10)
        self.rootID = "r-" + random.lowercaseID(4)
        self.externalID = random.uuid()
        self.baseCredentials = Credentials(
            accessKeyID: random.uniqueID("ASIA", count: 16),
            secretAccessKey: Secret(random.hex(40)),
            sessionToken: Secret("hub." + random.hex(64))
        )
        self.people = People(seed: seed, asOf: asOf, usersPerAccount: identitiesPerAccount ?? 0)
    }

    package var managementAccountID: AccountID { accountID(at: AccountProfile.managementIndex) }

    /// The delegated administrator in which the sweep runs.
    package var hubAccountID: AccountID { accountID(at: AccountProfile.auditIndex) }

    /// The session that `baseCredentials` belong to: a role session, as on any build machine, so that member sessions
    /// are chained and last one hour at most.
    package var hubARN: String { "arn:aws:sts::\(hubAccountID):assumed-role/\(Self.hubRoleName)/rehearsal" }

    static let hubRoleName = "orgsweep-hub"
    static let gatewayRoleName = "orgsweep-gateway"

    /// The role on the way to the members, where `readers` has one.
    package var gatewayRoleARN: String { "arn:aws:iam::\(hubAccountID):role/\(Self.gatewayRoleName)" }

    /// An account that left the organization before today: no index leads to it.
    var departedAccountID: AccountID { accountID(at: Self.firstDeparted) }

    // Beyond every account that an organization of this size may have.
    private static let firstDeparted = 1_000_003

    /// Everybody who works or worked for the company, for a roster.
    package var peopleCount: Int { people.count }

    package func person(at index: Int) -> RehearsalPerson { people.person(at: index) }

    /// Generates the account at an index below `accountCount`.
    package func account(at index: Int) -> RehearsalAccount {
        AccountBuilder(self, index: index).build()
    }

    func profile(at index: Int) -> AccountProfile {
        var profile = AccountProfile.profile(at: index, seed: seed)
        if hostileNames, index == accountCount - 1 { profile.name = "<script>alert(1)</script>" }
        return profile
    }

    /// `o-x/r-y/ou-z/`: the path of ids in which Organizations places the account.
    func path(of unit: OrganizationalUnit) -> String {
        unit == .root ? "\(organizationID)/\(rootID)/" : "\(organizationID)/\(rootID)/\(unitID(unit))/"
    }

    func unitID(_ unit: OrganizationalUnit) -> String {
        var random = SeededRandom(seed, 0x0F00, UInt64(OrganizationalUnit.allCases.firstIndex(of: unit) ?? 0))
        return "ou-\(rootID.dropFirst(2))-\(random.lowercaseID(8))"
    }
}

// MARK: - Account ids

extension RehearsalOrganization {
    // Ids look random, yet the index can be computed from one: x = index * factor + shift (mod modulus), where the
    // factor has an inverse. Every tenth id lies below 10^11, so that leading zeros are met; all others lie above
    // 5 * 10^11, so that the ids of AWS's documentation remain free for outsiders.
    private static let modulus: UInt64 = 400_000_000_000
    private static let factor: UInt64 = 61_803_398_877
    private static let inverse: UInt64 = 202_244_669_813
    private static let firstLow: UInt64 = 360_000_000_000
    private static let lowBase: UInt64 = 10_000_000_000
    private static let highBase: UInt64 = 500_000_000_000

    private var shift: UInt64 {
        var random = SeededRandom(seed, 0x1D5)
        return random.next() % Self.modulus
    }

    func accountID(at index: Int) -> AccountID {
        let scattered = (Self.multiply(UInt64(index), Self.factor) + shift) % Self.modulus
        let number = scattered < Self.firstLow ? scattered + Self.highBase : scattered - Self.firstLow + Self.lowBase
        let digits = String(number)
        guard let id = AccountID(String(repeating: "0", count: 12 - digits.utf8.count) + digits) else {
            preconditionFailure("the bases above keep every number within twelve digits")
        }
        return id
    }

    /// The index of an account of this organization, or nil for a stranger.
    package func index(of id: AccountID) -> Int? {
        guard let number = UInt64(id.description) else { return nil }
        let scattered: UInt64
        if (Self.highBase..<Self.highBase + Self.firstLow).contains(number) {
            scattered = number - Self.highBase
        } else if (Self.lowBase..<Self.lowBase + Self.modulus - Self.firstLow).contains(number) {
            scattered = number - Self.lowBase + Self.firstLow
        } else {
            return nil
        }
        let index = Self.multiply((scattered + Self.modulus - shift) % Self.modulus, Self.inverse)
        return index < UInt64(accountCount) ? Int(index) : nil
    }

    private static func multiply(_ left: UInt64, _ right: UInt64) -> UInt64 {
        modulus.dividingFullWidth(left.multipliedFullWidth(by: right)).remainder
    }
}
