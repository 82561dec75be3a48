import Domain

/// What the rehearsal's authors meant an identity to be able to do.
enum Power {
    case ordinary
    /// Not an administrator, but one step away from being one.
    case canBecomeAdministrator
    case administrator
}

extension AccountTruth {
    func power(of user: RehearsalUser) -> Power {
        let groups = account.groups.filter { user.groups.contains($0.name) }
        return power(
            attached: user.attachedPolicies + groups.flatMap(\.attachedPolicies),
            inline: user.inlinePolicies + groups.flatMap(\.inlinePolicies),
            isBounded: user.permissionsBoundary != nil
        )
    }

    func power(of role: RehearsalRole) -> Power {
        power(
            attached: role.attachedPolicies,
            inline: role.inlinePolicies,
            isBounded: role.permissionsBoundary != nil
        )
    }

    /// Of the documents that the rehearsal writes, two give everything and two the step to it; every boundary, and the one
    /// Deny, keeps its bearer away from IAM.
    private func power(attached: [String], inline: [RehearsalInlinePolicy], isBounded: Bool) -> Power {
        let customer = attached.compactMap { account.policy(arn: $0)?.defaultVersion?.document }
        let documents = inline.map(\.document) + customer
        if isBounded || documents.contains(PolicyDocuments.withoutIdentity) { return .ordinary }
        if attached.contains(AWSManagedPolicy.arn("AdministratorAccess")) || documents.contains(where: givesEverything)
        {
            return .administrator
        }
        let switching = PolicyDocuments.switchingVersions(account.id.description)
        let isOneStepAway = documents.contains(PolicyDocuments.escalation) || documents.contains(switching)
        return isOneStepAway ? .canBecomeAdministrator : .ordinary
    }

    /// Everything without a condition.
    func givesEverything(_ document: String) -> Bool { document == PolicyDocuments.administrator }

    /// Everything, be it under a condition.
    func namesEverything(_ document: String) -> Bool {
        givesEverything(document) || document == PolicyDocuments.administratorOnCall
    }
}
