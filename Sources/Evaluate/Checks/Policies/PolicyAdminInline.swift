import Domain

extension Check {
    static let policyAdminInline = Check(
        "policy-admin-inline",
        family: .policies,
        title: "No inline policy allows everything on everything",
        severity: .high,
        rationale: "Full rights in an inline policy stand in no list of policies and in no list of attachments.",
        remediation: "Grant what the workload uses (see Last Accessed), and delete the inline policy.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
        ],
        mappings: .init(soc2: ["CC6.3"], iso27001: ["A.8.2"], nist80053: ["AC-6"]),
        peers: .init(prowler: ["iam_inline_policy_no_administrative_privileges"]),
        needs: [.authorization],
        discriminator: "the name of the inline policy",
        examples: [
            .passes("no inline policy") { _ in },
            .fails("of a user", on: ["j.doe"]) { $0.grant(ExampleAccount.administratorDocument) },
            .fails("of a role", on: ["app"]) { $0.grant(ExampleAccount.administratorDocument, toRole: "app") },
            .fails("of a group", on: ["developers"]) {
                let id = $0.document(ExampleAccount.administratorDocument)
                $0.edit { $0.groups[0].inlinePolicies.append(InlinePolicy(name: "all", document: id)) }
            },
            .fails("two statements are one finding", on: ["j.doe"]) {
                $0.grant(
                    """
                    {"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},\
                    {"Effect":"Allow","Action":"*:*","Resource":"*"}]}
                    """
                )
            },
            .fails("under a condition", on: ["j.doe"]) {
                $0.grant(
                    """
                    {"Statement":{"Effect":"Allow","Action":"*","Resource":"*",\
                    "Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}}
                    """
                )
            },
            .passes("every action on one bucket") {
                $0.grant(#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::payments"}}"#)
            },
            .passes("a customer policy, which is another check's") {
                $0.addPolicy("everything", ExampleAccount.administratorDocument)
            },
            .notAssessed("a document that cannot be parsed", on: ["j.doe"]) { $0.grant("{") },
            .notAssessed("policies unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let inline = input.account.documents.filter(\.isInline)
        if inline.isEmpty {
            return [.notApplicable(.account(input.facts), "\(input.place) has no inline policy.")]
        }
        var seen: Set<String> = []
        return input.judgeEverything(in: inline, discriminator: { held, _ in held.inlineName }, says: "").filter {
            seen.insert("\($0.resource.arn)\n\($0.discriminator)").inserted
        }
    }
}
