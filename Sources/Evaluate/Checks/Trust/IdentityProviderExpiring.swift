import Domain

extension Check {
    static let identityProviderExpiring = Check(
        "identity-provider-expiring",
        family: .trust,
        title: "SAML providers are valid for 30 more days",
        severity: .medium,
        rationale: "When the metadata of a provider expires, nobody signs in through it, at the worst in an emergency.",
        remediation: "Upload fresh metadata from the identity provider, or delete the provider if nobody uses it.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml.html",
            "https://docs.aws.amazon.com/IAM/latest/APIReference/API_SAMLProviderListEntry.html",
        ],
        mappings: .init(soc2: ["CC6.1"], iso27001: ["A.8.24"]),
        needs: [.samlProviders],
        parameters: [.days(30, "limit", "A provider fails when it expires within this time, or has expired")],
        examples: [
            .passes("no provider") { _ in },
            .passes("30 days and one second left") { $0.addSAMLProvider("okta", validFor: .days(30) + 1) },
            .fails("exactly 30 days left", on: ["okta"], severity: .medium) {
                $0.addSAMLProvider("okta", validFor: .days(30))
            },
            .fails("expired a second ago", on: ["okta"]) { $0.addSAMLProvider("okta", validFor: -1) },
            .passes("without an end") { $0.addSAMLProvider("okta", validFor: nil) },
            .passes("made by IAM Identity Center, which renews it") {
                $0.addSAMLProvider("AWSSSO_1a2b3c4d5e6f_DO_NOT_DELETE", validFor: .days(1))
            },
            .notAssessed("providers unreadable") { $0.facts.samlProviders = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let providers = input.facts.samlProviders.value ?? []
        guard !providers.isEmpty else {
            return [.notApplicable(.account(input.facts), "\(input.place) has no SAML provider.")]
        }
        return providers.map { provider in
            let resource = Resource.identityProvider(provider.arn)
            let name = "SAML provider \(resource.name) in \(input.place)"
            if provider.isOfIdentityCenter {
                return .notApplicable(resource, "\(name) belongs to IAM Identity Center, which renews it.")
            }
            guard let validUntil = provider.validUntil else { return .pass(resource) }
            let left = validUntil.seconds(since: input.asOf)
            guard left <= input.parameters["limit"] else { return .pass(resource) }
            return .fail(
                resource,
                left < 0 ? "\(name) expired \(days(-left)) ago." : "\(name) expires in \(days(left)).",
                facts: [
                    Fact("valid_until", validUntil), Fact("limit", input.parameters.text("<=", "limit")),
                ]
            )
        }
    }
}
