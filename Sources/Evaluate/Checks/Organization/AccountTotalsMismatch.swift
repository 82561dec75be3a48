import Domain

extension Check {
    static let accountTotalsMismatch = Check(
        "account-totals-mismatch",
        family: .organization,
        title: "Control totals of the account reconcile",
        severity: .high,
        rationale: "Where fewer identities were read than AWS counts, nobody has looked at those that are missing.",
        remediation: """
            Sweep again. If the figures still differ, compare what the AWS CLI lists with `aws iam get-account-summary`, \
            look for a proxy that changes answers, and ask AWS Support with the request ids of both calls.
            """,
        references: ["https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html"],
        mappings: .init(soc2: ["CC4.1"], iso27001: ["A.5.36"], nist80053: ["CA-7"]),
        examples: [
            .passes("both figures equal") {
                $0.facts.controlTotals = [ControlTotal(name: "users", counted: 9, read: 9)]
            },
            .passes("a user who was created during the sweep") {
                $0.facts.controlTotals = [ControlTotal(name: "users", counted: 8, read: 9, changed: 1)]
            },
            .fails("fewer users read than AWS counts", on: [ExampleAccount.name]) {
                $0.facts.controlTotals = [
                    ControlTotal(name: "users", counted: 12, read: 9), ControlTotal(name: "roles", counted: 4, read: 4),
                ]
            },
            .fails("more roles read than came during the sweep", on: [ExampleAccount.name]) {
                $0.facts.controlTotals = [ControlTotal(name: "roles", counted: 7, read: 9, changed: 1)]
            },
            .notAssessed("the summary was denied", on: [ExampleAccount.name]) {
                $0.facts.summary = .unavailable(ExampleAccount.denied)
            },
        ]
    ) { input in
        let resource = Resource.account(input.facts)
        if let reason = input.account.nothingReadBecause {
            let sentence =
                "\(resource.name) was not read at all because \(reason.phrase); account-not-assumed tells it."
            return [.notApplicable(resource, sentence)]
        }
        if let gap = input.facts.summary.unavailable ?? input.facts.authorization.unavailable {
            return [.notAssessed(resource, "\(resource.name) could not be assessed because \(gap.phrase).")]
        }
        let open = input.facts.controlTotals.filter { !$0.reconciles }
        guard !open.isEmpty else { return [.pass(resource)] }
        let figures = open.map { "\($0.read) \($0.name) where AWS counts \($0.counted)" }.joined(separator: ", ")
        return [
            .fail(
                resource,
                "\(resource.name) was read with \(figures), asked twice.",
                facts: open.flatMap {
                    [Fact("\($0.name)_counted", "\($0.counted)"), Fact("\($0.name)_read", "\($0.read)")]
                }
            )
        ]
    }
}
