import Domain

extension Check {
    static let rootRecentUse = Check(
        "root-recent-use",
        family: .root,
        title: "Root user was not used recently",
        severity: .high,
        rationale:
            "Nothing of daily work needs root, so every use is an exception that somebody must be able to explain.",
        remediation: """
            Find out with CloudTrail who used root and for what; give that task a role, and write the exception down.
            """,
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html"],
        mappings: .init(
            soc2: ["CC6.1", "CC7.2"],
            iso27001: ["A.8.2"],
            nist80053: ["AC-6(5)"],
            cis: ["5.0 1.6", "6.0 2.6", "7.0 2.7"]
        ),
        peers: .init(prowler: ["iam_avoid_root_usage"], scoutSuite: ["iam-root-account-used-recently"]),
        needs: [.credentialReport],
        parameters: [
            .days(31, "root_use", "Root fails when it was used within this time, or since the previous complete run")
        ],
        examples: [
            .passes("used one second more than 31 days ago") { $0.setRootUse(ago: .days(31) + 1) },
            .passes("never used") {
                $0.editRow(of: CredentialReport.rootUserName) { $0.passwordLastUsed = .noInformation }
            },
            .fails("used exactly 31 days ago", on: ["<root_account>"], severity: .high) {
                $0.setRootUse(ago: .days(31))
            },
            .fails("used through an access key", on: ["<root_account>"]) {
                $0.editRow(of: CredentialReport.rootUserName) {
                    $0.accessKeys[0] = .init(active: true, lastUsedAt: ExampleAccount.ago(.days(3)))
                }
            },
            .fails("used 40 days ago, the previous run 60 days ago", on: ["<root_account>"]) {
                $0.setRootUse(ago: .days(40))
                $0.previousRunAt = ExampleAccount.ago(.days(60))
            },
            .passes("used 40 days ago, the previous run a week ago") {
                $0.setRootUse(ago: .days(40))
                $0.previousRunAt = ExampleAccount.ago(.days(7))
            },
            .notAssessed("no root in the report", on: ["<root_account>"]) {
                $0.facts.credentialReport = .value(CredentialReport(generatedAt: ExampleAccount.ago(60), rows: []))
            },
            .notAssessed("report denied") { $0.facts.credentialReport = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let root = input.account.root
        let resource = Resource.root(root)
        guard root.row != nil else {
            return [.notAssessed(resource, "The credential report of \(input.place) does not tell when root was used.")]
        }
        guard let lastUsedAt = root.lastUsedAt, input.isRecent(lastUsedAt, "root_use") else { return [.pass(resource)] }
        return [
            .fail(
                resource,
                "The root user of \(input.place) was used \(days(input.age(lastUsedAt))) ago.",
                facts: [
                    Fact("last_used_at", lastUsedAt),
                    Fact("previous_run_at", input.settings.previousRunAt),
                    Fact("limit", input.parameters.text("<=", "root_use")),
                ]
            )
        ]
    }
}

extension CheckInput {
    /// Whether something happened within a threshold, or since the previous complete run where that is longer ago.
    func isRecent(_ instant: Instant, _ parameter: String) -> Bool {
        let sinceLastRun = settings.previousRunAt.map(age) ?? 0
        return age(instant) <= max(parameters[parameter], sinceLastRun)
    }
}
