import Domain

/// Generates one account; its extensions add users, roles, policies and what the profile's quirks ask for.
struct AccountBuilder {
    let organization: RehearsalOrganization
    let profile: AccountProfile
    /// The account's id as text, which nearly every ARN and document holds.
    let id: String
    var random: SeededRandom
    var account: RehearsalAccount

    /// Decides what Organizations tells of the account, and nothing else yet.
    init(_ organization: RehearsalOrganization, index: Int) {
        self.organization = organization
        self.profile = organization.profile(at: index)
        self.random = SeededRandom(organization.seed, 0xACC0, UInt64(index))
        let isManagement = index == AccountProfile.managementIndex
        let joinedAt = organization.asOf.adding(seconds: -86_400 * Int64(random.number(in: 900...2_600)))
        let accountID = organization.accountID(at: index)
        self.id = accountID.description
        self.account = RehearsalAccount(
            index: index,
            id: accountID,
            name: profile.name,
            email: "aws+\(index)@example.com",
            ouPath: organization.path(of: profile.unit),
            state: profile.quirks.contains(.suspended) ? .suspended : .active,
            joinedAt: joinedAt,
            isManagement: isManagement,
            alias: profile.name.contains("<") ? nil : "acme-\(profile.name)",
            root: RehearsalRoot(createdAt: joinedAt)
        )
    }

    var asOf: Instant { organization.asOf }
    var faults: Int { profile.care.faults }

    func has(_ quirk: Quirk) -> Bool { profile.quirks.contains(quirk) }

    consuming func build() -> RehearsalAccount {
        addRoot()
        addPasswordPolicy()
        addProvidersAndCertificates()
        addGroups()
        addUsers()
        addRoles()
        addPolicies()
        if has(.readerMayNotListServiceCredentials) { account.deniedActions = ["ListServiceSpecificCredentials"] }
        // Three hours: too old to hold a user of the last hour, too young for AWS to make a new one.
        if has(.recentlyHiredUser) { account.reportAgeSeconds = 3 * 3_600 }
        countAttachments()
        sort()
        return account
    }

    // MARK: Dates

    /// A second within the given number of whole days before asOf.
    func ago(_ days: ClosedRange<Int>, _ random: inout SeededRandom) -> Instant {
        let seconds = random.number(in: days) * 86_400 + random.number(in: 60...80_000)
        return asOf.adding(seconds: -Int64(seconds))
    }

    /// The same, but never before `earliest`: nothing is used before it exists.
    func ago(_ days: ClosedRange<Int>, since earliest: Instant, _ random: inout SeededRandom) -> Instant {
        max(ago(days, &random), earliest)
    }

    // MARK: Names

    func arn(_ kind: String, _ name: String, path: String = "/") -> String {
        "arn:aws:iam::\(id):\(kind)\(path)\(name)"
    }

    // MARK: The last touches

    private mutating func countAttachments() {
        var attachments: [String: Int] = [:]
        var boundaries: [String: Int] = [:]
        let attached = account.users.map(\.attachedPolicies) + account.roles.map(\.attachedPolicies)
        for arn in (attached + account.groups.map(\.attachedPolicies)).joined() { attachments[arn, default: 0] += 1 }
        for arn in account.users.compactMap(\.permissionsBoundary) + account.roles.compactMap(\.permissionsBoundary) {
            boundaries[arn, default: 0] += 1
        }
        for index in account.policies.indices {
            account.policies[index].attachmentCount = attachments[account.policies[index].arn] ?? 0
            account.policies[index].boundaryUsageCount = boundaries[account.policies[index].arn] ?? 0
        }
    }

    private mutating func sort() {
        account.users = Self.sorted(account.users, by: \.name)
        account.roles = Self.sorted(account.roles, by: \.name)
        account.groups = Self.sorted(account.groups, by: \.name)
        account.policies = Self.sorted(account.policies, by: \.name)
    }

    /// Sorts by name without regard to case.
    ///
    /// Names are lowered once and identities moved once, for both are dear.
    private static func sorted<Entity>(_ entities: [Entity], by name: KeyPath<Entity, String>) -> [Entity] {
        let names = entities.enumerated().map { (name: $0.element[keyPath: name].lowercased(), position: $0.offset) }
        return names.sorted { $0 < $1 }.map { entities[$0.position] }
    }
}

// MARK: - Settings of the whole account

