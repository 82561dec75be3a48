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

            Needs no AWS account, no credentials and no network. Exits 0 where a sweep would exit 0, 2 or 3, and says \
            which.
            """
    )

    @Option(help: "How many accounts the organization has, 5 to 10000.")
    var count = 25

    // Eight is the first seed whose 25 accounts fail every check of the catalogue at least once.
    @Option(help: "The seed that the organization is made from.")
    var seed: UInt64 = 8

    @Option(help: ArgumentHelp("Users in each account; believable numbers without it.", valueName: "n"))
    var identities: Int?

    @Option(help: ArgumentHelp("Rehearsals go here, apart from real runs.", valueName: "dir"))
    var reports = "reports/demo"

    @Option(help: "How many accounts are swept at once.")
    var concurrency = 32

    @Option(help: ArgumentHelp("Judge ages as of this instant.", valueName: "instant"))
    var asOf: Instant?

    @Flag(help: "No progress on stderr.")
    var quiet = false

    @OptionGroup var log: LogOptions

    func validate() throws {
        guard (5...10_000).contains(count) else { throw ValidationError("--count must be a number from 5 to 10000.") }
        guard identities.map({ (1...1_000).contains($0) }) ?? true else {
            throw ValidationError("--identities must be a number from 1 to 1000.")
        }
        guard (1...1_000).contains(concurrency) else {
            throw ValidationError("--concurrency must be a number from 1 to 1000.")
        }
    }

    func run() async throws {
        let organization = RehearsalOrganization(
            seed: seed,
            accounts: count,
            identitiesPerAccount: identities,
            asOf: asOf ?? Timekeeper.system.now()
        )
        let server = try await LoopbackAWS.start(organization, time: Timekeeper.system.now)
        let accounts = try AccountsForDemo(organization)
        defer { accounts.remove() }
        var options = SweepOptions(
            accountsFolder: accounts.folder,
            reportsFolder: reports,
            environment: Self.environment(organization, server: server)
        )
        options.overrides.concurrency = concurrency
        options.asOf = asOf
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
        Runner.printSummary(of: result)
        Terminal.writeResult("This is a rehearsal: a sweep would exit \(result.exitCode).\n")
    }

    /// Only what the rehearsal needs: nothing of the caller's real AWS environment may leak into it.
    private static func environment(
        _ organization: RehearsalOrganization,
        server: LoopbackAWS
    ) -> [String: String] {
        let credentials = organization.baseCredentials
        return [
            "AWS_ACCESS_KEY_ID": credentials.accessKeyID,
            "AWS_SECRET_ACCESS_KEY": credentials.secretAccessKey.reveal,
            "AWS_SESSION_TOKEN": credentials.sessionToken?.reveal ?? "",
            "AWS_ENDPOINT_URL": server.url,
            "AWS_REGION": organization.region,
        ]
    }
}

/// The accounts folder of a rehearsal, in the temporary directory.
private struct AccountsForDemo {
    let folder: String

    init(_ organization: RehearsalOrganization) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "orgsweep-demo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let yaml = """
            organizations: true
            role: \(organization.roleName)
            external_id: \(organization.externalID)
            region: \(organization.region)
            """
        try Data(yaml.utf8).write(to: folder.appending(path: "organization.yaml"))
        self.folder = folder.path()
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: folder)
    }
}
