import ArgumentParser
import Domain
import Foundation
import Logging
import Sweep
import UnixSignals

/// Runs a sweep under the signals of the process and turns its ending into an exit code.
struct Runner {
    let quiet: Bool
    let log: LogOptions

    private enum Ending: Sendable {
        case finished(SweepResult)
        case failed(SweepFailure)
        case signal(UnixSignal)
    }

    /// Returns the result of a sweep that wrote its report; throws `ExitCode` for every other ending.
    func sweep(_ options: SweepOptions) async throws -> SweepResult {
        let progress = Progress(isTerminal: Terminal.standardErrorIsTerminal, isQuiet: quiet, time: .system)
        let sweep = Sweep(options, time: .system, logger: log.logger()) { progress.report($0) }
        let ending = await underSignals {
            do throws(SweepFailure) {
                return .finished(try await sweep.run())
            } catch {
                return .failed(error)
            }
        }
        progress.erase()
        switch ending {
        case .finished(let result): return result
        case .failed(let failure): throw Self.exit(failure)
        case .signal(let signal):
            Terminal.writeError("orgsweep: interrupted: no report was written; the ledger keeps what was finished\n")
            throw ExitCode(signal == .sigterm ? 143 : 130)
        }
    }

    /// Prints why there is no report and gives the code that says so.
    static func exit(_ failure: SweepFailure) -> ExitCode {
        Terminal.writeError("orgsweep: \(failure.description)\n")
        switch failure.kind {
        case .usage: return ExitCode(64)
        case .failed: return ExitCode(1)
        case .interrupted: return ExitCode(130)
        }
    }

    static func printSummary(of result: SweepResult) {
        Terminal.writeResult("Report: \(result.folder)/report.html\n")
        let coverage = Coverage.allCases.compactMap { state in
            result.coverage[state].flatMap { $0 > 0 ? "\($0) \(state.rawValue)" : nil }
        }
        Terminal.writeResult("Coverage: \(coverage.joined(separator: ", "))\n")
        let failures = Severity.allCases.reversed().map { "\(result.failures[$0, default: 0]) \($0.rawValue)" }
        Terminal.writeResult("Findings: \(failures.joined(separator: ", "))\n")
    }

    /// The first of the work's end and a signal; after a signal the work is cancelled and waited for.
    private func underSignals(_ work: @escaping @Sendable () async -> Ending) async -> Ending {
        await withTaskGroup(of: Ending?.self) { group in
            group.addTask { await work() }
            group.addTask {
                for await signal in await UnixSignalsSequence(trapping: .sigint, .sigterm) { return .signal(signal) }
                return nil
            }
            var first: Ending?
            while first == nil, let next = await group.next() { first = next }
            group.cancelAll()
            await group.waitForAll()
            return first ?? .failed(.interrupted)
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
    /// The arguments without the values of options that are secret.
    static var redacted: [String] {
        var hidesNext = false
        return arguments.map { argument in
            defer { hidesNext = argument == "--external-id" }
            if hidesNext { return "[redacted]" }
            return argument.hasPrefix("--external-id=") ? "--external-id=[redacted]" : argument
        }
    }
}
