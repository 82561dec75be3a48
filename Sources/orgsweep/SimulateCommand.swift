import ArgumentParser
import Domain
import LoopbackAWS
import UnixSignals

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Serves the rehearsal organization for other clients, until it is interrupted.",
        discussion: """
            EXAMPLE
              orgsweep simulate | tee rehearsal.env         in one terminal; in another:
              set -a; . ./rehearsal.env; set +a
              aws organizations list-accounts
              mkdir -p rehearsal; sed -n 's/^# //p' rehearsal.env > rehearsal/organization.yaml
              orgsweep sweep --accounts rehearsal --reports reports/rehearsal

            Prints the environment that a client needs, one assignment on each line, and below it, as comments, the \
            organization.yaml for `orgsweep sweep`. The credentials are made up and worth nothing elsewhere. Served are \
            the calls that a sweep makes, not the whole of STS, IAM and Organizations.
            """
    )

    @OptionGroup var rehearsal: RehearsalArguments

    @Option(help: "The port on 127.0.0.1; without it the system chooses one.")
    var port = 0

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port must be a number from 0 to 65535.") }
    }

    func run() async throws {
        let organization = rehearsal.organization
        let server = try await LoopbackAWS.start(organization, time: Timekeeper.system.now, port: port)
        let environment = organization.environment(endpoint: server.url).sorted { $0.key < $1.key }
        let comments = organization.configurationFile.split(separator: "\n").map { "# \($0)\n" }.joined()
        try Terminal.writeResult(environment.map { "\($0.key)=\($0.value)\n" }.joined() + comments)
        for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) { break }
        try await server.stop()
    }
}
