import ArgumentParser
import Domain
import Foundation
import LoopbackAWS
import UnixSignals

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Serves the rehearsal organization for other clients, until it is interrupted.",
        discussion: """
            EXAMPLE
              orgsweep simulate | tee rehearsal.env   # in one terminal; in another:
              set -a; . ./rehearsal.env; set +a
              aws organizations list-accounts
              mkdir -p rehearsal
              sed -n 's/^# //p' rehearsal.env > rehearsal/organization.yaml
              orgsweep sweep --accounts rehearsal --reports reports/rehearsal

            Prints the environment that a client needs, one assignment on each line, and below it, as comments, the \
            organization.yaml for `orgsweep sweep`; with --roster rehearsal/roster.csv it says where that file comes \
            from. AssumeRoleWithWebIdentity takes the token for a day. The credentials \
            are made up and worth nothing elsewhere. Served are the calls that a sweep makes and those with which other \
            tools begin, not the whole of STS, IAM and Organizations. On SIGUSR1 it prints how often each call was asked \
            for until then, as one line of JSON.
            """
    )

    @OptionGroup var rehearsal: RehearsalArguments

    @Option(help: "The port on 127.0.0.1; without it the system chooses one.", transform: whole(0...65_535))
    var port = 0

    @Option(
        help: ArgumentHelp(
            "Writes what checks must find, one JSON object a line, before serving; also for checks of the plan that "
                + "`orgsweep checks` does not list yet.",
            valueName: "file"
        )
    )
    var truth: String?

    @Option(help: ArgumentHelp("Writes the people as roster.csv before serving.", valueName: "file"))
    var roster: String?

    @Option(
        help: ArgumentHelp(
            "How long after a request its answer is written, up to 60000.",
            valueName: "milliseconds"
        ),
        transform: whole(0...60_000)
    )
    var latency = 0

    func run() async throws {
        let organization = rehearsal.organization
        if let truth { try write(Truth(of: organization), of: organization.accountCount, to: truth) }
        if let roster { try write(organization.roster, to: roster) }
        let server = try await rehearsal.serve(organization, port: port, latency: .milliseconds(latency))
        var environment = organization.environment(endpoint: server.url)
        let tokenEnd = Timekeeper.system.now().adding(seconds: 24 * 3_600)
        environment["ORGSWEEP_WEB_IDENTITY_ROLE_ARN"] = organization.hubRoleARN
        environment["ORGSWEEP_WEB_IDENTITY_TOKEN"] = try organization.webIdentityToken(expiresAt: tokenEnd).reveal
        let comments = organization.configurationFile(withRoster: roster != nil).split(separator: "\n")
            .map { "# \($0)\n" }.joined()
        // Before the first line is out: whoever reads it may stop us at once.
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sigusr1)
        try Terminal.writeResult(
            environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }.joined() + comments
        )
        for await signal in signals {
            guard signal == .sigusr1 else { break }
            try Terminal.writeResult(Self.json(server.requestCounts()) + "\n")
        }
        try await server.stop()
    }

    private func write(_ truth: Truth, of accounts: Int, to path: String) throws(ExitCode) {
        do {
            try Data().write(to: URL(filePath: path))
            let file = try FileHandle(forWritingTo: URL(filePath: path))
            for index in 0..<accounts {
                var lines = ""
                truth.forEachTruth(accountIndex: index) { lines += $0.json + "\n" }
                try file.write(contentsOf: Data(lines.utf8))
            }
            try file.close()
        } catch {
            Terminal.writeError("orgsweep: the truth could not be written to \(path)\n")
            throw ExitCode(1)
        }
    }

    private func write(_ roster: String, to path: String) throws(ExitCode) {
        do {
            try Data(roster.utf8).write(to: URL(filePath: path))
        } catch {
            Terminal.writeError("orgsweep: the roster could not be written to \(path)\n")
            throw ExitCode(1)
        }
    }

    private static func json(_ counts: [String: Int]) -> String {
        var json = JSONWriter()
        json.object { json in
            for (action, count) in counts.sorted(by: { $0.key < $1.key }) { json.member(action, count) }
        }
        return json.text
    }
}
