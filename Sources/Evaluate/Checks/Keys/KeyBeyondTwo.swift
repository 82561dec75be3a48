import Domain

extension Check {
    static let keyBeyondTwo = Check(
        "key-beyond-two",
        family: .keys,
        title: "Users have at most two access keys",
        severity: .high,
        rationale: """
            The columns of the credential report end at the second key, so tools that read no further never see \
            the third.
            """,
        remediation: "Find out which of the keys are in use, and delete all others.",
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html"],
        mappings: .init(soc2: ["CC6.1"]),
        needs: [.authorization],
        examples: [
            .passes("two keys") {
                $0.setKeys(.init(age: .days(10)), .init(id: "AKIAI44QH8DHBEXAMPLE", age: .days(80)))
            },
            .fails("three keys in the list", on: ["j.doe"], severity: .high) {
                $0.setKeys(
                    .init(age: .days(10)),
                    .init(id: "AKIAI44QH8DHBEXAMPLE", age: .days(80)),
                    .init(id: "AKIAJ55RI9EICEXAMPLE", isActive: false, age: .days(90))
                )
            },
            .fails("additional credentials in the report", on: ["j.doe"]) {
                $0.editRow { $0.additionalCredentials = "access_key_3: active" }
            },
            .passes("an empty additional column") { $0.editRow { $0.additionalCredentials = "" } },
            .notAssessed("neither list nor report readable", on: ["j.doe"]) {
                $0.facts.credentialReport = .unavailable(ExampleAccount.denied)
                $0.facts.accessKeys["j.doe"] = .unavailable(ExampleAccount.denied)
            },
            .notAssessed("users unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.account.users.map { user in
            let resource = Resource.user(user.user)
            let additional = user.row?.additionalCredentials ?? ""
            switch user.keys {
            case .unknown(let reason):
                return input.keysNotAssessed(of: user, because: reason)
            case .known(let keys) where keys.count > 2 || !additional.isEmpty:
                let name = input.name(of: user)
                let sentence =
                    keys.count > 2
                    ? "\(name) has \(keys.count) access keys."
                    : "\(name) has credentials beyond the two slots of the credential report."
                return .fail(
                    resource,
                    sentence,
                    facts: keys.map { Fact("access_key", "\($0.id ?? "not listed"), \($0.status)") }
                        + (additional.isEmpty ? [] : [Fact("additional_credentials_info", additional)])
                )
            case .known:
                return .pass(resource)
            }
        }
    }
}
