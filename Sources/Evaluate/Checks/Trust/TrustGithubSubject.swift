import Domain

extension Check {
    static let trustGitHubSubject = Check(
        "trust-github-subject",
        family: .trust,
        title: "GitHub workflows are trusted by organization and repository",
        severity: .critical,
        rationale: "Every repository of GitHub gets tokens of one issuer; a loose subject hands the role to strangers.",
        remediation: """
            Demand token.actions.githubusercontent.com:sub with the organization, the repository and the branch or \
            environment written out, and list your organizations under trusted.github_orgs.
            """,
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html#idp_oidc_Create_GitHub",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html",
        ],
        mappings: .init(soc2: ["CC6.6", "CC8.1"], iso27001: ["A.8.5"], nist80053: ["IA-8"]),
        needs: [.authorization],
        discriminator: "the provider",
        examples: [
            .passes("no role trusts GitHub") { _ in },
            .fails("only an audience", on: ["app"], severity: .critical) {
                $0.trustGitHub("StringEquals", "aud", #""sts.amazonaws.com""#)
            },
            .passes("one branch of one repository") {
                $0.trustGitHub("StringEquals", "sub", #""repo:acme/app:ref:refs/heads/main""#)
            },
            .passes("one environment, with ids, in other case, in a list") {
                $0.trustGitHub("StringLike", "SUB", #"["repo:acme@123/app@456:environment:prod"]"#)
                $0.configuration.trusted.githubOrganizations = ["Acme"]
            },
            .fails("any subject", on: ["app"], severity: .critical) { $0.trustGitHub("StringLike", "sub", #""*""#) },
            .fails("any repository", on: ["app"], severity: .critical) {
                $0.trustGitHub("StringLike", "sub", #""repo:*""#)
            },
            .fails("any text, told in another way", on: ["app"], severity: .critical) {
                $0.trustGitHub("StringLike", "sub", #""?*""#)
            },
            .fails("blank", on: ["app"], severity: .critical) { $0.trustGitHub("StringLike", "sub", #""""#) },
            .fails("an empty list", on: ["app"], severity: .critical) { $0.trustGitHub("StringLike", "sub", "[]") },
            .fails("one repository or any", on: ["app"], severity: .critical) {
                $0.trustGitHub("StringLike", "sub", #"["repo:acme/app:ref:refs/heads/main","*:ref:refs/heads/main"]"#)
            },
            .fails("a subject, if there is one", on: ["app"], severity: .critical) {
                $0.trustGitHub("StringEqualsIfExists", "sub", #""repo:acme/app:ref:refs/heads/main""#)
            },
            .fails("for all of none", on: ["app"], severity: .critical) {
                $0.trustGitHub("ForAllValues:StringEquals", "sub", #""repo:acme/app:ref:refs/heads/main""#)
            },
            .fails("any subject but one", on: ["app"], severity: .critical) {
                $0.trustGitHub("StringNotEquals", "sub", #""repo:evil/app:ref:refs/heads/main""#)
            },
            .fails("a branch, of whomever", on: ["app"], severity: .critical) {
                $0.trustGitHub("StringEquals", "ref", #""refs/heads/main""#)
            },
            .fails("a repository's name of any organization", on: ["app"], severity: .high) {
                $0.trustGitHub("StringLike", "sub", #""repo:*/app:ref:refs/heads/main""#)
            },
            .fails("organizations of one beginning", on: ["app"], severity: .high) {
                $0.trustGitHub("StringLike", "sub", #""repo:acme*""#)
            },
            .fails("an organization that is not ours, to the branch", on: ["app"], severity: .high) {
                $0.trustGitHub("StringEquals", "sub", #""repo:leaver/app:ref:refs/heads/main""#)
                $0.configuration.trusted.githubOrganizations = ["acme"]
            },
            .fails("any repository of ours", on: ["app"], severity: .medium) {
                $0.trustGitHub("StringLike", "sub", #""repo:acme/*""#)
                $0.configuration.trusted.githubOrganizations = ["acme"]
            },
            .fails("any repository of ours, by id", on: ["app"], severity: .medium) {
                $0.trustGitHub("StringLike", "sub", #""repo:acme@*/*""#)
            },
            .fails("any branch of one repository", on: ["app"], severity: .medium) {
                $0.trustGitHub("ForAnyValue:StringLike", "sub", #""repo:acme/app:*""#)
            },
            .passes("tags of one repository") {
                $0.trustGitHub("StringLike", "sub", #""repo:acme/app:ref:refs/tags/v*""#)
            },
            .passes("a repository by number") { $0.trustGitHub("StringEquals", "repository_id", #""4711""#) },
            .passes("an issuer of an enterprise, one branch") {
                let host = "token.actions.githubusercontent.com/acme-inc"
                $0.trustIssuer(
                    host,
                    condition: #"{"StringEquals":{"\#(host):sub":"repo:acme/app:ref:refs/heads/main"}}"#
                )
            },
            .fails("an issuer of an enterprise, no subject", on: ["app"], severity: .critical) {
                $0.trustIssuer("token.actions.githubusercontent.com/acme-inc")
            },
            .passes("an action that lets nobody in") {
                $0.trustIssuer("token.actions.githubusercontent.com", action: "sts:TagSession")
            },
            .passes("an issuer whose name only begins like GitHub's") {
                $0.trustIssuer("token.actions.githubusercontent.com.example.com")
            },
            .notAssessed("a trust policy that cannot be parsed", on: ["app"]) { $0.setTrustPolicy("{") },
            .notAssessed("roles unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let organizations = input.settings.trusted.githubOrganizations
        return input.judgeTrusts(
            "does not trust GitHub",
            where: {
                $1.actions.contains(.withWebIdentity) && GitHubTrust(of: $1.party, organizations: organizations) != nil
            }
        ) { view, party, grants in
            guard let trust = GitHubTrust(of: party, organizations: organizations) else { return nil }
            let breadth = grants.map(trust.breadth).max() ?? .bound
            let severity: Severity
            switch breadth {
            case .bound: return nil
            case .anyBranch, .anyRepository: severity = .medium
            case .foreignOrganization, .anyOrganizationOfTheName: severity = .high
            case .anyone: severity = .critical
            }
            return .fail(
                .role(view.role),
                discriminator: party.text,
                severity: severity,
                "\(input.name(view.role)) trusts GitHub and lets in \(breadth.phrase).",
                facts: party.facts(grants)
            )
        }
    }
}

extension ExampleAccount {
    fileprivate mutating func trustGitHub(_ comparison: String, _ claim: String, _ values: String) {
        let host = "token.actions.githubusercontent.com"
        trustIssuer(host, condition: #"{"\#(comparison)":{"\#(host):\#(claim)":\#(values)}}"#)
    }
}
