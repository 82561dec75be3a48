import Domain

extension Check {
    /// Everyone (`*`) is judged by `trust-anyone`, so that one hole is one finding.
    static let trustOutsideOrganization = Check(
        "trust-outside-organization",
        family: .trust,
        title: "Roles trust only accounts of the organization and approved ones",
        severity: .high,
        rationale: "Whoever controls the outside account can use the role, whatever happens in this organization.",
        remediation: """
            Remove the account from the trust policy, or, if it belongs to a partner that was assessed, enter it under \
            trusted.accounts with owner, ticket and review date.
            """,
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-concepts.html",
        ],
        mappings: .init(soc2: ["CC6.6", "CC9.2"], iso27001: ["A.5.19", "A.5.23"], nist80053: ["AC-20"]),
        peers: .init(scoutSuite: ["iam-assume-role-lacks-external-id-and-mfa"]),
        needs: [.authorization],
        discriminator: "the principal as the trust policy writes it",
        examples: [
            .passes("services and own users only") { _ in },
            .passes("another account of the organization") {
                $0.trust(#"{"AWS":"arn:aws:iam::444455556666:root"}"#)
            },
            .fails("an account outside", on: ["app"], severity: .high) {
                $0.trust(#"{"AWS":"arn:aws:iam::777788889999:root"}"#)
            },
            .fails("a user and a role outside, each by itself", on: ["app", "app"]) {
                $0.trust(#"{"AWS":["arn:aws:iam::777788889999:user/x","arn:aws:iam::777788889999:role/y"]}"#)
            },
            .fails("outside, and the role is an administrator", on: ["app"], severity: .critical) {
                $0.trust(#"{"AWS":"777788889999"}"#)
                $0.grant(ExampleAccount.administratorDocument, toRole: "app")
            },
            .fails("outside, and the role can make itself one", on: ["app"], severity: .critical) {
                $0.trust(#"{"AWS":"777788889999"}"#)
                $0.grant(
                    #"{"Statement":{"Effect":"Allow","Action":"iam:PutRolePolicy","Resource":"*"}}"#,
                    toRole: "app"
                )
            },
            .passes("an approved account") {
                $0.trust(#"{"AWS":"777788889999"}"#)
                $0.approve(ExampleAccount.outsiderID)
            },
            .passes("bound to an approved organization") {
                $0.trust(
                    #"{"AWS":"777788889999"}"#,
                    condition: #"{"StringEquals":{"aws:PrincipalOrgID":"o-partner0001"}}"#
                )
                $0.configuration.trusted.organizations = ["o-partner0001"]
            },
            .passes("bound to the own organization") {
                $0.trust(
                    #"{"AWS":"777788889999"}"#,
                    condition:
                        #"{"StringLike":{"aws:PrincipalOrgID":"*"},"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}"#
                )
            },
            .passes("everyone, which is another finding") { $0.trust(#""*""#) },
            .passes("everyone and an account of the organization") { $0.trust(#"{"AWS":["*","444455556666"]}"#) },
            .passes("a principal that was deleted") { $0.trust(#"{"AWS":"AROAIOSFODNN7EXAMPLE"}"#) },
            .notAssessed("organization not confirmed", on: ["app"]) {
                $0.trust(#"{"AWS":"777788889999"}"#)
                $0.organization.confirmed = false
            },
            .notAssessed("a trust policy that cannot be parsed", on: ["app"]) { $0.setTrustPolicy("{") },
            .notAssessed("roles unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeTrusts(
            "names no account as trusted: only services, identity providers, deleted principals or everyone",
            where: { $1.party.kind.canStandOutside }
        ) { view, party, grants in
            let name = input.name(view.role)
            switch grants.map(input.standing).widest {
            case .organization, .approved, .service: return nil
            case .outside, .departed, .public:
                let account = party.accountID?.description ?? party.text
                return .fail(
                    .role(view.role),
                    discriminator: party.text,
                    severity: view.isPowerful ? .critical : nil,
                    "\(name) trusts account \(account) outside the organization\(view.powerPhrase).",
                    facts: party.facts(grants) + view.powerFacts
                )
            case .unknown:
                let why =
                    party.kind == .unrecognized
                    ? "the principal is of no known form"
                    : "the list of accounts was not confirmed by AWS Organizations"
                let sentence = "\(name) trusts \(party.text); whether that is outside is not known because \(why)."
                return .notAssessed(.role(view.role), discriminator: party.text, sentence)
            }
        }
    }
}

extension TrustedParty.Kind {
    /// Whether membership of the organization is a question that can be asked of such a party.
    fileprivate var canStandOutside: Bool {
        switch self {
        case .account, .user, .role, .session, .unrecognized: true
        case .service, .federated, .uniqueID, .canonicalUser, .anyone: false
        }
    }
}
