/// What is decided about an account before its identities are generated: its name, its place and what is wrong there.
struct AccountProfile {
    var name: String
    var unit: OrganizationalUnit
    var care: Care
    var quirks: Set<Quirk>

    /// How well a team looks after its account; most teams do.
    enum Care {
        case tidy
        case ordinary
        case neglected

        /// How many of a thousand credentials have something wrong with them.
        var faults: Int {
            switch self {
            case .tidy: 20
            case .ordinary: 70
            case .neglected: 280
            }
        }
    }
}

/// The units below the root, by the name that people use; Organizations tells the ids.
enum OrganizationalUnit: String, CaseIterable {
    case root
    case security
    case infrastructure
    case production
    case development
    case sandbox
    case suspended
}

/// A thing that is wrong, or at least particular, in an account and not left to chance: the demo must show it.
enum Quirk: CaseIterable {
    case adminPolicyAttached
    case adminPolicyUnattached
    case adminUsers
    case bedrockTokens
    case breakGlassUser
    case chainSource
    case chainTarget
    case danglingVersion
    case departedTrust
    case endlessAPITokens
    case escalation
    case expiredServerCertificate
    case githubAnyRepository
    case hostileUserName
    case idleUsers
    case inlineAdmin
    case leaverAtWork
    case leftovers
    case legacySOAPClient
    case limitedAdmins
    case lookAlikeRole
    case looseAdministrators
    case looseFederation
    case loosePolicies
    case noPasswordPolicy
    case openToAnyone
    case outsideTrustWithoutExternalID
    case readerMayNotListServiceCredentials
    case recentlyHiredUser
    case rootAccessKey
    case rootPasswordInMember
    case rootVirtualMFA
    case rootWithoutMFA
    case serverCertificate
    case staleTrust
    case suspended
    case trustDeniesHub
    case unboundGitHub
    case unboundSAML
    case unusualKeys
    case vendorWithoutExternalID
    case weakPasswordPolicy

    /// Those that make the account itself unusual, and that chance must not spread over a large organization.
    static let rare: Set<Quirk> = [
        .breakGlassUser, .chainSource, .hostileUserName, .idleUsers, .loosePolicies,
        .readerMayNotListServiceCredentials,
        .rootAccessKey, .suspended, .trustDeniesHub, .unusualKeys,
    ]
}

extension AccountProfile {
    /// The profile of the account at an index: the first 25 are written by hand, all others by chance.
    static func profile(at index: Int, seed: UInt64) -> AccountProfile {
        if index < cast.count { return cast[index] }
        var random = SeededRandom(seed, 0xCA57, UInt64(index))
        let unit = random.pick([OrganizationalUnit.production, .production, .development, .development, .sandbox])
        let team = random.pick(teams)
        var quirks = Set(Quirk.allCases.filter { !Quirk.rare.contains($0) && random.chance(25) })
        if random.chance(4) { quirks.insert(.suspended) }
        if random.chance(8) { quirks.insert(.trustDeniesHub) }
        return AccountProfile(
            name: "\(team)-\(index)-\(unit == .production ? "prod" : unit == .sandbox ? "sandbox" : "dev")",
            unit: unit,
            care: random.chance(60) ? .neglected : random.chance(400) ? .ordinary : .tidy,
            quirks: quirks
        )
    }

    private static let teams = [
        "analytics", "billing", "catalog", "checkout", "claims", "fraud", "identity", "inventory", "logistics",
        "loyalty", "marketing", "mobile", "orders", "partners", "payments", "pricing", "recommendations", "reporting",
        "search", "support",
    ]

    /// Where the hub stands among the hand-written accounts.
    static let managementIndex = 0
    static let auditIndex = 1
    /// Whose pipeline is let in where there is something to deploy: only by accounts that come after it.
    static let pipelineIndex = 10
    static let suspendedIndex = 13

    private static let cast: [AccountProfile] = [
        AccountProfile("management", .root, .tidy, [.rootVirtualMFA, .breakGlassUser]),
        AccountProfile("security-audit", .security, .tidy, []),
        AccountProfile("log-archive", .security, .tidy, []),
        AccountProfile("shared-services", .infrastructure, .ordinary, [.serverCertificate, .loosePolicies]),
        AccountProfile("prod-payments", .production, .tidy, [.escalation]),
        AccountProfile("prod-web", .production, .ordinary, [.expiredServerCertificate, .openToAnyone]),
        AccountProfile("data-lake", .production, .ordinary, dataLake),
        AccountProfile("prod-orders", .production, .tidy, [.unusualKeys]),
        AccountProfile("network-hub", .infrastructure, .tidy, [.departedTrust, .idleUsers]),
        AccountProfile("acquired-shop", .production, .neglected, [.trustDeniesHub]),
        AccountProfile("ci-cd", .infrastructure, .ordinary, [.githubAnyRepository, .chainSource]),
        AccountProfile("sandbox-data-science", .sandbox, .neglected, [.bedrockTokens, .adminUsers, .noPasswordPolicy]),
        AccountProfile("legacy-erp", .production, .neglected, legacy),
        AccountProfile("closed-pilot", .suspended, .ordinary, [.suspended]),
        AccountProfile("prod-identity", .production, .tidy, [.recentlyHiredUser]),
        AccountProfile(
            "staging-web",
            .development,
            .ordinary,
            [.weakPasswordPolicy, .unboundGitHub, .looseFederation]
        ),
        AccountProfile("staging-payments", .development, .tidy, [.limitedAdmins, .looseAdministrators]),
        AccountProfile("dev-mobile", .development, .ordinary, [.readerMayNotListServiceCredentials]),
        AccountProfile("dev-platform", .development, .ordinary, [.adminPolicyUnattached, .danglingVersion]),
        AccountProfile("sandbox-frontend", .sandbox, .neglected, [.hostileUserName, .noPasswordPolicy, .inlineAdmin]),
        AccountProfile("prod-search", .production, .tidy, [.chainTarget]),
        AccountProfile("prod-support", .production, .ordinary, [.staleTrust, .leaverAtWork]),
        AccountProfile("backup-vault", .infrastructure, .tidy, [.lookAlikeRole]),
        AccountProfile("prod-eu-billing", .production, .tidy, [.rootPasswordInMember, .rootWithoutMFA]),
        AccountProfile("dev-analytics", .development, .ordinary, [.adminPolicyAttached, .leftovers, .unboundSAML]),
    ]

    private static let dataLake: Set<Quirk> = [
        .bedrockTokens, .endlessAPITokens, .outsideTrustWithoutExternalID, .vendorWithoutExternalID,
    ]
    private static let legacy: Set<Quirk> = [
        .rootAccessKey, .rootPasswordInMember, .rootWithoutMFA, .legacySOAPClient, .weakPasswordPolicy,
    ]

    private init(_ name: String, _ unit: OrganizationalUnit, _ care: Care, _ quirks: Set<Quirk>) {
        self.init(name: name, unit: unit, care: care, quirks: quirks)
    }
}
