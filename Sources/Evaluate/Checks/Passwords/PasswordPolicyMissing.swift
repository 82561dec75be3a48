import Domain

extension Check {
    static let passwordPolicyMissing = Check(
        "password-policy-missing",
        family: .passwords,
        title: "Account has a password policy",
        severity: .medium,
        rationale:
            "Without a policy of its own an account accepts passwords of eight characters and lets them be reused.",
        remediation: """
            Set a password policy with a minimum length of 14 and reuse prevention of 24; where nobody should have a \
            password, set it all the same.
            """,
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html",
            "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-7",
        ],
        mappings: .init(
            soc2: ["CC6.1"],
            iso27001: ["A.5.17"],
            nist80053: ["IA-5(1)"],
            // Without a policy its length and reuse rules are missing too, so their numbers stand here.
            cis: ["5.0 1.7", "5.0 1.8", "6.0 2.7", "6.0 2.8", "7.0 2.8", "7.0 2.9"],
            fsbp: ["IAM.7", "IAM.10", "IAM.11", "IAM.12", "IAM.13", "IAM.14", "IAM.15", "IAM.16", "IAM.17"]
        ),
        needs: [.passwordPolicy],
        examples: [
            .passes("a policy") { _ in },
            .fails("no policy, a console user", on: [ExampleAccount.name], severity: .medium) {
                $0.facts.passwordPolicy = .value(nil)
            },
            .fails("no policy, no console user", on: [ExampleAccount.name], severity: .info) {
                $0.facts.passwordPolicy = .value(nil)
                $0.editRow { $0.passwordEnabled = false }
            },
            .fails("no policy, passwords unreadable", on: [ExampleAccount.name], severity: .medium) {
                $0.facts.passwordPolicy = .value(nil)
                $0.facts.credentialReport = .unavailable(ExampleAccount.denied)
            },
            .notAssessed("policy denied") { $0.facts.passwordPolicy = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let resource = Resource.account(input.facts)
        if case .value(.some) = input.facts.passwordPolicy { return [.pass(resource)] }
        let consoleUsers = input.account.users.count { $0.password.value.map { $0 != nil } ?? false }
        // What could not be read may hide a console user.
        let isRead =
            input.facts.authorization.value != nil && input.account.users.allSatisfy { $0.password.value != nil }
        let nobodySignsIn = isRead && consoleUsers == 0
        return [
            .fail(
                resource,
                severity: nobodySignsIn ? .info : .medium,
                "\(input.place) has no password policy\(nobodySignsIn ? ", and no user with a password" : "").",
                facts: [Fact("console_users", isRead ? String(consoleUsers) : "unknown")]
            )
        ]
    }
}
