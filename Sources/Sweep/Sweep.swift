import AWS
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
        if let run = options.resume { return try await resume(run) }
        var accounts = try AccountsFolder.read(options.accountsFolder, catalogue: Evaluator.catalogue)
        try accounts.apply(options.overrides)
        let world = try await World(configuration: accounts.configuration, options: options, time: time, logger: logger)
        defer { world.http.shutdown() }
        try RunFolder.prove(options.reportsFolder)
        return try await carryOut(open(accounts: accounts, world: world), world: world)
    }

    /// Everything after the population is frozen, for a new run and for one that is continued.
    func carryOut(_ opening: Opening, world: World) async throws -> SweepResult {
        let ledger = opening.ledger
        // Until the report stands, no other process may work on the run; its last use alone would let the lock go sooner.
        defer { withExtendedLifetime(opening.lock) {} }
        do {
            try await sweepAccounts(opening, world: world)
            let renewals = world.credentialsContext.calls.dropFirst(opening.credentialCalls)
            try await ledger.commit(calls: Array(renewals))
            try await ledger.commit(opening.evaluator.evaluate(ledger.organizationView()))
            let unmatched = try await opening.evaluator.unmatchedPeople(besides: ledger.matchedPeople())
            try await ledger.commit(unmatchedPeople: unmatched)

            progress(.stage("Merging findings"))
            _ = try await Merge.findings(
                in: ledger,
                header: opening.header,
                severities: world.configuration.severities
            )
            try await ledger.end(
                RunEnding(finishedAt: world.correctedNow, clockSkewSeconds: world.client.clockSkewSeconds)
            )
        } catch {
            // What was finished stays, in one file and not in a journal beside it; the first error is the one to tell.
            try? await ledger.close()
            throw SweepFailure.isInterruption(error) ? interruption(of: opening) : error
        }
        try await ledger.close()

        // From here on a signal comes too late: half a report would be worse than a whole one a moment later.
        if Task.isCancelled { throw interruption(of: opening) }
        return try report(opening.header, in: opening.folder)
    }

    /// Writes the report of a closed ledger, and what its figures say.
    func report(_ header: RunHeader, in folder: RunFolder) throws -> SweepResult {
        progress(.stage("Writing the report"))
        let ledger = try Ledger(readingAt: folder.ledgerPath)
        try ReportWriter(ledger: ledger, folder: folder.path).write()
        if !header.isPartialScope { try folder.becomeLatest() }
        let totals = try MergeTotals(findings: ledger.findingTotals(), coverage: ledger.coverageCounts())
        return SweepResult(
            folder: folder.path,
            coverage: totals.coverage,
            failures: totals.failures,
            notAssessed: totals.notAssessed,
            failOn: header.failOn
        )
    }
}
