import Domain

extension Check {
    /// The run's instant is already AWS's: what the clock of the machine is off by has been taken out of it.
    static let credentialReportOld = Check(
        "credential-report-old",
        family: .organization,
        title: "Credential report is at most four hours older than the sweep",
        severity: .low,
        rationale: "What the report alone tells, such as the last use of a password, is as old as the report.",
        remediation:
            "Sweep again; if the report is old again, see in CloudTrail whether GenerateCredentialReport fails.",
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html"],
        mappings: .init(soc2: ["CC4.1"], iso27001: ["A.5.36"], nist80053: ["CA-7"]),
        needs: [.credentialReport],
        parameters: [
            CheckDescription.Parameter(
                name: "limit",
                summary: "A report fails when it was made longer before the sweep than this",
                defaultSeconds: 4 * 3_600
            )
        ],
        examples: [
            .passes("exactly four hours old") { $0.setReportAge(4 * 3_600) },
            .passes("made during the sweep") { $0.setReportAge(-600) },
            .fails("four hours and one second old", on: [ExampleAccount.name], severity: .low) {
                $0.setReportAge(4 * 3_600 + 1)
            },
            .notAssessed("report denied") { $0.facts.credentialReport = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let resource = Resource.account(input.facts)
        guard let generatedAt = input.facts.credentialReport.value?.generatedAt,
            input.age(generatedAt) > input.parameters["limit"]
        else { return [.pass(resource)] }
        return [
            .fail(
                resource,
                "The credential report of \(input.place) was made at \(generatedAt.iso8601), too long before the sweep.",
                facts: [
                    Fact("generated_at", generatedAt), Fact("as_of", input.asOf),
                    Fact("limit", input.parameters.text(">", "limit")),
                ]
            )
        ]
    }
}
