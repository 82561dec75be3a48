import Foundation
import Testing

@Suite(.serialized)
struct ResumeTests {
    @Test func `a run that is killed at random moments ends as one that nobody disturbed`() throws {
        let killing = try Killing(["--count", "40"])
        defer { killing.end() }
        let started = ContinuousClock.now
        let calm = try killing.run(["--as-of", killing.asOf], in: "calm")
        try #require(calm.code == 3, "\(calm.error)")
        let length = ContinuousClock.now - started
        let undisturbed = "calm/" + (try killing.onlyRun(in: "calm"))
        let seed = try Self.seed()
        var dice = Dice(seed: seed)
        var kills = 0

        // Rounds in which every process was faster than its kill say nothing.
        for round in 0..<12 where round < 3 || kills == 0 {
            let reports = "killed-\(round)"
            let first = try killing.start(["--as-of", killing.asOf], in: reports)
            // Before that there is nothing that could be resumed.
            try #require(try first.waitForError("Sweeping"))
            var ending = try endAtRandom(first, within: length, &dice)
            let run = try killing.onlyRun(in: reports)
            kills += ending == nil ? 1 : 0
            for _ in 0..<4 where ending == nil {
                let next = try killing.start(["--resume", run], in: reports)
                ending = try endAtRandom(next, within: length, &dice)
                try expectNoHalfReport(killing, "\(reports)/\(run)")
            }
            let last = try ending ?? killing.run(["--resume", run], in: reports)
            #expect(last.code == 3, "ORGSWEEP_SEED=\(seed), round \(round): \(last.error)")
            if let told = last.error.firstMatch(of: #/: ([0-9]+) of its accounts are not read/#),
                let swept = last.error.firstMatch(of: #/Sweeping ([0-9]+) of 40/#)
            {
                #expect(told.output.1 == swept.output.1, "ORGSWEEP_SEED=\(seed): \(last.error)")
            }
            try killing.expectEqual("\(reports)/\(run)", undisturbed)
            #expect(killing.latest(in: reports) == run)
        }
        #expect(kills > 0, "ORGSWEEP_SEED=\(seed)")
    }

    /// Another one each time, unless a failed test is to be repeated: it names the one it had.
    private static func seed() throws -> UInt64 {
        guard let given = ProcessInfo.processInfo.environment["ORGSWEEP_SEED"] else {
            return UInt64.random(in: 0..<1_000_000)
        }
        return try #require(UInt64(given), "ORGSWEEP_SEED is a number")
    }

    /// Nil if the process was killed; its own ending if it was faster.
    private func endAtRandom(
        _ running: Program.Running,
        within length: Duration,
        _ dice: inout Dice
    ) throws -> Program.Ending? {
        let milliseconds = length.components.seconds * 1_000 + 500
        Thread.sleep(forTimeInterval: Double(Int64.random(in: 0..<milliseconds, using: &dice)) / 1_000)
        kill(running.process.processIdentifier, SIGKILL)
        let ending = try running.wait()
        return running.process.terminationReason == .uncaughtSignal ? nil : ending
    }

    private func expectNoHalfReport(_ killing: Killing, _ run: String) throws {
        let files = try killing.reportFiles(of: run)
        let isWhole = Set(files).isSuperset(of: Killing.report)
        #expect(isWhole || !files.contains("run.json") && !files.contains("report.html"), "\(files)")
    }

    @Test func `a report that was cut off is written without asking AWS again`() throws {
        let killing = try Killing(["--count", "12"])
        defer { killing.end() }
        _ = try killing.run(["--as-of", killing.asOf], in: "calm")
        let undisturbed = "calm/" + (try killing.onlyRun(in: "calm"))
        let run = try killing.killed(in: "cut", concurrency: 12, saying: "Writing the report")
        if killing.latest(in: "cut") != nil {
            // Too late: the report was whole already. As after a kill between the first file and the last:
            try FileManager.default.removeItem(atPath: killing.file("cut/\(run)/run.json"))
        }
        killing.endServer()
        let ending = try killing.run(["--resume", run], in: "cut")
        #expect(ending.code == 3, "\(ending.error)")
        try killing.expectEqual("cut/\(run)", undisturbed)
        #expect(killing.latest(in: "cut") == run)
    }

    @Test func `a run is continued only as it began`() throws {
        let killing = try Killing(["--count", "40"])
        defer { killing.end() }
        let run = try killing.killed(in: "reports")
        let yaml = try killing.text("accounts/organization.yaml")
        func refusal(_ arguments: [String] = [], environment: [String: String] = [:]) throws -> Program.Ending {
            try killing.program.run(
                ["sweep", "--resume", "reports/\(run)"] + arguments,
                environment: killing.environment.merging(environment) { $1 }
            )
        }
        let ledger = try Data(contentsOf: URL(filePath: killing.file("reports/\(run)/ledger.sqlite")))

        try killing.program.write(yaml + "thresholds: { key-age: { limit: 30d } }\n", to: "accounts/organization.yaml")
        let changed = try refusal()
        #expect(changed.code == 64)
        #expect(changed.error.contains("organization.yaml was changed"), "\(changed.error)")
        #expect(changed.error.contains("a threshold is another"), "\(changed.error)")
        try killing.program.write(yaml, to: "accounts/organization.yaml")
        try killing.program.write("account_id\n111122223333\n", to: "accounts/more.csv")
        #expect(try refusal().error.contains("more.csv is new"))
        try FileManager.default.removeItem(atPath: killing.file("accounts/more.csv"))
        let roster = try killing.text("accounts/roster.csv")
        try killing.program.write(roster + "E1,new@example.com,,2020-01-01,,active\n", to: "accounts/roster.csv")
        #expect(try refusal().error.contains("roster.csv was changed"))
        try killing.program.write(roster, to: "accounts/roster.csv")
        for (arguments, word) in [
            (["--role", "Other"], "--role"), (["--region", "eu-west-1"], "--region"),
            (["--fail-on", "low"], "--fail-on"),
            (["--only", "111122223333"], "--only"), (["--external-id", "x-1"], "--external-id"),
            (["--as-of", "2026-01-01T00:00:00Z"], "--as-of"),
        ] {
            let ending = try refusal(arguments)
            #expect(ending.code == 64, "\(arguments)")
            #expect(ending.error.contains("\(word)"), "\(ending.error)")
        }
        let elsewhere = try refusal(environment: ["AWS_ENDPOINT_URL": "http://127.0.0.1:9"])
        #expect(elsewhere.code == 64)
        #expect(elsewhere.error.contains("AWS_ENDPOINT_URL"))
        #expect(try refusal(["--resume", "reports/2020-01-01T000000Z"]).code == 64)
        #expect(try Data(contentsOf: URL(filePath: killing.file("reports/\(run)/ledger.sqlite"))) == ledger)

        // Whatever was refused did no harm, and how fast the rest is read is nobody's business.
        let ending = try refusal(["--concurrency", "7", "--deadline", "1h", "--fail-on", "high"])
        #expect(ending.code == 3, "\(ending.error)")
    }

    @Test func `accounts that join while a run is interrupted are not its business`() throws {
        var killing = try Killing(["--count", "30"])
        defer { killing.end() }
        _ = try killing.run(["--as-of", killing.asOf], in: "calm")
        let population = try killing.accounts(of: "calm/" + killing.onlyRun(in: "calm")).map(\.[0])
        let run = try killing.killed(in: "reports")
        let environment = try killing.serve(["--count", "31"])
        #expect(
            try killing.program.run(["accounts"], environment: environment).output.split(separator: "\n").count == 32
        )
        let ending = try killing.run(["--resume", run], in: "reports")
        #expect(ending.code == 3, "\(ending.error)")
        #expect(try killing.accounts(of: "reports/\(run)").map(\.[0]) == population)
    }

    @Test func `an interrupted sweep says how it goes on, and a finished one that it is`() throws {
        let killing = try Killing(["--count", "60"])
        defer { killing.end() }
        let running = try killing.start(["--concurrency", "2"], in: "reports")
        try #require(try running.waitForError(": swept"))
        let run = try killing.onlyRun(in: "reports")
        let second = try killing.run(["--resume", run], in: "reports")
        #expect(second.code == 1)
        #expect(second.error.contains("another orgsweep is working on this run"), "\(second.error)")
        running.process.interrupt()
        let interrupted = try running.wait()
        #expect(interrupted.code == 130)
        let advice = try #require(interrupted.error.split(separator: "Continue with: orgsweep ").last)
        let words = advice.split(separator: "\n")[0].split(separator: " ").map(String.init)
        #expect(words.contains("--resume"))
        let ending = try killing.program.run(words, environment: killing.environment)
        #expect(ending.code == 3, "\(ending.error)")
        let again = try killing.program.run(words, environment: killing.environment)
        #expect(again.code == 64)
        #expect(again.error.contains("is complete, there is nothing to continue"), "\(again.error)")
        #expect(try killing.text("reports/\(run)/run.json").contains("\"continued\":[{"))
    }

    @Test func `accounts with gaps are tried again, and meanwhile there is no report`() throws {
        var killing = try Killing(["--count", "25"])
        defer { killing.end() }
        #expect(try killing.run(["--as-of", killing.asOf], in: "reports").code == 3)
        let run = try killing.onlyRun(in: "reports")
        try FileManager.default.copyItem(atPath: killing.file("reports/\(run)"), toPath: killing.file("first"))

        // No account ends before the kill, because none is let in.
        try killing.serve(["--count", "25", "--faults", "silence:action=sts:AssumeRole"])
        let retrying = try killing.start(["--resume", "latest", "--retry-failed"], in: "reports")
        try #require(try retrying.waitForError("Sweeping 2 of 25 accounts"))
        kill(retrying.process.processIdentifier, SIGKILL)
        #expect(try retrying.wait().code == SIGKILL)
        try killing.serve(["--count", "25"])
        #expect(try killing.reportFiles(of: "reports/\(run)").filter(Killing.report.contains).isEmpty)
        #expect(killing.latest(in: "reports") == nil)

        let ending = try killing.run(["--resume", run, "--retry-failed"], in: "reports")
        #expect(ending.code == 3, "\(ending.error)")
        try killing.expectEqual("reports/\(run)", "first")
        #expect(killing.latest(in: "reports") == run)
    }

    @Test func `a run without gaps has nothing to try again`() throws {
        let killing = try Killing(["--count", "6"])
        defer { killing.end() }
        #expect(try killing.run([], in: "reports").code != 3)
        let run = try killing.onlyRun(in: "reports")
        let ledger = try Data(contentsOf: URL(filePath: killing.file("reports/\(run)/ledger.sqlite")))
        // As after a kill between the last file and the link.
        try FileManager.default.removeItem(atPath: killing.file("reports/latest"))
        let ending = try killing.run(["--resume", run, "--retry-failed"], in: "reports")
        #expect(ending.code == 64)
        #expect(killing.latest(in: "reports") == run)
        #expect(ending.error.contains("every account was read in full"), "\(ending.error)")
        #expect(try killing.reportFiles(of: "reports/\(run)") == Killing.report.sorted())
        #expect(try Data(contentsOf: URL(filePath: killing.file("reports/\(run)/ledger.sqlite"))) == ledger)
    }

    @Test func `another caller does not continue a run`() throws {
        var killing = try Killing(["--count", "30"])
        defer { killing.end() }
        let run = try killing.killed(in: "reports")
        let yaml = try killing.text("accounts/organization.yaml")
        let roster = try killing.text("accounts/roster.csv")
        let environment = try killing.serve(["--count", "30", "--seed", "9"])
        try killing.program.write(yaml, to: "accounts/organization.yaml")
        try killing.program.write(roster, to: "accounts/roster.csv")
        let ending = try killing.program.run(["sweep", "--resume", "reports/\(run)"], environment: environment)
        #expect(ending.code == 1, "\(ending.error)")
        #expect(ending.error.contains("may not continue it"), "\(ending.error)")
    }

    @Test func `the deadline of the run ends it in time with a report of what was read`() throws {
        let killing = try Killing(["--count", "500"])
        defer { killing.end() }
        let ending = try killing.run(["--deadline", "5s", "--concurrency", "8"], in: "reports")
        #expect(ending.code == 3, "\(ending.error)")
        let lines = try killing.accounts(of: "reports/" + killing.onlyRun(in: "reports"))
        #expect(Set(lines.map(\.[0])).count == 501)
        let deadlines = lines.filter { $0[3] == "deadline" }
        #expect(deadlines.contains { $0[2] == "not_reached" })
        #expect(deadlines.allSatisfy { $0[2] == "not_reached" || $0[2] == "partial" })
        #expect(lines.contains { $0[2] == "swept" })
    }

    @Test(arguments: ["2", "h", "0s", "-1h", "1d", "1.5h", "99999999999999999999h"])
    func `a deadline is a number and a unit`(argument: String) throws {
        let program = try Program()
        defer { program.remove() }
        #expect(try program.run(["sweep", "--deadline=\(argument)"]).code == 64)
    }
}

/// SplitMix64, so that a failed round can be repeated from its seed.
private struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
