import Domain

extension AccountTruth {
    mutating func tellOfRoles() {
        for role in account.roles {
            tellWhoIsTrusted(by: role)
            let isOfAWS = role.path.hasPrefix("/aws-service-role/")
            if !isOfAWS, !role.isPlatformRole, isOlder(role.lastUsedAt ?? role.createdAt, than: 90) {
                fails("role-unused", role.arn, .medium)
            }
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
