package import Domain

/// Every check, in the order of the report.
package enum Catalogue {
    /// Changes whenever a rule, a default or a wording does, so that two runs can be told apart.
    package static let version = "2026.11.3"

    package static let checks: [Check] = [
        .rootAccessKey,
        .rootMFA,
        .rootHardwareMFA,
        .rootRecentUse,
        .rootSigningCertificate,
        .rootMemberCredentials,
        .rootCentralManagement,

        .keyAge,
        .keyUnused,
        .keyNeverUsed,
        .keyTwoActive,
        .keyFromUserSetup,
        .keyInactiveKept,
        .keyBesidePassword,
        .keyOfAdmin,
        .keyBeyondTwo,

        .userMFA,
        .passwordUnused,
        .passwordNeverUsed,
        .passwordAge,
        .userAdmin,
        .userDirectPolicy,
        .userNotFederated,
        .userAdminVirtualMFA,
        .serviceUserPassword,
        .mfaDeviceOrphan,
        .userOwnerTag,
        .userNoCredential,
        .userQuarantined,
        .breakGlassUsed,
        .breakGlassWeak,

        .passwordPolicyMissing,
        .passwordPolicyLength,
        .passwordPolicyReuse,
        .passwordPolicyClasses,

        .tokenNoExpiry,
        .tokenLongTerm,
        .tokenAge,
        .tokenOwnerOverprivileged,
        .tokenPhantomUser,
        .serviceCredentialAge,
        .tokenDeadKept,

        .sshKeyAge,
        .sshKeyGhost,

        .signingCertificateActive,
        .serverCertificateExpired,
        .serverCertificateExpiring,

        .policyAdminAttached,
        .policyAdminUnattached,
        .policyAdminInline,
        .policyAdministratorAccess,
        .principalPrivilegeEscalation,
        .policyServiceWildcard,
        .policyAllowNotAction,
        .policyAllowNotResource,
        .policyPassRoleAny,
        .policyAssumeRoleAny,
        .policyAuditTampering,
        .policyKMSDecryptAny,
        .policyCloudshellFull,
        .policyDangerousVersion,
        .policyUnattached,
        .groupEmpty,
        .supportRoleMissing,
        .policyUnparseable,

        .trustAnyone,
        .trustOutsideOrganization,
        .trustExternalID,
        .trustDeletedPrincipal,
        .trustPersonSession,
        .trustWholeAccount,
        .trustServiceConfusedDeputy,
        .trustGitHubSubject,
        .trustOIDCTenant,
        .roleUnused,
        .rolePrivilegedOutsideUse,
        .roleAdminWithoutMFA,
        .roleLongSession,
        .roleReadOnlyOutside,
        .identityProviderOrphan,
        .identityProviderExpiring,
        .trustRolesAnywhere,
        .trustSAMLAudience,
        .samlProviderUnapproved,
        .roleChainToAdmin,

        .userDormant,
        .userNeverActive,
        .leaverUser,
        .leaverCredentialUsed,
        .leaverNamed,
        .ownerLeft,
        .userNotInRoster,
        .personInManyAccounts,
        .accountInactiveUnswept,

        .accountNotAssumed,
        .accountPartial,
        .accountTotalsMismatch,
        .credentialReportOld,
        .managementAccountIdentities,

        .accountInventoryMismatch,
    ]

    package static func check(_ id: String) -> Check? { checks.first { $0.id == id } }

    package static func descriptions(with settings: EvaluationSettings) -> [CheckDescription] {
        checks.map { $0.description(with: settings) }
    }
}
