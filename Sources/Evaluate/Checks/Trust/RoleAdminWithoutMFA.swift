import Domain

extension Check {
    /// Sessions of roles and of IAM Identity Center never carry the key of MFA, so only trust in users is judged; of an account
    /// root, that of the own account, whose users were read.
    static let roleAdminWithoutMFA = Check(
        "role-admin-without-mfa",
        family: .trust,
        title: "Users assume administrator roles with MFA only",
        severity: .low,
        rationale: "A stolen access key of such a user is a stolen administrator.",
        remediation: """
            Demand aws:MultiFactorAuthPresent with Bool, not BoolIfExists, in the trust policy; a long-term key lacks the \
            condition key, and IfExists lets it through.
            """,
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent",
        ],
        mappings: .init(soc2: ["CC6.6"], iso27001: ["A.8.5"], nist80053: ["IA-2(1)"]),
        peers: .init(scoutSuite: ["iam-assume-role-no-mfa"]),
        needs: [.authorization],
        discriminator: "the principal as the trust policy writes it",
        examples: [
            .passes("a user and an ordinary role") { $0.trust(#"{"AWS":"arn:aws:iam::111122223333:user/j.doe"}"#) },
            .fails("a user", on: ["app"], severity: .low) {
                $0.trust(#"{"AWS":"arn:aws:iam::111122223333:user/j.doe"}"#)
                $0.grant(ExampleAccount.administratorDocument, toRole: "app")
            },
            .passes("a user with MFA") {
                $0.trust(
                    #"{"AWS":"arn:aws:iam::111122223333:user/j.doe"}"#,
                    condition: #"{"Bool":{"aws:multifactorauthpresent":"True"}}"#
                )
                $0.grant(ExampleAccount.administratorDocument, toRole: "app")
            },
            .passes("a user with MFA within the hour") {
                $0.trust(
                    #"{"AWS":"arn:aws:iam::111122223333:user/j.doe"}"#,
                    condition: #"{"NumericLessThan":{"aws:MultiFactorAuthAge":"3600"}}"#
                )
                $0.grant(ExampleAccount.administratorDocument, toRole: "app")
            },
            .passes("a user is denied without MFA") {
                $0.setTrustPolicy(
                    """
                    {"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/j.doe"},\
                    "Action":"sts:AssumeRole"},{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole",\
                    "Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":false}}}]}
                    """
                )
                $0.grant(ExampleAccount.administratorDocument, toRole: "app")
            },
            .fails("a user is denied only where the key says that there is none", on: ["app"]) {
                $0.setTrustPolicy(
                    """
                    {"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/j.doe"},\
                    "Action":"sts:AssumeRole"},{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole",\
                    "Condition":{"Bool":{"aws:MultiFactorAuthPresent":false}}}]}
                    """
                )
                $0.grant(ExampleAccount.administratorDocument, toRole: "app")
            },
            .fails("a user with MFA, if the request says so", on: ["app"]) {
                $0.trust(
                    #"{"AWS":"arn:aws:iam::111122223333:user/j.doe"}"#,
                    condition: #"{"BoolIfExists":{"aws:MultiFactorAuthPresent":"true"}}"#
                )
                $0.grant(ExampleAccount.administratorDocument, toRole: "app")
            },
            .fails("a user with MFA or without", on: ["app"]) {
                $0.trust(
                    #"{"AWS":"arn:aws:iam::111122223333:user/j.doe"}"#,
                    condition: #"{"Bool":{"aws:MultiFactorAuthPresent":["true","false"]}}"#
                )
                $0.grant(ExampleAccount.administratorDocument, toRole: "app")
            },
            .passes("the own account, of which no user may assume the role") {
                $0.trust(#"{"AWS":"111122223333"}"#)
                $0.grant(ExampleAccount.administratorDocument, toRole: "app")
            },
            .fails("the own account, of which a user may assume the role", on: ["app"]) {
                $0.trust(#"{"AWS":"arn:aws:iam::111122223333:root"}"#)
                $0.grant(ExampleAccount.administratorDocument, toRole: "app")
                $0.grant(#"{"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*:role/app"}}"#)
            },
            .notAssessed("the own account, and a user's policy that cannot be read", on: ["app"]) {
                $0.trust(#"{"AWS":"111122223333"}"#)
                $0.grant(ExampleAccount.administratorDocument, toRole: "app")
                $0.grant("{")
            },
            .passes("a role, whose sessions carry no MFA") {
                $0.trust(#"{"AWS":"arn:aws:iam::111122223333:role/ci"}"#)
                $0.grant(ExampleAccount.administratorDocument, toRole: "app")
            },
            .notAssessed("a role's policy that cannot be read", on: ["app"]) {
                $0.trust(#"{"AWS":"arn:aws:iam::111122223333:user/j.doe"}"#)
                $0.grant("{", toRole: "app")
            },
            .notAssessed("roles unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeTrusts(
            "trusts no user, nor the account with all its users",
            where: { _, grant in
                grant.party.kind == .user
                    || grant.party.kind == .account && grant.party.accountID == input.facts.accountID
            },
            exemption: { input.exemptionOfOrdinaryRoles($0) }
        ) { view, party, grants in
            let open = grants.filter { !$0.demandsMFA }
            guard !open.isEmpty else { return nil }
            guard view.isAdmin == .yes else { return input.powerUnknown(view, discriminator: party.text) }
            let name = input.name(view.role)
            guard party.kind == .account else {
                return .fail(
                    .role(view.role),
                    discriminator: party.text,
                    "\(name) is an administrator, and user \(ARN(party.text)?.name ?? party.text) needs no MFA to assume it.",
                    facts: party.facts(open)
                )
            }
            return input.assumableByUsers(view, party, open)
        }
    }
}

extension TrustGrant {
    /// Whether a caller without MFA is turned away; a long-term key has neither of the keys.
    fileprivate var demandsMFA: Bool {
        demands.contains { condition in
            switch condition.operator {
            case "Bool": condition.isOn("aws:MultiFactorAuthPresent") && condition.isAlways("true")
            case "NumericLessThan", "NumericLessThanEquals":
                condition.isOn("aws:MultiFactorAuthAge") && !condition.values.isEmpty
            case "Null": condition.isOn("aws:MultiFactorAuthAge") && condition.isAlways("false")
            default: false
            }
        }
    }
}

extension CheckInput {
    /// Nil where no user of the account may assume the role.
    fileprivate func assumableByUsers(_ view: RoleView, _ party: TrustedParty, _ grants: [TrustGrant]) -> Assessment? {
        let role = Wildcard(view.role.arn)
        let answers = account.users.map { user in
            (user.user.name, user.power.permissions)
        }
        let able = answers.filter { $0.1?.allows(Wildcard(action: "sts:AssumeRole"), on: role) == .yes }.map(\.0)
        guard let first = able.first else {
            guard answers.contains(where: { $0.1?.hasUnreadablePolicy ?? true }) else { return nil }
            return .notAssessed(
                .role(view.role),
                discriminator: party.text,
                "\(name(view.role)) could not be assessed because a policy of a user who may assume it could not be read."
            )
        }
        let others = able.count == 1 ? "" : " and \(able.count - 1) more"
        return .fail(
            .role(view.role),
            discriminator: party.text,
            "\(name(view.role)) is an administrator, and user \(first)\(others) may assume it without MFA.",
            facts: party.facts(grants) + able.map { Fact("user", $0) }
        )
    }
}
