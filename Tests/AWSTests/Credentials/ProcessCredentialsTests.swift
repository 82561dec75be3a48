import Domain
import Foundation
import Glibc
import TestSupport
import Testing

@testable import AWS

/// Real programs, run as users' are.
struct ProcessCredentialsTests {
    private static let good = #"{"Version": 1, "AccessKeyId": "AKIA1", "SecretAccessKey": "HUSHsecret"}"#

    /// A clock that runs, for programs that do.
    private static let realTime: Timekeeper = {
        let start = ContinuousClock.now
        return Timekeeper(
            now: { Instant(year: 2026, month: 11, day: 22, hour: 15) },
            uptime: { start.duration(to: .now) },
            sleep: { try await Task.sleep(for: $0) }
        )
    }()

    private func fixture(
        _ command: String,
        environment: [String: String] = [:],
        timekeeper: Timekeeper = realTime,
        limit: Duration = .seconds(60)
    ) throws -> CredentialsFixture {
        try CredentialsFixture(
            environment,
            config: "[default]\ncredential_process = \(command)\n",
            timekeeper: timekeeper,
            processLimit: limit
        )
    }

    /// A shell script as `credential_process`; inside it double quotes need no escape, single ones are not allowed.
    private func script(
        _ script: String,
        environment: [String: String] = [:],
        limit: Duration = .seconds(60)
    ) throws -> CredentialsFixture {
        try fixture("/bin/sh -c '\(script)'", environment: environment, limit: limit)
    }

    private func problem(_ fixture: CredentialsFixture) async throws -> String {
        let failure = try await withCredentials(fixture) { try await $0.failure() }
        guard case .unavailable("profile default: credential_process", let problem, let remedy) = failure else {
            return "\(failure)"
        }
        #expect(remedy == "run the program of credential_process in profile default by hand and see what it prints")
        return problem
    }

