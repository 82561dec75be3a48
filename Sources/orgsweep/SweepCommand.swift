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

              orgsweep sweep --resume 2026-11-22T150000Z

            continues a run that was interrupted, killed or out of disk. Its instant, configuration, catalogue and \
            population are those of its beginning; if the files or options are not, it is refused. An --external-id \
            must be given again, for it stands in no ledger.

            Credentials are looked for where the AWS CLI looks, in its order: environment, role_arn, web identity, SSO, \
            keys and credential_process of AWS_PROFILE, container, instance.

            AWS's rates are not known in advance: calls of an account go at most 4 at a time, and from the first \
            throttle on at a rate that adapts, for that account alone. A call ends after 8 attempts \
            (AWS_MAX_ATTEMPTS), or after 2 that timed out: an endpoint that is silent twice is given up. An attempt \
            ends after 60 seconds, 10 to connect, 20 of silence; no attempt begins once its call took 3 minutes. An \
            account ends after 30 minutes with what was read of it.
            """
    )

    @OptionGroup var population: PopulationArguments

    @Option(help: ArgumentHelp("The folder that takes the run's folder.", valueName: "dir"))
    var reports = "reports"

    @Option(help: "How many accounts are swept at once, 1 to 1000.", transform: whole(1...1_000))
    var concurrency: Int?

    @Option(
        help: ArgumentHelp(
            "How long the accounts may take, as 90s, 30m or 2h (12h unless organization.yaml says otherwise); what is "
                + "not read by then is a gap, and the report is written.",
            valueName: "duration"
        ),
        transform: Deadline.init
    )
    var deadline: Deadline?

    @Option(help: ArgumentHelp("Continue this run: its id below --reports, or its path.", valueName: "run"))
    var resume: String?

    @Flag(help: "With --resume: also sweep accounts again that are not_assumed, partial or not_reached.")
    var retryFailed = false

    @Option(
        help: ArgumentHelp(
            "Judge ages as of an instant such as 2026-11-22T15:00:00Z, at most 24 hours from now.",
            valueName: "instant"
        ),
        transform: instant
    )
    var asOf: Instant?

    @Option(help: "critical, high, medium, low or never: from which severity on the exit code is 2.")
    var failOn: FailOn?

    @Flag(help: "No progress on stderr.")
    var quiet = false

    @OptionGroup var log: LogOptions

    func validate() throws {
        if retryFailed, resume == nil {
            throw ValidationError("--retry-failed says what to do with the run that --resume names.")
        }
        if resume == nil, let asOf, abs(asOf.seconds(since: Timekeeper.system.now())) > 86_400 {
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
        options.mfaCode = MFACodes(given: population.mfaCode).code
        options.overrides.concurrency = concurrency
        options.overrides.deadlineSeconds = deadline?.seconds
        options.resume = resume
        options.retriesFailed = retryFailed
        if let failOn { options.overrides.failOn = .some(failOn.severity) }
        options.asOf = asOf
        options.describeProcess()
        let runner = Runner(quiet: quiet, log: log)
        let result = try await runner.sweep(options)
        try runner.printSummary(of: result)
        if result.exitCode != 0 { throw ExitCode(result.exitCode) }
    }
}
