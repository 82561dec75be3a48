import Domain

extension Check {
    static let tokenNoExpiry = Check(
        "token-no-expiry",
        family: .tokens,
        title: "API tokens expire",
        severity: .high,
        rationale:
            "A long-term API token without an expiry works for ever, and IAM does not show whether it is used.",
        remediation: """
            Delete the token; use short-term tokens of a role session, or create the next one with an expiry \
            (--credential-age-days).
            """,
        references: [
            "https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html",
            "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html",
        ],
        mappings: .init(soc2: ["CC6.1", "CC6.2"], iso27001: ["A.5.17"], nist80053: ["IA-5"]),
        peers: .init(prowler: ["bedrock_api_key_no_long_term_credentials"]),
        needs: [.authorization, .serviceCredentials],
        discriminator: "the creation instant of the token",
        examples: [
            .passes("expires") { $0.addToken(expiresIn: .days(30)) },
            .passes("inactive") { $0.addToken(status: "Inactive", expiresIn: nil) },
            .passes("a Git credential, which is not an API token") {
                $0.addToken(service: "codecommit.amazonaws.com", expiresIn: nil)
            },
            .fails("never expires", on: ["j.doe"]) { $0.addToken(expiresIn: nil) },
            .fails("of other services", on: ["j.doe", "j.doe", "j.doe"]) {
                $0.addToken(service: "logs.amazonaws.com", expiresIn: nil)
                $0.addToken(service: "cloudwatch.amazonaws.com", expiresIn: nil)
                $0.addToken(service: "aws-external-anthropic.amazonaws.com", expiresIn: nil)
            },
            .notAssessed("list denied") { $0.facts.serviceCredentials = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeActiveAPITokens { view in
            guard view.token.expiresAt == nil else { return view.pass() }
            return view.fail("\(view.name) never expires and is \(days(input.age(view.token.createdAt))) old.")
        }
    }
}
