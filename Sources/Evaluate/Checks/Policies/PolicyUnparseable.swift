import Domain

extension Check {
    /// What depends on such a document says of the principals concerned that it is not assessed.
    static let policyUnparseable = Check(
        "policy-unparseable",
        family: .policies,
        title: "Every policy document can be read",
        severity: .medium,
        rationale: "What a document that cannot be read allows is not known, and neither is what its holders can do.",
        remediation: "Open the policy in the console, which shows the same fault, and store it again in order.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_policies.html",
        ],
        mappings: .init(soc2: ["CC6.3"], iso27001: ["A.8.9"], nist80053: ["CM-6"]),
        needs: [.authorization],
        discriminator: "the version, the name of the inline policy, or `trust` for the trust policy",
        examples: [
            .passes("all in order") { _ in },
            .fails("a customer policy", on: ["broken"]) { $0.addPolicy("broken", "{") },
            .fails("a version that is not the default", on: ["payments-read"]) {
                let id = $0.document("{}")
                $0.editPolicy("payments-read") { $0.versions.append(PolicyVersion(id: "v0", document: id)) }
            },
            .fails("inline policies of a user, a group and a role", on: ["app", "developers", "j.doe"]) {
                $0.grant("[]")
                $0.grant("[]", toRole: "app")
                let id = $0.document("[]")
                $0.edit { $0.groups[0].inlinePolicies = [InlinePolicy(name: "inline", document: id)] }
            },
            .fails("a trust policy", on: ["app"]) {
                let id = $0.document(#"{"Statement":{"Effect":"Permit"}}"#)
                $0.editRole { $0.trustPolicy = id }
            },
            .fails("an operator that does not exist", on: ["j.doe"]) {
                $0.grant(
                    """
                    {"Statement":{"Effect":"Allow","Action":"*","Resource":"*",\
                    "Condition":{"StringIs":{"aws:username":"x"}}}}
                    """
                )
            },
            .notAssessed("a document that was not read", on: ["payments-read"]) {
                $0.editPolicy("payments-read") { $0.versions[0].document = DocumentID(hex: "00") }
            },
            .notAssessed("policies unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let details = input.facts.authorization.value ?? AuthorizationDetails()
        let versions = details.policies.flatMap { policy in
            policy.versions.map { version in
                input.readability(
                    of: version.document,
                    .policy(policy),
                    version.id,
                    "Version \(version.id) of policy \(policy.name)"
                )
            }
        }
        func inline(_ resource: Resource, _ policies: [InlinePolicy]) -> [Assessment] {
            policies.map { policy in
                let name = "Inline policy \(policy.name) of \(resource.type.rawValue) \(resource.name)"
                return input.readability(of: policy.document, resource, policy.name, name)
            }
        }
        let principals =
            details.users.flatMap { inline(.user($0), $0.inlinePolicies) }
            + details.groups.flatMap { inline(.group($0), $0.inlinePolicies) }
            + details.roles.flatMap { inline(.role($0), $0.inlinePolicies) }
        let trusts = details.roles.map { role in
            input.readability(of: role.trustPolicy, .role(role), "trust", "The trust policy of role \(role.name)")
        }
        return (versions + principals + trusts).sorted {
            ($0.resource.arn, $0.discriminator) < ($1.resource.arn, $1.discriminator)
        }
    }
}

extension CheckInput {
    fileprivate func readability(
        of document: DocumentID,
        _ resource: Resource,
        _ discriminator: String,
        _ name: String
    ) -> Assessment {
        guard case .failure(let error) = account.policies.policy(document).result else {
            return .pass(resource, discriminator: discriminator)
        }
        if error.fault == .missingDocument {
            return .notAssessed(resource, discriminator: discriminator, "\(name) in \(place) was not read.")
        }
        return .fail(
            resource,
            discriminator: discriminator,
            "\(name) in \(place) cannot be read: \(error).",
            facts: [Fact("fault", error.description), Fact("document", document.hex)]
        )
    }
}
