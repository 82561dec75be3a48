import Domain

extension Check {
    static let keyUnused: Check = .init(
        "key-unused",
        family: .keys,
        title: "Active access keys were used within 45 days",
        severity: .medium,
        rationale: "A key that nobody uses is a key that nobody misses when it is stolen.",
        remediation: "Deactivate the key, wait until nobody complains, then delete it.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html",
            "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-22",
        ],
        mappings: .init(
            soc2: ["CC6.2", "CC6.3"],
            iso27001: ["A.5.18"],
            nist80053: ["AC-2(3)"],
            cis: ["5.0 1.11", "6.0 2.11", "7.0 2.11"],
            fsbp: ["IAM.22"]
        ),
        peers: .init(prowler: ["iam_user_accesskey_unused"], scoutSuite: ["iam-unused-credentials-not-disabled"]),
        needs: [.authorization, .credentialReport],
        parameters: [.days(45, "limit", "An active key fails when its last use is this long ago or longer")],
        discriminator: "the creation instant of the key",
        examples: [
            .passes("used one second less than 45 days ago") {
                $0.setKeys(.init(age: .days(80), usedAgo: .days(45) - 1))
            },
            .fails("used exactly 45 days ago", on: ["j.doe"]) {
                $0.setKeys(.init(age: .days(80), usedAgo: .days(45)))
            },
            .passes("never used, which is a finding of its own") {
                $0.setKeys(.init(age: .days(80), usedAgo: nil))
            },
            .passes("inactive") { $0.setKeys(.init(isActive: false, age: .days(80), usedAgo: .days(70))) },
            .passes("break-glass user") {
                $0.setKeys(.init(age: .days(80), usedAgo: .days(70)))
                $0.makeBreakGlass("\(ExampleAccount.arn):user/j.doe")
            },
            .passes("of a user without newer activity, which user-dormant tells") {
                $0.removeCredentials()
                $0.setKeys(.init(age: .days(300), usedAgo: .days(91)))
            },
            .fails("of a user who is active in the console", on: ["j.doe"]) {
                $0.leaveOnlyPassword()
                $0.setKeys(.init(age: .days(300), usedAgo: .days(91)))
            },
            .passes("newer than the report and young") {
                $0.setKeys(.init(age: .days(1)))
                $0.editRow { $0.accessKeys = [.init(), .init()] }
            },
            .notAssessed("an old key that the report does not show", on: ["j.doe"]) {
                $0.setKeys(.init(age: .days(60)))
                $0.editRow { $0.accessKeys = [.init(), .init()] }
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
            let limit = input.parameters["limit"]
            switch key.use {
            case .never:
                return key.notApplicable(user, "\(name) has never been used; key-never-used judges it.")
            case .used(let instant, let service, let region):
                let age = input.age(instant)
                guard age >= limit else { return key.pass(user) }
                if let wider = input.widerCheck(of: user) {
                    return key.notApplicable(user, "\(wider.id) tells it of \(input.name(of: user)).")
                }
                var assessment = key.fail(
                    user,
                    "\(name) was last used \(days(age)) ago\(key.qualification).",
                    limit: input.parameters.text(">=", "limit")
                )
                assessment.facts += [Fact("last_used_service", service), Fact("last_used_region", region)]
                return assessment
            case .unknown(let reason):
                // A key cannot be unused for longer than it exists.
                if let createdAt = key.createdAt, input.age(createdAt) < limit { return key.pass(user) }
                return key.notAssessed(user, "The last use of \(name) is not known because \(reason).")
            }
        }
    }
}
