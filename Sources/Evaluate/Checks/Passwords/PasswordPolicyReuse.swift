import Domain

extension Check {
    static let passwordPolicyReuse = Check(
        "password-policy-reuse",
        family: .passwords,
        title: "Password policy prevents the reuse of the last 24 passwords",
        severity: .low,
        rationale: "Who may take the old password again does so, and a password that leaked once works again.",
        remediation: "Set the reuse prevention of the account's password policy to 24, the highest that AWS allows.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html",
            "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-16",
        ],
        mappings: .init(
            soc2: ["CC6.1"],
            iso27001: ["A.5.17"],
            nist80053: ["IA-5(1)"],
            cis: ["5.0 1.8", "6.0 2.8", "7.0 2.9"],
            fsbp: ["IAM.16"]
        ),
        peers: .init(prowler: ["iam_password_policy_reuse_24"], scoutSuite: ["iam-password-policy-reuse-enabled"]),
        needs: [.passwordPolicy],
        examples: [
            .passes("24 passwords") { $0.editPasswordPolicy { $0.reusePrevention = 24 } },
            .fails("23 passwords", on: [ExampleAccount.name], severity: .low) {
                $0.editPasswordPolicy { $0.reusePrevention = 23 }
            },
            .fails("no prevention", on: [ExampleAccount.name]) { $0.editPasswordPolicy { $0.reusePrevention = nil } },
            .passes("no policy, which password-policy-missing tells") { $0.facts.passwordPolicy = .value(nil) },
            .notAssessed("policy denied") { $0.facts.passwordPolicy = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgePasswordPolicy { resource, policy in
            let remembered = policy.reusePrevention ?? 0
            guard remembered < 24 else { return .pass(resource) }
            return .fail(
                resource,
                remembered == 0
                    ? "The password policy of \(input.place) lets every password be used again."
                    : "The password policy of \(input.place) remembers only \(remembered) passwords.",
                facts: [
                    Fact("password_reuse_prevention", policy.reusePrevention.map(String.init) ?? "off"),
                    Fact("limit", "< 24"),
                ]
            )
        }
    }
}
