import Domain

extension Check {
    /// That passwords do not expire is no fault here: NIST 800-63B advises against expiry for its own sake.
    static let passwordPolicyClasses = Check(
        "password-policy-classes",
        family: .passwords,
        title: "Password policy demands all classes of characters and locks nobody out",
        severity: .low,
        rationale:
            "Fewer classes make guessing easier; hard expiry shuts people out until an administrator resets them.",
        remediation: "Require uppercase and lowercase letters, numbers and symbols, and switch hard expiry off.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html",
            "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-11",
        ],
        mappings: .init(
            soc2: ["CC6.1"],
            iso27001: ["A.5.17"],
            nist80053: ["IA-5(1)"],
            fsbp: ["IAM.11", "IAM.12", "IAM.13", "IAM.14", "IAM.17"]
        ),
        peers: .init(
            prowler: [
                "iam_password_policy_lowercase",
                "iam_password_policy_number",
                "iam_password_policy_symbol",
                "iam_password_policy_uppercase",
            ],
            scoutSuite: [
                "iam-password-policy-no-lowercase-required",
                "iam-password-policy-no-number-required",
                "iam-password-policy-no-symbol-required",
                "iam-password-policy-no-uppercase-required",
            ]
        ),
        needs: [.passwordPolicy],
        examples: [
            .passes("all classes, no expiry") { $0.editPasswordPolicy { $0.expiresPasswords = false } },
            .passes("all classes, expiry without lock-out") { $0.editPasswordPolicy { $0.expiresPasswords = true } },
            .fails("no symbols", on: [ExampleAccount.name], severity: .low) {
                $0.editPasswordPolicy { $0.requiresSymbols = false }
            },
            .fails("no numbers", on: [ExampleAccount.name]) { $0.editPasswordPolicy { $0.requiresNumbers = false } },
            .fails("no uppercase", on: [ExampleAccount.name]) {
                $0.editPasswordPolicy { $0.requiresUppercase = false }
            },
            .fails("no lowercase", on: [ExampleAccount.name]) {
                $0.editPasswordPolicy { $0.requiresLowercase = false }
            },
            .fails("hard expiry", on: [ExampleAccount.name]) { $0.editPasswordPolicy { $0.hardExpiry = true } },
            .passes("no policy, which password-policy-missing tells") { $0.facts.passwordPolicy = .value(nil) },
            .notAssessed("policy denied") { $0.facts.passwordPolicy = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgePasswordPolicy { resource, policy in
            let classes = [
                ("symbols", policy.requiresSymbols), ("numbers", policy.requiresNumbers),
                ("uppercase letters", policy.requiresUppercase), ("lowercase letters", policy.requiresLowercase),
            ]
            let missing = classes.filter { !$0.1 }.map(\.0)
            guard !missing.isEmpty || policy.hardExpiry else { return .pass(resource) }
            let faults =
                (missing.isEmpty ? [] : ["does not demand \(missing.joined(separator: ", "))"])
                + (policy.hardExpiry ? ["locks out whoever lets a password expire"] : [])
            return .fail(
                resource,
                "The password policy of \(input.place) \(faults.joined(separator: " and ")).",
                facts: missing.map { Fact("not_required", $0) } + [Fact("hard_expiry", String(policy.hardExpiry))]
            )
        }
    }
}
