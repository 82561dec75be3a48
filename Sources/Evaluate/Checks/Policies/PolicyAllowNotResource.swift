import Domain

extension Check {
    static let policyAllowNotResource = Check(
        "policy-allow-not-resource",
        family: .policies,
        title: "No policy allows everything but some resources or principals",
        severity: .medium,
        rationale: "What is not on the list is allowed: every resource, or every principal, that comes to be tomorrow.",
        remediation: "List the resources and the principals that are meant.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html",
        ],
        mappings: .init(soc2: ["CC6.3"], iso27001: ["A.8.2"], nist80053: ["AC-6"]),
        needs: [.authorization],
        discriminator: "the name of the inline policy, or `trust` for the trust policy",
        examples: [
            .passes("Resource and Principal") { _ in },
            .fails("NotResource in a customer policy", on: ["p"]) {
                $0.addPolicy("p", #"{"Statement":{"Effect":"Allow","Action":"s3:*","NotResource":"arn:aws:s3:::a"}}"#)
            },
            .fails("NotResource in an inline policy", on: ["j.doe"]) {
                $0.grant(#"{"Statement":{"Effect":"Allow","Action":"s3:*","NotResource":"arn:aws:s3:::a"}}"#)
            },
            .passes("Deny with NotResource") {
                $0.addPolicy("p", #"{"Statement":{"Effect":"Deny","Action":"s3:*","NotResource":"arn:aws:s3:::a"}}"#)
            },
            .fails("NotPrincipal in a trust policy", on: ["app"]) {
                let id = $0.document(
                    #"{"Statement":{"Effect":"Allow","NotPrincipal":{"AWS":"777788889999"},"Action":"sts:AssumeRole"}}"#
                )
                $0.editRole { $0.trustPolicy = id }
            },
            .fails("Deny with NotPrincipal in a trust policy", on: ["app"]) {
                let id = $0.document(
                    """
                    {"Statement":[\
                    {"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"},\
                    {"Effect":"Deny","NotPrincipal":{"AWS":"777788889999"},"Action":"sts:AssumeRole"}]}
                    """
                )
                $0.editRole { $0.trustPolicy = id }
            },
            .notAssessed("documents that cannot be parsed", on: ["j.doe", "app"]) {
                $0.grant("[]")
                let id = $0.document("{")
                $0.editRole { $0.trustPolicy = id }
            },
            .notAssessed("policies unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let documents = input.judgeDocuments(says: "allows everything but the resources that it lists (NotResource)") {
            document in
            document.allowing { statement in
                if case .allBut? = statement.resources { true } else { false }
            }
        }
        let trusts = input.account.roles.map { view -> Assessment in
            let resource = Resource.role(view.role)
            let name = "The trust policy of role \(view.role.name) in \(input.place)"
            switch input.account.policies.policy(view.role.trustPolicy).result {
            case .failure(let error):
                return .notAssessed(
                    resource,
                    discriminator: "trust",
                    "\(name) could not be assessed because of its document: \(error)."
                )
            case .success(let document):
                let found = document.statements.enumerated().filter { _, statement in
                    if case .allBut? = statement.principals { true } else { false }
                }
                guard !found.isEmpty else { return .pass(resource, discriminator: "trust") }
                return .fail(
                    resource,
                    discriminator: "trust",
                    "\(name) is about everyone but the principals that it lists (NotPrincipal).",
                    facts: found.map { Fact("statement", $0.element.label(at: $0.offset)) }
                )
            }
        }
        return documents + trusts
    }
}
