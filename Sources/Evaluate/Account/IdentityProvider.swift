import Domain

/// A SAML or OIDC provider of the account, as trust policies name it.
struct IdentityProvider: Sendable {
    var arn: String
    var createdAt: Instant?

    /// IAM Identity Center makes a provider in each account and looks after it.
    var isOfIdentityCenter: Bool { arn.contains(":saml-provider/AWSSSO_") }

    /// Whether an entry of `trusted.identity_providers` means this provider: by ARN, by name or by URL.
    func isNamed(by entry: String) -> Bool {
        let pattern = Wildcard(entry.hasPrefix("https://") ? String(entry.dropFirst(8)) : entry)
        return pattern.matches(arn) || pattern.matches(Self.name(arn))
    }

    /// What follows the kind in the ARN: a SAML provider's name, or the URL of an issuer without its scheme.
    static func name(_ arn: String) -> String {
        guard let resource = ARN(arn)?.resource, let slash = resource.firstIndex(of: "/") else { return arn }
        return String(resource[resource.index(after: slash)...])
    }
}

extension SAMLProvider {
    var isOfIdentityCenter: Bool { IdentityProvider(arn: arn).isOfIdentityCenter }
}

extension Resource {
    static func identityProvider(_ arn: String) -> Resource {
        Resource(type: .identityProvider, arn: arn, name: IdentityProvider.name(arn))
    }
}

extension CheckInput {
    /// Those of the lists that were read, SAML first.
    var identityProviders: [IdentityProvider] {
        let saml = (facts.samlProviders.value ?? []).map { IdentityProvider(arn: $0.arn, createdAt: $0.createdAt) }
        let oidc = (facts.oidcProviders.value ?? []).map { IdentityProvider(arn: $0.arn, createdAt: $0.createdAt) }
        return saml + oidc
    }

    /// What a check that looks at both lists says of the one that was not read.
    var gapsOfProviders: [Assessment] {
        [("SAML", facts.samlProviders.unavailable), ("OIDC", facts.oidcProviders.unavailable)].compactMap { kind, gap in
            gap.map {
                .notAssessed(
                    .account(facts),
                    discriminator: kind,
                    "The \(kind) providers of \(place) could not be assessed because \($0.phrase).",
                    facts: [Fact("reason", $0.reason.rawValue), Fact("action", $0.action)]
                )
            }
        }
    }
}
