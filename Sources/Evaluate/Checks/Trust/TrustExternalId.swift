import Domain

extension Check {
    static let trustExternalID = Check(
        "trust-external-id",
        family: .trust,
        title: "Approved outside accounts need an external id",
        severity: .high,
        rationale: "Without an external id any other customer of the vendor can have the vendor use this role.",
        remediation: """
            Demand the sts:ExternalId that the vendor made for you with StringEquals, or, if no other customer shares the \
            vendor's account, write external_id: not_required under trusted.accounts.
            """,
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
        ],
        mappings: .init(soc2: ["CC6.6"], iso27001: ["A.5.19"], nist80053: ["AC-20"]),
        peers: .init(scoutSuite: ["iam-assume-role-lacks-external-id-and-mfa"]),
        needs: [.authorization],
        discriminator: "the principal as the trust policy writes it",
        examples: [
            .passes("no approved account is trusted") { _ in },
            .fails("no external id", on: ["app"], severity: .high) {
                $0.trust(#"{"AWS":"arn:aws:iam::777788889999:root"}"#)
                $0.approve(ExampleAccount.outsiderID)
            },
            .passes("an external id") {
                $0.trust(#"{"AWS":"777788889999"}"#, condition: #"{"StringEquals":{"STS:externalid":["4711","4712"]}}"#)
                $0.approve(ExampleAccount.outsiderID)
            },
            .passes("an external id by StringLike, without a wildcard") {
                $0.trust(#"{"AWS":"777788889999"}"#, condition: #"{"StringLike":{"sts:ExternalId":"4711"}}"#)
                $0.approve(ExampleAccount.outsiderID)
            },
            .passes("whoever has no external id is denied") {
                $0.setTrustPolicy(
                    """
                    {"Statement":[{"Effect":"Allow","Principal":{"AWS":"777788889999"},"Action":"sts:AssumeRole"},\
                    {"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole",\
                    "Condition":{"StringNotEquals":{"sts:ExternalId":"4711"}}}]}
                    """
                )
                $0.approve(ExampleAccount.outsiderID)
            },
            .fails("a wildcard", on: ["app"]) {
                $0.trust(#"{"AWS":"777788889999"}"#, condition: #"{"StringLike":{"sts:ExternalId":"47?1"}}"#)
                $0.approve(ExampleAccount.outsiderID)
            },
            .fails("only if there is one", on: ["app"]) {
                $0.trust(#"{"AWS":"777788889999"}"#, condition: #"{"StringEqualsIfExists":{"sts:ExternalId":"4711"}}"#)
                $0.approve(ExampleAccount.outsiderID)
            },
            .fails("for all of none", on: ["app"]) {
                $0.trust(
                    #"{"AWS":"777788889999"}"#,
                    condition: #"{"ForAllValues:StringEquals":{"sts:ExternalId":"4711"}}"#
                )
                $0.approve(ExampleAccount.outsiderID)
            },
            .fails("any but one", on: ["app"]) {
                $0.trust(#"{"AWS":"777788889999"}"#, condition: #"{"StringNotEquals":{"sts:ExternalId":"4711"}}"#)
                $0.approve(ExampleAccount.outsiderID)
            },
            .fails("a blank one", on: ["app"]) {
                $0.trust(#"{"AWS":"777788889999"}"#, condition: #"{"StringEquals":{"sts:ExternalId":" "}}"#)
                $0.approve(ExampleAccount.outsiderID)
            },
            .fails("a second statement without one", on: ["app"]) {
                $0.setTrustPolicy(
                    """
                    {"Statement":[{"Effect":"Allow","Principal":{"AWS":"777788889999"},"Action":"sts:AssumeRole",\
                    "Condition":{"StringEquals":{"sts:ExternalId":"4711"}}},\
                    {"Effect":"Allow","Principal":{"AWS":"777788889999"},"Action":"sts:*"}]}
                    """
                )
                $0.approve(ExampleAccount.outsiderID)
            },
            .fails("everyone of the approved account", on: ["app"]) {
                $0.trust(#""*""#, condition: #"{"StringEquals":{"aws:PrincipalAccount":"777788889999"}}"#)
                $0.approve(ExampleAccount.outsiderID)
            },
            .passes("not required of this account") {
                $0.trust(#"{"AWS":"777788889999"}"#)
                $0.approve(ExampleAccount.outsiderID)
                $0.configuration.trusted.accounts[ExampleAccount.outsiderID]?.requiresExternalID = false
            },
            .passes("only callers of the own organization") {
                $0.trust(
                    #"{"AWS":"777788889999"}"#,
                    condition: #"{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}"#
                )
                $0.approve(ExampleAccount.outsiderID)
            },
            .passes("an account that nobody approved is another finding") { $0.trust(#"{"AWS":"777788889999"}"#) },
            .notAssessed("a trust policy that cannot be parsed", on: ["app"]) { $0.setTrustPolicy("{") },
            .notAssessed("roles unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeTrusts(
            "trusts no approved account that needs an external id",
            where: { !input.approvedParties(of: $1).filter(\.requiresExternalID).isEmpty }
        ) { view, party, grants in
            let isOpen = grants.contains { !$0.isBound(on: "sts:ExternalId", \.isLiteralValue) }
            guard isOpen else { return nil }
            let parties = grants.flatMap { input.approvedParties(of: $0) }
            return .fail(
                .role(view.role),
                discriminator: party.text,
                "\(input.name(view.role)) trusts the approved account \(party.accountID?.description ?? party.text) without an external id.",
                facts: party.facts(grants) + Set(parties.map(\.name)).sorted().map { Fact("approved_as", $0) }
            )
        }
    }
}
