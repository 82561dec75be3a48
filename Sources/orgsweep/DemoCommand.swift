import ArgumentParser
import Domain
import Foundation
import LoopbackAWS
import Sweep

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Sweeps a rehearsal organization that is served on this machine.",
        discussion: """
            EXAMPLE
              orgsweep demo --count 25 --seed 8
              orgsweep demo --faults throttling:account=prod-search,rate=0.3 --faults silence:action=iam:ListRoles

            Needs no AWS account, no credentials and no network. Exits 0 where a sweep would exit 0, 2 or 3, and says \
            which.
            """
    )

    @OptionGroup var rehearsal: RehearsalArguments

    @Option(help: ArgumentHelp("Rehearsals go here, apart from real runs.", valueName: "dir"))
    var reports = "reports/demo"

    @Option(help: "How many accounts are swept at once.")
    var concurrency = 32

    @Flag(help: "No progress on stderr.")
    var quiet = false

    @OptionGroup var log: LogOptions

    func validate() throws {
        guard (1...1_000).contains(concurrency) else {
            throw ValidationError("--concurrency must be a number from 1 to 1000.")
        }
    }

    func run() async throws {
        let organization = rehearsal.organization
        let server = try await rehearsal.serve(organization)
        let accounts = try AccountsForDemo(organization)
        defer { accounts.remove() }
        var options = SweepOptions(
            accountsFolder: accounts.folder,
            reportsFolder: reports,
            environment: organization.environment(endpoint: server.url)
        )
        options.overrides.concurrency = concurrency
        options.asOf = rehearsal.asOf
        options.isRehearsal = true
        options.describeProcess()
        let result: SweepResult
        do {
            result = try await Runner(quiet: quiet, log: log).sweep(options)
        } catch {
            try await server.stop()
            throw error
        }
        try await server.stop()
        try Runner.printSummary(of: result)
        try Terminal.writeResult("This is a rehearsal: a sweep would exit \(result.exitCode).\n")
    }
}

/// The accounts folder of a rehearsal, in the temporary directory.
private struct AccountsForDemo {
    let folder: String

    init(_ organization: RehearsalOrganization) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "orgsweep-demo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(organization.configurationFile.utf8).write(to: folder.appending(path: "organization.yaml"))
        self.folder = folder.path()
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: folder)
    }
}
