import Domain

extension AccountTruth {
    mutating func tellOfPolicies() {
        for policy in account.policies {
            if let document = policy.defaultVersion?.document, namesEverything(document) {
                let isAttached = policy.attachmentCount > 0
                if isAttached {
                    fails("policy-admin-attached", policy.arn, .high)
                } else {
                    fails("policy-admin-unattached", policy.arn, .medium)
                }
            }
            let isUsed = policy.attachmentCount > 0 || policy.boundaryUsageCount > 0
            if !isUsed, isOlder(policy.updatedAt, than: 90) { fails("policy-unattached", policy.arn, .low) }
        }
        let principals =
            account.users.map { ($0.arn, $0.inlinePolicies) } + account.groups.map { ($0.arn, $0.inlinePolicies) }
            + account.roles.map { ($0.arn, $0.inlinePolicies) }
        for (arn, policies) in principals {
            for policy in policies where namesEverything(policy.document) {
                fails("policy-admin-inline", arn, name: policy.name, .high)
            }
        }
        tellOfLoosePolicies()
        tellOfEscalation()
        let administratorAccess = AWSManagedPolicy.arn("AdministratorAccess")
        for user in account.users where user.attachedPolicies.contains(administratorAccess) && !isBreakGlass(user) {
            fails("policy-administrator-access", user.arn, .high)
        }
        for group in account.groups {
            if group.attachedPolicies.contains(administratorAccess) {
                fails("policy-administrator-access", group.arn, .high)
            }
            let hasMembers = account.users.contains { $0.groups.contains(group.name) }
            let hasPolicies = !group.attachedPolicies.isEmpty || !group.inlinePolicies.isEmpty
            if !hasMembers || !hasPolicies { fails("group-empty", group.arn, .low) }
        }
    }
}
