import Domain

extension Check {
    /// Judged only where the account itself demands that passwords expire: NIST 800-63B advises against rotation for its own
    /// sake, and then a password that nobody was made to change is no fault.
    static let passwordAge = Check(
        "password-age",
        family: .users,
        title: "Console passwords are at most 90 days old where the account's policy has them expire",
        severity: .low,
        rationale:
            "A password beyond the age that the account's own policy allows shows that its user no longer signs in.",
        remediation: "Have the user sign in and change the password, or delete the password if nobody needs it.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html",
            "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-17",
        ],
        mappings: .init(soc2: ["CC6.1"], iso27001: ["A.5.17"], fsbp: ["IAM.17"]),
        needs: [.authorization, .credentialReport, .passwordPolicy],
        parameters: [.days(90, "limit", "A password fails when it was last changed longer ago than this")],
        examples: [
            .passes("changed exactly 90 days ago, expiry on") {
                $0.editPasswordPolicy { $0.expiresPasswords = true }
                $0.setPassword(changedAgo: .days(90), usedAgo: 60)
            },
            .fails("changed 90 days and one second ago, expiry on", on: ["j.doe"], severity: .low) {
                $0.editPasswordPolicy { $0.expiresPasswords = true }
                $0.setPassword(changedAgo: .days(90) + 1, usedAgo: 60)
            },
            .passes("changed a year ago, expiry off") { $0.setPassword(changedAgo: .days(365), usedAgo: 60) },
            .passes("changed a year ago, no policy") {
                $0.facts.passwordPolicy = .value(nil)
                $0.setPassword(changedAgo: .days(365), usedAgo: 60)
            },
            .passes("no password, expiry on") {
                $0.editPasswordPolicy { $0.expiresPasswords = true }
                $0.editRow { $0.passwordEnabled = false }
            },
            .notAssessed("AWS does not tell when it was changed, expiry on", on: ["j.doe"]) {
                $0.editPasswordPolicy { $0.expiresPasswords = true }
                $0.editRow { $0.passwordLastChangedAt = nil }
            },
            .notAssessed("policy denied") { $0.facts.passwordPolicy = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        guard case .value(let policy?) = input.facts.passwordPolicy, policy.expiresPasswords else {
            let sentence = "No password policy of \(input.place) has passwords expire."
            return [.notApplicable(.account(input.facts), sentence)]
        }
        return input.account.users.map { user in
            let resource = Resource.user(user.user)
            let name = input.name(of: user)
            switch user.password {
            case .unknown(let reason):
                return .notAssessed(resource, "The console password of \(name) is not known because \(reason).")
            case .known(nil):
                return .notApplicable(resource, "\(name) has no console password.")
            case .known(let password?):
                guard let changedAt = password.changedAt else {
                    // A password cannot be older than its user.
                    if input.age(user.user.createdAt) <= input.parameters["limit"] { return .pass(resource) }
                    return .notAssessed(resource, "AWS does not tell when the password of \(name) was changed.")
                }
                guard input.age(changedAt) > input.parameters["limit"] else { return .pass(resource) }
                return .fail(
                    resource,
                    "The console password of \(name) was last changed \(days(input.age(changedAt))) ago.",
                    facts: [
                        Fact("changed_at", changedAt),
                        Fact("maximum_age_of_policy", policy.maximumAgeDays.map { "\($0)d" } ?? ""),
                        Fact("limit", input.parameters.text(">", "limit")),
                    ]
                )
            }
        }
    }
}
