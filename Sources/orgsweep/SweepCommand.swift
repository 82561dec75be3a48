import ArgumentParser
import Domain
import Foundation
import Sweep

struct SweepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Sweeps every account and writes the report: the monthly job.",
        discussion: """
            EXAMPLE
              AWS_PROFILE=audit orgsweep sweep --accounts accounts --reports reports

            The run's folder is reports/<start instant>; reports/latest points at the newest run over the full scope.
            """
    )

    @OptionGroup var population: PopulationArguments

    @Option(help: ArgumentHelp("The folder that takes the run's folder.", valueName: "dir"))
    var reports = "reports"

    @Option(help: "How many accounts are swept at once, 1 to 1000.")
    var concurrency: Int?

    @Option(
        help: ArgumentHelp(
            "Judge ages as of an instant such as 2026-11-22T15:00:00Z, at most 24 hours from now.",
            valueName: "instant"
        )
    )
    var asOf: Instant?

    @Option(help: "critical, high, medium, low or never: from which severity on the exit code is 2.")
    var failOn: FailOn?

    @Flag(help: "No progress on stderr.")
    var quiet = false

    @OptionGroup var log: LogOptions

    func validate() throws {
        if let concurrency, !(1...1_000).contains(concurrency) {
            throw ValidationError("--concurrency must be a number from 1 to 1000.")
        }
        if let asOf, abs(asOf.seconds(since: Timekeeper.system.now())) > 86_400 {
            throw ValidationError("--as-of may differ from the clock by at most 24 hours on a live sweep.")
        }
    }

    func run() async throws {
        var options = SweepOptions(
            accountsFolder: population.accounts,
            reportsFolder: reports,
            environment: ProcessInfo.processInfo.environment
        )
        options.overrides = population.overrides
        options.overrides.concurrency = concurrency
        if let failOn { options.overrides.failOn = .some(failOn.severity) }
        options.asOf = asOf
        options.describeProcess()
        let result = try await Runner(quiet: quiet, log: log).sweep(options)
        try Runner.printSummary(of: result)
        if result.exitCode != 0 { throw ExitCode(result.exitCode) }
    }
}
