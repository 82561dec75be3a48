import AWS
import Accounts
package import Domain
import Evaluate
import HTTP

extension Sweep {
    /// Resolves what would be swept; calls Organizations where the configuration says so, and assumes no role.
    package func population() async throws(SweepFailure) -> Population {
        do {
            var accounts = try AccountsFolder.read(options.accountsFolder, catalogue: Evaluator.catalogue)
            try accounts.apply(options.overrides)
            let world = try World(configuration: accounts.configuration, options: options, time: time, logger: logger)
            defer { world.http.shutdown() }
            let context = CallContext(accountID: nil, retryBudget: RetryBudget())
            let resolver = PopulationResolver(
                configuration: accounts.configuration,
                inventory: accounts.inventory,
                partition: world.endpoints.partition,
                asOf: options.asOf ?? time.now()
            )
            return try await resolver.resolve(world.organizations(context: context))
        } catch {
            throw SweepFailure(error)
        }
    }
}
