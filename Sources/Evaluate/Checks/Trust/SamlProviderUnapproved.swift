import Domain

extension Check {
    static let samlProviderUnapproved = Check(
        "saml-provider-unapproved",
        family: .trust,
        title: "Every identity provider was approved",
        severity: .high,
        rationale: "Whoever controls an identity provider decides who signs in as whom; a foreign one is a back door.",
        remediation: """
            Find out in CloudTrail who made the provider; delete it, or enter its name or URL under \
            trusted.identity_providers.
            """,
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers.html"],
        mappings: .init(soc2: ["CC6.2", "CC6.6"], iso27001: ["A.5.16"], nist80053: ["IA-8"]),
        needsOneOf: [.samlProviders, .oidcProviders],
        discriminator: "the kind of provider where its list could not be read",
        examples: [
            .passes("providers, while nobody said which are approved") {
                $0.addSAMLProvider("backdoor")
                $0.addOIDCProvider("evil.example.com")
            },
            .fails("a SAML provider that nobody approved", on: ["backdoor"], severity: .high) {
                $0.configuration.trusted.identityProviders = ["okta"]
                $0.addSAMLProvider("okta")
                $0.addSAMLProvider("backdoor")
            },
            .fails("an OIDC provider that nobody approved", on: ["gitlab.com.evil.example"]) {
                $0.configuration.trusted.identityProviders = ["gitlab.com"]
                $0.addOIDCProvider("gitlab.com")
                $0.addOIDCProvider("gitlab.com.evil.example")
            },
            .passes("approved by URL, by ARN and by pattern") {
                $0.configuration.trusted.identityProviders = [
                    "https://gitlab.com", "arn:aws:iam::111122223333:saml-provider/okta",
                    "oidc.eks.*.amazonaws.com/id/*",
                ]
                $0.addSAMLProvider("okta")
                $0.addOIDCProvider("gitlab.com")
                $0.addOIDCProvider("oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF")
            },
            .fails("a name that only contains the approved one", on: ["okta-test"]) {
                $0.configuration.trusted.identityProviders = ["okta"]
                $0.addSAMLProvider("okta-test")
            },
            .passes("made by IAM Identity Center") {
                $0.configuration.trusted.identityProviders = ["okta"]
                $0.addSAMLProvider("AWSSSO_1a2b3c4d5e6f_DO_NOT_DELETE")
            },
            .notAssessed("SAML providers unreadable") {
                $0.configuration.trusted.identityProviders = ["okta"]
                $0.facts.samlProviders = .unavailable(ExampleAccount.denied)
            },
            .notAssessed("no provider readable") {
                $0.facts.samlProviders = .unavailable(ExampleAccount.denied)
                $0.facts.oidcProviders = .unavailable(ExampleAccount.denied)
            },
        ]
    ) { input in
        let account = Resource.account(input.facts)
        let approved = input.settings.trusted.identityProviders
        guard !approved.isEmpty else {
            return [.notApplicable(account, "trusted.identity_providers names no provider to compare with.")]
        }
        let gaps = input.gapsOfProviders
        let providers = input.identityProviders
        guard !providers.isEmpty || !gaps.isEmpty else {
            return [.notApplicable(account, "\(input.place) has no identity provider.")]
        }
        return gaps
            + providers.map { provider in
                let resource = Resource.identityProvider(provider.arn)
                let name = "Identity provider \(resource.name) in \(input.place)"
                if provider.isOfIdentityCenter {
                    return .notApplicable(resource, "\(name) belongs to IAM Identity Center.")
                }
                if approved.contains(where: provider.isNamed) { return .pass(resource) }
                return .fail(
                    resource,
                    "\(name) was approved by nobody.",
                    facts: [Fact("created_at", provider.createdAt)]
                )
            }
    }
}
