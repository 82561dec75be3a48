import Domain

extension Check {
    static let keyInactiveKept = Check(
        "key-inactive-kept",
        family: .keys,
        title: "Inactive access keys are deleted within 90 days",
        severity: .low,
        rationale: "An inactive key is one click away from working again for everybody who still has a copy.",
        remediation: "Delete the key: nothing has missed it for months.",
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html"],
        mappings: .init(soc2: ["CC6.2"], iso27001: ["A.5.18"]),
        needs: [.authorization, .credentialReport],
        parameters: [
            .days(90, "limit", "An inactive key fails when its last use, or else its creation, is longer ago than this")
        ],
        discriminator: "the creation instant of the key",
        examples: [
            .passes("last used exactly 90 days ago") {
                $0.setKeys(.init(isActive: false, age: .days(300), usedAgo: .days(90)))
            },
            .fails("last used 90 days and one second ago", on: ["j.doe"], severity: .low) {
                $0.setKeys(.init(isActive: false, age: .days(300), usedAgo: .days(90) + 1))
            },
            .passes("never used, made exactly 90 days ago") {
                $0.setKeys(.init(isActive: false, age: .days(90), usedAgo: nil))
            },
            .fails("never used, made 90 days and one second ago", on: ["j.doe"]) {
                $0.setKeys(.init(isActive: false, age: .days(90) + 1, usedAgo: nil))
            },
            .passes("active") { $0.setKeys(.init(age: .days(300), usedAgo: .days(200))) },
            .notAssessed("an old key that the report does not show", on: ["j.doe"]) {
                $0.setKeys(.init(isActive: false, age: .days(300)))
                $0.editRow { $0.accessKeys = [.init(), .init()] }
            },
            .notAssessed("report denied") { $0.facts.credentialReport = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeKeys { user, key in
            let name = input.name(of: key, of: user)
            guard key.status == "Inactive" else { return key.notApplicable(user, "\(name) is not inactive.") }
            guard let createdAt = key.createdAt else {
                return key.notAssessed(user, "\(name) could not be assessed because its age is not known.")
            }
            // It cannot have been used before it was made, nor lie idle for longer.
            let newest = max(createdAt, key.use.instant ?? createdAt)
            guard input.age(newest) > input.parameters["limit"] else { return key.pass(user) }
            if case .unknown(let reason) = key.use {
                return key.notAssessed(user, "The last use of \(name) is not known because \(reason).")
            }
            return key.fail(
                user,
                "\(name) is inactive and has not been used for \(days(input.age(newest)))\(key.qualification).",
                limit: input.parameters.text(">", "limit")
            )
        }
    }
}
