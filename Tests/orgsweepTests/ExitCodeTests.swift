import Foundation
import Testing

struct ExitCodeTests {
    private static let credentials = [
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "hunter2hunter2",
    ]
    /// Nothing listens on port 9 of this machine: a call would end in "connection refused" and exit code 1.
    private static let nowhere = credentials.merging([
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_MAX_ATTEMPTS": "1",
    ]) { $1 }

    struct BadInput: CustomTestStringConvertible, Sendable {
        let name: String
        var files: [String: String] = ["accounts/organization.yaml": "role: audit\n"]
        var arguments = ["sweep"]
        var environment = ExitCodeTests.nowhere
        let says: String
        var testDescription: String { name }
    }

    @Test(arguments: [
        BadInput(
            name: "an unknown option",
            arguments: ["sweep", "--frobnicate"],
            says: "Unknown option '--frobnicate'"
        ),
        BadInput(name: "an unknown command", arguments: ["swep"], says: "swep"),
        BadInput(name: "an 11-digit account id", arguments: ["sweep", "--only", "12345678901"], says: "--only"),
        BadInput(name: "no accounts folder", files: [:], says: "accounts: not a readable folder."),
        BadInput(
            name: "malformed YAML",
            files: ["accounts/organization.yaml": "role: audit\n  x: [\n"],
            says: "accounts/organization.yaml:2: not valid YAML"
        ),
        BadInput(
            name: "an unknown key",
            files: ["accounts/organization.yaml": "role: audit\nrolle: x\n"],
            says: "accounts/organization.yaml:2: rolle: unknown key."
        ),
        BadInput(
            name: "a key that comes later",
            files: ["accounts/organization.yaml": "role: audit\nidentity_center: true\n"],
            says: "identity_center: not yet"
        ),
        BadInput(
            name: "a malformed CSV",
            files: [
                "accounts/organization.yaml": "role: audit\n", "accounts/a.csv": "account_id,name\n111122223333\n",
            ],
            says: "accounts/a.csv:2: 1 cells where the header has 2."
        ),
        BadInput(
            name: "an account id that a spreadsheet shortened",
            files: ["accounts/organization.yaml": "role: audit\n", "accounts/a.csv": "account_id\n12345678901\n"],
            says: "accounts/a.csv:2: account_id: \"12345678901\" is not an account id (Excel dropped"
        ),
        BadInput(
            name: "a duplicate account",
            files: [
                "accounts/organization.yaml": "role: audit\n",
                "accounts/a.csv": "account_id\n111122223333\n111122223333\n",
            ],
            says: "accounts/a.csv:3: account 111122223333 stands twice, first at accounts/a.csv:2."
        ),
        BadInput(
            name: "a second try of no run",
            arguments: ["sweep", "--retry-failed"],
            says: "--retry-failed says what to do with the run that --resume names"
        ),
        BadInput(
            name: "a run that does not exist",
            arguments: ["sweep", "--resume", "2026-11-22T150000Z"],
            says: "reports/2026-11-22T150000Z: no such run"
        ),
        BadInput(name: "a folder that is no run", arguments: ["sweep", "--resume", "./accounts"], says: "no such run"),
        BadInput(
            name: "no credentials",
            environment: ["AWS_EC2_METADATA_DISABLED": "true"],
            says: "AWS_ACCESS_KEY_ID"
        ),
        BadInput(
            name: "an MFA code that is none",
            arguments: ["sweep", "--mfa-code", "hunter2"],
            says: "--mfa-code must be 6 digits"
        ),
        BadInput(
            name: "profiles in a circle",
            files: [
                "accounts/organization.yaml": "role: audit\n",
                ".aws/config": "[default]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = default\n",
            ],
            environment: ["AWS_ENDPOINT_URL": "http://127.0.0.1:9"],
            says: "the profile default: its source_profile leads in a circle: default -> default:"
        ),
        BadInput(
            name: "an SSO session that nobody logged in to",
            files: [
                "accounts/organization.yaml": "role: audit\n",
                ".aws/config": "[default]\nsso_account_id = 111122223333\nsso_role_name = x\nsso_region = us-east-1\n"
                    + "sso_start_url = https://x.awsapps.com/start\n",
            ],
            environment: ["AWS_ENDPOINT_URL": "http://127.0.0.1:9"],
            says: "does not exist: run aws sso login --profile default"
        ),
        BadInput(
            name: "half a key pair",
            environment: ["AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE"],
            says: "AWS_SECRET_ACCESS_KEY"
        ),
        BadInput(
            name: "an endpoint that is no URL",
            environment: nowhere.merging(["AWS_ENDPOINT_URL": "localhost"]) { $1 },
            says: "AWS_ENDPOINT_URL"
        ),
        BadInput(
            name: "a live sweep of next week",
            arguments: ["sweep", "--as-of", "2200-01-01T00:00:00Z"],
            says: "24 hours"
        ),
    ])
    func `wrong usage ends with 64 before any call and says what to do`(input: BadInput) throws {
        let program = try Program()
        defer { program.remove() }
        for (path, text) in input.files { try program.write(text, to: path) }
        let ending = try program.run(input.arguments, environment: input.environment)
        #expect(ending.code == 64, "\(ending.error)")
        #expect(ending.error.contains(input.says), "\(ending.error)")
        #expect(!ending.error.contains("hunter2"))
        #expect(ending.output.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: program.folder.appending(path: "reports").path()))
    }

