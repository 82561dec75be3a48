import Foundation
import Testing

/// What a script sees of `orgsweep preflight` and `orgsweep role`: stdout, stderr and the exit code.
struct PreflightCommandTests {
    private func withRehearsal(
        _ arguments: [String],
        _ test: (Program, [String: String]) throws -> Void
    ) throws {
        let program = try Program()
        defer { program.remove() }
        let (server, environment) = try program.simulate(arguments)
        defer { server.process.terminate() }
        try test(program, environment)
    }

    @Test func `a gap is exit code 3, a line of the table and a next step`() throws {
        try withRehearsal(["--count", "10"]) { program, environment in
            let ending = try program.run(["preflight"], environment: environment)
            #expect(ending.code == 3)
            #expect(ending.error.isEmpty)
            let lines = ending.output.split(separator: "\n")
            #expect(lines.first?.hasPrefix("ACCOUNT") == true)
            let refused = try #require(lines.first { $0.contains("acquired-shop") })
            #expect(refused.contains("role_missing_or_trust_denied: User: arn:aws:sts::"))
            #expect(ending.output.contains("NEXT STEPS\n"))
            #expect(lines.last == "9 of 10 accounts can be swept in full")
        }
    }

    @Test func `no gap is exit code 0, and JSON is one object`() throws {
        try withRehearsal(["--count", "6"]) { program, environment in
            let ending = try program.run(["preflight", "--format", "json"], environment: environment)
            #expect(ending.code == 0)
            let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any]
            #expect(object?["accounts_in_scope"] as? Int == 6)
            #expect(object?["accounts_with_gaps"] as? Int == 0)
        }
    }

    @Test func `only the accounts that are asked for are tried`() throws {
        try withRehearsal(["--count", "10"]) { program, environment in
            let all = try program.run(["preflight"], environment: environment)
            let line = try #require(all.output.split(separator: "\n").first { $0.contains("prod-payments") })
            let other = try #require(all.output.split(separator: "\n").first { $0.contains("management") })
            let both = ["--only", String(line.prefix(12)), "--only", String(other.prefix(12))]
            let ofBoth = try program.run(["preflight"] + both, environment: environment)
            #expect(ofBoth.output.contains("2 of 2 accounts can be swept in full"))
            let ending = try program.run(["preflight", "--only", String(line.prefix(12))], environment: environment)
            #expect(ending.code == 0)
            #expect(ending.output.contains("1 of 1 accounts can be swept in full; 9 left out by the command line"))
        }
    }

    @Test func `an organization that does not answer is exit code 1`() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write("role: audit\n", to: "accounts/organization.yaml")
        let environment = [
            "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "hunter2hunter2",
            "AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_MAX_ATTEMPTS": "1",
        ]
        let ending = try program.run(["preflight"], environment: environment)
        #expect(ending.code == 1)
        #expect(ending.error.contains("sts:GetCallerIdentity"))
        #expect(!ending.error.contains("hunter2"))
    }

    @Test(arguments: [["preflight", "--concurrency", "0"], ["preflight"], ["role", "hub", "--role-name", "a//b"]])
    func `wrong usage is exit code 64`(arguments: [String]) throws {
        let program = try Program()
        defer { program.remove() }
        #expect(try program.run(arguments).code == 64)
    }

    @Test func `every command that a next step names can be run`() throws {
        try withRehearsal(["--count", "25"]) { program, environment in
            let ending = try program.run(["preflight"], environment: environment)
            let commands = ending.output.split(separator: "`").filter { $0.hasPrefix("orgsweep ") }
            #expect(Set(commands.map { $0.split(separator: " ")[2] }) == ["cloudformation", "policy"])
            for command in commands {
                #expect(try program.run(command.split(separator: " ").dropFirst().map(String.init)).code == 0)
            }
        }
    }

    @Test(arguments: [
        ["scp", "--deployer", "*"], ["scp", "--deployer", "tf role"],
        ["scp", "--deployer", "arn:aws:sts::111122223333:assumed-role/tf/x"],
        ["scp", "--deployer", "arn:aws:iam::*:role/*"], ["hub", "--organization-id", "o-\""],
    ])
    func `what would let everybody or nobody in is refused`(arguments: [String]) throws {
        let program = try Program()
        defer { program.remove() }
        let ending = try program.run(["role"] + arguments)
        #expect(ending.code == 64)
        #expect(ending.error.contains("Usage: orgsweep role \(arguments[0])"), "\(ending.error)")
    }

    @Test(arguments: ["policy", "cloudformation", "terraform", "hub", "scp"])
    func `the role is printed without a configuration, a credential or a call`(kind: String) throws {
        let program = try Program()
        defer { program.remove() }
        let ending = try program.run(["role", kind])
        #expect(ending.code == 0)
        #expect(ending.error.isEmpty)
        #expect(ending.output.contains(kind == "policy" ? "iam:GetUser" : "orgsweep-reader"))
    }
}
