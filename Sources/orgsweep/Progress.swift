import Domain
import Logging
import Sweep
import Synchronization

/// Tells how far the sweep is: one line that is redrawn on a terminal, one line for each account elsewhere, and one JSON
/// object for each where the log is JSON.
final class Progress: Sendable {
    private struct State {
        var inScope = 0
        var done = 0
        var failed = 0
        var startedAt: Duration = .zero
        var drawnAt: Duration = .zero
    }

    private let state = Mutex(State())
    /// Whether a line may be drawn over.
    private let isTerminal: Bool
    private let isJSON: Bool
    private let isQuiet: Bool
    private let time: Timekeeper

    init(isTerminal: Bool, format: LogOptions.Format, isQuiet: Bool, time: Timekeeper) {
        self.isTerminal = isTerminal && format == .text
        self.isJSON = format == .json
        self.isQuiet = isQuiet
        self.time = time
    }

    func report(_ event: ProgressEvent) {
        guard !isQuiet else { return }
        switch event {
        case .stage(let name):
            erase()
            write(name)
        case .populationFrozen(let accounts, let inScope):
            state.withLock {
                $0.inScope = inScope
                $0.startedAt = time.uptime()
            }
            write("Sweeping \(inScope) of \(accounts) accounts")
        case .accountDone(let outcome, let name):
            accountDone(outcome, name: name)
        }
    }

    /// Leaves the cursor on an empty line, whatever was drawn.
    func erase() {
        if isTerminal, !isQuiet { Terminal.writeErrorUnchanged("\r\u{1B}[K") }
    }

    private func accountDone(_ outcome: AccountOutcome, name: String) {
        guard outcome.coverage != .excluded, outcome.coverage != .notActive else { return }
        let now = time.uptime()
        let line: String? = state.withLock { state in
            state.done += 1
            if !outcome.coverage.isComplete { state.failed += 1 }
            guard isTerminal else { return nil }
            // Ten times a second is as fast as anybody reads.
            guard state.done == state.inScope || now - state.drawnAt > .milliseconds(100) else { return "" }
            state.drawnAt = now
            return Self.line(done: state.done, of: state.inScope, failed: state.failed, in: now - state.startedAt)
        }
        if let line {
            if !line.isEmpty { Terminal.writeErrorUnchanged("\r\u{1B}[K\(line)") }
            if !outcome.coverage.isComplete { Terminal.writeErrorUnchanged("\r\u{1B}[K"); tell(outcome, name: name) }
        } else {
            tell(outcome, name: name)
        }
    }

    private func tell(_ outcome: AccountOutcome, name: String) {
        let reason = outcome.reason.map { " (\($0.rawValue))" } ?? ""
        let cut = outcome.message.prefix(200)
        let message = cut.isEmpty ? "" : ": \(cut)\(cut.endIndex == outcome.message.endIndex ? "" : "...")"
        let label = name.isEmpty ? outcome.accountID.description : "\(outcome.accountID) \(name)"
        let singleLine = "\(label): \(outcome.coverage.rawValue)\(reason)\(message)".map { $0.isNewline ? " " : $0 }
        write(
            String(singleLine),
            outcome.coverage.isComplete ? .info : .warning,
            [
                ("account_id", outcome.accountID.description), ("account_name", name),
                ("coverage", outcome.coverage.rawValue), ("reason", outcome.reason?.rawValue ?? ""),
            ]
        )
    }

    private func write(
        _ line: String,
        _ level: Logger.Level = .info,
        _ fields: [(name: String, value: String)] = []
    ) {
        guard isJSON else { return Terminal.writeError(line + "\n") }
        StandardErrorLog.writeJSON(level, line, fields)
    }

    static func line(done: Int, of total: Int, failed: Int, in elapsed: Duration) -> String {
        let seconds = max(0.001, Double(elapsed.milliseconds) / 1_000)
        let rate = Double(done) / seconds
        let left = Int((Double(total - done) / max(rate, 0.001)).rounded(.up))
        let failures = failed == 0 ? "" : ", \(failed) not complete"
        return "\(done) of \(total) accounts, \(Int(rate.rounded())) a second, \(left) s left\(failures)"
    }
}
