import ArgumentParser
import CGlibc
import Domain
import Foundation
import Logging
import Sweep
import UnixSignals

/// Runs what can be interrupted under the signals of the process, and turns its ending into an exit code.
struct Runner {
    let quiet: Bool
    let log: LogOptions

    private enum Event<Value: Sendable>: Sendable {
        case ended(Result<Value, SweepFailure>)
        case signal(UnixSignal)
        case listenerEnded
    }

    /// Returns the result of a sweep that wrote its report; throws `ExitCode` for every other ending.
    func sweep(_ options: SweepOptions) async throws -> SweepResult {
        // Thousands of small values come and go on many threads; glibc would fetch their memory in steps of 128 KB, with
        // two system calls for each.
        mallopt(M_TOP_PAD, 4 << 20)
        let progress = Progress(
            isTerminal: Terminal.standardErrorIsTerminal,
            format: log.logFormat,
            isQuiet: quiet,
            time: .system
        )
        let sweep = Sweep(options, time: .system, logger: log.logger()) { progress.report($0) }
        return try await Self.value(log: log, beforeTelling: progress.erase) { () throws(SweepFailure) in
            try await sweep.run()
        }
    }

    /// What the work comes to, under the signals of the process; throws `ExitCode` for every other ending.
    static func value<Value: Sendable>(
        log: LogOptions,
        beforeTelling: () -> Void = {},
        _ work: @escaping @Sendable () async throws(SweepFailure) -> Value
    ) async throws -> Value {
        let (ending, signal) = await underSignals(work)
        beforeTelling()
        switch ending {
        case .success(let value):
            // A signal that came when a report was being written: it is whole, and its own exit code says what it says.
            return value
        case .failure(let failure):
            guard let signal, failure.kind == .interrupted else { throw exit(failure, log: log) }
            log.write(.error, failure.description)
            throw ExitCode(signal == .sigterm ? 143 : 130)
        }
    }

    /// Prints why there is no report and gives the code that says so.
    private static func exit(_ failure: SweepFailure, log: LogOptions) -> ExitCode {
        log.write(.error, failure.description)
        switch failure.kind {
        case .usage: return ExitCode(64)
        case .failed: return ExitCode(1)
        case .interrupted: return ExitCode(130)
        }
    }

    func printSummary(of result: SweepResult) throws(ExitCode) {
        try Terminal.writeResult("Report: \(result.folder)/report.html\n")
        let coverage = Coverage.allCases.compactMap { state in
            result.coverage[state].flatMap { $0 > 0 ? "\($0) \(state.rawValue)" : nil }
        }
        try Terminal.writeResult("Coverage: \(coverage.joined(separator: ", "))\n")
        let failures = Severity.allCases.reversed().map { "\(result.failures[$0, default: 0]) \($0.rawValue)" }
        try Terminal.writeResult("Findings: \(failures.joined(separator: ", "))\n")
        let unanswered = Severity.allCases.reversed().compactMap { severity in
            result.notAssessed[severity].flatMap { $0 > 0 ? "\($0) \(severity.rawValue)" : nil }
        }
        let sum = result.notAssessed.values.reduce(0, +)
        let parts = unanswered.isEmpty ? "" : " (\(unanswered.joined(separator: ", ")))"
        try Terminal.writeResult("Not assessed: \(sum)\(parts)\n")
        if let advice = result.coverage.nothingRead { log.write(.error, advice) }
    }

    /// The end of the work, and the signal that cancelled it, if one did; a second signal ends the process at once.
    private static func underSignals<Value: Sendable>(
        _ work: @escaping @Sendable () async throws(SweepFailure) -> Value
    ) async -> (ending: Result<Value, SweepFailure>, signal: UnixSignal?) {
        await withTaskGroup(of: Event<Value>.self) { group in
            group.addTask {
                do throws(SweepFailure) {
                    return .ended(.success(try await work()))
                } catch {
                    return .ended(.failure(error))
                }
            }
            group.addTask {
                for await signal in await UnixSignalsSequence(trapping: .sigint, .sigterm) { return .signal(signal) }
                return .listenerEnded
            }
            var received: UnixSignal?
            for await event in group {
                switch event {
                case .signal(let signal):
                    received = signal
                    for trapped in [SIGINT, SIGTERM] { Foundation.signal(trapped, SIG_DFL) }
                    group.cancelAll()
                case .ended(let ending):
                    group.cancelAll()
                    return (ending, received)
                case .listenerEnded:
                    continue
                }
            }
            return (.failure(.interrupted), received)
        }
    }
}

extension SweepOptions {
    /// Fills in what the evidence says of the process itself.
    mutating func describeProcess() {
        host = ProcessInfo.processInfo.hostName
        toolVersion = ToolVersion.current
        commandLine = CommandLine.redacted
        binarySHA256 = ToolVersion.binarySHA256()
    }
}

extension CommandLine {
    private static let secretOptions = ["--external-id", "--mfa-code"]

    /// The arguments without the values of options that are secret.
    static var redacted: [String] {
        var hidesNext = false
        return arguments.map { argument in
            defer { hidesNext = secretOptions.contains(argument) }
            if hidesNext { return "[redacted]" }
            return secretOptions.first { argument.hasPrefix("\($0)=") }.map { "\($0)=[redacted]" } ?? argument
        }
    }
}
