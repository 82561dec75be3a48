import Domain

extension Check {
    /// GitHub's own issuer has a check of its own; an issuer that belongs to one tenant needs no such claim.
    static let trustOIDCTenant = Check(
        "trust-oidc-tenant",
        family: .trust,
        title: "Trusts of shared token issuers name our tenant",
        severity: .high,
        rationale:
            "All customers of the issuer get tokens from one place; without the claim each of them gets the role.",
        remediation: """
            Demand the claim that names your organization, project or pool (see the fact binding_claims) with StringEquals; \
            for an EKS cluster, the service account in sub.
            """,
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html",
            "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
        ],
        mappings: .init(soc2: ["CC6.6", "CC8.1"], iso27001: ["A.8.5"], nist80053: ["IA-8"]),
        needs: [.authorization],
        discriminator: "the provider",
        examples: [
            .passes("no role trusts an issuer") { _ in },
            .passes("an issuer of one tenant") { $0.trustIssuer("idp.example.com") },
            .fails("GitLab, only for an audience", on: ["app"], severity: .high) {
                $0.trustIssuer("gitlab.com", condition: #"{"StringEquals":{"gitlab.com:aud":"https://gitlab.com"}}"#)
            },
            .passes("GitLab, a group") {
                $0.trustIssuer(
                    "gitlab.com",
                    condition: #"{"StringLike":{"GitLab.com:SUB":"project_path:acme/*:ref:*"}}"#
                )
            },
            .fails("GitLab, groups of one beginning", on: ["app"]) {
                $0.trustIssuer("gitlab.com", condition: #"{"StringLike":{"gitlab.com:sub":"project_path:acme*"}}"#)
            },
            .fails("GitLab, a group or any", on: ["app"]) {
                $0.trustIssuer(
                    "gitlab.com",
                    condition: #"{"StringLike":{"gitlab.com:sub":["project_path:acme/*","project_path:?*/*"]}}"#
                )
            },
            .fails("GitLab, a subject of another issuer", on: ["app"]) {
                $0.trustIssuer("gitlab.com", condition: #"{"StringEquals":{"evil.com:sub":"project_path:acme/a"}}"#)
            },
            .fails("Terraform Cloud, if there is a subject", on: ["app"]) {
                $0.trustIssuer(
                    "app.terraform.io",
                    condition: #"{"StringLikeIfExists":{"app.terraform.io:sub":"organization:acme:*"}}"#
                )
            },
            .passes("Terraform Cloud, an organization") {
                $0.trustIssuer(
                    "app.terraform.io",
                    condition: #"{"StringLike":{"app.terraform.io:sub":"organization:acme:project:*:run_phase:*"}}"#
                )
            },
            .fails("Buildkite, an empty list", on: ["app"]) {
                $0.trustIssuer("agent.buildkite.com", condition: #"{"StringEquals":{"agent.buildkite.com:sub":[]}}"#)
            },
            .passes("CircleCI, the audience of an organization") {
                $0.trustIssuer(
                    "oidc.circleci.com/org/2f1c3b44",
                    condition: #"{"StringEquals":{"oidc.circleci.com/org/2f1c3b44:aud":"2f1c3b44"}}"#
                )
            },
            .fails("Google, no condition", on: ["app"]) {
                $0.trust(#"{"Federated":"accounts.google.com"}"#, action: "sts:AssumeRoleWithWebIdentity")
            },
            .passes("a Cognito pool, signed in") {
                $0.trustCognito(amr: "authenticated")
            },
            .fails("a Cognito pool, not signed in", on: ["app"]) { $0.trustCognito(amr: "unauthenticated") },
            .fails("a Cognito pool, signed in or not", on: ["app"]) { $0.trustCognito(amr: "*") },
            .fails("an EKS cluster, any service account", on: ["app"], severity: .medium) {
                $0.trustCluster("system:serviceaccount:*:app")
            },
            .passes("an EKS cluster, one service account") { $0.trustCluster("system:serviceaccount:shop:app") },
            .passes("an EKS cluster, a namespace") { $0.trustCluster("system:serviceaccount:shop:*") },
            .passes("GitHub, which is another finding") { $0.trustIssuer("token.actions.githubusercontent.com") },
            .notAssessed("a trust policy that cannot be parsed", on: ["app"]) { $0.setTrustPolicy("{") },
            .notAssessed("roles unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeTrusts(
            "trusts no token issuer that is shared between customers",
            where: { $1.actions.contains(.withWebIdentity) && SharedIssuer(of: $1.party) != nil }
        ) { view, party, grants in
            guard let issuer = SharedIssuer(of: party), grants.contains(where: { !issuer.isBound($0) }) else {
                return nil
            }
            let whom = issuer.isCluster ? "any service account of the cluster" : "any customer"
            return .fail(
                .role(view.role),
                discriminator: party.text,
                severity: issuer.isCluster ? .medium : nil,
                "\(input.name(view.role)) trusts \(whom) of \(issuer.url).",
                facts: party.facts(grants) + [Fact("binding_claims", issuer.claims.joined(separator: ", "))]
            )
        }
    }
}

extension ExampleAccount {
    fileprivate mutating func trustCognito(amr: String) {
        trust(
            #"{"Federated":"cognito-identity.amazonaws.com"}"#,
            action: "sts:AssumeRoleWithWebIdentity",
            condition: """
                {"StringEquals":{"cognito-identity.amazonaws.com:aud":"eu-central-1:0f1e2d3c"},\
                "ForAnyValue:StringLike":{"cognito-identity.amazonaws.com:amr":"\(amr)"}}
                """
        )
    }

    fileprivate mutating func trustCluster(_ subject: String) {
        let issuer = "oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
        trustIssuer(issuer, condition: #"{"StringLike":{"\#(issuer):sub":"\#(subject)"}}"#)
    }
}
