import Domain

extension Check {
    static let accountInventoryMismatch = Check(
        organization: "account-inventory-mismatch",
        family: .organization,
        title: "Inventory and organization hold the same accounts",
        severity: .high,
        rationale: """
            An account that only one of the two knows has left the organization unnoticed, or was never handed over to \
            anybody.
            """,
        remediation: """
            Find out who is responsible for the account; then add it to the inventory, invite it into the organization, \
            or take it out of the list.
            """,
        references: ["https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html"],
        mappings: .init(soc2: ["CC2.1", "CC6.1"], iso27001: ["A.5.9"]),
        examples: [
            .organization("in both", .passes) { _ in },
            .organization("no inventory to compare with", .passes) { $0.organization.inventoryIDs = nil },
            .organization("only in the inventory", .fails(on: [ExampleAccount.name], severity: .high)) { view in
                view.organization.accountIDs = [ExampleAccount.managementID]
            },
            .organization("only in the organization", .fails(on: [ExampleAccount.name], severity: .high)) { view in
                view.organization.inventoryIDs = [ExampleAccount.managementID]
            },
            .organization("closed, and no longer in the inventory", .passes) { view in
                view.organization.inventoryIDs = [ExampleAccount.managementID]
                view.accounts[0].account.state = .closed
            },
            .organization("closed, and still in the inventory", .passes) { $0.accounts[0].account.state = .closed },
            .organization("organization not confirmed", .notAssessed(on: [ExampleAccount.name])) { view in
                view.organization.confirmed = false
            },
        ]
    ) { input in
        let organization = input.view.organization
        return input.view.accounts.map { line in
            let partition = ARN(line.account.roleARN)?.partition ?? Partition.aws.rawValue
            let resource = Resource.account(line.account.id, name: line.account.name, partition: partition)
            func answer() -> Assessment {
                guard let inventory = organization.inventoryIDs else {
                    return .notApplicable(resource, "There is no inventory to compare \(resource.name) with.")
                }
                guard organization.confirmed else {
                    return .notAssessed(
                        resource,
                        "AWS Organizations did not confirm whether \(resource.name) belongs to the organization."
                    )
                }
                let source = Fact("source", line.account.source)
                guard organization.accountIDs.contains(line.account.id) else {
                    return .fail(
                        resource,
                        "\(resource.name) stands in the inventory, and the organization does not hold it.",
                        facts: [source]
                    )
                }
                if inventory.contains(line.account.id) { return .pass(resource) }
                guard line.account.state.isSwept else {
                    return .notApplicable(
                        resource,
                        "\(resource.name) is not active and needs no line in the inventory."
                    )
                }
                return .fail(
                    resource,
                    "\(resource.name) belongs to the organization and is missing in the inventory.",
                    facts: [source]
                )
            }
            return AccountAssessment(accountID: line.account.id, assessment: answer())
        }
    }
}
