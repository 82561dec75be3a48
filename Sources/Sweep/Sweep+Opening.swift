import AWS
import Accounts
import Assume
import Domain
import Evaluate
import Ledger

/// What a run has when its population is frozen and no account has been swept.
struct Opening {
    var header: RunHeader
    var population: Population
    var caller: CallerIdentity
    var evaluator: Evaluator
    var ledger: Ledger
}

extension Sweep {
    /// Finds out who sweeps and what, and freezes both in a new ledger; until that is done there is nothing to keep.
    func open(_ folder: RunFolder, accounts: AccountsFolder, world: World, startedAt: Instant) async throws -> Opening {
        progress(.stage("Resolving the population"))
        let asOf = options.asOf ?? startedAt
        let context = CallContext(accountID: nil)
        let caller = try await CallerIdentity.fetch(
            client: world.client,
            credentials: world.credentials.provider,
            context: context
        )
        let resolver = PopulationResolver(
            configuration: accounts.configuration,
            inventory: accounts.inventory,
            partition: world.endpoints.partition,
            asOf: asOf
        )
        let population = try await resolver.resolve(world.organizations(context: context))
        let header = Provenance(
            options: options,
            folder: accounts,
            endpoints: world.endpoints,
            providerName: world.credentials.providerName,
            caller: caller,
            population: population,
            earlierRun: folder.earlierRun
        ).header(id: folder.id, asOf: asOf, startedAt: startedAt)
        let evaluator = world.evaluator(population.organization, asOf: asOf)
        let ledger = try Ledger(creatingAt: folder.ledgerPath)
        try await ledger.begin(header, population: population.accounts, checks: evaluator.catalogue)
        try await ledger.commit(calls: context.calls)
        return Opening(header: header, population: population, caller: caller, evaluator: evaluator, ledger: ledger)
    }
}
