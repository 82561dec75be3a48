import Domain

extension Check {
    static let tokenAge = Check(
        "token-age",
        family: .tokens,
        title: "Active API tokens are at most 90 days old",
        severity: .medium,
        rationale:
            "The older a token is, the more places it has been copied to, and each copy works until it expires.",
        remediation:
            "Move the program to a role or to short-term tokens, or make a new token, and delete the old one.",
        references: ["https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html"],
        mappings: .init(soc2: ["CC6.1", "CC6.2"], iso27001: ["A.5.17"], nist80053: ["IA-5"]),
        needs: [.authorization, .serviceCredentials],
        parameters: [.days(90, "limit", "An active API token fails when it is older than this")],
        discriminator: "the creation instant of the token",
        examples: [
            .passes("exactly 90 days old") { $0.addToken(age: .days(90), expiresIn: .days(30)) },
            .fails("90 days and one second old", on: ["j.doe"], severity: .medium) {
                $0.addToken(age: .days(90) + 1, expiresIn: .days(30))
            },
            .passes("a year old and inactive") {
                $0.addToken(status: "Inactive", age: .days(365), expiresIn: .days(30))
            },
            .passes("a year old and without an end, which token-no-expiry tells") {
                $0.addToken(age: .days(365), expiresIn: nil)
            },
            .passes("a Git credential, which service-credential-age judges") {
                $0.addToken(service: "codecommit.amazonaws.com", age: .days(365), expiresIn: .days(30))
            },
            .notAssessed("list denied") { $0.facts.serviceCredentials = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeActiveAPITokens { view in
            guard view.token.expiresAt != nil else {
                return view.notApplicable("\(view.name) never expires; token-no-expiry tells it.")
            }
            let age = input.age(view.token.createdAt)
            guard age > input.parameters["limit"] else { return view.pass() }
            return view.fail("\(view.name) is \(days(age)) old.", limit: input.parameters.text(">", "limit"))
        }
    }
}
