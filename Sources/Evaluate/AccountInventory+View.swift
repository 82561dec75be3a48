import Domain

extension AccountInventory {
    /// The rows of identities.csv, credentials.csv, entitlements.csv and trusts.csv of one account.
    init(_ account: AccountView, settings: EvaluationSettings, organization: OrganizationContext, asOf: Instant) {
        let hasFacts = account.nothingReadBecause == nil
        self.init(
            identities: hasFacts ? Self.identities(account, settings) : [],
            credentials: Self.credentials(account, asOf),
            entitlements: Self.entitlements(account),
            trusts: Self.trusts(account, settings, organization),
            assumptions: Self.assumptions(account),
            platformRoles: account.roles.filter { $0.platform != nil }.map(\.role.arn)
        )
    }

    // MARK: - Identities

    private static func identities(_ account: AccountView, _ settings: EvaluationSettings) -> [Identity] {
        let root = account.root
        let identity = Identity(
            type: "root",
            arn: root.arn,
            name: CredentialReport.rootUserName,
            path: "/",
            createdAt: root.row?.createdAt,
            lastUsedAt: root.lastUsedAt,
            isAdmin: .yes,
            mfa: rootMFA(account)
        )
        let users = account.users.map { view in
            Identity(
                type: "user",
                arn: view.user.arn,
                name: view.user.name,
                path: view.user.path,
                createdAt: view.user.createdAt,
                lastUsedAt: view.lastUsedAt,
                owner: owner(view.user.tags, settings),
                isAdmin: view.isAdmin,
                mfa: view.mfa.value?.rawValue ?? "unknown",
                tags: view.user.tags
            )
        }
        let roles = account.roles.map { view in
            Identity(
                type: "role",
                arn: view.role.arn,
                name: view.role.name,
                path: view.role.path,
                createdAt: view.role.createdAt,
                lastUsedAt: view.role.lastUsedAt,
                owner: owner(view.role.tags, settings),
                isAdmin: view.isAdmin,
                tags: view.role.tags
            )
        }
        return [identity] + users + roles
    }

    private static func rootMFA(_ account: AccountView) -> String {
        guard let hasMFA = account.root.hasMFA else { return "unknown" }
        guard hasMFA else { return UserView.MFA.none.rawValue }
        guard let devices = account.facts.virtualMFADevices.value else { return UserView.MFA.active.rawValue }
        // The owner's ARN decides: a user's device may be named like root's.
        let isVirtual = devices.contains { $0.userARN == account.root.arn }
        return (isVirtual ? UserView.MFA.virtual : .hardware).rawValue
    }

    private static func owner(_ tags: [Tag], _ settings: EvaluationSettings) -> String {
        for key in settings.ownerTags {
            if let tag = tags.first(where: { $0.key.lowercased() == key.lowercased() }) { return tag.value }
        }
        return ""
    }

    // MARK: - Entitlements

    private static func entitlements(_ account: AccountView) -> [Entitlement] {
        let users = account.users.flatMap { view -> [Entitlement] in
            let user = view.user
            let own = entitlements(
                of: user.arn,
                attached: user.attachedPolicies,
                inline: user.inlinePolicies,
                boundary: user.permissionsBoundary,
                account
            )
            let inherited = user.groups.sorted().flatMap { name -> [Entitlement] in
                guard let group = account.policies.group(name) else { return [] }
                return entitlements(
                    of: user.arn,
                    attached: group.attachedPolicies,
                    inline: group.inlinePolicies,
                    via: "group:\(name)",
                    account
                )
            }
            return own + inherited
        }
        let roles = account.roles.flatMap { view in
            entitlements(
                of: view.role.arn,
                attached: view.role.attachedPolicies,
                inline: view.role.inlinePolicies,
                boundary: view.role.permissionsBoundary,
                account
            )
        }
        return users + roles
    }

    private static func entitlements(
        of principal: String,
        attached: [AttachedPolicy],
        inline: [InlinePolicy],
        boundary: String? = nil,
        via group: String? = nil,
        _ account: AccountView
    ) -> [Entitlement] {
        let holder = ARN(principal)
        func entitlement(_ via: String, arn: String, name: String, _ policy: ParsedPolicy?) -> Entitlement {
            Entitlement(
                principalARN: principal,
                via: via,
                policyARN: arn,
                policyName: name,
                isAdmin: holder.map { account.policies.isAdmin(policy, for: $0) } ?? .unknown
            )
        }
        let policies = account.policies
        return attached.map {
            entitlement(group ?? "attached", arn: $0.arn, name: $0.name, policies.policy(arn: $0.arn))
        }
            + inline.map { entitlement(group ?? "inline", arn: "", name: $0.name, policies.policy($0.document)) }
            + [boundary].compactMap(\.self).map {
                entitlement("boundary", arn: $0, name: ARN($0)?.name ?? "", policies.policy(arn: $0))
            }
    }

    // MARK: - Trusts

    private static func trusts(
        _ account: AccountView,
        _ settings: EvaluationSettings,
        _ organization: OrganizationContext
    ) -> [Trust] {
        account.roles.flatMap { view -> [Trust] in
            let grants = (try? view.trust.get()) ?? []
            return grants.grouped().map { party, grants in
                let standings = grants.map {
                    $0.standing(in: account.facts.accountID, organization, settings.trusted)
                }
                return Trust(
                    roleARN: view.role.arn,
                    party: party.text,
                    partyKind: party.kind.rawValue,
                    standing: standings.widest,
                    conditions: grants.conditionsJSON,
                    isAdmin: view.isAdmin
                )
            }
        }
    }
}
