import Domain
import Foundation
import Ledger
import Logging
import LoopbackAWS
import Synchronization

@testable import Sweep

/// A rehearsal organization on a real socket, and sweeps of it into a scratch folder.
struct Rehearsal {
    let organization: RehearsalOrganization
    let server: LoopbackAWS
    let folder: URL
    let time: Timekeeper

    /// When every rehearsal begins, for the server, the sweep and the ages alike.
    static let asOf = Instant(year: 2026, month: 11, day: 22, hour: 15)

    /// Runs a test against an organization, of which twelve accounts hold every kind of ending, and stops it, whatever
    /// happens.
    ///
    /// `bucketClock` fills the token buckets of throttling.
    static func run(
        seed: UInt64 = 7,
        accounts: Int = 25,
        hostileNames: Bool = false,
        readers: RehearsalOrganization.Readers = .init(),
        configuration: (RehearsalOrganization) -> String = { "role: \($0.roleName)\n" },
        faults: [String] = [],
        bucketClock: @escaping @Sendable () -> Duration = { .zero },
        _ test: (Rehearsal) async throws -> Void
    ) async throws {
        let organization = RehearsalOrganization(
            seed: seed,
            accounts: accounts,
            asOf: asOf,
            hostileNames: hostileNames,
            readers: readers
        )
        // A clock that runs with the real one, so that reports get ready and sessions age, from a fixed start.
        let clock = ContinuousClock()
        let start = clock.now
        let time = Timekeeper(
            now: { asOf.adding(seconds: (clock.now - start).milliseconds / 1_000) },
            uptime: { clock.now - start },
            sleep: { try await Task.sleep(for: $0 / 20, clock: .continuous) }
        )
        let server = try await LoopbackAWS.start(
            organization,
            time: time.now,
            uptime: bucketClock,
            faults: faults.map { try Fault($0) }
        )
        let folder = FileManager.default.temporaryDirectory.appending(path: "sweep-tests-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            let access = "external_id: \(organization.externalID)\n"
            let judgements = organization.judgements + organization.rosterSettings
            try prepare(folder, configuration(organization) + access + judgements, roster: organization.roster)
            try await test(Rehearsal(organization: organization, server: server, folder: folder, time: time))
        } catch {
            try await server.stop()
            throw error
        }
        try await server.stop()
    }

    private static func prepare(_ folder: URL, _ yaml: String, roster: String) throws {
        try FileManager.default.createDirectory(
            at: folder.appending(path: "accounts"),
            withIntermediateDirectories: true
        )
        try Data(yaml.utf8).write(to: folder.appending(path: "accounts/organization.yaml"))
        try Data(roster.utf8).write(to: folder.appending(path: "accounts/roster.csv"))
    }

    /// The same with other time for the sweep.
    func with(_ time: Timekeeper) -> Rehearsal {
        Rehearsal(organization: organization, server: server, folder: folder, time: time)
    }

    var environment: [String: String] {
        [
            "AWS_ACCESS_KEY_ID": organization.baseCredentials.accessKeyID,
            "AWS_SECRET_ACCESS_KEY": organization.baseCredentials.secretAccessKey.reveal,
            "AWS_SESSION_TOKEN": organization.baseCredentials.sessionToken?.reveal ?? "",
            "AWS_ENDPOINT_URL": server.url,
            "AWS_REGION": organization.region,
            "AWS_MAX_ATTEMPTS": "3",
        ]
    }

    func sweep(
        into reports: String = "reports",
        _ change: (inout SweepOptions) -> Void = { _ in },
        progress: @escaping @Sendable (ProgressEvent) -> Void = { _ in }
    ) async throws -> Run {
        var options = SweepOptions(
            accountsFolder: folder.appending(path: "accounts").path(),
            reportsFolder: folder.appending(path: reports).path(),
            environment: environment
        )
        options.asOf = Self.asOf
        // A twentieth of it must be far beyond what a loaded machine needs for an account.
        options.accountLimit = .seconds(36_000)
        change(&options)
        let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        return Run(result: try await Sweep(options, time: time, logger: logger, progress: progress).run())
    }

    func preflight() async throws -> Preflight {
        let options = SweepOptions(
            accountsFolder: folder.appending(path: "accounts").path(),
            reportsFolder: "",
            environment: environment
        )
        let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        return try await Sweep(options, time: time, logger: logger) { _ in }.preflight()
    }

    /// Every account as the rehearsal made it.
    var truth: [RehearsalAccount] { (0..<organization.accountCount).map { organization.account(at: $0) } }

    /// The accounts whose identities the sweep can read.
    var readable: [RehearsalAccount] {
        truth.filter { account in
            account.state.isSwept && account.roles.contains { $0.name == organization.roleName && $0.hubTrust != .none }
        }
    }
}

/// A finished run as its files and its ledger show it.
struct Run {
    let result: SweepResult

    func bytes(of file: String) throws -> Data {
        try Data(contentsOf: URL(filePath: result.folder).appending(path: file))
    }

    var files: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: result.folder).sorted() }
    }

    var ledger: Ledger {
        get throws { try Ledger(readingAt: result.folder + "/ledger.sqlite") }
    }

    var outcomes: [AccountID: AccountOutcome] {
        get throws {
            var outcomes: [AccountID: AccountOutcome] = [:]
            try ledger.forEachAccount { outcomes[$0.account.id] = $0.outcome }
            return outcomes
        }
    }

    /// The resources that a check failed, as `account resource discriminator`.
    func failures(of check: String) throws -> [String] {
        var failures: [String] = []
        try ledger.forEachFinding { row in
            let assessment = row.finding.assessment
            guard assessment.checkID == check, row.finding.status == .fail else { return }
            failures.append("\(row.finding.accountID) \(assessment.resource.name) \(assessment.discriminator)")
        }
        return failures.sorted()
    }
}
