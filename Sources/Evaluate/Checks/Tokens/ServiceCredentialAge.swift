import Domain

extension Check {
    static let serviceCredentialAge = Check(
        "service-credential-age",
        family: .tokens,
        title: "Git and database credentials are at most 90 days old",
        severity: .low,
        rationale: """
            The password for CodeCommit or Keyspaces stays in the settings of clients for ever, and IAM does not \
            show its use.
            """,
        remediation:
            "Move the client to signed requests with a role, or reset the credential and delete the old one.",
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_service-specific-creds.html"],
        mappings: .init(soc2: ["CC6.2"]),
        needs: [.authorization, .serviceCredentials],
        parameters: [.days(90, "limit", "An active credential fails when it is older than this")],
        discriminator: "the creation instant of the credential",
        examples: [
            .passes("exactly 90 days old") {
                $0.addToken(service: "codecommit.amazonaws.com", age: .days(90), expiresIn: nil)
            },
            .fails("90 days and one second old", on: ["j.doe"], severity: .low) {
                $0.addToken(service: "codecommit.amazonaws.com", age: .days(90) + 1, expiresIn: nil)
            },
            .fails("for a database", on: ["j.doe"]) {
                $0.addToken(service: "cassandra.amazonaws.com", age: .days(91), expiresIn: nil)
            },
            .passes("a year old and inactive") {
                $0.addToken(service: "codecommit.amazonaws.com", status: "Inactive", age: .days(365), expiresIn: nil)
            },
            .passes("an API token, which token-age judges") { $0.addToken(age: .days(365), expiresIn: .days(30)) },
            .notAssessed("list denied") { $0.facts.serviceCredentials = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeTokens { view in
            guard !view.token.isAPIToken else { return view.notApplicable("\(view.name) is an API token.") }
            guard view.token.isActive else { return view.notApplicable("\(view.name) is not active.") }
            let age = input.age(view.token.createdAt)
            guard age > input.parameters["limit"] else { return view.pass() }
            return view.fail("\(view.name) is \(days(age)) old.", limit: input.parameters.text(">", "limit"))
        }
    }
}
