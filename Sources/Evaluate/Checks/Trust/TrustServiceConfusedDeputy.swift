import Domain

extension Check {
    static let trustServiceConfusedDeputy = Check(
        "trust-service-confused-deputy",
        family: .trust,
        title: "Services act with a role only for resources of ours",
        severity: .low,
        rationale: "Somebody in another account can name the role in a resource of theirs and have the service use it.",
        remediation: "Demand aws:SourceAccount or aws:SourceArn in the trust policy, as the service's own page shows.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html#cross-service-confused-deputy-prevention"
        ],
        mappings: .init(soc2: ["CC6.6"], iso27001: ["A.5.15"], nist80053: ["AC-4"]),
        peers: .init(
            prowler: [
                "iam_role_cross_service_confused_deputy_prevention",
                "iam_role_service_trust_restricts_source_to_account",
            ]
        ),
        needs: [.authorization],
        discriminator: "the service as the trust policy writes it",
        examples: [
            .passes("a compute service, which runs our own code") { $0.trust(#"{"Service":"lambda.amazonaws.com"}"#) },
            .fails("a service that acts for its customers", on: ["app"], severity: .low) {
                $0.trust(#"{"Service":"codebuild.amazonaws.com"}"#)
            },
            .fails("a regional service, and another, each by itself", on: ["app", "app"]) {
                $0.trust(#"{"Service":["states.eu-central-1.amazonaws.com","Scheduler.amazonaws.com"]}"#)
            },
            .passes("for the own account") {
                $0.trust(
                    #"{"Service":"codebuild.amazonaws.com"}"#,
                    condition: #"{"StringEquals":{"AWS:sourceaccount":"111122223333"}}"#
                )
            },
            .passes("for resources of the own account") {
                $0.trust(
                    #"{"Service":"codebuild.amazonaws.com"}"#,
                    condition: #"{"ArnLike":{"aws:SourceArn":"arn:aws:codebuild:*:111122223333:project/*"}}"#
                )
            },
            .passes("for the organization") {
                $0.trust(
                    #"{"Service":"codebuild.amazonaws.com"}"#,
                    condition: #"{"StringEquals":{"aws:SourceOrgID":"o-a1b2c3d4e5"}}"#
                )
            },
            .fails("for resources of any account", on: ["app"]) {
                $0.trust(
                    #"{"Service":"codebuild.amazonaws.com"}"#,
                    condition: #"{"ArnLike":{"aws:SourceArn":"arn:aws:codebuild:*:*:project/*"}}"#
                )
            },
            .fails("for the own account, if the service says so", on: ["app"]) {
                $0.trust(
                    #"{"Service":"codebuild.amazonaws.com"}"#,
                    condition: #"{"StringEqualsIfExists":{"aws:SourceAccount":"111122223333"}}"#
                )
            },
            .passes("made by the console in the path of service roles") {
                $0.trust(#"{"Service":"codebuild.amazonaws.com"}"#)
                $0.editRole { $0.path = "/service-role/" }
            },
            .passes("a service that nobody else can have act") { $0.trust(#"{"Service":"example.amazonaws.com"}"#) },
            .passes("a platform role") {
                let name = "cdk-hnb659fds-cfn-exec-role-111122223333-eu-central-1"
                $0.editRole { $0.name = name }
                $0.trust(#"{"Service":"cloudformation.amazonaws.com"}"#, in: name)
            },
            .notAssessed("a trust policy that cannot be parsed", on: ["app"]) { $0.setTrustPolicy("{") },
            .notAssessed("roles unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeTrusts(
            "trusts no service that acts on behalf of customers",
            where: { DeputyService(principal: $1.party) != nil },
            exemption: { view in
                if let platform = view.platform { return "is a platform role (\(platform.name))" }
                let isOfAWS = view.isServiceLinked || view.role.path.hasPrefix("/service-role/")
                return isOfAWS ? "was made by AWS for the service" : nil
            }
        ) { view, party, grants in
            guard let service = DeputyService(principal: party), grants.contains(where: { !$0.isBoundToSource }) else {
                return nil
            }
            return .fail(
                .role(view.role),
                discriminator: party.text,
                "\(input.name(view.role)) trusts \(party.text) on behalf of any account.",
                facts: party.facts(grants) + [Fact("documentation", service.page)]
            )
        }
    }
}

extension TrustGrant {
    /// Whether the service must act for a resource, an account or an organization that the policy names.
    fileprivate var isBoundToSource: Bool {
        isBound(on: "aws:SourceAccount") { AccountID($0) != nil }
            || isBound(on: "aws:SourceOrgID", \.isLiteralValue)
            || isBound(on: "aws:SourceOrgPaths") { String($0.prefix { $0 != "/" }).isLiteralValue }
            || isBound(on: "aws:SourceArn") { text in
                guard let arn = ARN(text) else { return false }
                if arn.accountID != nil { return true }
                // A bucket's ARN names no account, but there is only one of the name.
                return arn.account.isEmpty && arn.resource.isLiteralValue
            }
    }
}
