import Assume
import Domain
import Evaluate
import Ledger

extension Sweep {
    /// Sweeps the accounts a bounded number at a time, each into the ledger as soon as it is done.
    ///
    /// Throws `CancellationError` when the run was interrupted, or what the ledger says when it cannot be written.
    func sweepAccounts(_ opening: Opening, world: World) async throws {
        let sweep = world.accountSweep(by: opening.evaluator, caller: opening.caller)
        progress(.populationFrozen(accounts: opening.populationCount, inScope: opening.accounts.inScope))
        do {
            try await sweepEach(opening, by: sweep, concurrency: world.configuration.concurrency)
        } catch {
            // The first error is the one to tell.
            try? await opening.ledger.commit(calls: sweep.assumer.hopCalls)
            throw error
        }
        try await opening.ledger.commit(calls: sweep.assumer.hopCalls)
    }

    private func sweepEach(_ opening: Opening, by sweep: AccountSweep, concurrency: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var waiting = opening.accounts.makeIterator()
            func startNext() -> Bool {
                guard !Task.isCancelled, let account = waiting.next() else { return false }
                group.addTask { try await self.finish(account, by: sweep, into: opening.ledger) }
                return true
            }
            for _ in 0..<concurrency where !startNext() { break }
            while try await group.next() != nil { _ = startNext() }
        }
        try Task.checkCancellation()
    }

    private func finish(_ account: Account, by sweep: AccountSweep, into ledger: Ledger) async throws {
        guard let record = await sweep.record(account) else { return }
        try await ledger.commit(record)
        progress(.accountDone(record.outcome, name: account.name))
    }
}
