import AWS
import Accounts
import Assume
import Domain
import Evaluate
import Ledger
import Logging

/// What a run has when its population is frozen: a new one before its first account, another where it was left.
struct Opening {
    var folder: RunFolder
    /// Held until the report is written.
    var lock: RunLock
    var header: RunHeader
    /// How many accounts the population has.
    var populationCount: Int
    /// Those of them that are not in the ledger yet.
    var accounts: [Account]
    var caller: CallerIdentity
    var evaluator: Evaluator
    var ledger: Ledger
    /// How many of the calls for the base credentials are in the ledger.
    var credentialCalls: Int
}

extension Sweep {
    /// Finds out who sweeps and what, and freezes both in a new ledger; until that is done there is nothing to keep.
    func open(accounts: AccountsFolder, world: World) async throws -> Opening {
        progress(.stage("Resolving the population"))
        let context = CallContext(accountID: nil)
        let caller = try await CallerIdentity.fetch(
            client: world.client,
            credentials: world.credentials.provider,
            context: context
        )
        try checkClock(world)
        let startedAt = world.correctedNow
        let asOf = options.asOf ?? startedAt
        var population = try await population(accounts, world: world, context: context, asOf: asOf)
        if population.organization.confirmed {
            let organizations = world.organizations(context: context)
            population.organization.managesRootCredentials = try await organizations.managesRootCredentials()
        }
        let folder = try RunFolder.create(in: options.reportsFolder, startedAt: startedAt)
        let lock = try folder.lock()
        let header = Provenance(
            options: options,
            folder: accounts,
            endpoints: world.endpoints,
            providerName: world.credentials.providerName,
            caller: caller,
            population: population,
            limits: world.limits,
            earlierRun: folder.earlierRun
        ).header(id: folder.id, asOf: asOf, startedAt: startedAt)
        let evaluator = world.evaluator(population.organization, asOf: asOf, earlierRun: header.earlierRun)
        do {
            let ledger = try Ledger(creatingAt: folder.ledgerPath)
            try await ledger.begin(header, population: population.accounts, checks: evaluator.catalogue)
            let credentialCalls = world.credentialsContext.calls
            try await ledger.commit(calls: credentialCalls + context.calls)
            return Opening(
                folder: folder,
                lock: lock,
                header: header,
                populationCount: population.accounts.count,
                accounts: population.accounts,
                caller: caller,
                evaluator: evaluator,
                ledger: ledger,
                credentialCalls: credentialCalls.count
            )
        } catch {
            folder.discard()
            throw error
        }
    }

    /// Every age is judged by the clock, so a run on a clock that is days off would only look like a report.
    func checkClock(_ world: World) throws(SweepFailure) {
        let skew = world.client.clockSkewSeconds
        guard skew != 0 else { return }
        let distance = "\(abs(skew)) seconds \(skew > 0 ? "behind" : "ahead of") AWS's"
        guard abs(skew) <= 86_400 else {
            throw SweepFailure(.failed, "the clock of this machine is \(distance). Set it, then sweep again")
        }
        logger.warning("The clock of this machine is \(distance); ages are judged by AWS's")
    }
}
