import AWS
import Accounts
import Assume
import Collect
import Domain
import Evaluate
import HTTP
import Logging

extension Sweep {
    /// Tries the way into every account in scope, as a sweep would go it, and reads next to nothing there.
    ///
    /// Writes no ledger and no report. An account that cannot be assumed is a line, not an error.
    package func preflight() async throws(SweepFailure) -> Preflight {
        do {
            var folder = try AccountsFolder.read(options.accountsFolder, catalogue: Evaluator.catalogue)
            try folder.apply(options.overrides)
            let configuration = folder.configuration
            let world = try await World(configuration: configuration, options: options, time: time, logger: logger)
            defer { world.http.shutdown() }
            let context = CallContext(accountID: nil)
            let caller = try await CallerIdentity.fetch(
                client: world.client,
                credentials: world.credentials.provider,
                context: context
            )
            try checkClock(world)
            let asOf = options.asOf ?? world.correctedNow
            let population = try await population(folder, world: world, context: context, asOf: asOf)
            let inScope = population.accounts.filter { AccountSweep.outcomeWithoutSweep($0) == nil }
            let evaluator = world.evaluator(population.organization, asOf: asOf, earlierRun: nil)
            let flight = PreflightOfAccount(
                sweep: world.accountSweep(by: evaluator, caller: caller),
                probe: SessionProbe(client: world.client),
                settings: world.configuration.session,
                organization: population.organization
            )
            return Preflight(
                lines: try await lines(of: inScope, flight, concurrency: world.configuration.concurrency),
                leftOut: Preflight.LeftOut(population.accounts)
            )
        } catch {
            throw SweepFailure(error)
        }
    }

    private func lines(
        of accounts: [Account],
        _ flight: PreflightOfAccount,
        concurrency: Int
    ) async throws -> [PreflightLine] {
        let lines = await withTaskGroup(of: PreflightLine.self) { group in
            var lines: [PreflightLine] = []
            for (position, account) in accounts.enumerated() {
                if position >= concurrency, let line = await group.next() { lines.append(line) }
                group.addTask { await flight.line(of: account) }
            }
            for await line in group { lines.append(line) }
            return lines
        }
        try Task.checkCancellation()
        return lines.sorted { $0.account.id < $1.account.id }
    }
}

/// Takes one account through Assume and as little of Collect and Evaluate as tells whether a sweep would succeed.
private struct PreflightOfAccount: Sendable {
    let sweep: AccountSweep
    let probe: SessionProbe
    let settings: SessionSettings
    let organization: OrganizationContext

    func line(of account: Account) async -> PreflightLine {
        let limit = sweep.deadlines.left(at: sweep.time.uptime())
        let line = await withDeadline(limit, time: sweep.time) { await tried(account) }
        // Never nil: only the timer has no value.
        var told = line ?? PreflightLine(account: account)
        told.standsOutside = organization.confirmed && !organization.accountIDs.contains(account.id)
        return told
    }

    private func tried(_ account: Account) async -> PreflightLine {
        var line = PreflightLine(account: account)
        let asksForTagging = settings.sourceIdentity != nil || !settings.tags.isEmpty
        let context = CallContext(accountID: account.id)
        do throws(Unavailable) {
            let session = try await sweep.session(for: account, context: context)
            if asksForTagging, session.narrowed { line.allowsTagging = true }
            let findings = await probe.findings(of: session, context: context)
            line.gaps = findings.gaps
            line.narrowing =
                switch findings.narrowing {
                // Whatever they may not do, no session policy says so.
                case _ where !session.narrowed: .baseCredentials
                case .proven: .proven
                case .none: .none
                case .unknown(let reason): .unknown(reason)
                }
            line.rights = await rights(of: account, session, context)
        } catch {
            line.refusal = error
            let isAboutTagging = ["sts:SetSourceIdentity", "sts:TagSession"].contains(where: error.message.contains)
            if asksForTagging, isAboutTagging { line.allowsTagging = false }
        }
        return line
    }

    private func rights(of account: Account, _ session: Session, _ context: CallContext) async -> ReaderRights {
        guard let role = session.roleARN else { return .unknown }
        let facts = await sweep.collector.role(role, session, account: account, context: context)
        return sweep.evaluator.readerRights(of: role, in: facts)
    }
}
