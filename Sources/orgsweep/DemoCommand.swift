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
              orgsweep demo --faults throttling:rate=0.3 --faults reset:first=1
              orgsweep demo --faults help

            Needs no AWS account, no credentials and no network. Exits 0 where a sweep would exit 0, 2 or 3, and says \
            which. A rehearsal that was interrupted is not continued, but begun again.
            """
    )

    @OptionGroup var rehearsal: RehearsalArguments

    @Option(help: ArgumentHelp("Rehearsals go here, apart from real runs.", valueName: "dir"))
    var reports = "reports/demo"

    @Option(help: "How many accounts are swept at once, 1 to 1000 (default: 32).", transform: whole(1...1_000))
    var concurrency = 32

    @Flag(help: "No progress on stderr.")
    var quiet = false

    @OptionGroup var log: LogOptions

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
        let runner = Runner(quiet: quiet, log: log)
        let result: SweepResult
        do {
            result = try await runner.sweep(options)
        } catch {
            try await server.stop()
            throw error
        }
        try await server.stop()
        try runner.printSummary(of: result)
        try Terminal.writeResult("This is a rehearsal: a sweep would exit \(result.exitCode).\n")
    }
}

/// The accounts folder of a rehearsal, in the temporary directory.
private struct AccountsForDemo {
    let folder: String

    init(_ organization: RehearsalOrganization) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "orgsweep-demo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(organization.configurationFile(withRoster: true).utf8).write(
            to: folder.appending(path: "organization.yaml")
        )
        try Data(organization.roster.utf8).write(to: folder.appending(path: "roster.csv"))
        self.folder = folder.path()
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: folder)
    }
}
