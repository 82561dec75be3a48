import Domain

extension Check {
    static let userQuarantined = Check(
        "user-quarantined",
        family: .users,
        title: "No user is quarantined by AWS",
        severity: .critical,
        rationale: "AWS attaches this policy when it has found the user's access key in public: somebody has it.",
        remediation: """
            Follow AWS's case for the leaked key: deactivate it, look in CloudTrail for what was done with it, \
            replace and delete it, then take the policy off. Sessions already issued live on for up to 36 hours \
            until a Deny on aws:TokenIssueTime is attached.
            """,
        references: [
            "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html"
        ],
        mappings: .init(soc2: ["CC6.1", "CC7.3"], iso27001: ["A.5.26"], nist80053: ["IR-4"]),
        needs: [.authorization],
        examples: [
            .passes("no such policy") { _ in },
            .passes("the account's own policy of a similar name") { $0.quarantine("\(ExampleAccount.arn):policy") },
            .fails("quarantined", on: ["j.doe"], severity: .critical) { $0.quarantine("arn:aws:iam::aws:policy") },
            .notAssessed("users unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.account.users.map { user in
            let quarantine = user.user.attachedPolicies.first { policy in
                guard let arn = ARN(policy.arn), arn.account == "aws" else { return false }
                return arn.name.hasPrefix("AWSCompromisedKeyQuarantine")
            }
            guard let quarantine else { return .pass(.user(user.user)) }
            let keys = user.keys.value ?? []
            return .fail(
                .user(user.user),
                "\(input.name(of: user)) was quarantined by AWS because an access key of it leaked.",
                facts: [Fact("policy", quarantine.arn)]
                    + keys.map { Fact("access_key", "\($0.id ?? "not listed"), \($0.status)") }
            )
        }
    }
}
