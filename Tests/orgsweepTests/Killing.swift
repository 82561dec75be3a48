import Foundation
import Testing

/// A rehearsal organization served by one process, and sweeps of it by others that may be killed.
struct Killing {
    let program: Program
    private(set) var server: Program.Running
    let environment: [String: String]
    let asOf: String

    static let facts = [
        "findings", "identities", "credentials", "entitlements", "trusts", "roster_matches", "assessments",
    ]
    static let report =
        (facts + ["accounts", "calls", "exceptions"]).map { $0 + ".csv" } + ["report.html", "run.json"]

    init(_ simulation: [String] = []) throws {
        program = try Program()
        asOf = Date.now.formatted(.iso8601)
        do {
            (server, environment) = try program.simulate(["--as-of", asOf] + simulation, withRoster: true)
        } catch {
            program.remove()
            throw error
        }
    }

    func end() { program.remove() }

    func endServer() {
        server.process.terminate()
        server.process.waitUntilExit()
    }

    /// Serves another organization, or the same one with faults, at the same address; returns its environment.
    @discardableResult
    mutating func serve(_ simulation: [String]) throws -> [String: String] {
        endServer()
        let port = try #require(URL(string: environment["AWS_ENDPOINT_URL"] ?? "")?.port)
        let other: [String: String]
        (server, other) = try program.simulate(["--as-of", asOf, "--port", "\(port)"] + simulation, withRoster: true)
        return other
    }

    func start(_ arguments: [String], in reports: String) throws -> Program.Running {
        try program.start(["sweep", "--reports", reports] + arguments, environment: environment)
    }

    func run(_ arguments: [String], in reports: String) throws -> Program.Ending {
        try start(arguments, in: reports).wait()
    }

    /// A sweep that is killed as soon as some accounts are in its ledger, as the id of its run.
    func killed(in reports: String, concurrency: Int = 2, saying text: String = ": swept") throws -> String {
        let running = try start(["--as-of", asOf, "--concurrency", "\(concurrency)"], in: reports)
        try #require(try running.waitForError(text))
        kill(running.process.processIdentifier, SIGKILL)
        _ = try running.wait()
        return try onlyRun(in: reports)
    }

    func onlyRun(in reports: String) throws -> String {
        let runs = try FileManager.default.contentsOfDirectory(atPath: file(reports)).filter { $0.hasPrefix("2") }
        try #require(runs.count == 1)
        return try #require(runs.first)
    }

    func file(_ path: String) -> String { program.folder.appending(path: path).path() }

    func text(_ path: String) throws -> String { try String(contentsOfFile: file(path), encoding: .utf8) }

    /// Which files of a report stand in the folder of a run, sorted.
    func reportFiles(of run: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: file(run)).filter { !$0.hasPrefix("ledger.sqlite") }
            .sorted()
    }

    func latest(in reports: String) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: file("\(reports)/latest"))
    }

    /// The lines of accounts.csv without what was only observed of each account.
    func accounts(of run: String) throws -> [[Substring]] {
        try text("\(run)/accounts.csv").split(separator: "\r\n").map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            return [cells[0], cells[4], cells[5], cells[6]]
        }
    }

    /// Fails the test unless both runs tell the same of the same accounts.
    func expectEqual(_ run: String, _ undisturbed: String) throws {
        for name in Self.facts {
            #expect(try text("\(run)/\(name).csv") == text("\(undisturbed)/\(name).csv"), "\(run): \(name).csv")
        }
        #expect(try accounts(of: run) == accounts(of: undisturbed), "\(run): accounts.csv")
        #expect(try reportFiles(of: run) == Self.report.sorted())
    }
}
