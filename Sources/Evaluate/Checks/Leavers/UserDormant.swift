import Domain

extension Check {
    /// Takes in `key-unused` and `password-unused` of the same user: one fault is one row, with the highest severity.
    static let userDormant: Check = .init(
        "user-dormant",
        family: .leavers,
        title: "Users were active within 90 days",
        severity: .medium,
        rationale:
            "A user that was at work once and is no longer has often outlived the person or the program behind it.",
        remediation:
            "Ask the owner; deactivate the keys and delete the password, and delete the user if nobody complains.",
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html"],
        mappings: .init(soc2: ["CC6.2"], nist80053: ["AC-2(3)"]),
        needs: [.authorization, .credentialReport, .serviceCredentials],
        parameters: [
            .days(90, "limit", "A user fails when the newest use of password and keys is longer ago than this")
        ],
        examples: [
            .passes("last use exactly 90 days ago") {
                $0.leaveOnlyPassword()
                $0.setPassword(changedAgo: .days(300), usedAgo: .days(90))
            },
            .fails("last use 90 days and one second ago", on: ["j.doe"], severity: .medium) {
                $0.leaveOnlyPassword()
                $0.setPassword(changedAgo: .days(300), usedAgo: .days(90) + 1)
            },
            .fails("a key-unused that is set to high", on: ["j.doe"], severity: .high) {
                $0.removeCredentials()
                $0.setKeys(.init(age: .days(300), usedAgo: .days(200)))
                $0.configuration.severities["key-unused"] = .high
            },
            .passes("a key in use beside an old password") {
                $0.leaveOnlyPassword()
                $0.setPassword(changedAgo: .days(300), usedAgo: .days(200))
                $0.setKeys(.init(age: .days(80)))
            },
            .passes("never active, which is another finding") { $0.removeCredentials() },
            .passes("an active SSH key, whose use is not visible") {
                $0.leaveOnlyPassword()
                $0.setPassword(changedAgo: .days(300), usedAgo: .days(200))
                $0.setSSHKey(age: .days(10))
            },
            .passes("an active service credential") {
                $0.leaveOnlyPassword()
                $0.setPassword(changedAgo: .days(300), usedAgo: .days(200))
                $0.addToken(expiresIn: nil)
            },
            .passes("break-glass user") {
                $0.leaveOnlyPassword()
                $0.setPassword(changedAgo: .days(300), usedAgo: .days(200))
                $0.makeBreakGlass("\(ExampleAccount.arn):user/j.doe")
            },
            .notAssessed("an old use, and a key that the report does not show", on: ["j.doe"]) {
                $0.leaveOnlyPassword()
                $0.setPassword(changedAgo: .days(300), usedAgo: .days(200))
                $0.facts.accessKeys["j.doe"] = .value([
                    AccessKey(id: "AKIAIOSFODNN7EXAMPLE", status: "Active", createdAt: ExampleAccount.ago(.days(100)))
                ])
            },
            .notAssessed("service credentials denied") {
                $0.facts.serviceCredentials = .unavailable(ExampleAccount.denied)
            },
        ]
    ) { input in
        input.account.users.map { user in
            let resource = Resource.user(user.user)
            let name = input.name(of: user)
            switch input.activity(of: user) {
            case .exempt(let sentence):
                return .notApplicable(resource, sentence)
            case .unknown(let reason):
                return .notAssessed(resource, "Whether \(name) is dormant is not known because \(reason).")
            case .never:
                return .notApplicable(resource, "No use of \(name) is recorded; user-never-active judges it.")
            case .used(let newest):
                let age = input.age(newest)
                guard age > input.parameters["limit"] else { return .pass(resource) }
                return input.failure(
                    of: .userDormant,
                    user: user,
                    "\(name) was last active \(days(age)) ago.",
                    facts: [Fact("last_used_at", newest), Fact("limit", input.parameters.text(">", "limit"))]
                )
            }
        }
    }
}
