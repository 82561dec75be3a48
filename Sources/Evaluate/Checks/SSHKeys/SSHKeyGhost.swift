import Domain

extension Check {
    /// A user that is not 90 days old itself cannot have been without other activity for 90 days.
    static let sshKeyGhost = Check(
        "ssh-key-ghost",
        family: .sshKeys,
        title: "Users with an SSH key show other activity",
        severity: .low,
        rationale: """
            IAM does not show the use of SSH keys, so the key of a user who does nothing else may be forgotten or \
            in wrong hands.
            """,
        remediation: """
            Ask the owner, or look for the key id in CloudTrail's CodeCommit events; delete the key if nobody \
            needs it.
            """,
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_ssh-keys.html"],
        mappings: .init(soc2: ["CC6.2"], nist80053: ["AC-2(3)"]),
        needs: [.authorization, .credentialReport],
        parameters: [
            .days(
                90,
                "limit",
                "The user of an SSH key fails when password and keys were last used longer ago than this"
            )
        ],
        examples: [
            .passes("last use exactly 90 days ago") {
                $0.leaveOnlyPassword()
                $0.setSSHKey(age: .days(10))
                $0.setPassword(changedAgo: .days(300), usedAgo: .days(90))
            },
            .fails("last use 90 days and one second ago", on: ["j.doe"], severity: .low) {
                $0.leaveOnlyPassword()
                $0.setSSHKey(age: .days(10))
                $0.setPassword(changedAgo: .days(300), usedAgo: .days(90) + 1)
            },
            .fails("no use at all", on: ["j.doe"]) {
                $0.removeCredentials()
                $0.setSSHKey(age: .days(10))
            },
            .passes("no use at all, the user exactly 90 days old") {
                $0.removeCredentials()
                $0.setSSHKey(age: .days(10))
                $0.setCreation(ago: .days(90))
            },
            .passes("an inactive SSH key") {
                $0.removeCredentials()
                $0.setSSHKey(status: "Inactive", age: .days(10))
            },
            .notAssessed("the password is not told", on: ["j.doe"]) {
                $0.leaveOnlyPassword()
                $0.setSSHKey(age: .days(10))
                $0.editRow { $0.passwordEnabled = nil }
            },
            .notAssessed("list denied", on: ["j.doe"]) {
                $0.facts.sshKeys["j.doe"] = .unavailable(ExampleAccount.denied)
            },
            .notAssessed("report denied") { $0.facts.credentialReport = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.account.users.map { user in
            let resource = Resource.user(user.user)
            let name = input.name(of: user)
            let limit = input.parameters["limit"]
            guard !user.isBreakGlass else {
                return .notApplicable(resource, "\(name) is a break-glass user, which is meant to be unused.")
            }
            let keys: [SSHPublicKey]
            switch input.facts.sshKeys[user.user.name] {
            case .unavailable(let reason):
                let sentence = "The SSH keys of \(name) could not be assessed because \(reason.phrase)."
                return .notAssessed(resource, sentence)
            case .value(let listed): keys = listed.filter { $0.status == "Active" }
            case nil: keys = []
            }
            guard !keys.isEmpty else { return .notApplicable(resource, "\(name) has no active SSH key.") }
            if input.age(user.user.createdAt) <= limit { return .pass(resource) }
            if let newest = user.lastUsedAt, input.age(newest) <= limit { return .pass(resource) }
            if let gap = input.gapInUses(of: user) {
                let sentence = "Whether \(name), who has an active SSH key, was active is not known because \(gap)."
                return .notAssessed(resource, sentence)
            }
            return .fail(
                resource,
                user.lastUsedAt.map {
                    "\(name) has an active SSH key and no other activity for \(days(input.age($0)))."
                }
                    ?? "\(name) has an active SSH key and no other activity.",
                facts: keys.map { Fact("ssh_key", "\($0.id), uploaded \($0.uploadedAt.iso8601)") } + [
                    Fact("last_used_at", user.lastUsedAt?.iso8601 ?? "never"),
                    Fact("note", "use of SSH keys is not visible to IAM"),
                    Fact("limit", input.parameters.text(">", "limit")),
                ]
            )
        }
    }
}
