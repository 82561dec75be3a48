import Domain

extension Check {
    static let tokenLongTerm = Check(
        "token-long-term",
        family: .tokens,
        title: "API tokens are short-term tokens of a session",
        severity: .medium,
        rationale:
            "A long-term API token is a password in a file: it works from anywhere, and IAM does not show its use.",
        remediation: """
            Use short-term tokens, which end with the session that made them, or a role; delete the long-term \
            token when the program has moved.
            """,
        references: ["https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html"],
        mappings: .init(soc2: ["CC6.1", "CC6.2"], iso27001: ["A.5.17"], nist80053: ["IA-5"]),
        peers: .init(prowler: ["bedrock_api_key_no_long_term_credentials"]),
        needs: [.authorization, .serviceCredentials],
        parameters: [.days(365, "high", "Where the token was made for longer than this, the severity is high")],
        discriminator: "the creation instant of the token",
        examples: [
            .fails("expires tomorrow", on: ["j.doe"], severity: .medium) { $0.addToken(expiresIn: .days(1)) },
            .fails("made for exactly 365 days", on: ["j.doe"], severity: .medium) {
                $0.addToken(expiresIn: .days(345))
            },
            .fails("made for 365 days and one second", on: ["j.doe"], severity: .high) {
                $0.addToken(expiresIn: .days(345) + 1)
            },
            .passes("expires this second") { $0.addToken(expiresIn: 0) },
            .passes("inactive") { $0.addToken(status: "Inactive", expiresIn: .days(30)) },
            .passes("never expires, which token-no-expiry tells") { $0.addToken(expiresIn: nil) },
            .passes("a Git credential, which is not an API token") {
                $0.addToken(service: "codecommit.amazonaws.com", expiresIn: .days(30))
            },
            .notAssessed("list denied") { $0.facts.serviceCredentials = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeActiveAPITokens { view in
            guard let expiresAt = view.token.expiresAt else {
                return view.notApplicable("\(view.name) never expires; token-no-expiry tells it.")
            }
            guard expiresAt > input.asOf else { return view.pass() }
            let isLong = expiresAt.seconds(since: view.token.createdAt) > input.parameters["high"]
            return view.fail(
                severity: isLong ? .high : nil,
                "\(view.name) is a long-term token that works for another \(days(expiresAt.seconds(since: input.asOf)))."
            )
        }
    }
}
