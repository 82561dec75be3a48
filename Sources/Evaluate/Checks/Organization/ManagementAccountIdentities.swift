import Domain

extension Check {
    static let managementAccountIdentities = Check(
        "management-account-identities",
        family: .organization,
        title: "Management account has no IAM users and runs no workloads",
        severity: .medium,
        rationale: """
            Service control policies do not bind the management account, so whoever gets in there is bound by \
            nothing.
            """,
        remediation: """
            Move the workloads to member accounts and the people to IAM Identity Center; keep only break-glass \
            users, listed under people.break_glass.
            """,
        references: [
            "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_best-practices_mgmt-acct.html"
        ],
        mappings: .init(soc2: ["CC6.3"], iso27001: ["A.8.2"], nist80053: ["AC-5"], cis: ["7.0 2.1.3"]),
        needs: [.authorization],
        examples: [
            .passes("a member account") { _ in },
            .fails("a user", on: [ExampleAccount.name], severity: .medium) {
                $0.facts.isManagement = true
                $0.edit { $0.roles = [] }
            },
            .passes("a break-glass user alone") {
                $0.facts.isManagement = true
                $0.edit { details in
                    details.roles = []
                    details.users = details.users.filter { $0.name == "j.doe" }
                }
                $0.makeBreakGlass("\(ExampleAccount.arn):user/j.doe")
            },
            .fails("a role of a workload", on: [ExampleAccount.name]) {
                $0.facts.isManagement = true
                $0.edit { $0.users = [] }
            },
            .passes("service-linked roles and roles of people") {
                $0.facts.isManagement = true
                $0.edit { details in
                    details.users = []
                    details.roles = details.roles.filter { $0.name != "app" }
                }
            },
            .notAssessed("a trust policy that cannot be parsed", on: [ExampleAccount.name]) {
                $0.facts.isManagement = true
                $0.edit { $0.users = [] }
                let malformed = $0.document("{")
                $0.editRole { $0.trustPolicy = malformed }
            },
            .notAssessed("users unreadable") {
                $0.facts.isManagement = true
                $0.facts.authorization = .unavailable(ExampleAccount.denied)
            },
        ]
    ) { input in
        let resource = Resource.account(input.facts)
        guard input.facts.isManagement else {
            return [.notApplicable(resource, "\(input.place) is not the management account.")]
        }
        let users = input.account.users.filter { !$0.isBreakGlass }
        let own = input.account.roles.filter { !$0.isServiceLinked && $0.platform == nil }
        let workloads = own.filter { role in
            ((try? role.trust.get()) ?? []).contains { $0.party.isCompute }
        }
        guard users.isEmpty, workloads.isEmpty else {
            let counts = [(users.count, "IAM user"), (workloads.count, "role")].filter { $0.0 > 0 }.map { count, noun in
                "\(count) \(noun)\(count == 1 ? "" : "s")\(noun == "role" ? " for workloads" : "")"
            }
            return [
                .fail(
                    resource,
                    "The management account \(input.place) has \(counts.joined(separator: " and ")).",
                    facts: users.map { Fact("user", $0.user.name) } + workloads.map { Fact("role", $0.role.name) }
                )
            ]
        }
        let unreadable = own.first { if case .failure = $0.trust { true } else { false } }
        guard let unreadable else { return [.pass(resource)] }
        let sentence = "Whether \(input.place) runs workloads is not known: the trust policy of"
        return [.notAssessed(resource, "\(sentence) \(unreadable.role.name) could not be parsed.")]
    }
}
