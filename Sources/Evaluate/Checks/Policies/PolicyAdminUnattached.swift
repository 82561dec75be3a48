import Domain

extension Check {
    static let policyAdminUnattached = Check(
        "policy-admin-unattached",
        family: .policies,
        title: "No unattached customer policy allows everything on everything",
        severity: .medium,
        rationale: "One call attaches it, and an administrator appears under a name that nobody looks for.",
        remediation: "Delete the policy, or narrow it to what it was meant for.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
            "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-1",
        ],
        mappings: .init(
            soc2: ["CC6.3"],
            iso27001: ["A.8.2"],
            nist80053: ["AC-6"],
            cis: ["5.0 1.15", "6.0 2.15", "7.0 2.14"],
            fsbp: ["IAM.1"]
        ),
        peers: .init(
            prowler: ["iam_customer_unattached_policy_no_administrative_privileges"],
            scoutSuite: ["iam-managed-policy-allows-full-privileges"]
        ),
        needs: [.authorization],
        discriminator: "the digest of the statement",
        examples: [
            .passes("a narrow policy") { _ in },
            .passes("* on *, attached, which is another check's") {
                $0.addPolicy("everything", ExampleAccount.administratorDocument)
            },
            .fails("* on *, attached to nothing", on: ["everything"]) {
                $0.addPolicy("everything", ExampleAccount.administratorDocument, attach: false)
                $0.editPolicy("everything") { $0.boundaryUsageCount = 0 }
            },
            .passes("* on *, as a permission boundary") {
                $0.addPolicy("everything", ExampleAccount.administratorDocument, attach: false)
            },
            .passes("a narrow one, attached to nothing") {
                $0.addPolicy(
                    "read",
                    #"{"Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}"#,
                    attach: false
                )
                $0.editPolicy("read") { $0.boundaryUsageCount = 0 }
            },
            .notAssessed("a document that cannot be parsed", on: ["broken"]) {
                $0.addPolicy("broken", "{", attach: false)
                $0.editPolicy("broken") { $0.boundaryUsageCount = 0 }
            },
            .notAssessed("policies unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let customer = input.account.documents.filter { !$0.isInline }
        let used = customer.filter { $0.use != .unattached }.map { held in
            Assessment.notApplicable(held.resource, "\(held.name(in: input.place)) is in use.")
        }
        return used
            + input.judgeEverything(
                in: customer.filter { $0.use == .unattached },
                discriminator: { $1.digest },
                says: " and is attached to nothing"
            )
    }
}
