import Domain

extension IAMOperations {
    @Sendable
    static func getAccountSummary(_ call: IAMCall, _ xml: inout XMLWriter) throws(ServiceError) {
        xml.element("SummaryMap") { xml in
            for (key, value) in summary(of: call.account, uncountable: call.faults.uncountableUsers()) {
                xml.element("entry") { xml in
                    xml.element("key", key)
                    xml.element("value", value)
                }
            }
        }
    }

    /// The keys of the real answer; the quotas are AWS's defaults.
    private static func summary(of account: RehearsalAccount, uncountable: Int) -> [(String, Int)] {
        let root = account.root
        let userDevices = account.users.count { $0.mfa != nil } + (root.mfa == nil ? 0 : 1)
        return [
            ("Users", account.users.count + uncountable), ("UsersQuota", 5_000),
            ("Groups", account.groups.count), ("GroupsQuota", 300),
            ("Roles", account.roles.count), ("RolesQuota", 1_000),
            ("Policies", account.policies.count), ("PoliciesQuota", 1_500),
            ("PolicyVersionsInUse", account.policies.reduce(0) { $0 + $1.versions.count }),
            ("PolicyVersionsInUseQuota", 10_000), ("VersionsPerPolicyQuota", 5), ("PolicySizeQuota", 6_144),
            ("InstanceProfiles", account.roles.reduce(0) { $0 + $1.instanceProfiles.count }),
            ("InstanceProfilesQuota", 1_000),
            ("Providers", account.samlProviders.count + account.oidcProviders.count),
            ("ServerCertificates", account.serverCertificates.count), ("ServerCertificatesQuota", 20),
            ("MFADevices", userDevices + account.orphanMFADevices.count), ("MFADevicesInUse", userDevices),
            ("AccountMFAEnabled", root.mfa == nil ? 0 : 1),
            ("AccountAccessKeysPresent", root.accessKeys.isEmpty ? 0 : 1),
            ("AccountPasswordPresent", root.password == nil ? 0 : 1),
            ("AccountSigningCertificatesPresent", root.signingCertificates.isEmpty ? 0 : 1),
            ("AccessKeysPerUserQuota", 2), ("SigningCertificatesPerUserQuota", 2), ("GroupsPerUserQuota", 10),
            ("AttachedPoliciesPerUserQuota", 10), ("AttachedPoliciesPerGroupQuota", 10),
            ("AttachedPoliciesPerRoleQuota", 10), ("UserPolicySizeQuota", 2_048), ("GroupPolicySizeQuota", 5_120),
            ("RolePolicySizeQuota", 10_240), ("AssumeRolePolicySizeQuota", 2_048), ("GlobalEndpointTokenVersion", 1),
        ]
    }

    @Sendable
    static func getAccountPasswordPolicy(_ call: IAMCall, _ xml: inout XMLWriter) throws(ServiceError) {
        guard let policy = call.account.passwordPolicy else {
            throw .missing("The Password Policy with domain name \(call.account.id) cannot be found.")
        }
        xml.element("PasswordPolicy") { xml in
            xml.element("MinimumPasswordLength", policy.minimumLength)
            xml.element("RequireSymbols", policy.requiresSymbols)
            xml.element("RequireNumbers", policy.requiresNumbers)
            xml.element("RequireUppercaseCharacters", policy.requiresUppercase)
            xml.element("RequireLowercaseCharacters", policy.requiresLowercase)
            xml.element("AllowUsersToChangePassword", policy.allowsChange)
            xml.element("ExpirePasswords", policy.expiresPasswords)
            xml.element("MaxPasswordAge", policy.maximumAgeDays.map(String.init))
            xml.element("PasswordReusePrevention", policy.reusePrevention.map(String.init))
            xml.element("HardExpiry", policy.hardExpiry)
        }
    }

    @Sendable
    static func listAccountAliases(_ call: IAMCall, _ xml: inout XMLWriter) throws(ServiceError) {
        let page = try ListPage([call.account.alias].compactMap(\.self), call, kind: "aliases")
        xml.list("AccountAliases", page.elements)
        page.writeEnd(&xml)
    }

