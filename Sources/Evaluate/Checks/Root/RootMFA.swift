import Domain

extension Check {
    static let rootMFA = Check(
        "root-mfa",
        family: .root,
        title: "Root user has MFA",
        severity: .critical,
        rationale: "A stolen root password alone must not be enough to take over the account.",
        remediation: """
            Sign in as root, open Security credentials and assign an MFA device; in a member account, delete the \
            root credentials through centralized root access instead.
            """,
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-mfa-for-root.html",
            "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-9",
        ],
        mappings: .init(
            soc2: ["CC6.1", "CC6.6"],
            iso27001: ["A.8.5"],
            nist80053: ["IA-2(1)"],
            cis: ["5.0 1.4", "6.0 2.4", "7.0 2.5"],
            fsbp: ["IAM.9"]
        ),
        peers: .init(prowler: ["iam_root_mfa_enabled"], scoutSuite: ["iam-root-account-no-mfa"]),
        needsOneOf: [.summary, .credentialReport],
        examples: [
            .passes("MFA assigned") { _ in },
            .fails("password only", on: ["<root_account>"]) {
                $0.giveRootPassword()
                $0.editSummary { $0["AccountMFAEnabled"] = 0 }
            },
            .fails("access key only", on: ["<root_account>"]) {
                $0.editSummary { entries in
                    entries["AccountMFAEnabled"] = 0
                    entries["AccountPasswordPresent"] = 0
                    entries["AccountAccessKeysPresent"] = 1
                }
            },
            .passes("no credentials at all") {
                $0.editSummary { entries in
                    entries["AccountMFAEnabled"] = 0
                    entries["AccountPasswordPresent"] = 0
                }
            },
            .fails("report of the older form, summary without the password", on: ["<root_account>"]) {
                $0.editSummary { entries in
                    entries["AccountMFAEnabled"] = 0
                    entries["AccountPasswordPresent"] = nil
                }
                $0.editRow(of: CredentialReport.rootUserName) { $0.passwordEnabled = nil }
            },
            .notAssessed("summary without the password, report unreadable", on: ["<root_account>"]) {
                $0.editSummary { entries in
                    entries["AccountMFAEnabled"] = 0
                    entries["AccountPasswordPresent"] = nil
                }
                $0.facts.credentialReport = .unavailable(ExampleAccount.denied)
            },
            .fails("summary denied, no MFA in the report", on: ["<root_account>"]) {
                $0.giveRootPassword()
                $0.facts.summary = .unavailable(ExampleAccount.denied)
                $0.editRow(of: CredentialReport.rootUserName) { $0.mfaActive = false }
            },
            .passes("summary denied, MFA in the report") { $0.facts.summary = .unavailable(ExampleAccount.denied) },
            .notAssessed("summary and report denied") {
                $0.facts.summary = .unavailable(ExampleAccount.denied)
                $0.facts.credentialReport = .unavailable(ExampleAccount.denied)
            },
        ]
    ) { input in
        let root = input.account.root
        let resource = Resource.root(root)
        guard let hasMFA = root.hasMFA else {
            return [.notAssessed(resource, "Whether root of \(input.place) has MFA is in neither summary nor report.")]
        }
        if hasMFA { return [.pass(resource)] }
        let facts = [
            Fact("password_present", root.hasPassword.map(String.init) ?? "unknown"),
            Fact("access_key_present", root.hasAccessKey.map(String.init) ?? "unknown"),
        ]
        switch (root.hasPassword, root.hasAccessKey) {
        case (true, _):
            return [.fail(resource, "The root user of \(input.place) signs in without MFA.", facts: facts)]
        case (_, true):
            return [.fail(resource, "The root user of \(input.place) has an access key and no MFA.", facts: facts)]
        case (false, false):
            return [.pass(resource, facts: facts)]
        default:
            let sentence = "Root of \(input.place) has no MFA; whether it has credentials could not be read."
            return [.notAssessed(resource, sentence, facts: facts)]
        }
    }
}
