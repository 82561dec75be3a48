import Domain

extension Check {
    static let userDirectPolicy = Check(
        "user-direct-policy",
        family: .users,
        title: "Users get their permissions through groups",
        severity: .low,
        rationale: """
            Rights that hang on a single user are overlooked when the person changes tasks and the groups are \
            changed.
            """,
        remediation: "Attach the policy to a group of the users with that task, and take it from the user.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_change-permissions.html",
            "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-2",
        ],
        mappings: .init(
            soc2: ["CC6.3"],
            iso27001: ["A.5.18"],
            nist80053: ["AC-6(3)"],
            cis: ["5.0 1.14", "6.0 2.14", "7.0 2.13"],
            fsbp: ["IAM.2"]
        ),
        peers: .init(
            prowler: ["iam_policy_attached_only_to_group_or_roles"],
            scoutSuite: ["iam-human-user-with-policies", "iam-user-with-policies"]
        ),
        needs: [.authorization],
        examples: [
            .passes("groups alone") { _ in },
            .passes("a permission boundary, which grants nothing") {
                $0.editUser { $0.permissionsBoundary = "\(ExampleAccount.arn):policy/payments-read" }
            },
            .fails("a managed policy attached", on: ["j.doe"], severity: .low) {
                $0.editUser {
                    $0.attachedPolicies = [
                        AttachedPolicy(arn: "\(ExampleAccount.arn):policy/payments-read", name: "payments-read")
                    ]
                }
            },
            .fails("an inline policy", on: ["j.doe"]) { $0.grant(ExampleAccount.escalationDocument) },
            .notAssessed("users unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.account.users.map { view in
            let user = view.user
            let count = user.attachedPolicies.count + user.inlinePolicies.count
            guard count > 0 else { return .pass(.user(user)) }
            return .fail(
                .user(user),
                "\(input.name(of: view)) has \(count == 1 ? "a policy" : "\(count) policies") of its own.",
                facts: user.attachedPolicies.map { Fact("attached_policy", $0.arn) }
                    + user.inlinePolicies.map { Fact("inline_policy", $0.name) }
            )
        }
    }
}
