import Domain

/// A token issuer that serves several customers, and which claims tell them apart.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html and the issuers' own
/// pages. AWS refuses new trusts without such a claim, but older ones stay.
struct SharedIssuer: Sendable {
    /// As the provider has it: without a scheme.
    let url: String
    /// Of these one is enough.
    let claims: [String]
    let isCluster: Bool
    /// How many parts of a subject must be written out before a wildcard, so that the tenant is among them.
    private let partsOfTenant: Int

    /// Nil for a party that is no issuer, and for an issuer that is not known to be shared.
    init?(of party: TrustedParty) {
        guard party.kind == .federated, let url = Self.url(of: party.text),
            let entry = Self.table.first(where: { $0.pattern.matches(url.lowercased()) })
        else { return nil }
        self.url = url
        self.claims = entry.claims
        self.partsOfTenant = entry.parts
        self.isCluster = url.lowercased().hasPrefix("oidc.eks.")
    }

    /// The issuer of an OIDC provider, or one of the four that AWS knows without a provider.
    static func url(of federated: String) -> String? {
        guard let arn = ARN(federated) else { return federated.contains(":") ? nil : federated }
        guard arn.resource.hasPrefix("oidc-provider/") else { return nil }
        return String(arn.resource.dropFirst("oidc-provider/".count))
    }

    /// Whether the conditions name a tenant.
    func isBound(_ grant: TrustGrant) -> Bool {
        let admitsStrangers = grant.demands.contains { condition in
            condition.isOn("\(url):amr") && condition.values.contains { Wildcard($0).matches("unauthenticated") }
        }
        if admitsStrangers { return false }
        return claims.contains { claim in
            let key = claim.contains(":") ? claim : "\(url):\(claim)"
            return grant.isBound(on: key) { claim == "sub" ? namesTenant($0) : $0.isLiteralValue }
        }
    }

    /// Whether enough of a subject stands before its first wildcard: `project_path:acme/*`, but not `project_path:acme*`.
    private func namesTenant(_ subject: String) -> Bool {
        if subject.isLiteralValue { return true }
        let text = subject.hasPrefix("https://") ? subject.dropFirst(8) : subject[...]
        var parts = 0
        var isEmpty = true
        for character in text {
            switch character {
            case "*", "?", "$": return false
            case ":", "/":
                if !isEmpty { parts += 1 }
                if parts == partsOfTenant { return true }
                isEmpty = true
            default: isEmpty = false
            }
        }
        return false
    }

    private static let table: [(pattern: Wildcard, claims: [String], parts: Int)] =
        [
            ("gitlab.com", ["sub"], 2), ("app.terraform.io", ["sub"], 2), ("agent.buildkite.com", ["sub"], 2),
            ("oidc.codefresh.io", ["sub"], 2), ("scalr.io", ["sub"], 2), ("tokens.cloud.shisho.dev", ["sub"], 2),
            ("proidc.upbound.io", ["sub"], 2), ("studio.datachain.ai/api", ["sub"], 2),
            ("vstoken.actions.githubusercontent.com", ["sub"], 2),
            ("oidc-configuration.audit-log.githubusercontent.com", ["sub"], 2),
            ("oidc.vercel.com", ["aud", "sub"], 2), ("api.pulumi.com/oidc", ["aud"], 2),
            ("sandboxes.cloud", ["aud"], 2),
            ("oidc.circleci.com/*", ["aud", "sub"], 2), ("api.bitbucket.org/*", ["aud", "sub"], 1),
            ("accounts.google.com", ["aud", "oaud", "sub", "google/organization_number"], 1),
            ("cognito-identity.amazonaws.com", ["aud", "sub"], 1),
            ("cognito-identity.*.amazonaws.com", ["aud", "sub"], 1),
            ("www.amazon.com", ["app_id", "user_id"], 1), ("graph.facebook.com", ["app_id", "id"], 1),
            ("sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d", ["sts:RoleSessionName"], 1),
            // IBM Turbonomic, whose tenants are service accounts of shared clusters.
            ("rh-oidc.s3.us-east-1.amazonaws.com/*", ["sub"], 3), ("oidc.op1.openshiftapps.com/*", ["sub"], 3),
            // One organization's cluster, but many workloads'.
            ("oidc.eks.*.amazonaws.com/id/*", ["sub"], 3), ("oidc.eks.*.amazonaws.com.cn/id/*", ["sub"], 3),
        ].map { (Wildcard($0.0), $0.1, $0.2) }
}
