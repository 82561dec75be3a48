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
        var accounts = try AccountsFolder.read(options.accountsFolder, catalogue: Evaluator.catalogue)
        try accounts.apply(options.overrides)
        let world = try World(configuration: accounts.configuration, options: options, time: time, logger: logger)
        defer { world.http.shutdown() }
        try RunFolder.prove(options.reportsFolder)

        let opening = try await open(accounts: accounts, world: world)
        do {
            return try await carryOut(opening, accounts.configuration, world: world)
        } catch {
            // What was finished stays, in one file and not in a journal beside it; the first error is the one to tell.
            try? await opening.ledger.close()
            throw error
        }
    }

    private func carryOut(
        _ opening: Opening,
        _ configuration: Configuration,
        world: World
    ) async throws -> SweepResult {
        let ledger = opening.ledger
        try await sweepAccounts(opening, world: world)
        try await ledger.commit(opening.evaluator.evaluate(ledger.organizationView()))

        progress(.stage("Merging findings"))
        let totals = try await Merge.findings(
            in: ledger,
            header: opening.header,
            severities: configuration.severities
        )
        try await ledger.end(
            RunEnding(finishedAt: world.correctedNow, clockSkewSeconds: world.client.clockSkewSeconds)
        )
        try await ledger.close()

        // From here on a signal comes too late: half a report would be worse than a whole one a moment later.
        try Task.checkCancellation()
        progress(.stage("Writing the report"))
        let folder = opening.folder
        try ReportWriter(ledger: Ledger(readingAt: folder.ledgerPath), folder: folder.path).write()
        if !opening.header.isPartialScope { try folder.becomeLatest() }
        return SweepResult(
            folder: folder.path,
            coverage: totals.coverage,
            failures: totals.failures,
            failOn: opening.header.failOn
        )
    }
}
