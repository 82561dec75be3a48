import Domain

/// The roles that nobody in the account has written.
extension AccountBuilder {
    mutating func addRolesOfEveryAccount(_ random: inout SeededRandom) {
        for (position, linked) in ServiceLinkedRole.all.enumerated() where position < 4 || random.chance(400) {
            var linkedRole = role(
                linked.name,
                path: "/aws-service-role/\(linked.service)/",
                trust: .service(linked.service),
                attached: [linked.policy.arn],
                used: random.chance(600) ? 0...9 : nil,
                &random
            )
            linkedRole.description = "Created by \(linked.service)"
            account.roles.append(linkedRole)
        }
        let support = role("support-cases", trust: .account(id), attached: ["AWSSupportAccess"], &random)
        if !has(.loosePolicies) { account.roles.append(support) }
    }

    /// What AWS's and others' tools deploy to govern an account: administrators all of them, and seldom used.
    mutating func addPlatformRoles() {
        var random = SeededRandom(organization.seed, 0x91A7, UInt64(account.index))
        let management = "arn:aws:iam::\(organization.managementAccountID)"
        if !account.isManagement {
            let stackSets = "aws-service-role/stacksets.cloudformation.amazonaws.com"
            let deployer = "\(management):role/\(stackSets)/AWSServiceRoleForCloudFormationStackSetsOrgAdmin"
            addPlatformRole("OrganizationAccountAccessRole", trust: .principal("\(management):root"), &random)
            addPlatformRole("AWSControlTowerExecution", trust: .principal("\(management):root"), &random)
            addPlatformRole("stacksets-exec-\(random.hex(32))", trust: .principal(deployer), &random)
        }
        if profile.unit == .development {
            let name = "cdk-hnb659fds-cfn-exec-role-\(id)-\(organization.region)"
            addPlatformRole(name, trust: .service("cloudformation.amazonaws.com"), &random)
        }
        if has(.lookAlikeRole) {
            // The name is a platform's, the trust is not.
            let stranger = RehearsalTrust.account("999933334444")
            let name = "stacksets-exec-\(random.hex(32))"
            account.roles.append(
                role(name, trust: stranger, attached: ["AdministratorAccess"], used: 100...200, &random)
            )
        }
    }

    private mutating func addPlatformRole(_ name: String, trust: RehearsalTrust, _ random: inout SeededRandom) {
        let used = random.chance(300) ? 10...300 : nil
        var platformRole = role(name, trust: trust, attached: ["AdministratorAccess"], used: used, &random)
        platformRole.isPlatformRole = true
        account.roles.append(platformRole)
    }

    mutating func addFederatedRoles(_ random: inout SeededRandom) {
        let sets = [("AdministratorAccess", 43_200), ("ReadOnlyAccess", 28_800), ("DeveloperAccess", 28_800)]
        for (name, seconds) in sets where name != "DeveloperAccess" || profile.unit == .development {
            let isManaged = name != "DeveloperAccess"
            var reserved = role(
                "AWSReservedSSO_\(name)_\(random.hex(16))",
                path: "/aws-reserved/sso.amazonaws.com/\(organization.region)/",
                trust: .saml(identityCenterProvider),
                attached: isManaged ? [name] : [],
                used: random.chance(150) ? nil : 0...40,
                &random
            )
            reserved.isPlatformRole = true
            reserved.maxSessionSeconds = seconds
            if !isManaged {
                reserved.inlinePolicies = [
                    RehearsalInlinePolicy(name: "AwsSSOInlinePolicy", document: PolicyDocuments.developer(id))
                ]
            }
            account.roles.append(reserved)
        }
        if has(.unboundSAML) {
            // The provider is named, the audience is not.
            let anyAudience = RehearsalTrust(party: .saml(arn("saml-provider", "okta")))
            account.roles.append(role("okta-operators", trust: anyAudience, attached: ["ReadOnlyAccess"], &random))
        }
        if has(.unboundGitHub) {
            let anyRepository = RehearsalTrust.github(githubProvider, subject: nil)
            account.roles.append(role("github-preview", trust: anyRepository, attached: ["ReadOnlyAccess"], &random))
        }
        guard usesGitHub else { return }
        let subject = has(.githubAnyRepository) ? "repo:acme/*" : "repo:acme/\(profile.name):ref:refs/heads/main"
        var deploy = role("github-deploy", trust: .github(githubProvider, subject: subject), &random)
        deploy.inlinePolicies = [
            RehearsalInlinePolicy(name: "deploy", document: PolicyDocuments.deployment("web", id))
        ]
        account.roles.append(deploy)
    }
}
