import Domain

extension AccountTruth {
    mutating func tellOfRoles() {
        for role in account.roles {
            tellWhoIsTrusted(by: role)
            if role.maxSessionSeconds > 4 * 3_600, !role.isPlatformRole, power(of: role) == .administrator {
                fails("role-long-session", role.arn, .low)
            }
            let isOfAWS = role.path.hasPrefix("/aws-service-role/")
            if !isOfAWS, !role.isPlatformRole, isOlder(role.lastUsedAt ?? role.createdAt, than: 90) {
                fails("role-unused", role.arn, .medium)
            }
            if role.attachedPolicies.contains(AWSManagedPolicy.arn("AdministratorAccess")), !role.isPlatformRole {
                fails("policy-administrator-access", role.arn, role.trust.isOfCompute ? .high : .medium)
            }
        }
        tellOfProviders()
        tellOfChains()
    }

    /// The build reaches every deployer that an account of the organization lets it into.
    private mutating func tellOfChains() {
        guard account.index == AccountProfile.pipelineIndex,
            let pipeline = account.roles.first(where: { $0.name == AccountBuilder.pipeline })
        else { return }
        let isLetIn = (0..<organization.accountCount).contains { index in
            let quirks = organization.profile(at: index).quirks
            return quirks.contains(.chainTarget) && quirks.isDisjoint(with: [.suspended, .trustDeniesHub])
        }
        if isLetIn { fails("role-chain-to-admin", pipeline.arn, .medium) }
    }

    private mutating func tellOfProviders() {
        let providers = account.samlProviders.map(\.arn) + account.oidcProviders.map(\.arn)
        for provider in providers where !provider.contains(":saml-provider/AWSSSO_") {
            let isTrusted = account.roles.contains { $0.trust.provider == provider }
            if !isTrusted { fails("identity-provider-orphan", provider, .low) }
            let isApproved = RehearsalOrganization.approvedIdentityProviders.contains { provider.hasSuffix("/\($0)") }
            if !isApproved { fails("saml-provider-unapproved", provider, .high) }
        }
        for role in account.roles {
            guard let provider = role.trust.provider, !providers.contains(provider) else { continue }
            fails("identity-provider-orphan", role.arn, name: provider, .medium)
        }
    }

    private mutating func tellWhoIsTrusted(by role: RehearsalRole) {
        switch role.trust.party {
        case .service(let name): tellOfService(name, trustedBy: role)
        case .anyone: tellOfAnyone(role)
        case .principal(let arn, let id): tellOfTrusted(arn, in: id, by: role)
        case .deleted(let uniqueID): fails("trust-deleted-principal", role.arn, name: uniqueID, .low)
        case .saml(let provider):
            let isBound = role.trust.conditions.contains { if case .audience = $0 { true } else { false } }
            if !isBound { fails("trust-saml-audience", role.arn, name: provider, .medium) }
        case .webIdentity(let provider) where provider.hasSuffix("/gitlab.com"):
            let isBound = role.trust.conditions.contains { if case .subject = $0 { true } else { false } }
            if !isBound { fails("trust-oidc-tenant", role.arn, name: provider, .high) }
        case .webIdentity(let provider):
            if let severity = severityOfRepositories(role.trust) {
                fails("trust-github-subject", role.arn, name: provider, severity)
            }
        }
    }

    /// Only the organization's id closes a door that stands open to everybody: external ids and networks are known outside.
    private mutating func tellOfAnyone(_ role: RehearsalRole) {
        guard !role.trust.conditions.contains(.organization(organization.organizationID)) else { return }
        fails("trust-anyone", role.arn, name: "*", .critical)
    }

    /// No trust of a service in the rehearsal has a condition; of the services that it uses, CodeBuild acts for customers.
    private mutating func tellOfService(_ name: String, trustedBy role: RehearsalRole) {
        if name == "rolesanywhere.amazonaws.com" { fails("trust-roles-anywhere", role.arn, name: name, .high) }
        if name == "codebuild.amazonaws.com" { fails("trust-service-confused-deputy", role.arn, name: name, .low) }
    }

    private mutating func tellOfTrusted(_ arn: String, in id: String, by role: RehearsalRole) {
        guard let trusted = AccountID(id) else { return }
        if arn.hasPrefix("arn:aws:sts::"), let session = arn.split(separator: "/").last {
            let hasLeft = people.person(withEmail: session)?.hasLeft == true
            fails("trust-person-session", role.arn, name: arn, hasLeft ? .high : .medium)
            if hasLeft { fails("leaver-named", role.arn, name: arn, .high) }
        }
        if arn.contains(":user/"), power(of: role) == .administrator, !role.trust.conditions.contains(.mfa) {
            fails("role-admin-without-mfa", role.arn, name: arn, .low)
        }
        if let index = organization.index(of: trusted) {
            let isSuspended = organization.profile(at: index).quirks.contains(.suspended)
            if isSuspended, index != account.index { fails("trust-departed-account", role.arn, name: arn, .low) }
            let isWholeAccount = arn.hasSuffix(":root") && index != account.index
            if isWholeAccount, !role.isPlatformRole, power(of: role) != .ordinary {
                fails("trust-whole-account", role.arn, name: arn, .low)
            }
            return
        }
        tellOfOutsideRights(arn, of: role, isApproved: Vendor.approvedAccountIDs.contains(id))
        if Vendor.approvedAccountIDs.contains(id) {
            let hasExternalID = role.trust.conditions.contains { if case .externalID = $0 { true } else { false } }
            if !hasExternalID { fails("trust-external-id", role.arn, name: arn, .high) }
            return
        }
        let severity: Severity = power(of: role) == .ordinary ? .high : .critical
        fails("trust-outside-organization", role.arn, name: arn, severity)
    }

    /// No vendor was allowed to read data; an administrator of a stranger is a stranger first.
    private mutating func tellOfOutsideRights(_ arn: String, of role: RehearsalRole, isApproved: Bool) {
        let isAdministrator = power(of: role) == .administrator
        if isAdministrator, let used = role.lastUsedAt, seconds(since: used) < 30 * 86_400 {
            fails("role-privileged-outside-use", role.arn, .info)
        }
        let readsData = role.attachedPolicies.contains(AWSManagedPolicy.arn("ReadOnlyAccess"))
        if readsData || isAdministrator && isApproved { fails("role-read-only-outside", role.arn, name: arn, .high) }
    }

    /// Nil where only one branch of one repository may come in.
    private func severityOfRepositories(_ trust: RehearsalTrust) -> Severity? {
        for case .subject(_, let pattern) in trust.conditions {
            return pattern.hasSuffix("*") ? .medium : nil
        }
        return .critical
    }
}

extension RehearsalTrust {
    /// The ARN of the provider that is trusted, if it is one.
    fileprivate var provider: String? {
        switch party {
        case .saml(let arn), .webIdentity(let arn): arn
        default: nil
        }
    }

    /// Whether code that runs in the account gets the role, and with it whoever can change the code.
    var isOfCompute: Bool {
        guard case .service(let name) = party else { return false }
        return ["ec2", "lambda", "ecs-tasks", "eks", "pods.eks"].contains { name == "\($0).amazonaws.com" }
    }
}
