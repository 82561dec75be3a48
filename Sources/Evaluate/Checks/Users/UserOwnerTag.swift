import Domain

extension Check {
    static let userOwnerTag = Check(
        "user-owner-tag",
        family: .users,
        title: "Users carry the tag of an owner",
        severity: .low,
        rationale: "Nobody can be asked about a user without an owner, and nobody notices when the owner leaves.",
        remediation:
            "Tag the user with one of the keys of people.owner_tags, and the mail address of whoever answers for it.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags_users.html",
            "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-25",
        ],
        mappings: .init(soc2: ["CC6.2"], iso27001: ["A.5.16"], fsbp: ["IAM.25"]),
        needs: [.authorization],
        examples: [
            .passes("owner tags not configured") { $0.editUser { $0.tags = [] } },
            .passes("a tag, whatever the case of its key") {
                $0.configuration.requiresOwnerTags = true
                $0.editUser { $0.tags = [Tag(key: "Owner", value: "j.doe@example.com")] }
            },
            .fails("no tag", on: ["j.doe"], severity: .low) {
                $0.configuration.requiresOwnerTags = true
                $0.editUser { $0.tags = [] }
            },
            .fails("an empty tag", on: ["j.doe"]) {
                $0.configuration.requiresOwnerTags = true
                $0.editUser { $0.tags = [Tag(key: "owner", value: "")] }
            },
            .notAssessed("users unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        guard input.settings.requiresOwnerTags else {
            let sentence = "organization.yaml names no owner tags that the users of \(input.place) must carry."
            return [.notApplicable(.account(input.facts), sentence)]
        }
        let keys = Set(input.settings.ownerTags.map { $0.lowercased() })
        return input.account.users.map { user in
            let hasOwner = user.user.tags.contains { keys.contains($0.key.lowercased()) && !$0.value.isEmpty }
            if hasOwner { return .pass(.user(user.user)) }
            return .fail(
                .user(user.user),
                "\(input.name(of: user)) carries no tag of an owner.",
                facts: [Fact("owner_tags", input.settings.ownerTags.joined(separator: ", "))]
            )
        }
    }
}
