import Domain

extension Check {
    static let trustDeletedPrincipal = Check(
        "trust-deleted-principal",
        family: .trust,
        title: "No role trusts a principal that was deleted",
        severity: .low,
        rationale: "Nobody can use the trust any more, but it shows that trust outlives its owners here.",
        remediation: "Take the unique id out of the trust policy; if nothing else is trusted, delete the role.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
        ],
        mappings: .init(soc2: ["CC6.2"], iso27001: ["A.5.18"]),
        needs: [.authorization],
        discriminator: "the unique id",
        examples: [
            .passes("principals that exist") { _ in },
            .fails("a role", on: ["app"], severity: .low) { $0.trust(#"{"AWS":"AROAIOSFODNN7EXAMPLE"}"#) },
            .fails("a user and a group, each by itself", on: ["app", "app"]) {
                $0.trust(#"{"AWS":["AIDAIOSFODNN7EXAMPLE","AGPAIOSFODNN7EXAMPLE","111122223333"]}"#)
            },
            .passes("an account id") { $0.trust(#"{"AWS":"111122223333"}"#) },
            .passes("a user whose name looks like one") {
                $0.trust(#"{"AWS":"arn:aws:iam::111122223333:user/AIDAIOSFODNN7EXAMPLE"}"#)
            },
            .passes("only denied") {
                $0.setTrustPolicy(
                    """
                    {"Statement":[{"Effect":"Deny","Principal":{"AWS":"AROAIOSFODNN7EXAMPLE"},\
                    "Action":"sts:AssumeRole"}]}
                    """
                )
            },
            .notAssessed("a trust policy that cannot be parsed", on: ["app"]) { $0.setTrustPolicy("{") },
            .notAssessed("roles unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeRoles { view, grants in
            let deleted = grants.grouped { $0.party.kind == .uniqueID }
            guard !deleted.isEmpty else { return [.pass(.role(view.role))] }
            return deleted.map { party, grants in
                .fail(
                    .role(view.role),
                    discriminator: party.text,
                    "\(input.name(view.role)) trusts \(party.text), which was deleted.",
                    facts: party.facts(grants)
                )
            }
        }
    }
}
