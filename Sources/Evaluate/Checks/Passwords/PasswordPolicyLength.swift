import Domain

extension Check {
    static let passwordPolicyLength = Check(
        "password-policy-length",
        family: .passwords,
        title: "Password policy demands at least 14 characters",
        severity: .medium,
        rationale: "Short passwords are guessed, and AWS's own minimum is eight characters.",
        remediation: "Set the minimum length of the account's password policy to 14 or more.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html",
            "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-15",
        ],
        mappings: .init(
            soc2: ["CC6.1"],
            iso27001: ["A.5.17"],
            nist80053: ["IA-5(1)"],
            cis: ["5.0 1.7", "6.0 2.7", "7.0 2.8"],
            fsbp: ["IAM.15"]
        ),
        peers: .init(
            prowler: ["iam_password_policy_minimum_length_14"],
            scoutSuite: ["iam-password-policy-minimum-length"]
        ),
        needs: [.passwordPolicy],
        examples: [
            .passes("14 characters") { $0.editPasswordPolicy { $0.minimumLength = 14 } },
            .fails("13 characters", on: [ExampleAccount.name], severity: .medium) {
                $0.editPasswordPolicy { $0.minimumLength = 13 }
            },
            .passes("no policy, which password-policy-missing tells") { $0.facts.passwordPolicy = .value(nil) },
            .notAssessed("policy denied") { $0.facts.passwordPolicy = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgePasswordPolicy { resource, policy in
            guard policy.minimumLength < 14 else { return .pass(resource) }
            return .fail(
                resource,
                "The password policy of \(input.place) lets passwords be \(policy.minimumLength) characters short.",
                facts: [Fact("minimum_password_length", String(policy.minimumLength)), Fact("limit", "< 14")]
            )
        }
    }
}
