import AWS
import Accounts
import Assume
import Domain
import Evaluate
import HTTP
import Ledger
import Logging
import Report

/// A run that exists, with what can be done for it.
private struct FoundRun {
    let folder: RunFolder
    let lock: RunLock
    let frozen: FrozenRun
    /// Whether every account is judged and merged; the report may still be missing.
    let hasEnded: Bool
    /// The accounts that the run has not finished.
    let unfinished: Set<AccountID>
    /// The accounts that it finished with a gap and that shall be swept again.
    let failed: [AccountID]

    var isComplete: Bool { hasEnded && ReportWriter.isWhole(in: folder.path) }

    init(_ run: String, options: SweepOptions) throws {
        folder = try RunFolder.existing(run, in: options.reportsFolder)
        lock = try folder.lock()
        let ledger = try Ledger(lookingAt: folder.ledgerPath)
        frozen = try FrozenRun(header: ledger.header, checks: ledger.checks, accounts: ledger.population)
        hasEnded = try ledger.ending != nil
        unfinished = Set(try ledger.unfinishedAccounts)
        failed = options.retriesFailed ? try ledger.incompleteAccounts : []
    }
}

extension Sweep {
    /// Continues a run where it was left: sweeps the accounts that are missing, or only writes the report.
    ///
    /// Refuses, before any call and without a change, a run that would not be the same any more.
    func resume(_ run: String) async throws -> SweepResult {
        let found = try FoundRun(run, options: options)
        let frozen = found.frozen
        var accounts = try AccountsFolder.read(options.accountsFolder, catalogue: Evaluator.catalogue)
        try accounts.apply(frozen.completed(options.overrides))
        let evaluator = Evaluator(
            settings: EvaluationSettings(
                accounts.configuration,
                previousRunAt: frozen.header.earlierRun.flatMap(RunFolder.start)
            ),
            organization: frozen.header.organization,
            asOf: frozen.header.asOf
        )
        let differences = frozen.differences(from: options, accounts, rules: evaluator.catalogue)
        guard differences.isEmpty else {
            throw SweepFailure(
                .usage,
                "\(found.folder.path) cannot be continued: \(differences.joined(separator: "; ")). Put that back as it "
                    + "was, or start a new sweep"
            )
        }
        if found.isComplete, found.failed.isEmpty { throw completeness(of: found) }
        try found.folder.proveWritable()
        if found.hasEnded, found.failed.isEmpty { return try await finishReport(of: found) }

        let world = try await World(configuration: accounts.configuration, options: options, time: time, logger: logger)
        defer { world.http.shutdown() }
        return try await carryOut(reopen(found, accounts, evaluator: evaluator, world: world), world: world)
    }

    private func completeness(of found: FoundRun) -> SweepFailure {
        // A kill may have come between the last file and the link.
        if !found.frozen.header.isPartialScope { try? found.folder.becomeLatest() }
        let advice =
            options.retriesFailed ? "every account was read in full" : "--retry-failed sweeps accounts with gaps again"
        return SweepFailure(.usage, "\(found.folder.path) is complete, there is nothing to continue; \(advice)")
    }

    /// The sweep is over and nothing is missing but files, so AWS is not asked again.
    private func finishReport(of found: FoundRun) async throws -> SweepResult {
        defer { withExtendedLifetime(found.lock) {} }
        let path = found.folder.ledgerPath
        if Ledger.isOpen(path) { try await Ledger(resumingAt: path).close() }
        return try report(found.frozen.header, in: found.folder)
    }

    private func reopen(
        _ found: FoundRun,
        _ folder: AccountsFolder,
        evaluator: Evaluator,
        world: World
    ) async throws -> Opening {
        let header = found.frozen.header
        let context = CallContext(accountID: nil)
        let caller = try await CallerIdentity.fetch(
            client: world.client,
            credentials: world.credentials.provider,
            context: context
        )
        guard caller.isSame(as: header) else {
            // Not a matter of usage: by now a call was made.
            throw SweepFailure(.failed, "\(header.callerARN) began the run and \(caller.arn) may not continue it")
        }
        try checkClock(world)
        let waiting = found.unfinished.union(found.failed)
        let accounts = folder.withExternalIDs(found.frozen.accounts.filter { waiting.contains($0.id) })
        progress(.stage("Continuing \(header.id): \(accounts.inScope) of its accounts are not read, or not wholly"))
        warnIfLate(header, world)

        // The report goes before the ledger changes: no file may be left that tells of another ledger.
        try ReportWriter.remove(from: found.folder.path)
        try found.folder.resignAsLatest(to: header.earlierRun)
        let ledger = try Ledger(resumingAt: found.folder.ledgerPath)
        let resumption = Resumption(
            startedAt: world.correctedNow,
            callerARN: caller.arn,
            callerRequestID: caller.requestID,
            host: options.host,
            commandLine: options.commandLine,
            accounts: accounts.inScope
        )
        try await ledger.resume(resumption, forgetting: found.failed)
        let credentialCalls = world.credentialsContext.calls
        try await ledger.commit(calls: credentialCalls + context.calls)
        return Opening(
            folder: found.folder,
            lock: found.lock,
            header: header,
            populationCount: found.frozen.accounts.count,
            accounts: accounts,
            caller: caller,
            evaluator: evaluator,
            ledger: ledger,
            credentialCalls: credentialCalls.count
        )
    }

    /// A fresh sweep may not be judged as of an instant so far away; here the team decides, and the report says when.
    private func warnIfLate(_ header: RunHeader, _ world: World) {
        let days = world.correctedNow.seconds(since: header.asOf) / 86_400
        guard days >= 1 else { return }
        logger.warning("The run is judged as of \(header.asOf.iso8601); what is read now is \(days) days younger")
    }

    /// What to say when a signal ended the run: what is kept, and how it goes on.
    func interruption(of opening: Opening) -> SweepFailure {
        guard !options.isRehearsal else { return .interrupted }
        var command =
            "orgsweep sweep --accounts \(options.accountsFolder.quotedForShell) --resume "
            + opening.folder.path.quotedForShell
        if options.overrides.externalID != nil { command += " --external-id ..." }
        return SweepFailure(
            .interrupted,
            "\(SweepFailure.interrupted.description); the ledger keeps what was finished. Continue with: \(command)"
        )
    }
}

extension String {
    /// As one word of a POSIX shell.
    var quotedForShell: String {
        let isPlain =
            !isEmpty
            && unicodeScalars.allSatisfy { scalar in
                scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || "/._-+:,@%=".unicodeScalars.contains(scalar)
            }
        return isPlain ? self : "'" + replacing("'", with: "'\\''") + "'"
    }
}

extension CallerIdentity {
    /// Whether the same user or role began the run; the name of a role's session changes with everyone who uses it.
    fileprivate func isSame(as header: RunHeader) -> Bool {
        Self.principal(arn) == Self.principal(header.callerARN)
    }

    private static func principal(_ arn: String) -> Substring {
        guard let parsed = ARN(arn), parsed.service == "sts", parsed.resource.hasPrefix("assumed-role/"),
            let session = arn.lastIndex(of: "/")
        else { return arn[...] }
        return arn[..<session]
    }
}
