import Domain

extension Check {
    static let keyNeverUsed: Check = .init(
        "key-never-used",
        family: .keys,
        title: "Active access keys are used within 45 days of their creation",
        severity: .medium,
        rationale: "A key that was made and never used opens the account to whoever finds it and serves nobody.",
        remediation: "Delete the key; a user that needs one can be given one.",
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html"],
        mappings: .init(
            soc2: ["CC6.2"],
            iso27001: ["A.5.18"],
            nist80053: ["AC-2(3)"],
            cis: ["5.0 1.11", "6.0 2.11", "7.0 2.11"],
            fsbp: ["IAM.22"]
        ),
        peers: .init(scoutSuite: ["iam-unused-credentials-not-disabled"]),
        needs: [.authorization, .credentialReport],
        parameters: [.days(45, "limit", "An active key that was never used fails when it is this old or older")],
        discriminator: "the creation instant of the key",
        examples: [
            .passes("never used, one second less than 45 days old") {
                $0.setKeys(.init(age: .days(45) - 1, usedAgo: nil))
            },
            .fails("never used, exactly 45 days old", on: ["j.doe"]) {
                $0.setKeys(.init(age: .days(45), usedAgo: nil))
            },
            .passes("used once, long ago") { $0.setKeys(.init(age: .days(300), usedAgo: .days(200))) },
            .passes("inactive") { $0.setKeys(.init(isActive: false, age: .days(300), usedAgo: nil)) },
            .passes("break-glass user") {
                $0.setKeys(.init(age: .days(300), usedAgo: nil))
                $0.makeBreakGlass("\(ExampleAccount.arn):user/j.doe")
            },
            .passes("of a user without any use, which user-never-active tells") {
                $0.removeCredentials()
                $0.setKeys(.init(age: .days(300), usedAgo: nil))
            },
            .fails("one of two", on: ["j.doe"]) {
                $0.setKeys(
                    .init(id: "AKIAIOSFODNN7EXAMPLE", age: .days(300)),
                    .init(id: "AKIAI44QH8DHBEXAMPLE", age: .days(200), usedAgo: nil)
                )
            },
            .notAssessed("report unreadable") { $0.facts.credentialReport = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeKeys { user, key in
            let name = input.name(of: key, of: user)
            guard key.isActive else { return key.notApplicable(user, "\(name) is not active.") }
            guard !user.isBreakGlass else {
                return key.notApplicable(user, "\(name) belongs to a break-glass user, which is meant to be unused.")
            }
            if case .used = key.use { return key.pass(user) }
            guard let createdAt = key.createdAt else {
                return key.notAssessed(user, "\(name) could not be assessed because its age is not known.")
            }
            let age = input.age(createdAt)
            guard age >= input.parameters["limit"] else { return key.pass(user) }
            if case .unknown(let reason) = key.use {
                return key.notAssessed(user, "Whether \(name) was ever used is not known because \(reason).")
            }
            if let wider = input.widerCheck(of: user), wider.id == Check.userNeverActive.id {
                return key.notApplicable(user, "\(wider.id) tells it of \(input.name(of: user)).")
            }
            return key.fail(
                user,
                "\(name) has never been used and is \(days(age)) old\(key.qualification).",
                limit: input.parameters.text(">=", "limit")
            )
        }
    }
}
