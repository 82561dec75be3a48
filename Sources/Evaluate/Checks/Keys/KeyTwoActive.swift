import Domain

extension Check {
    static let keyTwoActive = Check(
        "key-two-active",
        family: .keys,
        title: "Users have at most one active access key",
        severity: .low,
        rationale: "A second active key is only needed while the first is being replaced, and is otherwise forgotten.",
        remediation: "Finish the rotation: find out which key is in use, then deactivate and delete the other.",
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html"],
        mappings: .init(
            soc2: ["CC6.1"],
            iso27001: ["A.5.17"],
            nist80053: ["IA-5"],
            cis: ["5.0 1.12", "6.0 2.12"]
        ),
        peers: .init(prowler: ["iam_user_two_active_access_key"], scoutSuite: ["iam-user-with-multiple-access-keys"]),
        needs: [.authorization],
        examples: [
            .passes("one active, one inactive") {
                $0.setKeys(.init(age: .days(10)), .init(id: "AKIAI44QH8DHBEXAMPLE", isActive: false, age: .days(80)))
            },
            .passes("no key") { $0.setKeys() },
            .fails("both active", on: ["j.doe"]) {
                $0.setKeys(.init(age: .days(10)), .init(id: "AKIAI44QH8DHBEXAMPLE", age: .days(80)))
            },
            .fails("both active in the report, list denied", on: ["j.doe"]) {
                $0.setKeys(.init(age: .days(10)), .init(id: "AKIAI44QH8DHBEXAMPLE", age: .days(80)))
                $0.facts.accessKeys["j.doe"] = .unavailable(ExampleAccount.denied)
            },
            .notAssessed("neither list nor report readable", on: ["j.doe"]) {
                $0.facts.credentialReport = .unavailable(ExampleAccount.denied)
                $0.facts.accessKeys["j.doe"] = .unavailable(ExampleAccount.denied)
            },
            .notAssessed("users unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.account.users.map { user in
            let resource = Resource.user(user.user)
            switch user.keys {
            case .unknown(let reason):
                return input.keysNotAssessed(of: user, because: reason)
            case .known(let keys):
                let active = keys.filter(\.isActive)
                guard active.count > 1 else { return .pass(resource) }
                let qualification = active.lazy.map(\.qualification).first ?? ""
                let name = "\(user.user.name) in \(input.place)"
                return .fail(
                    resource,
                    "\(name) has \(active.count) active access keys\(qualification).",
                    facts: active.map { key in
                        Fact("active_key", "\(key.id ?? "not listed"), created \(key.createdAt?.iso8601 ?? "unknown")")
                    }
                )
            }
        }
    }
}
