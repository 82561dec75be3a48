import Domain

extension Check {
    static let keyAge = Check(
        "key-age",
        family: .keys,
        title: "Active access keys are at most 90 days old",
        severity: .medium,
        rationale:
            "The older a key is, the more places it has been copied to, and each copy works until it is replaced.",
        remediation: """
            Create a second key, move the workload to it, deactivate the old key, and delete it after a week without \
            errors; better, replace the user by a role.
            """,
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html",
            "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-3",
        ],
        mappings: .init(
            soc2: ["CC6.1", "CC6.2"],
            iso27001: ["A.5.17"],
            nist80053: ["AC-2(1)", "IA-5(1)"],
            cis: ["5.0 1.13", "6.0 2.13", "7.0 2.12"],
            fsbp: ["IAM.3"]
        ),
        peers: .init(prowler: ["iam_rotate_access_key_90_days"], scoutSuite: ["iam-user-no-key-rotation"]),
        needs: [.authorization],
        parameters: [
            .days(90, "limit", "An active key fails when it is older than this"),
            .days(365, "high", "From this age on, exceeded, the severity is high"),
        ],
        discriminator: "the creation instant of the key",
        examples: [
            .passes("exactly 90 days old") { $0.setKeys(.init(age: .days(90))) },
            .passes("inactive and a year old") { $0.setKeys(.init(isActive: false, age: .days(366))) },
            .fails("90 days and one second old", on: ["j.doe"]) { $0.setKeys(.init(age: .days(90) + 1)) },
            .fails("exactly 365 days old", on: ["j.doe"]) { $0.setKeys(.init(age: .days(365))) },
            .fails("365 days and one second old", on: ["j.doe"], severity: .high) {
                $0.setKeys(.init(age: .days(365) + 1))
            },
            .fails("report unreadable, the list is enough", on: ["j.doe"]) {
                $0.setKeys(.init(age: .days(91)))
                $0.facts.credentialReport = .unavailable(ExampleAccount.denied)
            },
            .fails("list denied, the report stands", on: ["j.doe"]) {
                $0.setKeys(.init(age: .days(91)))
                $0.facts.accessKeys["j.doe"] = .unavailable(ExampleAccount.denied)
            },
            .passes("deactivated since the report was made") {
                $0.setKeys(.init(age: .days(91)))
                $0.facts.accessKeys["j.doe"] = .value([
                    AccessKey(id: "AKIAIOSFODNN7EXAMPLE", status: "Inactive", createdAt: ExampleAccount.ago(.days(91)))
                ])
            },
            .notAssessed("neither list nor report readable", on: ["j.doe"]) {
                $0.facts.credentialReport = .unavailable(ExampleAccount.denied)
                $0.facts.accessKeys["j.doe"] = .unavailable(ExampleAccount.denied)
            },
            .notAssessed("users unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeKeys { user, key in
            let name = input.name(of: key, of: user)
            guard key.isActive else { return key.notApplicable(user, "\(name) is not active.") }
            guard let createdAt = key.createdAt else {
                return key.notAssessed(user, "\(name) could not be assessed because its age is not known.")
            }
            let age = input.age(createdAt)
            guard age > input.parameters["limit"] else { return key.pass(user) }
            return key.fail(
                user,
                severity: age > input.parameters["high"] ? .high : nil,
                "\(name) is \(days(age)) old\(key.qualification).",
                limit: input.parameters.text(">", "limit")
            )
        }
    }
}
