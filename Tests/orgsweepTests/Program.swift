import Foundation
import Synchronization
import Testing

/// The built executable, run as a user runs it: a process of its own with the environment that the test gives it.
final class Program: Sendable {
    struct Ending: Sendable {
        var code: Int32
        var output: String
        var error: String
    }

    /// A scratch folder for one test, removed with it.
    let folder: URL
    private let started = Mutex<[Process]>([])

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "orgsweep-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// Ends what the test has started and not waited for, then removes the folder.
    func remove() {
        for process in started.withLock({ $0 }) where process.isRunning {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        try? FileManager.default.removeItem(at: folder)
    }

    func write(_ text: String, to path: String) throws {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    /// Starts the program in the scratch folder with nothing of the caller's environment but PATH and HOME.
    func start(
        _ arguments: [String],
        environment: [String: String] = [:],
        executable: String? = nil
    ) throws -> Running {
        let process = Process()
        // The test bundle and the executable stand in the same products folder.
        let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        process.executableURL = executable.map { URL(filePath: $0) } ?? products.appending(path: "orgsweep")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path()].merging(environment) { $1 }
        let output = folder.appending(path: "stdout-\(UUID().uuidString)")
        let error = folder.appending(path: "stderr-\(UUID().uuidString)")
        for file in [output, error] { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: error)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        started.withLock { $0.append(process) }
        return Running(process: process, output: output, error: error)
    }

    func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Ending {
        try start(arguments, environment: environment).wait()
    }

    /// Serves a rehearsal organization, with its organization.yaml in `accounts` and the environment that reaches it.
    func simulate(
        _ arguments: [String],
        withRoster: Bool = false
    ) throws -> (server: Running, environment: [String: String]) {
        if withRoster { try write("", to: "accounts/roster.csv") }
        let roster = withRoster ? ["--roster", folder.appending(path: "accounts/roster.csv").path()] : []
        let server = try start(["simulate"] + roster + arguments)
        try #require(try server.waitForOutput("# region:"))
        let lines = try String(contentsOf: server.output, encoding: .utf8).split(separator: "\n").map(String.init)
        let yaml = lines.filter { $0.hasPrefix("# ") }.map { $0.dropFirst(2) + "\n" }.joined()
        try write(yaml, to: "accounts/organization.yaml")
        var environment: [String: String] = [:]
        for line in lines where !line.hasPrefix("#") {
            let parts = line.split(separator: "=", maxSplits: 1)
            environment[String(parts[0])] = String(parts[1])
        }
        return (server, environment)
    }

    /// Runs a line of shell in which `$ORGSWEEP` is the program.
    func shell(_ script: String, environment: [String: String] = [:]) throws -> Ending {
        let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let program = ["ORGSWEEP": products.appending(path: "orgsweep").path()]
        return try start(["-c", script], environment: program.merging(environment) { $1 }, executable: "/bin/sh").wait()
    }

    struct Running {
        let process: Process
        let output: URL
        let error: URL

        func wait() throws -> Ending {
            process.waitUntilExit()
            return Ending(
                code: process.terminationStatus,
                output: try String(contentsOf: output, encoding: .utf8),
                error: try String(contentsOf: error, encoding: .utf8)
            )
        }

        /// Waits until stderr holds the text; false if the process ended or half a minute passed without it.
        func waitForError(_ text: String) throws -> Bool { try wait(for: text, in: error) }

        func waitForOutput(_ text: String) throws -> Bool { try wait(for: text, in: output) }

        private func wait(for text: String, in file: URL) throws -> Bool {
            for _ in 0..<600 {
                if try String(contentsOf: file, encoding: .utf8).contains(text) { return true }
                if !process.isRunning { return false }
                Thread.sleep(forTimeInterval: 0.05)
            }
            return false
        }
    }
}
