import Domain

extension AccountTruth {
    mutating func tellOfUsers() {
        for user in account.users {
            tellOfKeys(of: user)
            tellOfPassword(of: user)
            tellOfTokens(of: user)
            tellOfRights(of: user)
            tellOfIdleness(of: user)
            for key in user.sshKeys where key.status == "Active" && isOlder(key.uploadedAt, than: 90) {
                fails("ssh-key-age", user.arn, name: key.uploadedAt.iso8601, .medium)
            }
            for certificate in user.signingCertificates where certificate.status == "Active" {
                let severity: Severity = isOlder(certificate.uploadedAt, than: 365) ? .high : .medium
                fails("signing-certificate-active", user.arn, name: certificate.uploadedAt.iso8601, severity)
            }
        }
        if account.users.contains(where: { !$0.isService && !isBreakGlass($0) }) {
            fails("user-not-federated", accountARN, .low)
        }
    }

    private mutating func tellOfKeys(of user: RehearsalUser) {
        let idleness = idleness(of: user)
        let active = user.accessKeys.filter { $0.key.status == "Active" }
        for key in active {
            let created = key.key.createdAt
            if isOlder(created, than: 90) {
                fails("key-age", user.arn, name: created.iso8601, isOlder(created, than: 365) ? .high : .medium)
            }
            if key.lastUse == nil, user.password != nil, !isAtLeast(created, 45),
                abs(created.seconds(since: user.createdAt)) <= 60
            {
                fails("key-from-user-setup", user.arn, name: created.iso8601, .low)
            }
            guard !isBreakGlass(user) else { continue }
            if let use = key.lastUse {
                if isAtLeast(use.at, 45), idleness != .dormant {
                    fails("key-unused", user.arn, name: created.iso8601, .medium)
                }
            } else if isAtLeast(created, 45), idleness != .neverActive {
                fails("key-never-used", user.arn, name: created.iso8601, .medium)
            }
        }
        for key in user.accessKeys where key.key.status == "Inactive" {
            guard isOlder(max(key.key.createdAt, key.lastUse?.at ?? key.key.createdAt), than: 90) else { continue }
            fails("key-inactive-kept", user.arn, name: key.key.createdAt.iso8601, .low)
        }
        if user.accessKeys.count > 2 { fails("key-beyond-two", user.arn, .high) }
        if active.count == 2 { fails("key-two-active", user.arn, .low) }
        guard !active.isEmpty else { return }
        if user.password != nil { fails("key-beside-password", user.arn, .low) }
        if power(of: user) != .ordinary, !isBreakGlass(user) { fails("key-of-admin", user.arn, .high) }
    }

    private mutating func tellOfPassword(of user: RehearsalUser) {
        guard let password = user.password else {
            let credentials =
                user.accessKeys.count + user.signingCertificates.count + user.sshKeys.count
                + user.serviceCredentials.count
            if credentials == 0 { fails("user-no-credential", user.arn, .low) }
            return
        }
        if user.mfa == nil { fails("user-mfa", user.arn, power(of: user) == .administrator ? .critical : .high) }
        if account.passwordPolicy?.expiresPasswords == true, isOlder(password.changedAt, than: 90) {
            fails("password-age", user.arn, .low)
        }
        tellOfUnusedPassword(password, of: user)
        if user.isService { fails("service-user-password", user.arn, .medium) }
    }

    private mutating func tellOfUnusedPassword(_ password: RehearsalPassword, of user: RehearsalUser) {
        guard !isBreakGlass(user) else { return }
        let idleness = idleness(of: user)
        let newest = max(password.changedAt, password.lastUsedAt ?? password.changedAt)
        if isAtLeast(newest, 45), idleness == nil { fails("password-unused", user.arn, .medium) }
        if password.lastUsedAt == nil, isAtLeast(password.changedAt, 45), idleness != .neverActive {
            fails("password-never-used", user.arn, .medium)
        }
    }

    private mutating func tellOfTokens(of user: RehearsalUser) {
        for credential in user.serviceCredentials {
            let created = credential.createdAt.iso8601
            let isOld = isOlder(credential.createdAt, than: 90)
            switch (credential.status, credential.isAPIToken) {
            case ("Active", false):
                if isOld { fails("service-credential-age", user.arn, name: created, .low) }
            case ("Active", true):
                guard let expiresAt = credential.expiresAt else {
                    fails("token-no-expiry", user.arn, name: created, .high)
                    break
                }
                let isLong = expiresAt.seconds(since: credential.createdAt) > 365 * 86_400
                if expiresAt > organization.asOf {
                    fails("token-long-term", user.arn, name: created, isLong ? .high : .medium)
                }
                if isOld { fails("token-age", user.arn, name: created, .medium) }
            default:
                if isOld { fails("token-dead-kept", user.arn, name: created, .low) }
            }
        }
        let hasToken = user.serviceCredentials.contains { $0.isAPIToken && $0.status == "Active" }
        // What Bedrock's own policy gives is all that a token of its users needs; every group gives something else.
        let isNarrow =
            user.groups.isEmpty && user.inlinePolicies.isEmpty
            && user.attachedPolicies.allSatisfy { $0 == AWSManagedPolicy.arn("AmazonBedrockLimitedAccess") }
        if hasToken, !isNarrow { fails("token-owner-overprivileged", user.arn, .high) }
        guard user.name.hasPrefix("BedrockAPIKey-") else { return }
        let hasOtherCredentials = user.password != nil || !user.accessKeys.isEmpty
        if hasOtherCredentials || !user.serviceCredentials.contains(where: { $0.status == "Active" }) {
            fails("token-phantom-user", user.arn, hasOtherCredentials ? .high : .medium)
        }
    }

    private mutating func tellOfRights(of user: RehearsalUser) {
        if power(of: user) == .administrator, !isBreakGlass(user) {
            fails("user-admin", user.arn, .high)
            if user.mfa?.isVirtual == true, !user.isService { fails("user-admin-virtual-mfa", user.arn, .low) }
        }
        if user.attachedPolicies.contains(where: { $0.contains("policy/AWSCompromisedKeyQuarantine") }) {
            fails("user-quarantined", user.arn, .critical)
        }
        if !user.tags.contains(where: { RehearsalOrganization.ownerTags.contains($0.key) }) {
            fails("user-owner-tag", user.arn, .low)
        }
        if !user.attachedPolicies.isEmpty || !user.inlinePolicies.isEmpty {
            fails("user-direct-policy", user.arn, .low)
        }
    }
}

extension ServiceSpecificCredential {
    /// A bearer token for models or logs, and not a password for Git or a database.
    fileprivate var isAPIToken: Bool {
        ["bedrock", "aws-external-anthropic", "logs", "cloudwatch"].contains { serviceName == "\($0).amazonaws.com" }
    }
}
