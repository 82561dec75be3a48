import Domain

extension Check {
    static let trustSAMLAudience = Check(
        "trust-saml-audience",
        family: .trust,
        title: "SAML trusts demand the audience of AWS",
        severity: .medium,
        rationale: "An assertion made for another application of the same provider is taken here too.",
        remediation:
            "Demand SAML:aud with the sign-in endpoint, https://signin.aws.amazon.com/saml in most partitions.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml",
        ],
        mappings: .init(soc2: ["CC6.6"], iso27001: ["A.8.5"], nist80053: ["IA-8"]),
        needs: [.authorization],
        discriminator: "the provider",
        examples: [
            .passes("no role trusts a SAML provider") { _ in },
            .fails("no condition", on: ["app"], severity: .medium) { $0.trustSAML("{}") },
            .passes("the audience") {
                $0.trustSAML(#"{"StringEquals":{"saml:AUD":"https://signin.aws.amazon.com/saml"}}"#)
            },
            .passes("the audience of any Region's endpoint") {
                $0.trustSAML(#"{"StringLike":{"SAML:aud":"https://*.signin.aws.amazon.com/saml"}}"#)
            },
            .fails("any audience", on: ["app"]) { $0.trustSAML(#"{"StringLike":{"SAML:aud":"*"}}"#) },
            .fails("one audience or any", on: ["app"]) {
                $0.trustSAML(#"{"StringLike":{"SAML:aud":["https://signin.aws.amazon.com/saml","?*"]}}"#)
            },
            .fails("no audience at all", on: ["app"]) { $0.trustSAML(#"{"StringEquals":{"SAML:aud":[]}}"#) },
            .fails("the audience, if there is one", on: ["app"]) {
                $0.trustSAML(#"{"StringEqualsIfExists":{"SAML:aud":"https://signin.aws.amazon.com/saml"}}"#)
            },
            .fails("another audience than one", on: ["app"]) {
                $0.trustSAML(#"{"StringNotEquals":{"SAML:aud":"https://example.com"}}"#)
            },
            .fails("the issuer alone", on: ["app"]) { $0.trustSAML(#"{"StringEquals":{"SAML:iss":"https://idp"}}"#) },
            .passes("may only tag a session") { $0.trustSAML("{}", action: "sts:TagSession") },
            .notAssessed("a trust policy that cannot be parsed", on: ["app"]) { $0.setTrustPolicy("{") },
            .notAssessed("roles unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeTrusts(
            "trusts no SAML provider",
            where: { _, grant in
                grant.actions.contains(.withSAML) && grant.party.kind == .federated
                    && ARN(grant.party.text)?.resource.hasPrefix("saml-provider/") == true
            }
        ) { view, party, grants in
            let areBound = grants.allSatisfy { grant in
                grant.isBound(on: "SAML:aud") { value in value.contains { $0 != "*" && $0 != "?" && !$0.isWhitespace } }
            }
            guard !areBound else { return nil }
            let provider = IdentityProvider.name(party.text)
            return .fail(
                .role(view.role),
                discriminator: party.text,
                "\(input.name(view.role)) trusts SAML provider \(provider) for any audience.",
                facts: party.facts(grants)
            )
        }
    }
}

extension ExampleAccount {
    fileprivate mutating func trustSAML(_ condition: String, action: String = "sts:AssumeRoleWithSAML") {
        trust(
            #"{"Federated":"arn:aws:iam::111122223333:saml-provider/okta"}"#,
            action: action,
            condition: condition
        )
    }
}
