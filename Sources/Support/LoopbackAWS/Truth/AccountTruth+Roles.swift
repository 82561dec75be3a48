import Domain

extension AccountTruth {
    mutating func tellOfRoles() {
        for role in account.roles {
            tellWhoIsTrusted(by: role)
            let isOfAWS = role.path.hasPrefix("/aws-service-role/")
            if !isOfAWS, !role.isPlatformRole, isOlder(role.lastUsedAt ?? role.createdAt, than: 90) {
                fails("role-unused", role.arn, .medium)
            }
            if role.attachedPolicies.contains(AWSManagedPolicy.arn("AdministratorAccess")), !role.isPlatformRole {
                fails("policy-administrator-access", role.arn, role.trust.isOfCompute ? .high : .medium)
            }
        }
        for provider in account.samlProviders where !provider.arn.contains(":saml-provider/AWSSSO_") {
            let isTrusted = account.roles.contains { $0.trust.party == .saml(provider.arn) }
            if !isTrusted { fails("identity-provider-orphan", provider.arn, .low) }
        }
    }

    private mutating func tellWhoIsTrusted(by role: RehearsalRole) {
        switch role.trust.party {
        case .service: break
        case .anyone: tellOfAnyone(role)
        case .principal(let arn, let id): tellOfTrusted(arn, in: id, by: role)
        case .deleted(let uniqueID): fails("trust-deleted-principal", role.arn, name: uniqueID, .low)
        case .saml(let provider):
            let isBound = role.trust.conditions.contains { if case .audience = $0 { true } else { false } }
            if !isBound { fails("trust-saml-audience", role.arn, name: provider, .medium) }
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
        // Everybody is the outside too.
        fails("trust-outside-organization", role.arn, name: "*", .critical)
    }

    private mutating func tellOfTrusted(_ arn: String, in id: String, by role: RehearsalRole) {
        guard let trusted = AccountID(id) else { return }
        if arn.hasPrefix("arn:aws:sts::"), let session = arn.split(separator: "/").last {
            let hasLeft = people.person(withEmail: session)?.hasLeft == true
            fails("trust-person-session", role.arn, name: arn, hasLeft ? .high : .medium)
        }
        if let index = organization.index(of: trusted) {
            let isSuspended = organization.profile(at: index).quirks.contains(.suspended)
            if isSuspended, index != account.index { fails("trust-departed-account", role.arn, name: arn, .low) }
            return
        }
        let severity: Severity = power(of: role) == .ordinary ? .high : .critical
        fails("trust-outside-organization", role.arn, name: arn, severity)
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
    /// Whether code that runs in the account gets the role, and with it whoever can change the code.
    var isOfCompute: Bool {
        guard case .service(let name) = party else { return false }
        return ["ec2", "lambda", "ecs-tasks", "eks", "pods.eks"].contains { name == "\($0).amazonaws.com" }
    }
}