    @Test func `a reports folder that cannot be written ends with 1 before any call`() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write("role: audit\n", to: "accounts/organization.yaml")
        try program.write("a file is in the way", to: "reports")
        let ending = try program.run(["sweep"], environment: Self.nowhere)
        #expect(ending.code == 1)
        #expect(ending.error.contains("reports: no run can be written here"), "\(ending.error)")
    }

    @Test func `an AWS that nobody can reach ends with 1 and leaves no run behind`() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write("role: audit\n", to: "accounts/organization.yaml")
        let ending = try program.run(["sweep"], environment: Self.nowhere)
        #expect(ending.code == 1)
        #expect(ending.error.contains("sts:GetCallerIdentity"), "\(ending.error)")
        let left = try FileManager.default.contentsOfDirectory(atPath: program.folder.appending(path: "reports").path())
        #expect(left.isEmpty)
    }

    @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
    func `a signal ends the sweep with its code, no report and no latest`(signal: Int32, code: Int32) throws {
        let program = try Program()
        defer { program.remove() }
        let running = try program.start(["demo", "--count", "400", "--concurrency", "4", "--reports", "out"])
        try #require(try running.waitForError("swept"))
        kill(running.process.processIdentifier, signal)
        let ending = try running.wait()
        #expect(ending.code == code, "\(ending.error)")
        #expect(ending.error.contains("interrupted: no report was written"))
        let runs = try FileManager.default.contentsOfDirectory(atPath: program.folder.appending(path: "out").path())
        #expect(runs.count == 1)
        let run = program.folder.appending(path: "out").appending(path: try #require(runs.first))
        let files = try FileManager.default.contentsOfDirectory(atPath: run.path())
        #expect(files.contains("ledger.sqlite"))
        #expect(!files.contains { $0.hasSuffix(".html") || $0.hasSuffix(".csv") || $0.hasSuffix(".json") })
    }

    @Test func `a full log disk does not end the sweep, and a lost result is told`() throws {
        let program = try Program()
        defer { program.remove() }
        let sweep = try program.shell("exec $ORGSWEEP demo --count 6 --reports out 2>/dev/full")
        #expect(sweep.code == 0, "\(sweep.error)")
        #expect(sweep.output.contains("Report: out/"))
        let checks = try program.shell("exec $ORGSWEEP checks >/dev/full")
        #expect(checks.code == 1)
        #expect(checks.error.contains("could not be written to stdout"))
    }

    @Test func `the demo exits with 0 and says what a sweep would have said`() throws {
        let program = try Program()
        defer { program.remove() }
        let ending = try program.run(["demo", "--quiet", "--reports", "out"])
        #expect(ending.code == 0, "\(ending.error)")
        #expect(ending.output.contains("Report: out/"))
        #expect(ending.output.contains("a sweep would exit 3"))
        #expect(FileManager.default.fileExists(atPath: program.folder.appending(path: "out/latest/report.html").path()))
    }

    @Test(arguments: [[], ["sweep"], ["demo"], ["accounts"], ["checks"], ["simulate"]] as [[String]])
    func `every command has help with an example`(command: [String]) throws {
        let program = try Program()
        defer { program.remove() }
        let ending = try program.run(command + ["--help"])
        #expect(ending.code == 0)
        #expect(ending.output.contains("EXAMPLE"))
    }

    @Test func `a simulated organization is swept by another process`() throws {
        let program = try Program()
        defer { program.remove() }
        let (server, environment) = try program.simulate(["--count", "6"])
        defer { server.process.terminate() }
        let population = try program.run(["accounts"], environment: environment)
        #expect(population.code == 0, "\(population.error)")
        #expect(population.output.split(separator: "\n").count == 7)
        let sweep = try program.run(["sweep", "--fail-on", "never"], environment: environment)
        #expect(sweep.code == 0, "\(sweep.error)")
        let strict = try program.run(["sweep"], environment: environment)
        #expect(strict.code == 2, "\(strict.error)")
        server.process.terminate()
        #expect(try server.wait().code == 0)
    }

    @Test func `the truth of a simulated organization is a JSON object a line`() throws {
        let program = try Program()
        defer { program.remove() }
        let server = try program.start(["simulate", "--count", "25", "--truth", "truth.jsonl"])
        defer { server.process.terminate() }
        try #require(try server.waitForOutput("# region:"))
        let text = try String(contentsOf: program.folder.appending(path: "truth.jsonl"), encoding: .utf8)
        let checks = try text.split(separator: "\n").map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return try #require(object?["check_id"] as? String)
        }
        #expect(checks.contains("root-mfa") && checks.contains("account-not-assumed"))
        let lost = try program.run(["simulate", "--truth", "nowhere/truth.jsonl"])
        #expect(lost.code == 1)
        #expect(lost.error.contains("nowhere/truth.jsonl"))
    }

    @Test func `one check is printed in full and an unknown one is refused`() throws {
        let program = try Program()
        defer { program.remove() }
        let known = try program.run(["checks", "key-age"])
        #expect(known.code == 0)
        #expect(known.output.contains("90d"))
        let unknown = try program.run(["checks", "key-of-fortune"])
        #expect(unknown.code == 64)
        #expect(unknown.error.contains("orgsweep checks"))
    }
}
