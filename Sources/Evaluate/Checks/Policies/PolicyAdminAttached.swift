import Domain

extension Check {
    static let policyAdminAttached = Check(
        "policy-admin-attached",
        family: .policies,
        title: "No attached customer policy allows everything on everything",
        severity: .high,
        rationale: "A home-made administrator policy hides full rights under a name that nobody looks for.",
        remediation: "Grant what the workload uses (see Last Accessed), and detach the policy.",
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
            prowler: ["iam_customer_attached_policy_no_administrative_privileges"],
            scoutSuite: ["iam-managed-policy-allows-full-privileges"]
        ),
        needs: [.authorization],
        discriminator: "the digest of the statement",
        examples: [
            .passes("a narrow policy") { _ in },
            .fails("* on *, attached to a user", on: ["everything"]) {
                $0.addPolicy("everything", ExampleAccount.administratorDocument)
            },
            .fails("*:* among others, as lists", on: ["everything"]) {
                $0.addPolicy(
                    "everything",
                    """
                    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:Get*","*:*"],\
                    "Resource":["arn:aws:s3:::x","*"]}}
                    """
                )
            },
            .fails("* on * under a condition", on: ["everything"]) {
                $0.addPolicy(
                    "everything",
                    """
                    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*",\
                    "Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}}
                    """
                )
            },
            .passes("* on *, only as a permission boundary") {
                $0.addPolicy("everything", ExampleAccount.administratorDocument, attach: false)
                $0.editUser { $0.permissionsBoundary = "\(ExampleAccount.arn):policy/everything" }
            },
            .passes("* on *, in a version that is not the default") {
                $0.addPolicy("everything", ExampleAccount.administratorDocument)
                $0.edit { details in
                    let narrow = details.policies[0].versions[0].document
                    let last = details.policies.count - 1
                    details.policies[last].versions.append(PolicyVersion(id: "v2", document: narrow))
                    details.policies[last].defaultVersionID = "v2"
                }
            },
            .passes("everything is denied") {
                $0.addPolicy("nothing", #"{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#)
            },
            .notAssessed("a document that cannot be parsed", on: ["broken"]) {
                $0.addPolicy("broken", #"{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]"#)
            },
            .notAssessed("policies unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let customer = input.account.documents.filter { !$0.isInline }
        let idle = customer.filter { $0.use != .attached }.map { held in
            Assessment.notApplicable(held.resource, "\(held.name(in: input.place)) is not attached.")
        }
        return idle
            + input.judgeEverything(
                in: customer.filter { $0.use == .attached },
                discriminator: { $1.digest },
                says: " and is attached"
            )
    }
}
