import Domain

extension Check {
    static let trustWholeAccount = Check(
        "trust-whole-account",
        family: .trust,
        title: "Privileged roles trust roles, and not whole accounts",
        severity: .low,
        rationale: "Every administrator of the trusted account decides who becomes an administrator here.",
        remediation: "Name the role that needs this one as principal, or demand it by aws:PrincipalArn.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts"
        ],
        mappings: .init(soc2: ["CC6.3"], iso27001: ["A.8.2"], nist80053: ["AC-6"]),
        needs: [.authorization],
        discriminator: "the principal as the trust policy writes it",
        examples: [
            .passes("an ordinary role trusts another account") {
                $0.trust(#"{"AWS":"arn:aws:iam::444455556666:root"}"#)
            },
            .fails("an administrator", on: ["app"], severity: .low) {
                $0.trust(#"{"AWS":"arn:aws:iam::444455556666:root"}"#)
                $0.grant(ExampleAccount.administratorDocument, toRole: "app")
            },
            .fails("the bare id, and the role can make itself an administrator", on: ["app"]) {
                $0.trust(#"{"AWS":"444455556666"}"#)
                $0.grant(
                    #"{"Statement":{"Effect":"Allow","Action":"iam:PutRolePolicy","Resource":"*"}}"#,
                    toRole: "app"
                )
            },
            .passes("a role of the account") {
                $0.trust(#"{"AWS":"arn:aws:iam::444455556666:role/deployer"}"#)
                $0.grant(ExampleAccount.administratorDocument, toRole: "app")
            },
            .passes("roles of the account by a condition") {
                $0.trust(
                    #"{"AWS":"444455556666"}"#,
                    condition: #"{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::444455556666:role/ci-*"}}"#
                )
                $0.grant(ExampleAccount.administratorDocument, toRole: "app")
            },
            .fails("all roles of the account by a condition", on: ["app"]) {
                $0.trust(
                    #"{"AWS":"444455556666"}"#,
                    condition: #"{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::444455556666:role/*"}}"#
                )
                $0.grant(ExampleAccount.administratorDocument, toRole: "app")
            },
            .passes("the own account") {
                $0.trust(#"{"AWS":"111122223333"}"#)
                $0.grant(ExampleAccount.administratorDocument, toRole: "app")
            },
            .passes("an account outside, which is another finding") {
                $0.trust(#"{"AWS":"777788889999"}"#)
                $0.grant(ExampleAccount.administratorDocument, toRole: "app")
            },
            .passes("a platform role") {
                $0.editRole { $0.name = "OrganizationAccountAccessRole" }
                $0.trust(#"{"AWS":"arn:aws:iam::444455556666:root"}"#, in: "OrganizationAccountAccessRole")
                $0.grant(ExampleAccount.administratorDocument, toRole: "OrganizationAccountAccessRole")
            },
            .notAssessed("a policy that cannot be read", on: ["app"]) {
                $0.trust(#"{"AWS":"444455556666"}"#)
                $0.grant("{", toRole: "app")
            },
            .notAssessed("a trust policy that cannot be parsed", on: ["app"]) { $0.setTrustPolicy("{") },
            .notAssessed("roles unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeTrusts(
            "trusts no other account of the organization as a whole",
            where: { _, grant in
                guard grant.party.kind == .account, let account = grant.party.accountID else { return false }
                return account != input.facts.accountID && input.organization.accountIDs.contains(account)
                    && !grant.isBound(on: "aws:PrincipalArn", \.namesPrincipals)
            },
            exemption: { input.exemptionOfOrdinaryRoles($0, becomingOneCounts: true) }
        ) { view, party, grants in
            guard view.isPowerful else { return input.powerUnknown(view, discriminator: party.text) }
            let account = party.accountID?.description ?? party.text
            return .fail(
                .role(view.role),
                discriminator: party.text,
                "\(input.name(view.role)) trusts account \(account) as a whole\(view.powerPhrase).",
                facts: party.facts(grants) + view.powerFacts
            )
        }
    }
}

extension String {
    /// Whether the pattern of an ARN names some principals of an account and not all of a kind.
    fileprivate var namesPrincipals: Bool {
        guard let arn = ARN(self), arn.accountID != nil, let slash = arn.resource.firstIndex(of: "/") else {
            return false
        }
        let name = arn.resource[arn.resource.index(after: slash)...]
        return Wildcard(arn.resource[..<slash]).isLiteral && name.contains { $0 != "*" && $0 != "?" && $0 != "/" }
    }
}
