import Domain

extension Check {
    static let groupEmpty = Check(
        "group-empty",
        family: .policies,
        title: "Groups have members and policies",
        severity: .low,
        rationale:
            "A group without members keeps rights for whoever is put into it; one without policies hides that it does nothing.",
        remediation: "Delete the group, or put it to use.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups_manage_delete.html"
        ],
        mappings: .init(soc2: ["CC6.2"], iso27001: ["A.5.18"], nist80053: ["AC-2"]),
        peers: .init(scoutSuite: ["iam-group-with-no-users"]),
        needs: [.authorization],
        examples: [
            .passes("members and an attached policy") { _ in },
            .passes("members and an inline policy") {
                let id = $0.document(#"{"Statement":[]}"#)
                $0.edit { details in
                    details.groups[0].attachedPolicies = []
                    details.groups[0].inlinePolicies = [InlinePolicy(name: "inline", document: id)]
                }
            },
            .fails("no members", on: ["developers"]) { $0.leaveAllGroups() },
            .fails("no policies", on: ["developers"]) { $0.edit { $0.groups[0].attachedPolicies = [] } },
            .fails("neither is one finding", on: ["developers"]) {
                $0.leaveAllGroups()
                $0.edit { $0.groups[0].attachedPolicies = [] }
            },
            .notAssessed("groups unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let details = input.facts.authorization.value ?? AuthorizationDetails()
        let inUse = Set(details.users.flatMap(\.groups))
        return details.groups.sorted { $0.arn < $1.arn }.map { group in
            let missing = [
                inUse.contains(group.name) ? nil : "members",
                group.attachedPolicies.isEmpty && group.inlinePolicies.isEmpty ? "policies" : nil,
            ].compactMap(\.self)
            guard !missing.isEmpty else { return .pass(.group(group)) }
            return .fail(
                .group(group),
                "Group \(group.name) in \(input.place) has no \(missing.joined(separator: " and no ")).",
                facts: missing.map { Fact("missing", $0) } + group.attachedPolicies.map { Fact("policy", $0.arn) }
                    + [Fact("created_at", group.createdAt)]
            )
        }
    }
}

extension ExampleAccount {
    fileprivate mutating func leaveAllGroups() {
        edit { details in
            for index in details.users.indices { details.users[index].groups = [] }
        }
    }
}
