import Domain

extension Check {
    /// Takes in `key-never-used`, `password-never-used` and `password-unused` of the same user: one fault is one row, with
    /// the highest severity.
    static let userNeverActive: Check = .init(
        "user-never-active",
        family: .leavers,
        title: "Users are active within 90 days of their creation",
        severity: .medium,
        rationale: """
            A user that nobody ever used was made by mistake or in advance, and opens the account to whoever finds \
            its first password.
            """,
        remediation: "Delete the user; somebody who needs one can be given one.",
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html"],
        mappings: .init(soc2: ["CC6.2"], nist80053: ["AC-2(3)"]),
        needs: [.authorization, .credentialReport, .serviceCredentials],
        parameters: [.days(90, "limit", "A user without any recorded use fails when it is older than this")],
        examples: [
            .passes("exactly 90 days old") {
                $0.removeCredentials()
                $0.setCreation(ago: .days(90))
            },
            .fails("90 days and one second old", on: ["j.doe"], severity: .medium) {
                $0.removeCredentials()
                $0.setCreation(ago: .days(90) + 1)
            },
            .fails("a password and a key, neither ever used", on: ["j.doe"]) {
                $0.leaveOnlyPassword()
                $0.setPassword(changedAgo: .days(300), usedAgo: nil)
                $0.setKeys(.init(age: .days(300), usedAgo: nil))
            },
            .passes("used once, which is another finding") {
                $0.leaveOnlyPassword()
                $0.setPassword(changedAgo: .days(300), usedAgo: .days(200))
            },
            .passes("an active SSH key, whose use is not visible") {
                $0.removeCredentials()
                $0.setSSHKey(age: .days(10))
            },
            .passes("break-glass user") {
                $0.removeCredentials()
                $0.makeBreakGlass("\(ExampleAccount.arn):user/j.doe")
            },
            .notAssessed("the password is not told", on: ["j.doe"]) {
                $0.removeCredentials()
                $0.editRow { $0.passwordEnabled = nil }
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
                return .notAssessed(resource, "Whether \(name) was ever active is not known because \(reason).")
            case .used:
                return .pass(resource)
            case .never:
                let age = input.age(user.user.createdAt)
                guard age > input.parameters["limit"] else { return .pass(resource) }
                return input.failure(
                    of: .userNeverActive,
                    user: user,
                    "\(name) is \(days(age)) old, and no use of it is recorded.",
                    facts: [
                        Fact("created_at", user.user.createdAt), Fact("limit", input.parameters.text(">", "limit")),
                    ]
                )
            }
        }
    }
}
