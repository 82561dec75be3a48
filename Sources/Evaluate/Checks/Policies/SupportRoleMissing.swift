import Domain

extension Check {
    static let supportRoleMissing = Check(
        "support-role-missing",
        family: .policies,
        title: "Somebody may open cases with AWS Support",
        severity: .low,
        rationale: "In an incident nobody but root could ask AWS for help.",
        remediation: "Attach AWSSupportAccess to a role that incident managers may assume.",
        references: [
            "https://docs.aws.amazon.com/awssupport/latest/user/accessing-support.html",
            "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-18",
        ],
        mappings: .init(
            soc2: ["CC7.4"],
            iso27001: ["A.5.26"],
            nist80053: ["IR-4"],
            cis: ["5.0 1.16", "6.0 2.16", "7.0 2.15"],
            fsbp: ["IAM.18"]
        ),
        peers: .init(prowler: ["iam_support_role_created"], scoutSuite: ["iam-no-support-role"]),
        needs: [.authorization],
        examples: [
            .passes("attached to a role") { _ in },
            .passes("attached to a group") {
                $0.moveSupport { $0.groups[0].attachedPolicies.append($1) }
            },
            .fails("attached to nothing", on: [ExampleAccount.name]) { $0.moveSupport { _, _ in } },
            .notAssessed("roles unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let details = input.facts.authorization.value ?? AuthorizationDetails()
        let resource = Resource.account(input.facts)
        let holders = details.holdersByPolicy.filter { $0.key.hasSuffix(":iam::aws:policy/AWSSupportAccess") }
        guard holders.isEmpty else { return [.pass(resource)] }
        return [.fail(resource, "AWSSupportAccess is attached to nothing in \(input.place).")]
    }
}

extension ExampleAccount {
    fileprivate mutating func moveSupport(to place: (inout AuthorizationDetails, AttachedPolicy) -> Void) {
        edit { details in
            for index in details.roles.indices where details.roles[index].name == "incident-support" {
                let policy = details.roles[index].attachedPolicies.removeLast()
                place(&details, policy)
            }
        }
    }
}
