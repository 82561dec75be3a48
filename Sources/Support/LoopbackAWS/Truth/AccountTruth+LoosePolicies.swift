import Domain

extension AccountTruth {
    mutating func tellOfLoosePolicies() {
        for policy in account.policies {
            guard let loose = LoosePolicy.all.first(where: { $0.name == policy.name }) else { continue }
            fails(loose.check, policy.arn, loose.severity)
            if policy.name == LoosePolicy.unreadableVersionOf {
                fails("policy-unparseable", policy.arn, name: "v1", .medium)
                isNotAssessed("policy-dangerous-version", policy.arn, name: "v1")
            }
        }
        tellOfPassedRoles()
        tellOfOldVersions()
        let holders =
            account.users.map { ($0.arn, $0.attachedPolicies) } + account.groups.map { ($0.arn, $0.attachedPolicies) }
            + account.roles.map { ($0.arn, $0.attachedPolicies) }
        for (arn, policies) in holders where policies.contains(AWSManagedPolicy.arn("AWSCloudShellFullAccess")) {
            fails("policy-cloudshell-full", arn, .medium)
        }
        if !holders.contains(where: { $0.1.contains(AWSManagedPolicy.arn("AWSSupportAccess")) }) {
            fails("support-role-missing", accountARN, .low)
        }
    }

    private mutating func tellOfPassedRoles() {
        let holders =
            account.users.map { ($0.arn, $0.inlinePolicies) } + account.roles.map { ($0.arn, $0.inlinePolicies) }
        for (arn, policies) in holders {
            for policy in policies where policy.document == PolicyDocuments.escalation {
                fails("policy-pass-role-any", arn, name: policy.name, .high)
            }
        }
    }

    /// An old version gives everything, the present one does not, and a pipeline may switch.
    private mutating func tellOfOldVersions() {
        let mayBeSwitched = account.roles.contains { role in
            role.inlinePolicies.contains { $0.document == PolicyDocuments.switchingVersions(account.id.description) }
        }
        guard mayBeSwitched else { return }
        for policy in account.policies where policy.defaultVersion.map({ !givesEverything($0.document) }) ?? true {
            for version in policy.versions where givesEverything(version.document) {
                fails("policy-dangerous-version", policy.arn, name: version.id, .medium)
            }
        }
    }

    // MARK: Who can become an administrator

    mutating func tellOfEscalation() {
        for user in account.users {
            let groups = account.groups.filter { user.groups.contains($0.name) }
            tellOfEscalation(
                user.arn,
                power(of: user),
                attached: user.attachedPolicies + groups.flatMap(\.attachedPolicies),
                inline: user.inlinePolicies + groups.flatMap(\.inlinePolicies),
                isBounded: user.permissionsBoundary != nil
            )
        }
        for role in account.roles where !role.isPlatformRole && !role.path.hasPrefix("/aws-service-role/") {
            tellOfEscalation(
                role.arn,
                power(of: role),
                attached: role.attachedPolicies,
                inline: role.inlinePolicies,
                isBounded: role.permissionsBoundary != nil
            )
        }
    }

    private mutating func tellOfEscalation(
        _ arn: String,
        _ power: Power,
        attached: [String],
        inline: [RehearsalInlinePolicy],
        isBounded: Bool
    ) {
        if power == .administrator { return }
        let isFreed = !isBounded && !inline.contains { $0.document == PolicyDocuments.withoutIdentity }
        let isAdministratorAtTimes = inline.contains { $0.document == PolicyDocuments.administratorOnCall }
        if power == .canBecomeAdministrator || isFreed && isAdministratorAtTimes {
            fails("principal-privilege-escalation", arn, .high)
        } else if attached.contains(AWSManagedPolicy.arn("PowerUserAccess"))
            || attached.contains(AWSManagedPolicy.arn("AdministratorAccess"))
        {
            // Everything but IAM: every workload, and with it what runs as an administrator.
            let hasWorkload = account.roles.contains { self.power(of: $0) == .administrator && $0.trust.isOfCompute }
            fails("principal-privilege-escalation", arn, hasWorkload ? .medium : .low)
        }
    }
}
