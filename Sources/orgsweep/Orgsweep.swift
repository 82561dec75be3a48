import ArgumentParser
import Sweep

@main
struct Orgsweep: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orgsweep",
        abstract: "Finds who and what can still get into every account of an AWS organization.",
        discussion: """
            orgsweep assumes a read-only role in every account at once, reads IAM, judges what it read, and writes one \
            HTML and CSV report. It never writes to AWS.

            EXAMPLE
              orgsweep demo     # a rehearsal on this machine, no AWS account needed
              orgsweep sweep --accounts accounts --reports reports

            EXIT CODES
              0         every account in scope read, nothing at or above --fail-on
              2         every account in scope read, findings at or above --fail-on
              3         an account in scope could not be read, or not wholly
              1         the run failed, there is no report
              64        wrong usage or configuration, before any call
              130, 143  interrupted, no report; `sweep --resume` continues a sweep

            What could not be assessed in an account that was read changes no code; \
            the report and the line "Not assessed" say it.
            """,
        version: ToolVersion.current,
        subcommands: [
            SweepCommand.self, DemoCommand.self, AccountsCommand.self, PreflightCommand.self, RoleCommand.self,
            ChecksCommand.self, SimulateCommand.self,
        ]
    )
}
