import Domain

extension Check {
    static let policyServiceWildcard = Check(
        "policy-service-wildcard",
        family: .policies,
        title: "Customer policies name the actions of a service",
        severity: .low,
        rationale:
            "All actions of a service include those that hand it on, delete it, and those that AWS adds tomorrow.",
        remediation: "List the actions that are used (see Last Accessed) in place of the wildcard.",
        references: [
            "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-21",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html",
        ],
        mappings: .init(soc2: ["CC6.3"], iso27001: ["A.8.2"], nist80053: ["AC-6"], fsbp: ["IAM.21"]),
        needs: [.authorization],
        examples: [
            .passes("actions by name and by prefix") {
                $0.addPolicy(
                    "p",
                    #"{"Statement":{"Effect":"Allow","Action":["s3:Get*","s3:*Tagging"],"Resource":"*"}}"#
                )
            },
            .fails("a whole service on one resource", on: ["p"]) {
                $0.addPolicy("p", #"{"Statement":{"Effect":"Allow","Action":"SQS:*","Resource":"arn:aws:sqs:*:*:q"}}"#)
            },
            .fails("several in several statements are one finding", on: ["p"]) {
                $0.addPolicy(
                    "p",
                    """
                    {"Statement":[{"Effect":"Allow","Action":["s3:*","ec2:*"],"Resource":"*"},\
                    {"Effect":"Allow","Action":"sqs:**","Resource":"*"}]}
                    """
                )
            },
            .fails("everything but a service", on: ["p"]) {
                $0.addPolicy("p", #"{"Statement":{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}}"#)
            },
            .passes("everything but one action") {
                $0.addPolicy("p", #"{"Statement":{"Effect":"Allow","NotAction":"iam:GetUser","Resource":"*"}}"#)
            },
            .passes("a whole service is denied") {
                $0.addPolicy("p", #"{"Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}"#)
            },
            .passes("everything, which is another check's") {
                $0.addPolicy("p", ExampleAccount.administratorDocument)
            },
            .passes("as a permission boundary") {
                $0.addPolicy(
                    "p",
                    #"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#,
                    attach: false
                )
            },
            .passes("attached to nothing") {
                $0.addPolicy(
                    "p",
                    #"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#,
                    attach: false
                )
                $0.editPolicy("p") { $0.boundaryUsageCount = 0 }
            },
            .passes("in an inline policy") {
                $0.grant(#"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#)
            },
            .notAssessed("a document that cannot be parsed", on: ["broken"]) { $0.addPolicy("broken", "[]") },
            .notAssessed("policies unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeDocuments(
            input.account.documents.filter { !$0.isInline },
            says: "allows all actions of a service",
            facts: { found in
                let services = found.flatMap(\.statement.wholeServices)
                return Set(services).sorted().map { Fact("pattern", $0) }
            }
        ) { document in document.allowing { !$0.wholeServices.isEmpty } }
    }
}

extension PolicyStatement {
    /// The patterns that name all actions of one service: `s3:*`.
    fileprivate var wholeServices: [String] {
        actions.patterns.map(\.text).filter { text in
            let parts = text.split(separator: ":", maxSplits: 1)
            return parts.count == 2 && !parts[0].contains { "*?".contains($0) } && parts[1].allSatisfy { $0 == "*" }
        }
    }
}
