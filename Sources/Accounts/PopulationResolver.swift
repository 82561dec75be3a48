package import AWS
package import Domain

/// Why there is no population, which ends the run: an empty report would look like a clean organization.
package enum PopulationFailure: Error, Sendable, CustomStringConvertible {
    case organizations(AWSFailure)
    case noAccounts
    case repeatedToken
    case unknownAccounts([AccountID], option: String)
    case nothingInScope

    package var description: String {
        switch self {
        case .organizations(let failure):
            "the accounts of the organization could not be listed: \(failure). Run from the management account or a "
                + "delegated administrator, or set organizations: false and name the accounts in a CSV"
        case .noAccounts:
            "AWS Organizations listed no account at all, which cannot be true. Nothing was swept"
        case .repeatedToken:
            "AWS Organizations sent the same page token twice; the list of accounts would be incomplete"
        case .unknownAccounts(let accounts, let option):
            "\(option) names \(accounts.map(\.description).joined(separator: ", ")), which the population does not hold"
        case .nothingInScope:
            "no account is left to sweep. Check include, exclude, --only and --not"
        }
    }
}

/// Puts Organizations and the inventory together: each account once, with where it is known from.
package struct PopulationResolver: Sendable {
    let configuration: Configuration
    let inventory: [InventoryEntry]
    let partition: Partition
    let asOf: Instant

    package init(
        configuration: Configuration,
        inventory: [InventoryEntry],
        partition: Partition,
        asOf: Instant
    ) {
        self.configuration = configuration
        self.inventory = inventory
        self.partition = partition
        self.asOf = asOf
    }

    /// Asks Organizations if the configuration says so; throws `PopulationFailure`.
    package func resolve(_ organizations: Organizations) async throws -> Population {
        guard configuration.usesOrganizations else {
            return try finished([:], OrganizationContext())
        }
        do {
            let description = try await organizations.describe().organization
            let listed = try await organizations.accounts()
            guard !listed.isEmpty else { throw PopulationFailure.noAccounts }
            let context = OrganizationContext(
                organizationID: description.id,
                managementAccountID: description.managementAccountID,
                accountIDs: Set(listed.map(\.id)),
                confirmed: true
            )
            return try finished(Dictionary(uniqueKeysWithValues: listed.map { ($0.id, $0) }), context)
        } catch let failure as AWSFailure {
            throw PopulationFailure.organizations(failure)
        }
    }

    func finished(
        _ listed: [AccountID: Organizations.ListedAccount],
        _ organization: OrganizationContext
    ) throws(PopulationFailure) -> Population {
        let known = Dictionary(uniqueKeysWithValues: inventory.map { ($0.id, $0) })
        let ids = Set(listed.keys).union(known.keys).sorted()
        let named = [
            ("--only", configuration.only), ("--not", configuration.not),
            ("include.accounts", configuration.includedAccounts),
        ]
        for (option, named) in named {
            let unknown = named.subtracting(ids)
            guard unknown.isEmpty else { throw .unknownAccounts(unknown.sorted(), option: option) }
        }
        var accounts: [Account] = []
        for id in ids {
            accounts.append(account(id, listed: listed[id], inventory: known[id], organization))
        }
        guard accounts.contains(where: { $0.scope == .included && $0.state.isSwept }) else { throw .nothingInScope }
        return Population(accounts: accounts, organization: organization)
    }

    private func account(
        _ id: AccountID,
        listed: Organizations.ListedAccount?,
        inventory: InventoryEntry?,
        _ organization: OrganizationContext
    ) -> Account {
        let sources = [listed.map(Self.source), inventory?.source].compactMap(\.self)
        return Account(
            id: id,
            name: inventory.flatMap { $0.name.isEmpty ? nil : $0.name } ?? listed?.name ?? "",
            email: listed?.email ?? inventory?.email ?? "",
            ouPath: listed?.paths?.first ?? "",
            state: listed?.accountState ?? .unknown,
            source: sources.joined(separator: ", "),
            isManagement: id == organization.managementAccountID,
            scope: scope(of: id),
            roleARN: configuration.roleARN(for: id, partition: partition, inventory: inventory),
            hops: configuration.hops(to: id, inventory: inventory),
            externalID: configuration.externalID(inventory: inventory),
            owner: inventory?.owner ?? ""
        )
    }

    /// A state that this version does not know is no reason to leave the account out: it is tried, and the word is kept.
    private static func source(of listed: Organizations.ListedAccount) -> String {
        guard listed.accountState == nil else { return "Organizations" }
        return "Organizations (state \(ConfigurationFailure.printable(listed.state ?? listed.status ?? "not told")))"
    }

    /// Whether the configuration and the command line leave the account in.
    package func scope(of id: AccountID) -> Account.Scope {
        if !configuration.only.isEmpty, !configuration.only.contains(id) { return .excluded(rule: "not in --only") }
        if configuration.not.contains(id) { return .excluded(rule: "--not") }
        if let exclusion = configuration.exclusions.first(where: { $0.account == id }), !exclusion.isOver(at: asOf) {
            return .excluded(
                rule: "exclude: \(exclusion.reason) (owner \(exclusion.owner), approved by \(exclusion.approver), "
                    + "until \(exclusion.expires.day))"
            )
        }
        if !configuration.includedAccounts.isEmpty, !configuration.includedAccounts.contains(id) {
            return .excluded(rule: "not in include.accounts")
        }
        return .included
    }
}
