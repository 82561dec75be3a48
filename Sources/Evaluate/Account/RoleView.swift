import Domain

/// A role with its trust policy read and its powers judged.
struct RoleView: Sendable {
    var role: Role
    var trust: Result<[TrustGrant], PolicyError>
    /// The configured pattern under which a platform made the role, or nil.
    var platform: PlatformRole?
    var isBreakGlass: Bool
    var power = Power.unknown

    var isAdmin: AccountInventory.Answer { power.isAdmin }
    var escalation: Escalation.Result { power.escalation }
    var canBecomeAdmin: AccountInventory.Answer { escalation.answer }
    var isServiceLinked: Bool { role.path.hasPrefix("/aws-service-role/") }
}

/// A party that an Allow statement of a trust policy lets assume the role, and under which conditions.
struct TrustGrant: Sendable, Hashable {
    var party: TrustedParty
    var conditions: [PolicyCondition]
}

extension TrustGrant {
    /// The grants of a trust policy; Deny statements take away nothing here, because they name nobody as trusted.
    ///
    /// An Allow with `NotPrincipal` lets in everyone else, which is anyone.
    static func grants(in document: PolicyDocument) -> [TrustGrant] {
        document.statements.flatMap { statement -> [TrustGrant] in
            guard statement.effect == .allow, actions.contains(where: statement.actions.covers) else { return [] }
            let parties: [TrustedParty] =
                switch statement.principals {
                case .only(let parties): parties
                case .allBut: [.anyone]
                case nil: []
                }
            return parties.map { TrustGrant(party: $0, conditions: statement.conditions) }
        }
    }

    private static let actions = [
        "sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity",
    ].map { Wildcard(action: $0) }
}

extension PlatformRole {
    /// Whether name and every trusted party fit the pattern, so that a role that also trusts someone else does not pass.
    func fits(_ role: Role, _ grants: [TrustGrant], in organization: OrganizationContext) -> Bool {
        guard Wildcard(name).matches(role.name), !grants.isEmpty else { return false }
        return grants.allSatisfy { fits($0.party, of: role, in: organization) }
    }

    /// A pattern that leaves the account open means the accounts of the organization, and no outsider of the same name.
    private func fits(_ party: TrustedParty, of role: Role, in organization: OrganizationContext) -> Bool {
        let account = party.accountID ?? ARN(party.text)?.accountID
        if principal == "management" { return account != nil && account == organization.managementAccountID }
        guard party.kind != .anyone, Wildcard(principal).matches(party.text) else { return false }
        guard let account, account != ARN(role.arn)?.accountID else { return true }
        let isNamed = principal.contains(account.description)
        return isNamed || organization.confirmed && organization.accountIDs.contains(account)
    }
}
