import Domain

/// The roles whose trust is wider than anybody meant: of federation, and of those who may become administrators.
extension AccountBuilder {
    mutating func addLooseRoles() {
        var random = SeededRandom(organization.seed, 0x1005, UInt64(account.index))
        if has(.looseFederation) { addLooseFederation(&random) }
        if has(.looseAdministrators) { addLooseAdministrators(&random) }
    }

    private mutating func addLooseFederation(_ random: inout SeededRandom) {
        // The audience is the same for every customer of GitLab.
        let audience = RehearsalTrust.Condition.audience(key: "gitlab.com:aud", value: "https://gitlab.com")
        let gitlab = RehearsalTrust(party: .webIdentity(gitlabProvider), conditions: [audience])
        account.roles.append(role("gitlab-deploy", trust: gitlab, attached: [viewOnly], &random))
        let certificates = RehearsalTrust.service("rolesanywhere.amazonaws.com")
        account.roles.append(role("printers", trust: certificates, attached: [viewOnly], &random))
        let gone = RehearsalTrust.saml(arn("saml-provider", "adfs"))
        account.roles.append(role("adfs-operators", trust: gone, attached: [viewOnly], used: 95...200, &random))
    }

    private mutating func addLooseAdministrators(_ random: inout SeededRandom) {
        let administrator = ["AdministratorAccess"]
        let audit = RehearsalTrust.account(organization.hubAccountID.description)
        var repair = role("repair", trust: audit, attached: administrator, &random)
        repair.maxSessionSeconds = 43_200
        account.roles.append(repair)
        // Somebody who may not assume roles by policy, so that the trust is all there is to find.
        let ordinary = account.users.first { user in
            let hasOwnPolicies = !user.attachedPolicies.isEmpty || !user.inlinePolicies.isEmpty
            return !hasOwnPolicies && user.groups.allSatisfy { $0 == "developers" || $0 == "automation" }
        }
        if let user = ordinary {
            account.roles.append(role("operator", trust: .principal(user.arn), attached: administrator, &random))
        }
        let vendor = RehearsalTrust.account(random.pick(Vendor.all).accountID, externalID: random.hex(32))
        account.roles.append(role("vendor-operations", trust: vendor, attached: administrator, used: 0...20, &random))
    }
}
