import Domain

extension Check {
    static let identityProviderOrphan = Check(
        "identity-provider-orphan",
        family: .trust,
        title: "Identity providers and the trusts that name them belong together",
        severity: .low,
        rationale: """
            A provider that no role trusts is one step away from being used, and a trust of a provider that is gone opens \
            again when somebody makes one of that name.
            """,
        remediation: "Delete the provider that no role needs, and the trust of a provider that does not exist.",
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers.html"],
        mappings: .init(soc2: ["CC6.2"], iso27001: ["A.5.18"]),
        needs: [.authorization],
        needsOneOf: [.samlProviders, .oidcProviders],
        discriminator: "of a role, the provider that does not exist; of an account, the kind that could not be read",
        examples: [
            .passes("no provider") { _ in },
            .fails("a SAML provider that no role trusts", on: ["okta"], severity: .low) { $0.addSAMLProvider("okta") },
            .fails("an OIDC provider that no role trusts", on: ["gitlab.com"], severity: .low) {
                $0.addOIDCProvider("gitlab.com")
            },
            .passes("providers that roles trust") {
                $0.addSAMLProvider("okta")
                $0.addOIDCProvider("gitlab.com")
                $0.trust(
                    """
                    {"Federated":["arn:aws:iam::111122223333:saml-provider/okta",\
                    "arn:aws:iam::111122223333:oidc-provider/gitlab.com"]}
                    """,
                    action: "sts:AssumeRoleWith*"
                )
            },
            .passes("made by IAM Identity Center") { $0.addSAMLProvider("AWSSSO_1a2b3c4d5e6f_DO_NOT_DELETE") },
            .fails("a trust of a provider that does not exist", on: ["app"], severity: .medium) {
                $0.trustIssuer("gitlab.com")
            },
            .passes("a trust of an issuer that AWS knows without a provider") {
                $0.trust(#"{"Federated":"cognito-identity.amazonaws.com"}"#, action: "sts:AssumeRoleWithWebIdentity")
            },
            .notAssessed("OIDC providers unreadable") {
                $0.trustIssuer("gitlab.com")
                $0.facts.oidcProviders = .unavailable(ExampleAccount.denied)
            },
            .notAssessed("a provider, and a trust policy that cannot be parsed", on: ["okta"]) {
                $0.addSAMLProvider("okta")
                $0.setTrustPolicy("{")
            },
            .notAssessed("roles unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let providers = input.identityProviders
        let assessments = input.gapsOfProviders + input.orphans(among: providers) + input.trustsOfNobody(providers)
        guard assessments.isEmpty else { return assessments }
        let sentence = "\(input.place) has no identity provider, and no role trusts one."
        return [.notApplicable(.account(input.facts), sentence)]
    }
}

extension CheckInput {
    fileprivate func orphans(among providers: [IdentityProvider]) -> [Assessment] {
        let grants = account.roles.flatMap { (try? $0.trust.get()) ?? [] }
        let trusted = Set(grants.map(\.party.text))
        let isAnyTrusted = grants.contains { $0.party.kind == .anyone && $0.actions != [.assumeRole] }
        let unreadable = account.roles.first { (try? $0.trust.get()) == nil }
        return providers.map { provider in
            let resource = Resource.identityProvider(provider.arn)
            let name = "Identity provider \(resource.name) in \(place)"
            if provider.isOfIdentityCenter {
                return .notApplicable(resource, "\(name) belongs to IAM Identity Center.")
            }
            if isAnyTrusted || trusted.contains(provider.arn) { return .pass(resource) }
            if let unreadable {
                let role = unreadable.role.name
                let sentence = "\(name) may be trusted by role \(role), whose trust policy cannot be read."
                return .notAssessed(resource, sentence)
            }
            return .fail(resource, "\(name) is trusted by no role.", facts: [Fact("created_at", provider.createdAt)])
        }
    }

    /// The trusts of providers of this account that are not among those that were read.
    fileprivate func trustsOfNobody(_ providers: [IdentityProvider]) -> [Assessment] {
        let existing = Set(providers.map(\.arn))
        let kinds = [
            facts.samlProviders.value.map { _ in "saml-provider/" },
            facts.oidcProviders.value.map { _ in "oidc-provider/" },
        ].compactMap(\.self)
        return account.roles.flatMap { view in
            let missing = ((try? view.trust.get()) ?? []).grouped { grant in
                guard grant.party.kind == .federated, let arn = ARN(grant.party.text), arn.accountID == facts.accountID
                else { return false }
                return kinds.contains(where: arn.resource.hasPrefix) && !existing.contains(grant.party.text)
            }
            return missing.map { party, grants -> Assessment in
                .fail(
                    .role(view.role),
                    discriminator: party.text,
                    severity: .medium,
                    "\(name(view.role)) trusts \(party.text), which does not exist.",
                    facts: party.facts(grants)
                )
            }
        }
    }
}
