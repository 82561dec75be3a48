import Domain

extension Check {
    static let accountNotAssumed = Check(
        organization: "account-not-assumed",
        family: .organization,
        title: "Every account in scope could be assumed",
        severity: .high,
        rationale: "Nothing is known of an account that could not be assumed, and nothing is not the same as clean.",
        remediation: """
            Deploy the reader role to the account, or correct its trust policy; the management account needs it as an \
            ordinary stack, because StackSets do not reach it.
            """,
        references: ["https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html"],
        mappings: .init(soc2: ["CC4.1", "CC7.1"], iso27001: ["A.5.36"], nist80053: ["CA-7"]),
        examples: [
            .organization("swept", .passes) { _ in },
            .organization("partial, which is another finding", .passes) { $0.accounts[0].outcome.coverage = .partial },
            .organization("excluded by rule", .passes) { $0.accounts[0].outcome.coverage = .excluded },
            .organization("denied", .fails(on: [ExampleAccount.name], severity: .high)) { view in
                view.accounts[0].outcome.coverage = .notAssumed
                view.accounts[0].outcome.reason = .roleMissingOrTrustDenied
            },
            .organization("the deadline came first", .notAssessed(on: [ExampleAccount.name])) { view in
                view.accounts[0].outcome.coverage = .notReached
            },
        ]
    ) { input in
        input.view.accounts.map { line in
            let partition = ARN(line.account.roleARN)?.partition ?? Partition.aws.rawValue
            let resource = Resource.account(line.account.id, name: line.account.name, partition: partition)
            let assessment: Assessment
            switch line.outcome.coverage {
            case .swept, .partial:
                assessment = .pass(resource)
            case .excluded, .notActive:
                assessment = .notApplicable(resource, "\(resource.name) was not to be assumed.")
            case .notReached:
                assessment = .notAssessed(resource, "\(resource.name) was not reached before the deadline of the run.")
            case .notAssumed:
                let reason = line.outcome.reason
                let gap = reason.map {
                    Unavailable(
                        reason: $0,
                        action: "sts:AssumeRole",
                        errorCode: line.outcome.errorCode
                    )
                }
                assessment = .fail(
                    resource,
                    "\(resource.name) could not be assumed\(gap.map { " because \($0.phrase)" } ?? "").",
                    facts: [
                        Fact("reason", reason?.rawValue ?? ""),
                        Fact("error_code", line.outcome.errorCode),
                        Fact("role_arn", line.outcome.roleARN.isEmpty ? line.account.roleARN : line.outcome.roleARN),
                    ]
                )
            }
            return AccountAssessment(accountID: line.account.id, assessment: assessment)
        }
    }
}
