import Domain

extension Check {
    /// Only users that are no person's; for all others the tag says whose they are, and `leaver-user` judges them.
    static let ownerLeft = Check(
        "owner-left",
        family: .leavers,
        title: "Service users have an owner who works here",
        severity: .high,
        rationale: "Nobody rotates the keys of a service whose owner is gone, and nobody notices when it is misused.",
        remediation: """
            Find whoever runs the service now and put that address into the tag; where nobody does, deactivate its \
            keys, wait, and delete the user. Rotate what the former owner knew: deleting a key ends no session, which \
            lives on up to 36 hours until a Deny under the condition aws:TokenIssueTime before now is attached.
            """,
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags_users.html",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_disable-perms.html",
        ],
        mappings: .init(soc2: ["CC6.2"], iso27001: ["A.5.16"]),
        needs: [.authorization],
        needsRoster: true,
        examples: [
            .passes("the owner works here") { _ in },
            .fails("the owner left", on: ["svc-export"], severity: .high) {
                $0.leave(endedAgo: .days(1) + 1)
                $0.setTags([:])
            },
            .passes("the owner's grace ends this second") { $0.leave(endedAgo: .days(1)) },
            .passes("no tag") { $0.setTags([:], of: "svc-export") },
            .passes("a tag that names nobody in the roster") {
                $0.setTags(["owner": "team-payments@example.com"], of: "svc-export")
                $0.leave(endedAgo: .days(30))
            },
            .fails("the owner by employee number", on: ["svc-export"]) {
                $0.configuration.ownerTags = ["owner"]
                $0.setTags(["Owner": "e2"], of: "svc-export")
                $0.leave("E2", endedAgo: .days(30))
            },
            .passes("the first of the owner tags is somebody who works here") {
                $0.setTags(["owner": "j.doe@example.com", "email": "ann.lee@example.com"], of: "svc-export")
                $0.leave("E2", endedAgo: .days(30))
            },
            .passes("a login that two people can have") {
                $0.setTags(["owner": "jdoe"], of: "svc-export")
                $0.addPerson("E3", "jdoe@example.com", leftAgo: .days(30))
            },
            .notAssessed("users unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.account.users.map { user in
            let resource = Resource.user(user.user)
            let name = input.name(of: user)
            guard input.isServiceUser(user) else { return .notApplicable(resource, "\(name) is no service user.") }
            guard let (owner, tag) = input.people.owner(of: user) else {
                return .notApplicable(resource, "No tag of \(name) names anybody in the roster.")
            }
            guard let departure = owner.standing.departure else { return .pass(resource) }
            return .fail(
                resource,
                "The owner of \(name), \(owner.person.name), left; the last day was \(departure.lastDay).",
                facts: input.facts(about: owner, Fact("matched_by", "tag \(tag.key)")) + input.access(of: user).facts
            )
        }
    }
}
