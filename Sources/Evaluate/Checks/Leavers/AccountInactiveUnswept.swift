import Domain

extension Check {
    static let accountInactiveUnswept = Check(
        organization: "account-inactive-unswept",
        family: .leavers,
        title: "Every account of the organization is active",
        severity: .info,
        rationale: """
            What is in a suspended or closed account cannot be read; while it is suspended it can be reopened, with all \
            its users and keys.
            """,
        remediation: """
            Make sure that nothing trusts the account any more, and have it closed for good; what earlier reports found \
            in it stays open until then.
            """,
        references: [
            "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html"
        ],
        mappings: .init(soc2: ["CC6.1"], iso27001: ["A.5.9"], nist80053: ["AC-2"]),
        examples: [
            .organization("active", .passes) { _ in },
            .organization("not assumed, which is another finding", .passes) { view in
                view.accounts[0].outcome.coverage = .notAssumed
            },
            .organization("being closed, and read", .passes) { $0.accounts[0].account.state = .pendingClosure },
            .organization("suspended", .fails(on: [ExampleAccount.name], severity: .info)) { view in
                view.accounts[0].account.state = .suspended
                view.accounts[0].outcome.coverage = .notActive
            },
            .organization("closed", .fails(on: [ExampleAccount.name], severity: .info)) { view in
                view.accounts[0].account.state = .closed
                view.accounts[0].outcome.coverage = .notActive
            },
        ]
    ) { input in
        input.view.accounts.map { line in
            let partition = ARN(line.account.roleARN)?.partition ?? Partition.aws.rawValue
            let resource = Resource.account(line.account.id, name: line.account.name, partition: partition)
            let isActive = line.outcome.coverage != .notActive
            let assessment =
                isActive
                ? Assessment.pass(resource)
                : .fail(
                    resource,
                    "\(resource.name) was not swept: AWS Organizations reports the state \(line.account.state.rawValue).",
                    facts: [Fact("state", line.account.state.rawValue), Fact("source", line.account.source)]
                )
            return AccountAssessment(accountID: line.account.id, assessment: assessment)
        }
    }
}
