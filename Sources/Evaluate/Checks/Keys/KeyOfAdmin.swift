import Domain

extension Check {
    static let keyOfAdmin = Check(
        "key-of-admin",
        family: .keys,
        title: "Administrators have no access key",
        severity: .high,
        rationale:
            "Whoever copies the key of an administrator owns the account, and the key asks for no second factor.",
        remediation: """
            Delete the key and let the administrator work through a role or IAM Identity Center; a program gets a \
            role with the rights that it needs. Sessions already issued live on for up to 36 hours until a Deny on \
            aws:TokenIssueTime is attached.
            """,
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html"],
        mappings: .init(soc2: ["CC6.1", "CC6.3"], iso27001: ["A.8.2"], nist80053: ["AC-6(5)"]),
        peers: .init(prowler: ["iam_administrator_access_with_mfa"]),
        needs: [.authorization],
        examples: [
            .passes("a key of an ordinary user") { $0.setKeys(.init(age: .days(10))) },
            .passes("an administrator without an active key") {
                $0.setKeys(.init(isActive: false, age: .days(10)))
                $0.grant(ExampleAccount.administratorDocument)
            },
            .fails("an active key of an administrator", on: ["j.doe"], severity: .high) {
                $0.setKeys(.init(age: .days(10)))
                $0.grant(ExampleAccount.administratorDocument)
            },
            .fails("an active key of a user who can become one", on: ["j.doe"]) {
                $0.setKeys(.init(age: .days(10)))
                $0.grant(ExampleAccount.escalationDocument)
            },
            .passes("a break-glass administrator, which break-glass-weak judges") {
                $0.setKeys(.init(age: .days(10)))
                $0.grant(ExampleAccount.administratorDocument)
                $0.makeBreakGlass("\(ExampleAccount.arn):user/j.doe")
            },
            .passes("an administrator under a condition") {
                $0.setKeys(.init(age: .days(10)))
                $0.grant(ExampleAccount.conditionalAdministratorDocument)
            },
            .notAssessed("a policy that cannot be parsed", on: ["j.doe"]) {
                $0.setKeys(.init(age: .days(10)))
                $0.grant("{")
            },
            .notAssessed("an administrator whose keys are unknown", on: ["j.doe"]) {
                $0.grant(ExampleAccount.administratorDocument)
                $0.facts.credentialReport = .unavailable(ExampleAccount.denied)
                $0.facts.accessKeys["j.doe"] = .unavailable(ExampleAccount.denied)
            },
            .notAssessed("users unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.account.users.map { user in
            let resource = Resource.user(user.user)
            let name = input.name(of: user)
            guard !user.isBreakGlass else {
                return .notApplicable(resource, "\(name) is a break-glass user, which break-glass-weak judges.")
            }
            let active = user.keys.value?.filter(\.isActive)
            if let active, active.isEmpty { return .pass(resource) }
            switch (input.isOrCanBecomeAdmin(user), user.keys) {
            case (.known(false), _):
                return .pass(resource)
            case (_, .unknown(let reason)):
                return input.keysNotAssessed(of: user, because: reason)
            case (.unknown(let reason), _):
                let sentence = "Whether \(name), who has an active access key, is an administrator is not known because"
                return .notAssessed(resource, "\(sentence) \(reason).")
            case (.known(true), .known):
                let power = user.isAdmin == .yes ? "is an administrator" : "can become an administrator"
                return .fail(
                    resource,
                    "\(name) \(power) and has an active access key.",
                    facts: [
                        Fact("admin", user.isAdmin.rawValue), Fact("can_become_admin", user.canBecomeAdmin.rawValue),
                    ]
                        + (active ?? []).map { Fact("active_key", $0.id ?? "not listed") }
                )
            }
        }
    }
}
