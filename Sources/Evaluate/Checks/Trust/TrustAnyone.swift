import Domain

extension Check {
    /// What limits everyone is a condition that names our organization, our accounts or approved ones; a Deny of all others
    /// does the same.
    static let trustAnyone = Check(
        "trust-anyone",
        family: .trust,
        title: "No role can be assumed by anyone",
        severity: .critical,
        rationale: "Whoever has an AWS account, which costs nothing, can take the role's rights.",
        remediation: """
            Name the accounts or roles that need the role, or demand aws:PrincipalOrgID with the id of the organization; an \
            external id, a tag or a network does not replace it.
            """,
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid",
        ],
        mappings: .init(soc2: ["CC6.1", "CC6.6"], iso27001: ["A.5.15"], nist80053: ["AC-3"], cis: ["7.0 2.21"]),
        peers: .init(scoutSuite: ["iam-assume-role-policy-allows-all"]),
        needs: [.authorization],
        discriminator: "the principal as the trust policy writes it",
        examples: [
            .passes("services and own users only") { _ in },
            .fails("everyone", on: ["app"], severity: .critical) { $0.trust(#""*""#) },
            .fails("everyone, as an AWS principal in a list", on: ["app"], severity: .critical) {
                $0.trust(#"{"AWS":["*","111122223333"]}"#)
            },
            .fails("everyone but one", on: ["app"]) {
                $0.setTrustPolicy(
                    #"{"Statement":{"Effect":"Allow","NotPrincipal":{"AWS":"777788889999"},"Action":"sts:AssumeRole"}}"#
                )
            },
            .fails("everyone, by a wildcard action of another case", on: ["app"]) {
                $0.trust(#"{"AWS":"*"}"#, action: "STS:Assume*")
            },
            .passes("everyone may tag a session that nobody can begin") { $0.trust(#""*""#, action: "sts:TagSession") },
            .fails("everyone, organization not confirmed", on: ["app"]) {
                $0.trust(#"{"AWS":"*"}"#)
                $0.organization.confirmed = false
            },
            .fails("everyone with an external id", on: ["app"]) {
                $0.trust(#"{"AWS":"*"}"#, condition: #"{"StringEquals":{"sts:ExternalId":"4711"}}"#)
            },
            .passes("everyone of the organization") {
                $0.trust(#"{"AWS":"*"}"#, condition: #"{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}"#)
            },
            .fails("everyone of the organization, if the request says so", on: ["app"]) {
                $0.trust(#"{"AWS":"*"}"#, condition: #"{"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}"#)
            },
            .passes("everyone outside the organization is denied") {
                $0.setTrustPolicy(
                    """
                    {"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"},\
                    {"Effect":"Deny","Principal":{"AWS":"*"},"Action":"sts:*",\
                    "Condition":{"StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"},\
                    "BoolIfExists":{"aws:PrincipalIsAWSService":"false"}}}]}
                    """
                )
            },
            .passes("everyone is denied") {
                $0.setTrustPolicy(
                    """
                    {"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"},\
                    {"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"}]}
                    """
                )
            },
            .fails("some are denied", on: ["app"]) {
                $0.setTrustPolicy(
                    """
                    {"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"},\
                    {"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole",\
                    "Condition":{"ForAnyValue:StringNotEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}}]}
                    """
                )
            },
            .fails("everyone of another organization, which nobody approved", on: ["app"], severity: .critical) {
                $0.trust(#"{"AWS":"*"}"#, condition: #"{"StringEquals":{"aws:PrincipalOrgID":"o-stranger01"}}"#)
            },
            .passes("everyone of an approved account") {
                $0.trust(#"{"AWS":"*"}"#, condition: #"{"StringEquals":{"aws:PrincipalAccount":"777788889999"}}"#)
                $0.approve(ExampleAccount.outsiderID)
            },
            .notAssessed("everyone of an account, organization not confirmed", on: ["app"]) {
                $0.trust(#"{"AWS":"*"}"#, condition: #"{"StringEquals":{"aws:PrincipalAccount":"777788889999"}}"#)
                $0.organization.confirmed = false
            },
            .notAssessed("a trust policy that cannot be parsed", on: ["app"]) { $0.setTrustPolicy("{") },
            .notAssessed("roles unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeTrusts("trusts only parties that its policy names", where: { $1.party.kind == .anyone }) {
            view,
            party,
            grants in
            let name = input.name(view.role)
            let opening: String
            switch grants.map(input.standing).widest {
            case .organization, .approved, .service: return nil
            case .public: opening = "can be assumed by anyone"
            case .outside, .departed: opening = "can be assumed by anyone whom its conditions name, outsiders too"
            case .unknown:
                return .notAssessed(
                    .role(view.role),
                    discriminator: party.text,
                    """
                    \(name) trusts everyone whom its conditions name; whether they are outside is not known because the list \
                    of accounts was not confirmed by AWS Organizations.
                    """
                )
            }
            return .fail(
                .role(view.role),
                discriminator: party.text,
                "\(name) \(opening)\(view.powerPhrase).",
                facts: party.facts(grants) + view.powerFacts
            )
        }
    }
}
