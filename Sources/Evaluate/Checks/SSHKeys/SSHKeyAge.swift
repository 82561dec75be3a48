import Domain

extension Check {
    static let sshKeyAge = Check(
        "ssh-key-age",
        family: .sshKeys,
        title: "Active SSH keys are at most 90 days old",
        severity: .medium,
        rationale: "An SSH key opens the code repositories for as long as it is there, and IAM does not show its use.",
        remediation: "Upload a new public key, move the client to it, and delete the old one.",
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_ssh-keys.html"],
        mappings: .init(soc2: ["CC6.2"], iso27001: ["A.5.17"]),
        needs: [.authorization],
        parameters: [.days(90, "limit", "An active SSH key fails when it is older than this")],
        discriminator: "the upload instant of the key",
        examples: [
            .passes("exactly 90 days old") { $0.setSSHKey(age: .days(90)) },
            .fails("90 days and one second old", on: ["j.doe"]) { $0.setSSHKey(age: .days(90) + 1) },
            .passes("inactive and a year old") { $0.setSSHKey(status: "Inactive", age: .days(365)) },
            .notAssessed("list denied", on: ["j.doe"]) {
                $0.facts.sshKeys["j.doe"] = .unavailable(ExampleAccount.denied)
            },
            .notAssessed("users unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.account.users.flatMap { view -> [Assessment] in
            let user = view.user
            switch input.facts.sshKeys[user.name] {
            case nil:
                return []
            case .unavailable(let reason):
                let sentence = "The SSH keys of \(user.name) in \(input.place) could not be assessed because"
                return [.notAssessed(.user(user), "\(sentence) \(reason.phrase).")]
            case .value(let keys):
                return keys.sorted { $0.id < $1.id }.map { key in
                    let resource = Resource.credential(.sshKey, of: user)
                    let discriminator = key.uploadedAt.iso8601
                    let name = "SSH key \(key.id) of \(user.name) in \(input.place)"
                    guard key.status == "Active" else {
                        return .notApplicable(resource, discriminator: discriminator, "\(name) is not active.")
                    }
                    let age = input.age(key.uploadedAt)
                    guard age > input.parameters["limit"] else {
                        return .pass(resource, discriminator: discriminator)
                    }
                    return .fail(
                        resource,
                        discriminator: discriminator,
                        "\(name) is \(days(age)) old.",
                        facts: [
                            Fact("ssh_key_id", key.id),
                            Fact("uploaded_at", key.uploadedAt),
                            Fact("limit", input.parameters.text(">", "limit")),
                        ]
                    )
                }
            }
        }
    }
}
