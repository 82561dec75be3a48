import Domain

/// One account's facts joined and its principals judged, once for all checks.
struct AccountView: Sendable {
    let facts: AccountFacts
    let root: RootView
    /// Empty where the authorization details were not read; sorted by ARN.
    let users: [UserView]
    let roles: [RoleView]
    let policies: PolicyView
    private let serviceCredentials: [String: [ServiceSpecificCredential]]
    let powers: Powers
    /// Customer policies and inline policies, by the ARN of the policy or of its holder.
    let documents: [HeldDocument]

    init(
        _ facts: AccountFacts,
        settings: EvaluationSettings,
        organization: OrganizationContext,
        library: PolicyLibrary,
        asOf: Instant? = nil
    ) {
        let policies = PolicyView(facts, library: library)
        let details = facts.authorization.value ?? AuthorizationDetails()
        self.facts = facts
        self.root = RootView(facts)
        self.policies = policies
        self.serviceCredentials = Dictionary(grouping: facts.serviceCredentials.value ?? [], by: \.userName)

        var rows: [String: CredentialReport.Row] = [:]
        for row in facts.credentialReport.value?.rows ?? [] { rows[row.user] = row }
        let virtualDevices = facts.virtualMFADevices.value.map { Set($0.compactMap(\.userARN)) }
        var users = details.users.sorted { $0.arn < $1.arn }.map { user in
            let row = rows[user.name].flatMap { $0.describes(user) ? $0 : nil }
            let unreported = facts.unreportedUsers[user.name]
            return UserView(
                user: user,
                row: row,
                keys: KeyView.join(listed: facts.accessKeys[user.name], row: row, report: facts.credentialReport),
                password: PasswordView.join(row: row, unreported: unreported, report: facts.credentialReport),
                mfa: UserView.MFA.join(
                    user: user,
                    row: row,
                    unreported: unreported,
                    report: facts.credentialReport,
                    virtualDevices: virtualDevices
                ),
                isBreakGlass: settings.breakGlass.contains(user.arn)
            )
        }
        var roles = details.roles.sorted { $0.arn < $1.arn }.map { role in
            let trust = policies.policy(role.trustPolicy).result.map(TrustGrant.grants)
            let grants = (try? trust.get()) ?? []
            return RoleView(
                role: role,
                trust: trust,
                platform: settings.trusted.platformRoles.first { $0.fits(role, grants, in: organization) },
                isBreakGlass: settings.breakGlass.contains(role.arn)
            )
        }
        let powers = Powers(of: users, roles, details, policies, facts, organization, asOf)
        for index in users.indices { users[index].power = powers[users[index].user.arn] }
        for index in roles.indices { roles[index].power = powers[roles[index].role.arn] }
        self.powers = powers
        self.documents = HeldDocument.all(in: details, policies, users, roles)
        self.users = users
        self.roles = roles
    }

    /// Sorted by id; empty as well where the list could not be read.
    func serviceCredentials(of userName: String) -> [ServiceSpecificCredential] {
        (serviceCredentials[userName] ?? []).sorted { $0.id < $1.id }
    }

    /// The reason where nothing of the account was read because no session could be made.
    ///
    /// Every section then carries one and the same reason; calls that were denied one by one name their own action.
    var nothingReadBecause: Unavailable? {
        guard let reason = facts.summary.unavailable else { return nil }
        let sections: [FactSection] = [
            .authorization, .roleSettings, .passwordPolicy, .aliases, .virtualMFADevices, .serverCertificates,
            .samlProviders, .oidcProviders, .serviceCredentials, .credentialReport,
        ]
        return sections.allSatisfy { facts.unavailable($0) == reason } ? reason : nil
    }
}

extension CredentialReport.Row {
    /// Whether the row is about this user and not about one of the same name that was deleted before it was made.
    fileprivate func describes(_ user: User) -> Bool {
        guard let createdAt else { return true }
        return createdAt == user.createdAt
    }
}
