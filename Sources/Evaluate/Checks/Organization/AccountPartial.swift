import Domain

extension Check {
    static let accountPartial = Check(
        "account-partial",
        family: .organization,
        title: "Every call of the plan succeeded in the account",
        severity: .high,
        rationale: "What could not be read could not be judged, so the account's other results are incomplete.",
        remediation: "Allow the named calls to the reader role, and sweep again.",
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html"],
        mappings: .init(soc2: ["CC4.1", "CC7.1"], iso27001: ["A.5.36"], nist80053: ["CA-7"]),
        examples: [
            .passes("everything read") { _ in },
            .fails("one section denied", on: [ExampleAccount.name]) {
                $0.facts.aliases = .unavailable(ExampleAccount.denied)
            },
            .fails("one call for one user denied", on: [ExampleAccount.name]) {
                $0.facts.sshKeys["j.doe"] = .unavailable(ExampleAccount.denied)
            },
            .passes("never assumed, which is another finding") {
                $0.facts = AccountFacts(
                    accountID: ExampleAccount.id,
                    accountName: ExampleAccount.name,
                    nothingReadBecause: Unavailable(reason: .roleMissingOrTrustDenied, action: "sts:AssumeRole")
                )
            },
        ]
    ) { input in
        let resource = Resource.account(input.facts)
        if let reason = input.account.nothingReadBecause {
            let sentence =
                "\(resource.name) was not read at all because \(reason.phrase); account-not-assumed tells it."
            return [.notApplicable(resource, sentence)]
        }
        let gaps = input.facts.gaps
        guard !gaps.isEmpty else { return [.pass(resource)] }
        let phrases = Set(gaps.map(\.phrase)).sorted()
        let more = phrases.count > 1 ? " and \(phrases.count - 1) more" : ""
        let counts = Dictionary(grouping: gaps) { "\($0.action) \($0.reason.rawValue)" }
        return [
            .fail(
                resource,
                "\(resource.name) was read only in part because \(phrases[0])\(more).",
                facts: counts.sorted { $0.key < $1.key }.map {
                    Fact("failed_call", "\($0.key), \($0.value.count) \($0.value.count == 1 ? "time" : "times")")
                }
            )
        ]
    }
}
