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

extension PlatformRole {
    /// Whether name and every trusted party fit the pattern, so that a role that also trusts someone else does not pass.
    func fits(_ role: Role, _ grants: [TrustGrant], in organization: OrganizationContext) -> Bool {
        guard Wildcard(name).matches(role.name), !grants.isEmpty else { return false }
        return grants.allSatisfy { fits($0.party, of: role, in: organization) }
    }

    /// A pattern that leaves the account open means the accounts of the organization, and no outsider of the same name.
    private func fits(_ party: TrustedParty, of role: Role, in organization: OrganizationContext) -> Bool {
        let account = party.accountID ?? ARN(party.text)?.accountID
        // An inventory may name the management account of an organization that is no longer ours.
        if principal == "management" {
            return account != nil && organization.confirmed && account == organization.managementAccountID
        }
        guard party.kind != .anyone, Wildcard(principal).matches(party.text) else { return false }
        guard let account, account != ARN(role.arn)?.accountID else { return true }
        let isNamed = principal.contains(account.description)
        return isNamed || organization.confirmed && organization.accountIDs.contains(account)
    }
}
