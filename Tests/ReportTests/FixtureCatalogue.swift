import Domain

extension FixtureRun {
    /// Checks as the catalogue has them, enough to fill a page.
    static let catalogue = [
        check(
            "root-access-key",
            "Root user has no access key",
            .critical,
            "A key of the root user can do everything, is bound by no policy, and cannot be narrowed.",
            "Delete the root user's access keys. Move what uses them to a role.",
            soc2: ["CC6.1", "CC6.3"]
        ),
        check(
            "root-mfa",
            "Root user has MFA",
            .critical,
            "Whoever learns the password of the root user owns the account.",
            "Register two FIDO2 security keys for the root user, or remove its password through centralized root access. "
                + "Keep the second key in another place.",
            soc2: ["CC6.1", "CC6.6"]
        ),
        check(
            "trust-outside-organization",
            "Roles trust only the organization and approved parties",
            .high,
            "A role that trusts an unknown account can be assumed by whoever runs that account, and by whoever breaks into it.",
            "Remove the outside account from the trust policy, or have it approved under trusted.accounts with an owner.",
            soc2: ["CC6.6", "CC9.2"]
        ),
        check(
            "user-admin",
            "No user is an administrator",
            .high,
            "A user's credentials do not expire, so that one leaked key of an administrator is the account.",
            "Move the person to a federated role. Keep only the break-glass user.",
            soc2: ["CC6.3"]
        ),
        check(
            "user-mfa",
            "Console users have MFA",
            .high,
            "A password alone is phished, guessed and reused.",
            "Enrol an MFA device for the user, or take the console password away.",
            soc2: ["CC6.1", "CC6.6"]
        ),
        check(
            "key-age",
            "Active access keys are at most 90 days old",
            .medium,
            "An old key has been copied to more places than anyone remembers.",
            "Replace the key with a role. Where that cannot be, rotate it and delete the old one.",
            soc2: ["CC6.1", "CC6.2"],
            parameters: [
                .init(name: "limit", summary: "fails when older than", defaultSeconds: 90 * 86_400)
            ]
        ),
        check(
            "user-dormant",
            "Users are in use",
            .medium,
            "An account that nobody uses is watched by nobody.",
            "Delete the user, or have its owner say why it stays.",
            soc2: ["CC6.2"],
            parameters: [
                .init(
                    name: "limit",
                    summary: "fails when last used longer ago than",
                    defaultSeconds: 90 * 86_400,
                    seconds: 120 * 86_400
                )
            ]
        ),
        check(
            "user-direct-policy",
            "Policies are attached to groups, not to users",
            .low,
            "Rights that are given one by one are not taken away together.",
            "Move the policy to a group.",
            soc2: ["CC6.3"]
        ),
        check(
            "role-unused",
            "Roles are in use",
            .info,
            "An unused role is a way in that nobody would miss.",
            "Delete the role.",
            soc2: ["CC6.2"]
        ),
        check(
            "account-not-assumed",
            "Every account can be read",
            .high,
            "What could not be read is not known to be clean.",
            "Deploy the sweep role.",
            soc2: ["CC4.1"],
            isOrganizational: true,
            isCoverage: true
        ),
        check(
            "account-partial",
            "Every call of the plan succeeds",
            .high,
            "What could not be read could not be judged.",
            "Allow the denied calls.",
            soc2: ["CC4.1"],
            isCoverage: true
        ),
    ]

    private static func check(
        _ id: String,
        _ title: String,
        _ severity: Severity,
        _ rationale: String,
        _ remediation: String,
        soc2: [String],
        parameters: [CheckDescription.Parameter] = [],
        isOrganizational: Bool = false,
        isCoverage: Bool = false
    ) -> CheckDescription {
        CheckDescription(
            id: id,
            title: title,
            family: "Fixture",
            severity: severity,
            rationale: rationale,
            remediation: remediation,
            references: [],
            mappings: .init(soc2: soc2, iso27001: ["A.8.2"], nist80053: ["AC-6"], cis: ["7.0 2.12"], fsbp: ["IAM.3"]),
            needs: [],
            parameters: parameters,
            discriminator: "",
            isOrganizational: isOrganizational,
            isCoverage: isCoverage
        )
    }
}
