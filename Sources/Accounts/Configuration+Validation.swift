package import Domain

extension AccountsFolder {
    /// Lays the command line over the file and checks what only both together can tell.
    package mutating func apply(_ overrides: Overrides) throws(ConfigurationFailure) {
        if let role = overrides.role {
            configuration.role = role
            configuration.hops = []
        }
        if let externalID = overrides.externalID { configuration.externalID = externalID }
        if let region = overrides.region { configuration.region = region }
        if let concurrency = overrides.concurrency { configuration.concurrency = concurrency }
        if let deadline = overrides.deadlineSeconds { configuration.deadlineSeconds = deadline }
        if let failOn = overrides.failOn { configuration.failOn = failOn }
        configuration.only = overrides.only
        configuration.not = overrides.not
        configuration.onlyUnits = overrides.units
        configuration.onlyTags = overrides.tags
        try validateExternalID()
        try validateRole()
        try validatePopulation()
    }

    private var file: String { "\(folder)/organization.yaml" }

    private func validatePopulation() throws(ConfigurationFailure) {
        guard !configuration.usesOrganizations else { return }
        if configuration.filtersByUnitOrTag() {
            let options = [("--ou", configuration.onlyUnits.isEmpty), ("--tag", configuration.onlyTags.isEmpty)]
            let filter = options.first { !$0.1 }?.0 ?? "a filter by organizational unit or tag"
            throw ConfigurationFailure(
                file: file,
                problem: "\(filter) needs AWS Organizations, and organizations is false",
                remedy: "Set organizations: true, or name accounts in include, exclude, --only and --not"
            )
        }
        if inventory.isEmpty {
            throw ConfigurationFailure(
                file: file,
                problem: "organizations is false and no inventory file names an account",
                remedy:
                    "Put an inventory file beside it, such as a CSV with the column account_id, or set organizations: true"
            )
        }
        if configuration.managementWithBaseCredentials {
            throw ConfigurationFailure(
                file: file,
                problem: "management_with_base_credentials needs AWS Organizations to tell the management account",
                remedy: "Set organizations: true, or take the key out"
            )
        }
    }

    private func validateExternalID() throws(ConfigurationFailure) {
        guard let externalID = configuration.externalID, !IAMNames.isExternalID(externalID.reveal) else { return }
        throw .malformedExternalID(file: file, line: nil)
    }

    private func validateRole() throws(ConfigurationFailure) {
        let role = configuration.role
        guard !role.isEmpty else {
            throw ConfigurationFailure(
                file: file,
                problem: files.contains { $0.name == "organization.yaml" } ? "the key role is missing" : "no such file",
                remedy: "Write `role: NAME`, the read-only role that stands in every account, or give --role NAME"
            )
        }
        guard role.hasPrefix("arn:") else {
            guard IAMNames.isRole(role) else {
                throw ConfigurationFailure(
                    file: file,
                    problem: "role: \"\(ConfigurationFailure.printable(role))\" is not a role name",
                    remedy: "Write the name of an IAM role, with its path if it has one"
                )
            }
            return
        }
        guard let arn = ARN(role), arn.account == "{account_id}", arn.rolePath != nil else {
            throw ConfigurationFailure(
                file: file,
                problem: "role: not the ARN of a role in every account",
                remedy: "Write arn:aws:iam::{account_id}:role/NAME, with {account_id} as it stands here"
            )
        }
    }
}

extension Configuration {
    /// The role of an account: the inventory's own, or the configured name or template.
    func roleARN(for account: AccountID, partition: Partition, inventory: InventoryEntry?) -> String {
        if let own = inventory?.roleARN, !own.isEmpty { return own }
        guard role.hasPrefix("arn:") else { return "arn:\(partition.rawValue):iam::\(account):role/\(role)" }
        guard let arn = ARN(role) else { return role }
        return ARN(partition: arn.partition, service: "iam", account: account.description, resource: arn.resource)
            .description
    }

    /// The roles on the way to it: the inventory's own chain, or the configured one.
    func hops(to account: AccountID, inventory: InventoryEntry?) -> [String] {
        let chain = inventory.flatMap { $0.hops.isEmpty ? nil : $0.hops } ?? hops
        return chain.map { $0.replacing("{account_id}", with: account.description) }
    }

    func externalID(inventory: InventoryEntry?) -> Secret? { inventory?.externalID ?? externalID }
}

extension AccountsFolder {
    /// What the role of each of the accounts asks for: external ids are in no ledger, so a resumed run reads them anew.
    package func withExternalIDs(_ accounts: [Account]) -> [Account] {
        let known = Dictionary(uniqueKeysWithValues: inventory.map { ($0.id, $0) })
        return accounts.map { account in
            var account = account
            account.externalID = configuration.externalID(inventory: known[account.id])
            return account
        }
    }
}