    @Sendable
    static func listRoles(_ call: IAMCall, _ xml: inout XMLWriter) throws(ServiceError) {
        let prefix = call.parameters["PathPrefix"] ?? "/"
        let page = try ListPage(
            call.account.roles.filter { $0.path.hasPrefix(prefix) },
            call,
            kind: "roles"
        )
        xml.list("Roles", page.elements) { xml, role in
            xml.element("Path", role.path)
            xml.element("RoleName", role.name)
            xml.element("RoleId", role.id)
            xml.element("Arn", role.arn)
            xml.element("CreateDate", role.createdAt)
            xml.document("AssumeRolePolicyDocument", role.trustPolicy)
            xml.element("Description", role.description)
            xml.element("MaxSessionDuration", role.maxSessionSeconds)
        }
        page.writeEnd(&xml)
    }

    @Sendable
    static func listServerCertificates(_ call: IAMCall, _ xml: inout XMLWriter) throws(ServiceError) {
        let page = try ListPage(call.account.serverCertificates, call, kind: "certificates")
        xml.list("ServerCertificateMetadataList", page.elements) { xml, certificate in
            xml.element("Path", "/")
            xml.element("ServerCertificateName", certificate.name)
            xml.element("ServerCertificateId", certificate.id)
            xml.element("Arn", certificate.arn)
            xml.element("UploadDate", certificate.uploadedAt)
            xml.element("Expiration", certificate.expiresAt)
        }
        page.writeEnd(&xml)
    }

    // MARK: Identity providers, which AWS does not page

    /// Outside the plan of a sweep: what shows whether a session is narrowed to it.
    @Sendable
    static func listGroups(_ call: IAMCall, _ xml: inout XMLWriter) throws(ServiceError) {
        let page = try ListPage(call.account.groups, call, kind: "groups")
        xml.list("Groups", page.elements) { xml, group in
            xml.element("Path", "/")
            xml.element("GroupName", group.name)
            xml.element("GroupId", group.id)
            xml.element("Arn", group.arn)
            xml.element("CreateDate", group.createdAt)
        }
        page.writeEnd(&xml)
    }

    @Sendable
    static func listSAMLProviders(_ call: IAMCall, _ xml: inout XMLWriter) throws(ServiceError) {
        xml.list("SAMLProviderList", call.account.samlProviders) { xml, provider in
            xml.element("Arn", provider.arn)
            xml.element("ValidUntil", provider.validUntil)
            xml.element("CreateDate", provider.createdAt)
        }
    }

    @Sendable
    static func listOpenIDConnectProviders(_ call: IAMCall, _ xml: inout XMLWriter) throws(ServiceError) {
        xml.list("OpenIDConnectProviderList", call.account.oidcProviders) { xml, provider in
            xml.element("Arn", provider.arn)
        }
    }

    @Sendable
    static func getOpenIDConnectProvider(_ call: IAMCall, _ xml: inout XMLWriter) throws(ServiceError) {
        let arn = try call.parameters.required("OpenIDConnectProviderArn")
        guard let provider = call.account.oidcProviders.first(where: { $0.arn == arn }) else {
            throw .missing("OpenIDConnect Provider not found for arn \(arn)")
        }
        xml.element("Url", provider.url)
        xml.list("ClientIDList", provider.clientIDs)
        xml.list("ThumbprintList", provider.thumbprints)
        xml.element("CreateDate", provider.createdAt)
        writeTags(&xml, [])
    }

    @Sendable
    static func listOrganizationsFeatures(_ call: IAMCall, _ xml: inout XMLWriter) throws(ServiceError) {
        guard call.isHub || call.account.isManagement else {
            throw ServiceError(
                400,
                "AccountNotManagementOrDelegatedAdministrator",
                "The request was rejected because the account making the request is not the management account or "
                    + "delegated administrator account for centralized root access."
            )
        }
        xml.element("OrganizationId", call.organization.organizationID)
        xml.list("EnabledFeatures", ["RootCredentialsManagement", "RootSessions"])
    }
}
