import Domain

extension Check {
    static let userNotFederated = Check(
        "user-not-federated",
        family: .users,
        title: "People sign in through federation, not as IAM users",
        severity: .low,
        rationale: """
            Who leaves the company is shut out of the identity provider at once, and of IAM users one account at a \
            time.
            """,
        remediation: """
            Give the people access through IAM Identity Center or another provider, and delete their users. Name \
            service users under people.service_users and emergency users under people.break_glass.
            """,
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html"],
        mappings: .init(
            soc2: ["CC6.1"],
            iso27001: ["A.5.16"],
            cis: ["5.0 1.20", "6.0 2.20", "7.0 2.19"]
        ),
        peers: .init(prowler: ["iam_check_saml_providers_sts"]),
        needs: [.authorization],
        examples: [
            .passes("no users") { $0.edit { $0.users = [] } },
            .passes("service users and break-glass users") {
                $0.makeBreakGlass("\(ExampleAccount.arn):user/j.doe")
            },
            .passes("a name that the configuration says is a service") {
                $0.configuration.serviceUsers = ["svc-*", "j.*"]
            },
            .fails("a person's user", on: [ExampleAccount.name], severity: .low) { _ in },
            .fails("a service by a name that the configuration does not know", on: [ExampleAccount.name]) {
                $0.configuration.serviceUsers = ["j.*"]
            },
            .notAssessed("users unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let resource = Resource.account(input.facts)
        let people = input.account.users.filter { !input.isServiceUser($0) && !$0.isBreakGlass }
        guard !people.isEmpty else { return [.pass(resource)] }
        let count = people.count == 1 ? "1 IAM user that is" : "\(people.count) IAM users that are"
        return [
            .fail(
                resource,
                "\(input.place) has \(count) neither a service nor for emergencies.",
                facts: [Fact("users", String(people.count))] + people.map { Fact("user", $0.user.name) }
            )
        ]
    }
}
