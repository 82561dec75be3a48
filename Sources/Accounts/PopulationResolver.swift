import AWS
package import Domain

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
    ///
    /// Where Organizations is not ours to ask, the inventory alone is the population and nobody confirmed it. Trouble
    /// that may pass ends the run.
    package func resolve(_ organizations: Organizations) async throws -> Population {
        var context = OrganizationContext(inventoryIDs: inventory.isEmpty ? nil : Set(inventory.map(\.id)))
        let managements = Set(inventory.compactMap(\.managementAccountID))
        context.managementAccountID = managements.count == 1 ? managements.first : nil
        guard configuration.usesOrganizations else { return try finished([:], context) }
        do {
            return try await listed(by: organizations, &context)
        } catch let failure as AWSFailure {
            guard failure.isNotPermitted, !inventory.isEmpty else { throw PopulationFailure.organizations(failure) }
            guard !configuration.filtersByUnitOrTag(at: asOf) else {
                throw PopulationFailure.filtersNeedOrganizations(failure)
            }
            context.unconfirmedBecause = "\(failure)"
            return try finished([:], context)
        }
    }

    private func listed(
        by organizations: Organizations,
        _ context: inout OrganizationContext
    ) async throws -> Population {
        let description = try await organizations.describe().organization
        context.organizationID = description.id
        context.managementAccountID = description.managementAccountID
        var listed = try await organizations.accounts()
        guard !listed.isEmpty else { throw PopulationFailure.noAccounts }
        var treeFailure: AWSFailure?
        let tree = try await Self.ifPermitted(&treeFailure) {
            try await OrganizationTree.read(organizations, organizationID: description.id, accounts: &listed)
        }
        var tags: [AccountID: [String: String]] = [:]
        if configuration.filtersByTag(at: asOf) {
            for account in listed {
                do {
                    tags[account.id] = try await organizations.tags(of: account.id)
                } catch let failure as AWSFailure where failure.kind == .notFound {
                    // It was closed for good since it was listed.
                    continue
                }
            }
        }
        context.delegatedAdministratorIDs = try await Self.ifPermitted {
            try await organizations.delegatedAdministrators()
        }
        context.accountIDs = Set(listed.map(\.id))
        context.confirmed = true
        let byID = Dictionary(uniqueKeysWithValues: listed.map { ($0.id, $0) })
        do throws(PopulationFailure) {
            return try finished(byID, context, tree: tree ?? OrganizationTree(), tags: tags)
        } catch {
            // Where the units could not be read, that is what is wrong, not the filter.
            guard case .unmatched(let filter) = error, filter.isUnit, let treeFailure else { throw error }
            throw PopulationFailure.filtersNeedOrganizations(treeFailure)
        }
    }

    /// Nil where AWS refuses what the population can do without.
    private static func ifPermitted<Value>(_ read: () async throws -> Value) async throws -> Value? {
        var failure: AWSFailure?
        return try await ifPermitted(&failure, read)
    }

    private static func ifPermitted<Value>(
        _ failure: inout AWSFailure?,
        _ read: () async throws -> Value
    ) async throws -> Value? {
        do {
            return try await read()
        } catch let refusal as AWSFailure where [.denied, .notFound, .rejected].contains(refusal.kind) {
            failure = refusal
            return nil
        }
    }

    func finished(
        _ listed: [AccountID: Organizations.ListedAccount],
        _ organization: OrganizationContext,
        tree: OrganizationTree = OrganizationTree(),
        tags: [AccountID: [String: String]] = [:]
    ) throws(PopulationFailure) -> Population {
        let known = Dictionary(uniqueKeysWithValues: inventory.map { ($0.id, $0) })
        let ids = Set(listed.keys).union(known.keys).sorted()
        try requireKnown(ids)
        let rules = ScopeRules(configuration: configuration, asOf: asOf)
        var standings: [AccountID: Standing] = [:]
        for id in ids {
            standings[id] = Standing(
                // Only Organizations tells units: what it does not list stands below none of them.
                hasUnits: listed[id].map { !$0.unitIDs.isEmpty } ?? true,
                path: listed[id].map(tree.path) ?? "",
                units: listed[id].map(tree.units) ?? [],
                tags: tags[id] ?? [:]
            )
        }
        if let filter = rules.unmatched(in: Array(standings.values)) { throw .unmatched(filter) }
        var accounts: [Account] = []
        for id in ids {
            var account = account(id, listed: listed[id], inventory: known[id], organization)
            if let listed = listed[id] { account.ouPath = tree.path(of: listed) }
            account.scope = rules.scope(of: id, standings[id] ?? Standing())
            accounts.append(account)
        }
        guard accounts.contains(where: { $0.scope == .included && $0.state.isSwept }) else { throw .nothingInScope }
        return Population(accounts: accounts, organization: organization)
    }

    private func requireKnown(_ ids: [AccountID]) throws(PopulationFailure) {
        let named = [
            ("--only", configuration.only), ("--not", configuration.not),
            ("include.accounts", configuration.includedAccounts),
        ]
        for (option, named) in named {
            let unknown = named.subtracting(ids)
            guard unknown.isEmpty else { throw .unknownAccounts(unknown.sorted(), option: option) }
        }
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
            name: [inventory?.name, listed?.name, inventory?.label].compactMap(\.self).first { !$0.isEmpty } ?? "",
            email: listed?.email ?? inventory?.email ?? "",
            ouPath: inventory?.ouPath ?? "",
            // A state of Organizations that nobody knows yet is no reason to believe an older export.
            state: (listed == nil ? inventory?.state : listed?.accountState) ?? .unknown,
            source: sources.joined(separator: ", "),
            isManagement: id == organization.managementAccountID,
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

    /// Whether the run's word on the account is what `--only` and `--not` now say of it.
    package static func narrows(_ account: Account, _ configuration: Configuration) -> Bool {
        let rule = ScopeRules.commandLineRule(for: account.id, configuration)
        guard case .excluded(let frozen) = account.scope else { return rule == nil }
        guard rule == nil else { return rule?.rawValue == frozen }
        return ![Account.CommandLineRule.notInOnly, .inNot].map(\.rawValue).contains(frozen)
    }
}
