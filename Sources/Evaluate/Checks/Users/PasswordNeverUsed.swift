import Domain

extension Check {
    static let passwordNeverUsed: Check = .init(
        "password-never-used",
        family: .users,
        title: "Console passwords are used within 45 days of being set",
        severity: .medium,
        rationale: "A password that its user never needed still waits, often as it was first sent to somebody.",
        remediation: "Delete the password; the user can be given a new one when it is needed.",
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
        parameters: [
            .days(45, "limit", "A password that was never used fails when it was set this long ago or longer")
        ],
        examples: [
            .passes("never used, set one second less than 45 days ago") {
                $0.setPassword(changedAgo: .days(45) - 1, usedAgo: nil)
            },
            .fails("never used, set exactly 45 days ago", on: ["j.doe"], severity: .medium) {
                $0.setPassword(changedAgo: .days(45), usedAgo: nil)
            },
            .passes("used once, long ago") { $0.setPassword(changedAgo: .days(300), usedAgo: .days(200)) },
            .passes("no password") { $0.editRow { $0.passwordEnabled = false } },
            .passes("break-glass user") {
                $0.setPassword(changedAgo: .days(300), usedAgo: nil)
                $0.makeBreakGlass("\(ExampleAccount.arn):user/j.doe")
            },
            .passes("a user without any use, which user-never-active tells") {
                $0.leaveOnlyPassword()
                $0.setPassword(changedAgo: .days(300), usedAgo: nil)
            },
            .notAssessed("no date at all", on: ["j.doe"]) {
                $0.setPassword(changedAgo: .days(300), usedAgo: nil)
                $0.editRow { $0.passwordLastChangedAt = nil }
            },
            .notAssessed("report denied") { $0.facts.credentialReport = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.account.users.map { user in
            let resource = Resource.user(user.user)
            let name = input.name(of: user)
            let limit = input.parameters["limit"]
            switch user.password {
            case .unknown(let reason):
                return .notAssessed(resource, "The console password of \(name) is not known because \(reason).")
            case .known(nil):
                return .notApplicable(resource, "\(name) has no console password.")
            case .known where user.isBreakGlass:
                return .notApplicable(resource, "\(name) is a break-glass user, which is meant to be unused.")
            case .known(let password?):
                if password.lastUsedAt != nil { return .pass(resource) }
                // A password cannot be older than its user.
                guard input.age(password.changedAt ?? user.user.createdAt) >= limit else { return .pass(resource) }
                if case .unknown(let reason) = password.lastUse {
                    let sentence = "The last use of the console password of \(name) is not known because \(reason)."
                    return .notAssessed(resource, sentence)
                }
                guard let changedAt = password.changedAt else {
                    return .notAssessed(resource, "AWS does not tell when the password of \(name) was set.")
                }
                if let wider = input.widerCheck(of: user), wider.id == Check.userNeverActive.id {
                    return .notApplicable(resource, "\(wider.id) tells it of \(name).")
                }
                return .fail(
                    resource,
                    "No use of the console password of \(name) is recorded, and it was set "
                        + "\(days(input.age(changedAt))) ago.",
                    facts: [
                        Fact("last_used_at", "no_information"),
                        Fact("changed_at", changedAt),
                        Fact("limit", input.parameters.text(">=", "limit")),
                    ]
                )
            }
        }
    }
}
