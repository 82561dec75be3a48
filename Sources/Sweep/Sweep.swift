package import AWS
import Accounts
import Assume
import Collect
package import Domain
import Evaluate
import HTTP
import Ledger
package import Logging
import Merge
import Report

/// The monthly job: reads the accounts folder, sweeps every account at once and writes one report.
package struct Sweep: Sendable {
    let options: SweepOptions
    let time: Timekeeper
    let logger: Logger
    let progress: @Sendable (ProgressEvent) -> Void

    package init(
        _ options: SweepOptions,
        time: Timekeeper,
        logger: Logger,
        progress: @escaping @Sendable (ProgressEvent) -> Void
    ) {
        self.options = options
        self.time = time
        self.logger = logger
        self.progress = progress
    }

    /// The stages in their order; this function is the architecture page in Swift.
    ///
    /// An account that fails is no error. Cancelled, the run leaves in the ledger what was finished.
    package func run() async throws(SweepFailure) -> SweepResult {
        do {
            return try await pipeline()
        } catch {
            throw SweepFailure(error)
        }
    }

    private func pipeline() async throws -> SweepResult {
        let startedAt = time.now()
        let asOf = options.asOf ?? startedAt
        var accounts = try AccountsFolder.read(options.accountsFolder, catalogue: Evaluator.catalogue)
        try accounts.apply(options.overrides)
        let world = try World(configuration: accounts.configuration, options: options, time: time, logger: logger)
        defer { world.http.shutdown() }
        let folder = try RunFolder.create(in: options.reportsFolder, startedAt: startedAt)

        let header: RunHeader
        let population: Population
        let ledger: Ledger
        do {
            progress(.stage("Resolving the population"))
            let context = CallContext(accountID: nil, retryBudget: RetryBudget())
            let caller = try await world.callerIdentity(context: context)
            let resolver = PopulationResolver(
                configuration: accounts.configuration,
                inventory: accounts.inventory,
                partition: world.endpoints.partition,
                asOf: asOf
            )
            population = try await resolver.resolve(world.organizations(context: context))
            header = Provenance(
                options: options,
                folder: accounts,
                endpoints: world.endpoints,
                providerName: world.credentials.providerName,
                caller: caller,
                callerRequestID: context.calls.first?.requestID ?? "",
                population: population,
                earlierRun: folder.earlierRun
            ).header(id: folder.id, asOf: asOf, startedAt: startedAt)
            ledger = try Ledger(creatingAt: folder.ledgerPath)
            let evaluator = world.evaluator(population.organization, asOf: asOf)
            try await ledger.begin(header, population: population.accounts, checks: evaluator.checks)
            try await ledger.commit(calls: context.calls)
        } catch {
            folder.discard()
            throw error
        }

        try await sweepAccounts(population, world: world, caller: header.callerAccountID, asOf: asOf, into: ledger)
        try await judgeOrganization(world.evaluator(population.organization, asOf: asOf), in: ledger)

        progress(.stage("Merging findings"))
        let totals = try await Merge.findings(
            in: ledger,
            header: header,
            severities: accounts.configuration.severities
        )
        try await ledger.end(
            RunEnding(finishedAt: time.now(), clockSkewSeconds: world.client.clockSkewSeconds)
        )
        try await ledger.close()

        progress(.stage("Writing the report"))
        try ReportWriter(ledger: Ledger(readingAt: folder.ledgerPath), folder: folder.path).write()
        if !header.isPartialScope { try folder.becomeLatest() }
        return SweepResult(
            folder: folder.path,
            coverage: totals.coverage,
            failures: totals.failures,
            failOn: header.failOn
        )
    }
}
