import Domain

extension AccountTruth {
    mutating func tellOfRoot() {
        let root = account.root
        let hasCredentials = root.password != nil || !root.accessKeys.isEmpty
        if !root.accessKeys.isEmpty {
            let isActive = root.accessKeys.contains { $0.key.status == "Active" }
            fails("root-access-key", account.rootARN, isActive ? .critical : .medium)
        }
        if hasCredentials, root.mfa == nil { fails("root-mfa", account.rootARN, .critical) }
        if root.mfa?.isVirtual == true { fails("root-hardware-mfa", account.rootARN, .high) }
        let uses = [root.password?.lastUsedAt].compactMap(\.self) + root.accessKeys.compactMap(\.lastUse?.at)
        if let last = uses.max(), !isOlder(last, than: 31) { fails("root-recent-use", account.rootARN, .high) }
        if root.signingCertificates.contains(where: { $0.status == "Active" }) {
            fails("root-signing-certificate", account.rootARN, .high)
        }
        // The rehearsal's organization has centralized root management on.
        if !account.isManagement, hasCredentials { fails("root-member-credentials", account.rootARN, .medium) }
    }

    mutating func tellOfAccountSettings() {
        if let policy = account.passwordPolicy {
            if policy.minimumLength < 14 { fails("password-policy-length", accountARN, .medium) }
            if (policy.reusePrevention ?? 0) < 24 { fails("password-policy-reuse", accountARN, .low) }
            let classes = [
                policy.requiresSymbols, policy.requiresNumbers, policy.requiresUppercase, policy.requiresLowercase,
            ]
            if classes.contains(false) || policy.hardExpiry { fails("password-policy-classes", accountARN, .low) }
        } else {
            let hasConsoleUsers = account.users.contains { $0.password != nil }
            fails("password-policy-missing", accountARN, hasConsoleUsers ? .medium : .info)
        }
        for device in account.orphanMFADevices { fails("mfa-device-orphan", device.serialNumber, .low) }
        for certificate in account.serverCertificates {
            guard let expiresAt = certificate.expiresAt else { continue }
            let left = -seconds(since: expiresAt)
            if left < 0 {
                fails("server-certificate-expired", certificate.arn, .medium)
            } else if left <= 30 * 86_400 {
                fails("server-certificate-expiring", certificate.arn, .low)
            }
        }
        for provider in account.samlProviders where !provider.arn.contains(":saml-provider/AWSSSO_") {
            guard let validUntil = provider.validUntil, -seconds(since: validUntil) <= 30 * 86_400 else { continue }
            fails("identity-provider-expiring", provider.arn, .medium)
        }
    }
}
