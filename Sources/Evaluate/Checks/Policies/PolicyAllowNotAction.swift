import Domain

extension Check {
    static let policyAllowNotAction = Check(
        "policy-allow-not-action",
        family: .policies,
        title: "No policy allows everything but some actions",
        severity: .medium,
        rationale:
            "Allow with NotAction gives every action that nobody thought of, and every one that AWS adds tomorrow.",
        remediation: "List the actions that are meant, and take away the others by a Deny if they must be named.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html"
        ],
        mappings: .init(soc2: ["CC6.3"], iso27001: ["A.8.2"], nist80053: ["AC-6"]),
        peers: .init(scoutSuite: ["iam-inline-policy-allows-NotActions", "iam-managed-policy-allows-NotActions"]),
        needs: [.authorization],
        discriminator: "the name of the inline policy",
        examples: [
            .passes("Action") { _ in },
            .fails("in a customer policy", on: ["p"]) {
                $0.addPolicy("p", #"{"Statement":{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}}"#)
            },
            .fails("in an inline policy", on: ["app"]) {
                $0.grant(#"{"Statement":{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}}"#, toRole: "app")
            },
            .passes("Deny with NotAction, as guardrails have it") {
                $0.addPolicy("p", #"{"Statement":{"Effect":"Deny","NotAction":"sts:*","Resource":"*"}}"#)
            },
            .passes("as a permission boundary") {
                $0.addPolicy(
                    "p",
                    #"{"Statement":{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}}"#,
                    attach: false
                )
            },
            .notAssessed("a document that cannot be parsed", on: ["j.doe"]) { $0.grant("[]") },
            .notAssessed("policies unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeDocuments(says: "allows everything but what it lists (NotAction)") { document in
            document.allowing { statement in
                if case .allBut = statement.actions { true } else { false }
            }
        }
    }
}
