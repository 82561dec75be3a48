import Domain

extension Check {
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
            .passes("anyone, which is a finding of its own") { $0.trust(#"{"AWS":"*"}"#) },
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
                let outside = grants.grouped { input.membership(of: $0) != .inside }
                guard !outside.isEmpty else { return [.pass(resource)] }
                return outside.map { party, grants in
                    guard grants.contains(where: { input.membership(of: $0) == .outside }) else {
                        let why =
                            party.kind == .unrecognized
                            ? "the principal is of no known form"
                            : "the list of accounts was not confirmed by AWS Organizations"
                        let sentence =
                            "\(name) trusts \(party.text); whether that is outside is not known because \(why)."
                        return .notAssessed(resource, discriminator: party.text, sentence)
                    }
                    return input.outsideTrust(view, party, grants, name)
                }
            }
        }
    }
}

extension CheckInput {
    fileprivate enum Membership {
        case inside
        case outside
        case unknown
    }

    /// Where the party of a grant stands; what is not an account is not outside.
    fileprivate func membership(of grant: TrustGrant) -> Membership {
        switch grant.standing(in: facts.accountID, organization, settings.trusted) {
        case .outside: .outside
        case .unknown where grant.party.accountID != nil || grant.party.kind == .unrecognized: .unknown
        default: .inside
        }
    }

    fileprivate func outsideTrust(
        _ view: RoleView,
        _ party: TrustedParty,
        _ grants: [TrustGrant],
        _ name: String
    ) -> Assessment {
        let power: String
        switch (view.isAdmin, view.canBecomeAdmin) {
        case (.yes, _): power = ", and is an administrator"
        case (_, .yes): power = ", and can make itself an administrator"
        default: power = ""
        }
        let account = party.accountID?.description ?? ""
        return .fail(
            .role(view.role),
            discriminator: party.text,
            severity: power.isEmpty ? nil : .critical,
            "\(name) trusts account \(account) outside the organization\(power).",
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