    @Test func `what a program prints is taken, its arguments split without a shell`() async throws {
        let fixture = try fixture(
            #"printf '{"Version": 1, %s "AccessKeyId": "AKIA1", "SecretAccessKey": "HUSH%s"}' "#
                + #"'"SessionToken": "T",' $HOME"#
        )
        try await withCredentials(fixture) { fixture in
            let resolved = try await fixture.resolve()
            #expect(resolved.providerName == "profile default: credential_process")
            let credentials = try await resolved.provider.credentials()
            #expect(
                credentials
                    == Credentials(
                        accessKeyID: "AKIA1",
                        secretAccessKey: Secret("HUSH$HOME"),
                        sessionToken: Secret("T")
                    )
            )
        }
    }

    @Test func `the program has the environment, an empty stdin and nobody who reads its stderr`() async throws {
        let fixture = try script(
            "read x; yes HUSH | head -n 100000 >&2; "
                + #"printf "{\"Version\":1,\"AccessKeyId\":\"$KEY$x\",\"SecretAccessKey\":\"s\"}""#,
            environment: ["KEY": "AKIAENV"]
        )
        try await withCredentials(fixture) { fixture in
            let found = try await fixture.resolve().provider.credentials().accessKeyID
            #expect(found == "AKIAENV")
        }
    }

    @Test func `a program that leaves another one running is not waited for`() async throws {
        let fixture = try script("sleep 600 & printf %s \"$ANSWER\"", environment: ["ANSWER": Self.good])
        try await withCredentials(fixture) { fixture in
            let found = try await fixture.resolve().provider.credentials().accessKeyID
            #expect(found == "AKIA1")
        }
    }

    @Test func `with an end the credentials are renewed by running it again`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let time = ManualTime()
        let clock = Timekeeper(
            now: time.timekeeper.now,
            uptime: Self.realTime.uptime,
            sleep: Self.realTime.sleep
        )
        let end = #"\"Expiration\":\"2026-11-22T16:00:00+00:00\""#
        let script =
            #"echo >> "$RUNS"; n=$(wc -l < "$RUNS"); "#
            + #"printf "{\"Version\":1,\"AccessKeyId\":\"AKIA$n\",\"SecretAccessKey\":\"s\",\#(end)}""#
        let fixture = try fixture(
            "/bin/sh -c '\(script)'",
            environment: ["RUNS": folder.appending(path: "runs").path()],
            timekeeper: clock
        )
        try await withCredentials(fixture) { fixture in
            let provider = try await fixture.resolve().provider
            #expect(try await provider.credentials().accessKeyID == "AKIA1")
            time.advance(by: .seconds(3_301))
            #expect(try await provider.credentials().accessKeyID == "AKIA2")
            time.advance(by: .seconds(299))
            let failure = try await #require(throws: CredentialsFailure.self) { try await provider.credentials() }
            #expect(failure.description.contains("it gave credentials that expired at 2026-11-22T16:00:00Z"))
        }
    }

    @Test func `credentials in the files come before a process in the credentials file, and after it in the other`()
        async throws
    {
        let keys = "aws_access_key_id = AKIAFILE\naws_secret_access_key = HUSH\n"
        let process = "credential_process = printf '\(Self.good)'\n"
        for (credentials, config, key) in [
            ("[default]\n\(keys)", "[default]\n\(process)", "AKIAFILE"), ("", "[default]\n\(process)\(keys)", "AKIA1"),
        ] {
            let fixture = try CredentialsFixture(credentials: credentials, config: config, timekeeper: Self.realTime)
            try await withCredentials(fixture) { fixture in
                let found = try await fixture.resolve().provider.credentials().accessKeyID
                #expect(found == key)
            }
        }
    }

    @Test func `a program gets none of our files and sockets`() async throws {
        let (read, write) = try Self.pipe()
        defer { for end in [read, write] { close(end) } }
        // A shell has the script itself open in no file: what is above 2 would be ours.
        let text = "for f in /proc/self/fd/*; do case ${f##*/} in 0|1|2) ;; *) [ -p $f ] && exit 9;; esac; done; exit 3"
        #expect(try await problem(script(text)) == "it exited with 3")
    }

    private static func pipe() throws -> (Int32, Int32) {
        var ends: [Int32] = [-1, -1]
        try #require(Glibc.pipe(&ends) == 0)
        return (ends[0], ends[1])
    }

    // MARK: Failures

    @Test(arguments: [
        ("echo HUSH; echo HUSH >&2; exit 3", "it exited with 3"), ("kill -9 $$", "it was ended by signal 9"),
        ("true", "it printed nothing"), ("echo", "it printed nothing"), ("echo HUSH", "not JSON"),
        ("echo [1]", "a value of another type in the JSON at its top"),
        ("echo \"<html>HUSH</html>\"", "an HTML or XML page came instead of JSON"),
        (#"printf "\377""#, "it printed no UTF-8 text"),
        (#"echo "{\"AccessKeyId\":\"HUSH\"}""#, "Version is missing in the JSON"),
        (#"echo "{\"Version\":2}""#, "it printed Version 2, not 1"),
        (#"echo "{\"Version\":\"HUSH\"}""#, "a value of another type in the JSON at Version"),
        (#"echo "{\"Version\":1,\"SecretAccessKey\":\"HUSH\"}""#, "AccessKeyId is missing in the JSON"),
        (
            #"echo "{\"Version\":1,\"AccessKeyId\":\"HUSH\",\"SecretAccessKey\":\"\"}""#,
            "SecretAccessKey is missing in the JSON"
        ),
        (
            #"echo "{\"Version\":1,\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"HUSH\",\"Expiration\":\"soon\"}""#,
            "Expiration in the JSON is not an ISO 8601 instant"
        ),
        (
            #"echo "{\"Version\":1,\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"HUSH\","#
                + #"\"Expiration\":\"2026-11-22T15:00:00Z\"}""#,
            "it gave credentials that expired at 2026-11-22T15:00:00Z"
        ),
        ("yes HUSH", "the program printed more than 1048576 bytes"),
    ])
    func `a program that fails or prints junk is told of without a word of it`(
        script: String,
        expected: String
    ) async throws {
        #expect(try await problem(self.script(script)) == expected)
    }

    @Test func `a value that would break a header is refused`() async throws {
        let fixture = try script(
            #"printf %s "{\"Version\":1,\"AccessKeyId\":\"HUSH\\nx\",\"SecretAccessKey\":\"HUSH\"}""#
        )
        let failure = try await withCredentials(fixture) { try await $0.failure() }
        #expect(failure == .malformedValue(source: "profile default: credential_process", key: "AccessKeyId"))
    }

    @Test func `a program that is not there is told of`() async throws {
        #expect(
            try await problem(fixture("/no/such/program HUSH"))
                == "the program cannot be started: No such file or directory"
        )
        #expect(try await problem(fixture("''")) == "it names no program")
    }

    @Test func `a program that hangs is ended, and what it started with it`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let pipe = folder.appending(path: "pipe").path()
        try #require(mkfifo(pipe, 0o600) == 0)
        // The grandchild alone holds the fifo open: its end of file says that it is gone.
        let reader = open(pipe, O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        let fixture = try script(
            #"sleep 600 > "$FIFO" & wait"#,
            environment: ["FIFO": pipe],
            limit: .milliseconds(500)
        )
        #expect(try await problem(fixture) == "the program had not ended after 0 seconds")
        var entry = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
        _ = poll(&entry, 1, 60_000)
        var byte: UInt8 = 0
        #expect(read(reader, &byte, 1) == 0)
    }

    @Test func `a cancelled sweep does not wait for the program`() async throws {
        let fixture = try script("sleep 600")
        try await withCredentials(fixture) { fixture in
            let resolution = Task { try await fixture.resolve() }
            resolution.cancel()
            await #expect(throws: CancellationError.self) { try await resolution.value }
        }
    }

    @Test(arguments: [
        ("printf 'x", "a quotation mark is never closed"), ("printf x\\", "a backslash stands at the end"),
    ])
    func `a command that cannot be split is refused`(command: String, problem: String) async throws {
        let failure = try await withCredentials(fixture(command)) { try await $0.failure() }
        #expect(
            failure.description
                == "the profile default: credential_process cannot be split into words: \(problem): correct it"
        )
    }
}
