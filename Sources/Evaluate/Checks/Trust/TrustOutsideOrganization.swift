import Domain

extension Check {
    /// A role that anyone may assume fails here, because it is open to the outside too, whoever belongs to us.
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
            .fails("anyone", on: ["app"], severity: .critical) { $0.trust(#""*""#) },
            .fails("anyone, as an AWS principal", on: ["app"], severity: .critical) { $0.trust(#"{"AWS":"*"}"#) },
            .fails("everyone but one", on: ["app"], severity: .critical) {
                let id = $0.document(
                    #"{"Statement":{"Effect":"Allow","NotPrincipal":{"AWS":"777788889999"},"Action":"sts:AssumeRole"}}"#
                )
                $0.editRole { $0.trustPolicy = id }
            },
            .fails("anyone, organization not confirmed", on: ["app"], severity: .critical) {
                $0.trust(#"{"AWS":"*"}"#)
                $0.organization.confirmed = false
            },
            .fails("anyone with an external id", on: ["app"], severity: .critical) {
                $0.trust(#"{"AWS":"*"}"#, condition: #"{"StringEquals":{"sts:ExternalId":"4711"}}"#)
            },
            .passes("anyone of the organization") {
                $0.trust(#"{"AWS":"*"}"#, condition: #"{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}"#)
            },
            .fails("anyone of another organization", on: ["app"], severity: .high) {
                $0.trust(#"{"AWS":"*"}"#, condition: #"{"StringEquals":{"aws:PrincipalOrgID":"o-stranger01"}}"#)
            },
            .notAssessed("anyone of an account, organization not confirmed", on: ["app"]) {
                $0.trust(#"{"AWS":"*"}"#, condition: #"{"StringEquals":{"aws:PrincipalAccount":"777788889999"}}"#)
                $0.organization.confirmed = false
            },
            .passes("a principal that was deleted") { $0.trust(#"{"AWS":"AROAIOSFODNN7EXAMPLE"}"#) },
            .notAssessed("organization not confirmed", on: ["app"]) {
                $0.trust(#"{"AWS":"777788889999"}"#)
                $0.organization.confirmed = false
            },
            .notAssessed("a trust policy that cannot be parsed", on: ["app"]) {
                let id = $0.document("{")
                $0.editRole { $0.trustPolicy = id }
            },
            .notAssessed("roles unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.account.roles.flatMap { view -> [Assessment] in
            let resource = Resource.role(view.role)
            let name = "Role \(view.role.name) in \(input.place)"
            switch view.trust {
            case .failure(let error):
                return [.notAssessed(resource, "\(name) could not be assessed because of its trust policy: \(error).")]
            case .success(let grants):
                let grants = grants.filter(\.party.kind.canStandOutside)
                guard !grants.isEmpty else {
                    let sentence = "\(name) trusts no account: only services, identity providers or deleted principals."
                    return [.notApplicable(resource, sentence)]
                }
                let open = grants.grouped { ![.organization, .approved].contains(input.standing(of: $0)) }
                guard !open.isEmpty else { return [.pass(resource)] }
                return open.map { input.openTrust(view, $0.party, $0.grants, name) }
            }
        }
    }
}

extension TrustedParty.Kind {
    /// Whether membership of the organization is a question that can be asked of such a party.
    fileprivate var canStandOutside: Bool {
        switch self {
        case .account, .user, .role, .session, .anyone, .unrecognized: true
        case .service, .federated, .uniqueID, .canonicalUser: false
        }
    }
}

extension CheckInput {
    fileprivate func standing(of grant: TrustGrant) -> TrustGrant.Standing {
        grant.standing(in: facts.accountID, organization, settings.trusted)
    }

    fileprivate func openTrust(
        _ view: RoleView,
        _ party: TrustedParty,
        _ grants: [TrustGrant],
        _ name: String
    ) -> Assessment {
        let standing = grants.map(standing).widest
        let opening: String
        switch (standing, party.accountID) {
        case (.public, _): opening = "can be assumed by anyone"
        case (.outside, let account?): opening = "trusts account \(account) outside the organization"
        case (.outside, nil): opening = "trusts anyone whom its conditions name, outside the organization too"
        default:
            let why =
                party.kind == .unrecognized
                ? "the principal is of no known form"
                : "the list of accounts was not confirmed by AWS Organizations"
            let sentence = "\(name) trusts \(party.text); whether that is outside is not known because \(why)."
            return .notAssessed(.role(view.role), discriminator: party.text, sentence)
        }
        let power: String
        switch (view.isAdmin, view.canBecomeAdmin) {
        case (.yes, _): power = ", and is an administrator"
        case (_, .yes): power = ", and can make itself an administrator"
        default: power = ""
        }
        return .fail(
            .role(view.role),
            discriminator: party.text,
            severity: standing == .public || !power.isEmpty ? .critical : nil,
            "\(name) \(opening)\(power).",
            facts: [
                Fact("principal", party.text),
                Fact("principal_kind", party.kind.rawValue),
                Fact("conditions", grants.conditionsJSON),
                Fact("admin", view.isAdmin.rawValue),
                Fact("can_become_admin", view.canBecomeAdmin.rawValue),
            ] + view.escalation.paths.filter { !$0.isConditional }.map { Fact("escalation_path", $0.id) }
        )
    }
}
