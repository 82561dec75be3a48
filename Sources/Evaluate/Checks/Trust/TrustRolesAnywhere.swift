import Domain

extension Check {
    static let trustRolesAnywhere = Check(
        "trust-roles-anywhere",
        family: .trust,
        title: "IAM Roles Anywhere trusts are bound to an anchor and a certificate",
        severity: .high,
        rationale: "Any certificate of any trust anchor in the account gets the role, a printer's among them.",
        remediation: """
            Demand the ARN of the trust anchor with aws:SourceArn, and a field of the certificate, such as \
            aws:PrincipalTag/x509Subject/CN.
            """,
        references: ["https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html"],
        mappings: .init(soc2: ["CC6.6"], iso27001: ["A.8.5"], nist80053: ["IA-5(2)"]),
        needs: [.authorization],
        discriminator: "the service as the trust policy writes it",
        examples: [
            .passes("no role trusts it") { _ in },
            .fails("no condition", on: ["app"], severity: .high) { $0.trustRolesAnywhere("{}") },
            .passes("an anchor and a subject") {
                $0.trustRolesAnywhere(
                    #"{"ArnEquals":{"aws:SourceArn":"\#(anchor)"},"StringEquals":{"aws:PrincipalTag/x509Subject/CN":"ci"}}"#
                )
            },
            .passes("an anchor and a pattern of subjects, by other operators and in other case") {
                $0.trustRolesAnywhere(
                    """
                    {"StringEquals":{"AWS:SourceARN":["\(anchor)"]},\
                    "ForAnyValue:StringLike":{"aws:principaltag/X509SAN/DNS":"*.ci.example.com"}}
                    """
                )
            },
            .fails("only an anchor", on: ["app"]) {
                $0.trustRolesAnywhere(#"{"ArnEquals":{"aws:SourceArn":"\#(anchor)"}}"#)
            },
            .fails("only a subject", on: ["app"]) {
                $0.trustRolesAnywhere(#"{"StringEquals":{"aws:PrincipalTag/x509Subject/CN":"ci"}}"#)
            },
            .fails("any anchor", on: ["app"]) {
                $0.trustRolesAnywhere(
                    """
                    {"ArnLike":{"aws:SourceArn":"arn:aws:rolesanywhere:eu-central-1:111122223333:trust-anchor/*"},\
                    "StringEquals":{"aws:PrincipalTag/x509Subject/CN":"ci"}}
                    """
                )
            },
            .fails("any subject", on: ["app"]) {
                $0.trustRolesAnywhere(
                    #"{"ArnEquals":{"aws:SourceArn":"\#(anchor)"},"StringLike":{"aws:PrincipalTag/x509Subject/CN":"*"}}"#
                )
            },
            .fails("a subject, if there is one", on: ["app"]) {
                $0.trustRolesAnywhere(
                    """
                    {"ArnEquals":{"aws:SourceArn":"\(anchor)"},\
                    "StringEqualsIfExists":{"aws:PrincipalTag/x509Subject/CN":"ci"}}
                    """
                )
            },
            .fails("a tag that no certificate sets", on: ["app"]) {
                $0.trustRolesAnywhere(
                    #"{"ArnEquals":{"aws:SourceArn":"\#(anchor)"},"StringEquals":{"aws:PrincipalTag/team":"ci"}}"#
                )
            },
            .notAssessed("a trust policy that cannot be parsed", on: ["app"]) { $0.setTrustPolicy("{") },
            .notAssessed("roles unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeTrusts(
            "does not trust IAM Roles Anywhere",
            where: { $1.party.kind == .service && $1.party.text.lowercased().hasPrefix("rolesanywhere.amazonaws.com") }
        ) { view, party, grants in
            let open = grants.filter { !($0.isBoundToAnchor && $0.isBoundToCertificate) }
            guard !open.isEmpty else { return nil }
            let missing = [
                open.allSatisfy(\.isBoundToAnchor) ? nil : "trust anchor",
                open.allSatisfy(\.isBoundToCertificate) ? nil : "certificate field",
            ].compactMap(\.self)
            return .fail(
                .role(view.role),
                discriminator: party.text,
                "\(input.name(view.role)) trusts IAM Roles Anywhere and demands no \(missing.joined(separator: " and no ")).",
                facts: party.facts(grants)
            )
        }
    }

    fileprivate static let anchor =
        "arn:aws:rolesanywhere:eu-central-1:111122223333:trust-anchor/0f1e2d3c-0000-4000-8000-123456789abc"
}

extension TrustGrant {
    fileprivate var isBoundToAnchor: Bool {
        isBound(on: "aws:SourceArn") { text in
            guard let arn = ARN(text), text.isLiteralValue else { return false }
            return arn.service == "rolesanywhere" && arn.resource.hasPrefix("trust-anchor/")
        }
    }

    /// Whether some field of the certificate must have a value that is more than a wildcard.
    fileprivate var isBoundToCertificate: Bool {
        let keys = Set(demands.map { $0.key.lowercased() }).filter { $0.hasPrefix("aws:principaltag/x509") }
        return keys.contains { key in
            isBound(on: key) { value in value.contains { $0 != "*" && $0 != "?" && !$0.isWhitespace } }
        }
    }
}

extension ExampleAccount {
    fileprivate mutating func trustRolesAnywhere(_ condition: String) {
        trust(#"{"Service":"rolesanywhere.amazonaws.com"}"#, action: "sts:*", condition: condition)
    }
}