extension AccountBuilder {
    private mutating func addRoot() {
        guard account.isManagement || has(.rootPasswordInMember) || has(.rootAccessKey) else { return }
        let changedAt = ago(200...600, since: account.joinedAt, &random)
        account.root.password = RehearsalPassword(
            createdAt: account.joinedAt,
            changedAt: changedAt,
            lastUsedAt: ago(120...190, &random)
        )
        if !has(.rootWithoutMFA) {
            let isVirtual = has(.rootVirtualMFA)
            account.root.mfa = RehearsalMFADevice(
                serialNumber: isVirtual
                    ? arn("mfa", "root-account-mfa-device") : "GAHT\(random.number(in: 10_000_000...99_999_999))",
                isVirtual: isVirtual,
                enabledAt: changedAt
            )
        }
        if has(.rootAccessKey) {
            let key = AccessKey(
                id: random.uniqueID("AKIA", count: 16),
                status: "Active",
                createdAt: ago(1_100...1_800, since: account.joinedAt, &random)
            )
            let use = RehearsalAccessKey.Use(at: ago(3...20, &random), region: "us-east-1", service: "s3")
            account.root.accessKeys = [RehearsalAccessKey(key: key, lastUse: use)]
            var ownRandom = SeededRandom(organization.seed, 0x509, UInt64(account.index))
            account.root.signingCertificates = [
                SigningCertificate(id: ownRandom.uniqueID("", count: 32), status: "Active", uploadedAt: key.createdAt)
            ]
        }
    }

    private mutating func addPasswordPolicy() {
        if has(.noPasswordPolicy) { return }
        let isWeak = has(.weakPasswordPolicy)
        account.passwordPolicy = PasswordPolicy(
            minimumLength: isWeak ? 8 : 14,
            requiresSymbols: true,
            requiresNumbers: true,
            requiresUppercase: true,
            requiresLowercase: !isWeak,
            allowsChange: true,
            expiresPasswords: isWeak,
            maximumAgeDays: isWeak ? 90 : nil,
            reusePrevention: isWeak ? nil : 24
        )
    }

    private mutating func addProvidersAndCertificates() {
        account.samlProviders.append(
            SAMLProvider(
                arn: identityCenterProvider,
                createdAt: account.joinedAt,
                validUntil: asOf.adding(seconds: 86_400 * Int64(random.number(in: 9_000...30_000)))
            )
        )
        if account.isManagement || has(.unboundSAML) {
            account.samlProviders.append(
                SAMLProvider(
                    arn: arn("saml-provider", "okta"),
                    createdAt: ago(600...800, &random),
                    validUntil: asOf.adding(seconds: 86_400 * 21)
                )
            )
        }
        if usesGitHub {
            account.oidcProviders.append(
                OIDCProvider(
                    arn: githubProvider,
                    url: "token.actions.githubusercontent.com",
                    clientIDs: ["sts.amazonaws.com"],
                    thumbprints: ["6938fd4d98bab03faadb97b34396831e3780aea1"],
                    createdAt: ago(200...500, &random)
                )
            )
        }
        if has(.looseFederation) {
            account.oidcProviders.append(
                OIDCProvider(
                    arn: gitlabProvider,
                    url: "gitlab.com",
                    clientIDs: ["https://gitlab.com"],
                    thumbprints: [],
                    createdAt: account.joinedAt
                )
            )
        }
        if has(.serverCertificate) { addServerCertificate("intranet", expiresInDays: 18) }
        if has(.expiredServerCertificate) { addServerCertificate("www-2024", expiresInDays: -47) }
        if profile.care == .neglected {
            account.orphanMFADevices.append(VirtualMFADevice(serialNumber: arn("mfa", "old-phone")))
        }
    }

    private mutating func addServerCertificate(_ name: String, expiresInDays days: Int64) {
        let expiresAt = asOf.adding(seconds: days * 86_400)
        account.serverCertificates.append(
            ServerCertificate(
                arn: arn("server-certificate", name),
                name: name,
                id: random.uniqueID("ASCA"),
                uploadedAt: expiresAt.adding(seconds: -390 * 86_400),
                expiresAt: expiresAt
            )
        )
    }

    var identityCenterProvider: String {
        var random = SeededRandom(organization.seed, 0x550, UInt64(account.index))
        return arn("saml-provider", "AWSSSO_\(random.hex(16))_DO_NOT_DELETE")
    }

    var githubProvider: String {
        arn("oidc-provider", "token.actions.githubusercontent.com")
    }

    var gitlabProvider: String { arn("oidc-provider", "gitlab.com") }

    /// Code is delivered from GitHub where code runs.
    var usesGitHub: Bool {
        has(.githubAnyRepository) || has(.unboundGitHub) || profile.unit == .production || profile.unit == .development
    }
}
