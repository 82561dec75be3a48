import Domain

extension Check {
    static let policyPassRoleAny = Check(
        "policy-pass-role-any",
        family: .policies,
        title: "Policies name the roles that may be passed",
        severity: .high,
        rationale: "Whoever may pass any role can hand an administrator's role to code of their own.",
        remediation: "Name the roles in Resource, and the service in a condition on iam:PassedToService.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html",
        ],
        mappings: .init(soc2: ["CC6.3"], iso27001: ["A.8.2"], nist80053: ["AC-6"]),
        peers: .init(
            prowler: ["iam_policy_passrole_to_bedrock_agentcore_restricted"],
            scoutSuite: ["iam-inline-policy-for-role", "iam-managed-policy-for-role"]
        ),
        needs: [.authorization],
        discriminator: "the name of the inline policy",
        examples: [
            .passes("no iam action") { _ in },
            .fails("on *", on: ["p"]) {
                $0.addPolicy("p", #"{"Statement":{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"}}"#)
            },
            .fails("by a wildcard, in an inline policy", on: ["app"]) {
                $0.grant(#"{"Statement":{"Effect":"Allow","Action":"iam:Pass*","Resource":"*"}}"#, toRole: "app")
            },
            .fails("on every role of the account", on: ["p"]) {
                $0.addPolicy(
                    "p",
                    #"{"Statement":{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::*:role/*"}}"#
                )
            },
            .passes("on some roles") {
                $0.addPolicy(
                    "p",
                    #"{"Statement":{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::*:role/app-*"}}"#
                )
            },
            .passes("on * to one service") {
                $0.addPolicy(
                    "p",
                    """
                    {"Statement":{"Effect":"Allow","Action":"iam:PassRole","Resource":"*",\
                    "Condition":{"StringEquals":{"iam:PassedToService":"ec2.amazonaws.com"}}}}
                    """
                )
            },
            .fails("on * to every service", on: ["p"]) {
                $0.addPolicy(
                    "p",
                    """
                    {"Statement":{"Effect":"Allow","Action":"iam:PassRole","Resource":"*",\
                    "Condition":{"StringLike":{"iam:PassedToService":"*"}}}}
                    """
                )
            },
            .passes("on * with a Deny beside it") {
                $0.addPolicy(
                    "p",
                    """
                    {"Statement":[{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"},\
                    {"Effect":"Deny","Action":"iam:*","Resource":"*"}]}
                    """
                )
            },
            .passes("all but IAM") {
                $0.addPolicy("p", #"{"Statement":{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}}"#)
            },
            .passes("everything, which is another check's") { $0.grant(ExampleAccount.administratorDocument) },
            .notAssessed("a document that cannot be parsed", on: ["j.doe"]) { $0.grant("[]") },
            .notAssessed("policies unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let action = Wildcard(action: "iam:PassRole")
        let roles = input.everything("iam", region: "", "role/*")
        return input.judgeDocuments(says: "allows to pass every role to every service") { document in
            document.allowing(action, on: roles).filter { _, statement in
                !statement.conditions.contains { $0.isOn("iam:PassedToService") && !$0.values.contains("*") }
            }
        }
    }
}
