import Domain

extension Check {
    static let tokenDeadKept = Check(
        "token-dead-kept",
        family: .tokens,
        title: "Expired and inactive tokens are deleted within 90 days",
        severity: .low,
        rationale:
            "An inactive credential can be reset and made active again, and then nobody wonders where it came from.",
        remediation: "Delete the credential.",
        references: ["https://docs.aws.amazon.com/IAM/latest/APIReference/API_ResetServiceSpecificCredential.html"],
        mappings: .init(soc2: ["CC6.2"]),
        needs: [.authorization, .serviceCredentials],
        parameters: [.days(90, "limit", "An expired or inactive credential fails when it is older than this")],
        discriminator: "the creation instant of the credential",
        examples: [
            .passes("inactive and exactly 90 days old") {
                $0.addToken(status: "Inactive", age: .days(90), expiresIn: nil)
            },
            .fails("inactive, 90 days and one second old", on: ["j.doe"], severity: .low) {
                $0.addToken(status: "Inactive", age: .days(90) + 1, expiresIn: nil)
            },
            .fails("expired", on: ["j.doe"]) {
                $0.addToken(status: "Expired", age: .days(200), expiresIn: .days(-100))
            },
            .fails("an inactive Git credential", on: ["j.doe"]) {
                $0.addToken(service: "codecommit.amazonaws.com", status: "Inactive", age: .days(91), expiresIn: nil)
            },
            .passes("active and a year old") { $0.addToken(age: .days(365), expiresIn: .days(30)) },
            .notAssessed("list denied") { $0.facts.serviceCredentials = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeTokens { view in
            guard !view.token.isActive else { return view.notApplicable("\(view.name) is active.") }
            let age = input.age(view.token.createdAt)
            guard age > input.parameters["limit"] else { return view.pass() }
            return view.fail(
                "\(view.name) is \(view.token.status.lowercased()) and \(days(age)) old.",
                limit: input.parameters.text(">", "limit")
            )
        }
    }
}
