import Domain

extension Check {
    /// An administrator of an outsider whom nobody approved is `trust-outside-organization`'s, which says more of it.
    static let roleReadOnlyOutside = Check(
        "role-read-only-outside",
        family: .trust,
        title: "Outside accounts read data everywhere only by agreement",
        severity: .high,
        rationale: "ReadOnlyAccess sounds harmless and reads every object, table and secret that it can reach.",
        remediation: """
            Attach SecurityAudit or ViewOnlyAccess, which read settings and no data, or, if reading data is what was agreed, \
            write allow: [read_data] under trusted.accounts.
            """,
        references: [
            "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/ReadOnlyAccess.html",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
        ],
        mappings: .init(soc2: ["CC6.6", "CC9.2"], iso27001: ["A.5.23"], nist80053: ["AC-20"]),
        peers: .init(prowler: ["iam_role_cross_account_readonlyaccess_policy"]),
        needs: [.authorization],
        discriminator: "the principal as the trust policy writes it",
        examples: [
            .passes("an outsider reads one bucket") { $0.trust(#"{"AWS":"777788889999"}"#) },
            .fails("an outsider reads every object", on: ["app"], severity: .high) {
                $0.trust(#"{"AWS":"777788889999"}"#)
                $0.grant(
                    #"{"Statement":{"Effect":"Allow","Action":["ec2:Describe*","s3:Get*"],"Resource":"*"}}"#,
                    toRole: "app"
                )
            },
            .fails("an approved account reads every table of the account", on: ["app"]) {
                $0.trust(#"{"AWS":"777788889999"}"#)
                $0.approve(ExampleAccount.outsiderID)
                $0.grant(
                    """
                    {"Statement":{"Effect":"Allow","Action":"dynamodb:*",\
                    "Resource":"arn:aws:dynamodb:*:111122223333:table/*"}}
                    """,
                    toRole: "app"
                )
            },
            .passes("an approved account that may read data") {
                $0.trust(#"{"AWS":"777788889999"}"#)
                $0.approve(ExampleAccount.outsiderID)
                $0.configuration.trusted.accounts[ExampleAccount.outsiderID]?.mayReadData = true
                $0.grant(ExampleAccount.readingDocument, toRole: "app")
            },
            .passes("an outsider reads settings") {
                $0.trust(#"{"AWS":"777788889999"}"#)
                $0.grant(
                    """
                    {"Statement":{"Effect":"Allow","Action":["s3:GetBucket*","s3:ListBucket","dynamodb:Describe*"],\
                    "Resource":"*"}}
                    """,
                    toRole: "app"
                )
            },
            .passes("reading is denied") {
                $0.trust(#"{"AWS":"777788889999"}"#)
                $0.grant(ExampleAccount.readingDocument, toRole: "app")
                $0.grant(#"{"Statement":{"Effect":"Deny","Action":"s3:GetObject","Resource":"*"}}"#, toRole: "app")
            },
            .passes("an account of the organization reads everything") {
                $0.trust(#"{"AWS":"444455556666"}"#)
                $0.grant(ExampleAccount.readingDocument, toRole: "app")
            },
            .passes("an outsider is administrator, which is another finding") {
                $0.trust(#"{"AWS":"777788889999"}"#)
                $0.grant(ExampleAccount.administratorDocument, toRole: "app")
            },
            .fails("an approved account is administrator", on: ["app"]) {
                $0.trust(#"{"AWS":"777788889999"}"#)
                $0.approve(ExampleAccount.outsiderID)
                $0.grant(ExampleAccount.administratorDocument, toRole: "app")
            },
            .notAssessed("organization not confirmed", on: ["app"]) {
                $0.trust(#"{"AWS":"777788889999"}"#)
                $0.grant(ExampleAccount.readingDocument, toRole: "app")
                $0.organization.confirmed = false
            },
            .notAssessed("a policy that cannot be read", on: ["app"]) {
                $0.trust(#"{"AWS":"777788889999"}"#)
                $0.grant("{", toRole: "app")
            },
            .notAssessed("roles unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeTrusts(
            "trusts no outside account",
            where: { _, grant in
                let standing = input.standing(of: grant)
                return [.outside, .approved].contains(standing) || standing == .unknown && grant.party.accountID != nil
            }
        ) { view, party, grants in
            let standing = grants.map(input.standing).widest
            let entries = grants.flatMap { input.approvedParties(of: $0) }
            if standing == .approved, !entries.isEmpty, entries.allSatisfy(\.mayReadData) { return nil }
            if standing == .outside, view.isAdmin == .yes { return nil }
            let name = input.name(view.role)
            guard let permissions = view.power.permissions, permissions.isReadable else {
                return input.powerUnknown(view, discriminator: party.text)
            }
            guard let action = permissions.dataReadEverywhere else { return nil }
            guard standing != .unknown else {
                return .notAssessed(
                    .role(view.role),
                    discriminator: party.text,
                    "\(name) lets \(party.text) read data everywhere; whether that is outside is not known."
                )
            }
            let whom = standing == .approved ? "the approved" : "outside"
            return .fail(
                .role(view.role),
                discriminator: party.text,
                "\(name) lets \(whom) account \(party.accountID?.description ?? party.text) read data everywhere.",
                facts: party.facts(grants) + [Fact("action", action)]
                    + view.role.attachedPolicies.map { Fact("attached_policy", $0.arn) }
            )
        }
    }
}

extension Permissions {
    /// The first action that reads data on every resource of its kind, or nil.
    fileprivate var dataReadEverywhere: String? {
        let (partition, account) = (caller.arn.partition, caller.arn.account)
        let reading = [
            ("s3:GetObject", "arn:\(partition):s3:::*/*"),
            ("dynamodb:GetItem", "arn:\(partition):dynamodb:*:\(account):table/*"),
            ("dynamodb:Scan", "arn:\(partition):dynamodb:*:\(account):table/*"),
            ("secretsmanager:GetSecretValue", "arn:\(partition):secretsmanager:*:\(account):secret:*"),
            ("ssm:GetParameter", "arn:\(partition):ssm:*:\(account):parameter/*"),
            ("kinesis:GetRecords", "arn:\(partition):kinesis:*:\(account):stream/*"),
            ("sqs:ReceiveMessage", "arn:\(partition):sqs:*:\(account):*"),
        ]
        return reading.first { allows(Wildcard(action: $0.0), on: Wildcard($0.1)) == .yes }?.0
    }
}

extension ExampleAccount {
    fileprivate static let readingDocument = #"{"Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}"#
}
