import Domain

/// Users whom nothing shows to be at work, where something would.
enum Idleness {
    case dormant
    case neverActive
}

extension AccountTruth {
    func isBreakGlass(_ user: RehearsalUser) -> Bool { organization.breakGlassARNs.contains(user.arn) }

    private func lastUse(of user: RehearsalUser) -> Instant? {
        (user.accessKeys.compactMap(\.lastUse?.at) + [user.password?.lastUsedAt].compactMap(\.self)).max()
    }

    /// Nil for who is at work, who may be so unseen, and where nobody can tell because the tokens are not known.
    func idleness(of user: RehearsalUser) -> Idleness? {
        let mayBeUnseen =
            user.sshKeys.contains { $0.status == "Active" }
            || user.signingCertificates.contains { $0.status == "Active" }
            || user.serviceCredentials.contains { $0.status == "Active" }
        if mayBeUnseen || isBreakGlass(user) || account.deniedActions.contains("ListServiceSpecificCredentials") {
            return nil
        }
        if let last = lastUse(of: user) { return isOlder(last, than: 90) ? .dormant : nil }
        return isOlder(user.createdAt, than: 90) ? .neverActive : nil
    }

    mutating func tellOfIdleness(of user: RehearsalUser) {
        switch idleness(of: user) {
        case .dormant: fails("user-dormant", user.arn, .medium)
        case .neverActive: fails("user-never-active", user.arn, .medium)
        case nil: break
        }
        guard user.sshKeys.contains(where: { $0.status == "Active" }), !isBreakGlass(user) else { return }
        if isOlder(max(user.createdAt, lastUse(of: user) ?? user.createdAt), than: 90) {
            fails("ssh-key-ghost", user.arn, .low)
        }
    }

    /// The emergency identities, and what else the management account should not hold.
    mutating func tellOfEmergencies() {
        guard account.isManagement else { return }
        for arn in organization.breakGlassARNs {
            guard let user = account.users.first(where: { $0.arn == arn }) else {
                fails("break-glass-weak", arn, .info)
                continue
            }
            if let last = lastUse(of: user), !isOlder(last, than: 31) { fails("break-glass-used", arn, .high) }
            if user.mfa?.isVirtual != false || !user.accessKeys.isEmpty { fails("break-glass-weak", arn, .high) }
        }
        let runsWorkloads = account.roles.contains { role in
            role.trust.isOfCompute && !role.isPlatformRole && !role.path.hasPrefix("/aws-service-role/")
        }
        if runsWorkloads || !account.users.allSatisfy(isBreakGlass) {
            fails("management-account-identities", accountARN, .medium)
        }
    }
}
