import Domain

extension Check {
    static let policyUnattached = Check(
        "policy-unattached",
        family: .policies,
        title: "Customer policies that nothing uses are deleted within 90 days",
        severity: .low,
        rationale: "A forgotten policy is attached again by its name, long after anybody knew what it gives.",
        remediation: "Delete the policy.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_manage-delete.html"
        ],
        mappings: .init(soc2: ["CC6.3"], iso27001: ["A.5.18"], nist80053: ["AC-6"]),
        peers: .init(scoutSuite: ["iam-managed-policy-no-attachments"]),
        needs: [.authorization],
        parameters: [.days(90, "limit", "An unused policy fails when its last change is longer ago than this")],
        examples: [
            .passes("attached") { _ in },
            .passes("unused, changed exactly 90 days ago") { $0.addUnusedPolicy(changedAgo: .days(90)) },
            .fails("unused, changed 90 days and one second ago", on: ["p"]) {
                $0.addUnusedPolicy(changedAgo: .days(90) + 1)
            },
            .passes("used as a permission boundary") {
                $0.addUnusedPolicy(changedAgo: .days(400))
                $0.editPolicy("p") { $0.boundaryUsageCount = 1 }
            },
            .passes("attached, and counted as such") {
                $0.addUnusedPolicy(changedAgo: .days(400))
                $0.editPolicy("p") { $0.attachmentCount = 1 }
            },
            .notAssessed("policies unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        (input.facts.authorization.value?.policies ?? []).sorted { $0.arn < $1.arn }.map { policy in
            let resource = Resource.policy(policy)
            let age = input.age(policy.updatedAt)
            let isUsed = policy.attachmentCount > 0 || policy.boundaryUsageCount > 0
            guard !isUsed, age > input.parameters["limit"] else { return .pass(resource) }
            return .fail(
                resource,
                "Policy \(policy.name) in \(input.place) is used by nothing and was last changed \(days(age)) ago.",
                facts: [
                    Fact("updated_at", policy.updatedAt),
                    Fact("created_at", policy.createdAt),
                    Fact("limit", input.parameters.text(">", "limit")),
                ]
            )
        }
    }
}

extension ExampleAccount {
    fileprivate mutating func addUnusedPolicy(changedAgo age: Int64) {
        addPolicy("p", #"{"Statement":[]}"#, attach: false)
        editPolicy("p") { policy in
            policy.boundaryUsageCount = 0
            policy.updatedAt = Self.ago(age)
        }
    }
}
