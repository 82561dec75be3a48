import Domain

extension Check {
    static let keyBesidePassword = Check(
        "key-beside-password",
        family: .keys,
        title: "Users have a console password or an access key, not both",
        severity: .low,
        rationale:
            "A user for people and programs at once makes two ways in of one, and MFA guards only the first of them.",
        remediation: "Give the program a role or a user of its own, then delete the key or the password of this one.",
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html"],
        mappings: .init(soc2: ["CC6.1"]),
        peers: .init(scoutSuite: ["iam-user-with-password-and-key"]),
        needs: [.authorization, .credentialReport],
        examples: [
            .passes("a password alone") { $0.setKeys() },
            .passes("an active key alone") {
                $0.setKeys(.init(age: .days(10)))
                $0.editRow { $0.passwordEnabled = false }
            },
            .passes("a password and an inactive key") { $0.setKeys(.init(isActive: false, age: .days(10))) },
            .fails("a password and an active key", on: ["j.doe"], severity: .low) { $0.setKeys(.init(age: .days(10))) },
            .passes("a password, and a key that was deactivated since the report") {
                $0.setKeys(.init(age: .days(10)))
                $0.facts.accessKeys["j.doe"] = .value([])
            },
            .notAssessed("an active key, the password not told", on: ["j.doe"]) {
                $0.setKeys(.init(age: .days(10)))
                $0.editRow { $0.passwordEnabled = nil }
            },
            .notAssessed("report denied") { $0.facts.credentialReport = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.account.users.map { user in
            let resource = Resource.user(user.user)
            let active = user.keys.value?.filter(\.isActive)
            // One of the two that is known not to be there is enough.
            if case .known(nil) = user.password { return .pass(resource) }
            if let active, active.isEmpty { return .pass(resource) }
            if case .unknown(let reason) = user.password {
                let sentence = "The console password of \(input.name(of: user)) is not known because \(reason)."
                return .notAssessed(resource, sentence)
            }
            if case .unknown(let reason) = user.keys { return input.keysNotAssessed(of: user, because: reason) }
            return .fail(
                resource,
                "\(input.name(of: user)) has a console password and an active access key.",
                facts: (active ?? []).map { Fact("active_key", $0.id ?? "not listed") }
            )
        }
    }
}
