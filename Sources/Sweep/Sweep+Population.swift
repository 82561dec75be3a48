import AWS
import Accounts
package import Domain
import Evaluate
import HTTP
import Logging

extension Sweep {
    /// Resolves what would be swept; calls Organizations where the configuration says so, and assumes no role.
    package func population() async throws(SweepFailure) -> Population {
        do {
            var accounts = try AccountsFolder.read(options.accountsFolder, catalogue: Evaluator.catalogue)
            try accounts.apply(options.overrides)
            let world = try await World(
                configuration: accounts.configuration,
                options: options,
                time: time,
                logger: logger
            )
            defer { world.http.shutdown() }
            return try await population(
                accounts,
                world: world,
                context: CallContext(accountID: nil),
                asOf: options.asOf ?? time.now()
            )
        } catch {
            throw SweepFailure(error)
        }
    }

    /// The population of a run and of its preview alike, with a warning for each exclusion that no longer holds.
    func population(
        _ accounts: AccountsFolder,
        world: World,
        context: CallContext,
        asOf: Instant
    ) async throws -> Population {
        for exclusion in accounts.configuration.exclusions where exclusion.isOver(at: asOf) {
            let day = exclusion.expires.day
            logger.warning("The exclusion of \(exclusion.target) expired on \(day) and no longer holds")
        }
        let resolver = PopulationResolver(
            configuration: accounts.configuration,
            inventory: accounts.inventory,
            partition: world.endpoints.partition,
            asOf: asOf
        )
        let population = try await resolver.resolve(world.organizations(context: context))
        if let reason = population.organization.unconfirmedBecause {
            logger.warning("The population is the inventory alone, not confirmed by AWS Organizations: \(reason)")
        }
        warnOfIdleExclusions(accounts.configuration, population, asOf: asOf)
        return population
    }

    /// What an exclusion that matches nothing was meant to leave out may be swept under another id or name.
    private func warnOfIdleExclusions(_ configuration: Configuration, _ population: Population, asOf: Instant) {
        // The options of the command line come first, and then nobody can tell.
        guard !population.accounts.contains(where: \.scope.isByCommandLine) else { return }
        for exclusion in configuration.exclusions where !exclusion.isOver(at: asOf) {
            let judgement = exclusion.judgement
            guard !population.accounts.contains(where: judgement.excludes) else { continue }
            logger.warning("The exclusion of \(exclusion.target) matches no account")
        }
    }
}
