import Domain

extension Check {
    static let policyAssumeRoleAny = Check(
        "policy-assume-role-any",
        family: .policies,
        title: "Policies name the roles that may be assumed",
        severity: .high,
        rationale: "Whoever may assume any role gets every role, in every account, that trusts this one.",
        remediation: "Name the roles in Resource: an account id and a name, not a wildcard for both.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html"
        ],
        mappings: .init(soc2: ["CC6.3", "CC6.6"], iso27001: ["A.8.2"], nist80053: ["AC-6"]),
        peers: .init(
            prowler: ["iam_no_custom_policy_permissive_role_assumption"],
            scoutSuite: ["iam-inline-policy-for-role", "iam-managed-policy-for-role"]
        ),
        needs: [.authorization],
        discriminator: "the name of the inline policy",
        examples: [
            .passes("no sts action") { _ in },
            .fails("on *", on: ["p"]) {
                $0.addPolicy("p", #"{"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}}"#)
            },
            .fails("on every role of every account, inline", on: ["j.doe"]) {
                $0.grant(#"{"Statement":{"Effect":"Allow","Action":"sts:*","Resource":"arn:aws:iam::*:role/*"}}"#)
            },
            .passes("one role in every account, as a hub has it") {
                $0.addPolicy(
                    "p",
                    """
                    {"Statement":{"Effect":"Allow","Action":"sts:AssumeRole",\
                    "Resource":"arn:aws:iam::*:role/SecurityAudit"}}
                    """
                )
            },
            .passes("every role of one account") {
                $0.addPolicy(
                    "p",
                    """
                    {"Statement":{"Effect":"Allow","Action":"sts:AssumeRole",\
                    "Resource":"arn:aws:iam::444455556666:role/*"}}
                    """
                )
            },
            .passes("on * for roles with a tag") {
                $0.addPolicy(
                    "p",
                    """
                    {"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*",\
                    "Condition":{"StringEquals":{"iam:ResourceTag/team":"web"}}}}
                    """
                )
            },
            .passes("only the identity of the caller") {
                $0.addPolicy("p", #"{"Statement":{"Effect":"Allow","Action":"sts:Get*","Resource":"*"}}"#)
            },
            .passes("everything, which is another check's") { $0.grant(ExampleAccount.administratorDocument) },
            .notAssessed("a document that cannot be parsed", on: ["j.doe"]) { $0.grant("[]") },
            .notAssessed("policies unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let action = Wildcard(action: "sts:AssumeRole")
        let roles = input.everything("iam", region: "", account: "*", "role/*")
        return input.judgeDocuments(says: "allows to assume every role of every account that trusts this one") {
            document in
            document.allowing(action, on: roles).filter { _, statement in
                !statement.isLimited(by: "aws:resourcetag/", "iam:resourcetag/")
            }
        }
    }
}
