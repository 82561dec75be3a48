import Domain

extension Check {
    static let rootAccessKey = Check(
        "root-access-key",
        family: .root,
        title: "Root user has no access key",
        severity: .critical,
        rationale: "A root access key can do everything in the account, and no policy of the account can limit it.",
        remediation: """
            Find out with CloudTrail what uses the key, give that a role, then delete the key as root or through \
            centralized root access.
            """,
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html",
            "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-4",
        ],
        mappings: .init(
            soc2: ["CC6.1", "CC6.3"],
            iso27001: ["A.8.2"],
            nist80053: ["AC-6(10)", "IA-2"],
            cis: ["5.0 1.3", "6.0 2.3", "7.0 2.4"],
            fsbp: ["IAM.4"]
        ),
        peers: .init(prowler: ["iam_no_root_access_key"], scoutSuite: ["iam-root-account-with-active-keys"]),
        needsOneOf: [.summary, .credentialReport],
        examples: [
            .passes("no key") { _ in },
            .passes("no key, report unreadable") { $0.facts.credentialReport = .unavailable(ExampleAccount.denied) },
            .fails("a key in the summary", on: ["<root_account>"], severity: .critical) {
                $0.editSummary { $0["AccountAccessKeysPresent"] = 1 }
            },
            .fails("an active key in the report", on: ["<root_account>"], severity: .critical) {
                $0.editRow(of: CredentialReport.rootUserName) {
                    $0.accessKeys[0] = .init(active: true, rotatedAt: ExampleAccount.ago(.days(500)))
                }
            },
            .fails("an inactive key", on: ["<root_account>"], severity: .medium) {
                $0.editSummary { $0["AccountAccessKeysPresent"] = 1 }
                $0.editRow(of: CredentialReport.rootUserName) {
                    $0.accessKeys[1] = .init(active: false, rotatedAt: ExampleAccount.ago(.days(500)))
                }
            },
            .fails("summary denied, an active key in the report", on: ["<root_account>"], severity: .critical) {
                $0.facts.summary = .unavailable(ExampleAccount.denied)
                $0.editRow(of: CredentialReport.rootUserName) {
                    $0.accessKeys[0] = .init(active: true, rotatedAt: ExampleAccount.ago(.days(500)))
                }
            },
            .passes("summary denied, no key in the report") {
                $0.facts.summary = .unavailable(ExampleAccount.denied)
            },
            .notAssessed("summary denied, no root in the report", on: ["<root_account>"]) {
                $0.facts.summary = .unavailable(ExampleAccount.denied)
                $0.facts.credentialReport = .value(CredentialReport(generatedAt: ExampleAccount.ago(60), rows: []))
            },
            .notAssessed("summary and report denied") {
                $0.facts.summary = .unavailable(ExampleAccount.denied)
                $0.facts.credentialReport = .unavailable(ExampleAccount.denied)
            },
            .notAssessed("summary without the count, report unreadable", on: ["<root_account>"]) {
                $0.editSummary { $0["AccountAccessKeysPresent"] = nil }
                $0.facts.credentialReport = .unavailable(ExampleAccount.denied)
            },
        ]
    ) { input in
        let root = input.account.root
        let resource = Resource.root(root)
        guard let hasKey = root.hasAccessKey else {
            let sentence = "Whether root of \(input.place) has an access key is in neither the summary nor the report."
            return [.notAssessed(resource, sentence)]
        }
        guard hasKey else { return [.pass(resource)] }
        let isActive = root.reportedKeys.isEmpty || root.reportedKeys.contains(where: \.active)
        let facts =
            [Fact("account_access_keys_present", root.accessKeysPresent.map(String.init) ?? "")]
            + root.reportedKeys.map { key in
                let state = key.active ? "active" : "inactive"
                return Fact("reported_key", "\(state), created \(key.rotatedAt?.iso8601 ?? "unknown")")
            }
        return [
            .fail(
                resource,
                severity: isActive ? .critical : .medium,
                "The root user of \(input.place) has \(isActive ? "an access key" : "an inactive access key").",
                facts: facts
            )
        ]
    }
}
