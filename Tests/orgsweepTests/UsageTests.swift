import Foundation
import Testing

/// What the program says to somebody who mistypes, and to somebody who asks.
struct UsageTests {
    struct Mistake: CustomTestStringConvertible, Sendable {
        let arguments: [String]
        let says: String
        /// The command whose usage is shown.
        let usage: String
        var testDescription: String { arguments.joined(separator: " ") }

        init(_ arguments: String..., says: String, usage: String) {
            self.arguments = arguments
            self.says = says
            self.usage = usage
        }
    }

    @Test(arguments: [
        Mistake("checks", "nope", says: "No check is called \"nope\"", usage: "checks"),
        Mistake("checks", "--family", "cars", says: "Write root, keys, users, passwords, tokens", usage: "checks"),
        Mistake("checks", "--severity", "bad", says: "critical, high, medium, low or info", usage: "checks"),
        Mistake("checks", "--framework", "cis4", says: "cis, cis5, cis6, cis7 or fsbp", usage: "checks"),
        Mistake("checks", "key-age", "--family", "keys", says: "either the id or filters", usage: "checks"),
        Mistake("demo", "--faults", "throttling:account=nosuch", says: "no account \"nosuch\"", usage: "demo"),
        Mistake("demo", "--faults", "silence:rate=2", says: "a number from 0 to 1", usage: "demo"),
        Mistake("demo", "--count", "0x10", says: "whole number from 5 to 10000", usage: "demo"),
        Mistake("demo", "--concurrency", "0", says: "whole number from 1 to 1000", usage: "demo"),
        Mistake("demo", "--as-of", "yesterday", says: "as 2026-11-22T15:00:00Z", usage: "demo"),
        Mistake("sweep", "--deadline", "5", says: "as 90s, 30m or 2h", usage: "sweep"),
        Mistake("sweep", "--role", "", says: "for '--role <name|arn>': It is empty", usage: "sweep"),
        Mistake("sweep", "--external-id", "", says: "It is empty", usage: "sweep"),
        Mistake("simulate", "--port", "99999", says: "whole number from 0 to 65535", usage: "simulate"),
    ])
    func `a mistake is told with its reason and the usage of its command`(mistake: Mistake) throws {
        let program = try Program()
        defer { program.remove() }
        let ending = try program.run(mistake.arguments)
        #expect(ending.code == 64, "\(ending.error)")
        #expect(ending.error.contains(mistake.says), "\(ending.error)")
        #expect(ending.error.contains("Usage: orgsweep \(mistake.usage) "), "\(ending.error)")
    }

    @Test func `the faults are listed with what they do and take`() throws {
        let program = try Program()
        defer { program.remove() }
        let ending = try program.run(["demo", "--faults", "help"])
        #expect(ending.code == 0, "\(ending.error)")
        for line in ["throttling ", "totals-mismatch ", "account, action, rate, first, burst, refill", "from 0 to 1"] {
            #expect(ending.output.contains(line), "\(ending.output)")
        }
        #expect(ending.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }

    @Test(arguments: [[], ["sweep"], ["demo"], ["accounts"], ["checks"], ["simulate"]] as [[String]])
    func `the examples of a command can be pasted`(command: [String]) throws {
        let program = try Program()
        defer { program.remove() }
        let help = try program.run(command + ["--help"]).output
        let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0.contains("EXAMPLE") })
        let examples = lines[(start + 1)...].prefix { !$0.isEmpty }
        #expect(!examples.isEmpty)
        // A line that was wrapped goes on at the margin.
        for line in examples { #expect(line.hasPrefix("  ") && line.count <= 80, "\(line)") }
    }

    @Test func `a port that is taken is told by its number`() throws {
        let program = try Program()
        defer { program.remove() }
        let (server, environment) = try program.simulate(["--count", "5"])
        defer { server.process.terminate() }
        let port = try #require(environment["AWS_ENDPOINT_URL"]?.split(separator: ":").last.map(String.init))
        let second = try program.run(["simulate", "--count", "5", "--port", port])
        #expect(second.code == 1)
        #expect(second.error.hasPrefix("orgsweep: port \(port) of 127.0.0.1 cannot be used: "), "\(second.error)")
        #expect(second.error.contains("Choose another"))
    }

    @Test func `with a JSON log every line of stderr is an object`() throws {
        let program = try Program()
        defer { program.remove() }
        let faults = ["--faults", "denied:action=sts:AssumeRole"]
        let ending = try program.run(["demo", "--count", "6", "--reports", "out", "--log-format", "json"] + faults)
        let lines = ending.error.split(separator: "\n")
        #expect(lines.count > 6, "\(ending.error)")
        var accounts: Set<String> = []
        for line in lines {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            #expect(object?["message"] is String && object?["level"] is String, "\(line)")
            if let account = object?["account_id"] as? String { accounts.insert(account) }
        }
        #expect(accounts.count == 6)
        #expect(ending.error.contains("No account could be assumed: check --role"))
        let refused = try program.run(["sweep", "--log-format", "json"])
        #expect(refused.code == 64)
        #expect(refused.error.hasPrefix("{\"time\":"), "\(refused.error)")
    }

    @Test func `the end of a sweep says what could not be assessed`() throws {
        let program = try Program()
        defer { program.remove() }
        let ending = try program.run(["demo", "--quiet", "--reports", "out"])
        let line = try #require(ending.output.split(separator: "\n").first { $0.hasPrefix("Not assessed: ") })
        #expect(try #/Not assessed: [1-9][0-9]* \(.*[0-9]+ high.*\)/#.wholeMatch(in: line) != nil, "\(line)")
    }
}
