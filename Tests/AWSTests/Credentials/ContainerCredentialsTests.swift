import Domain
import HTTP
import Synchronization
import TestSupport
import Testing

@testable import AWS

struct ContainerCredentialsTests {
    private static let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
    private static let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
    private static let token = "AWS_CONTAINER_AUTHORIZATION_TOKEN"

    private func fixture(
        _ environment: [String: String],
        files: [String: String] = [:],
        time: ManualTime = ManualTime(),
        _ handler: @escaping @Sendable (ScriptedRequest) -> ScriptedAnswer = { _ in .keys() }
    ) throws -> CredentialsFixture {
        // A proxy that nobody listens at: the agent is never asked through one.
        let proxied = HTTPConfiguration(proxy: "http://127.0.0.1:1", loops: 1)
        return try CredentialsFixture(environment, files: files, time: time, http: proxied, handler)
    }

    @Test func `a task of ECS asks its agent by the path it was given`() async throws {
        let environment = [Self.relative: "/v2/credentials/uuid?x=1", Self.full: "http://evil.example/"]
        try await withCredentials(fixture(environment)) { fixture in
            let resolved = try await fixture.resolve()
            #expect(resolved.providerName == "container")
            #expect(
                try await resolved.provider.credentials()
                    == Credentials(
                        accessKeyID: "ASIA1",
                        secretAccessKey: Secret("HUSHsecret"),
                        sessionToken: Secret("HUSHtoken"),
                        expiration: Instant(year: 2026, month: 11, day: 22, hour: 21)
                    )
            )
            let request = try #require(fixture.server.requests.first)
            #expect(request.method == "GET" && request.path == "/v2/credentials/uuid?x=1")
            #expect(request.header("accept") == "application/json")
            #expect(request.header("authorization") == nil)
        }
    }

    /// An agent at an address of its own, named by the full address.
    private func withAgent(
        _ environment: [String: String] = [:],
        files: [String: String] = [:],
        time: ManualTime = ManualTime(),
        _ handler: @escaping @Sendable (ScriptedRequest) -> ScriptedAnswer = { _ in .keys() },
        _ body: (CredentialsFixture, ScriptedServer) async throws -> Void
    ) async throws {
        let agent = try ScriptedServer(handler)
        defer { agent.stop() }
        let all = [Self.full: "\(agent.url)/v1/credentials"].merging(environment) { $1 }
        try await withCredentials(fixture(all, files: files, time: time)) { try await body($0, agent) }
    }

    @Test func `a pod shows the token of its file, read anew each time, before that of the environment`() async throws {
        let time = ManualTime()
        try await withAgent(
            [Self.token: "HUSHenvironment", "\(Self.token)_FILE": "/var/run/eks/token"],
            files: ["/var/run/eks/token": "HUSHfirst"],
            time: time,
            { request in .keys(until: time.now.adding(seconds: 3_600).iso8601, key: "ASIA\(request.index)") }
        ) { fixture, agent in
            let provider = try await fixture.resolve().provider
            fixture.files.withLock { $0["/var/run/eks/token"] = "HUSHsecond\n" }
            time.advance(by: .seconds(3_301))
            #expect(try await provider.credentials().accessKeyID == "ASIA1")
            #expect(agent.requests.map { $0.header("authorization") } == ["HUSHfirst", "HUSHsecond"])
            #expect(agent.requests.map(\.path) == ["/v1/credentials", "/v1/credentials"])
        }
    }

    @Test func `the environment's token is sent as it is`() async throws {
        try await withAgent([Self.token: "Bearer HUSH"]) { fixture, agent in
            _ = try await fixture.resolve()
            #expect(agent.requests.map { $0.header("authorization") } == ["Bearer HUSH"])
        }
    }

    @Test func `an agent that is busy is asked again, three times in all`() async throws {
        let time = ManualTime()
        try await withAgent(time: time, { request in request.index == 0 ? [.close] : .http(status: 500) }) {
            fixture,
            agent in
            let failure = try await fixture.failure()
            #expect(failure.description.hasSuffix("answered HTTP 500: check the container's agent"))
            #expect(agent.requests.count == 3)
            #expect(time.sleeps == [.seconds(1), .seconds(1)])
        }
    }

    @Test func `keys in a profile come before a container, and a container before the instance`() async throws {
        let config = "[default]\naws_access_key_id = AKIA\naws_secret_access_key = HUSH\n"
        let fixture = try CredentialsFixture([Self.relative: "/x"], config: config) { _ in .keys() }
        try await withCredentials(fixture) { fixture in
            let name = try await fixture.resolve().providerName
            #expect(name == "profile default")
            #expect(fixture.server.requests.isEmpty)
        }
    }

    // MARK: Failures

    @Test(arguments: [
        (
            ScriptedAnswer.http(status: 403, body: "HUSH"),
            "answered HTTP 403: check the authorization token and the role of the task or the pod"
        ),
        (
            .http(status: 302, headers: [("Location", "http://evil.example/")]),
            "answered HTTP 302: check the "
                + "container's agent"
        ),
        (.http(body: "<!doctype html>HUSH"), "an HTML or XML page came instead of JSON: check that 127.0.0.1"),
        (
            .http(body: #"{"AccessKeyId": "HUSH", "SecretAccessKey": "HUSH", "Expiration": "x"}"#),
            "Token is missing in the JSON"
        ),
        (.http(body: #"{"AccessKeyId": 1}"#), "a value of another type in the JSON at AccessKeyId"),
        (.keys(until: "2026-11-22T15:00:00Z"), "it gave credentials that expired at 2026-11-22T15:00:00Z"),
    ])
    func `what the agent answers instead is told of`(answer: ScriptedAnswer, message: String) async throws {
        try await withAgent([:], { _ in answer }) { fixture, agent in
            let failure = try await fixture.failure()
            #expect(failure.description.hasPrefix("container: "))
            #expect(failure.description.contains(message), "\(failure)")
            #expect(agent.requests.count == 1)
        }
    }

    @Test func `an agent that is not there is told of`() async throws {
        let failure = try await withCredentials(fixture([Self.full: "http://127.0.0.1:1/"])) { try await $0.failure() }
        #expect(failure.description.hasPrefix("container: 127.0.0.1:1: no connection: "), "\(failure)")
    }

    @Test func `a token that is missing or no header is told of without it`() async throws {
        try await withAgent(["\(Self.token)_FILE": "/token"]) { fixture, agent in
            let missing = try await fixture.failure().description
            #expect(
                missing
                    == "container: /token does not exist: mount the token that \(Self.token)_FILE names"
            )
            fixture.files.withLock { $0["/token"] = "HUSH\nx-evil: 1" }
            let broken = try await fixture.failure().description
            #expect(
                broken
                    == "container: the authorization token is not one line of ASCII: check \(Self.token) or "
                    + "\(Self.token)_FILE"
            )
            #expect(agent.requests.isEmpty)
        }
    }

    @Test(arguments: [
        (relative, "v2/x", "is not a path"), (relative, "/a b", "is not a path"),
        (full, "169.254.170.2/x", "is not an address"), (full, "http://a\\@b/", "is not an address"),
        (full, "http://10.0.0.1/x", "leads to 10.0.0.1, which may not be asked without TLS"),
    ])
    func `an address that may not be asked is refused`(variable: String, value: String, problem: String) async throws {
        let failure = try await withCredentials(fixture([variable: value])) { try await $0.failure() }
        #expect(failure.description.hasPrefix("container: \(variable) \(problem): "), "\(failure)")
    }

    @Test(arguments: [
        "https://anywhere.example/x", "HTTPS://10.0.0.1:8443", "http://127.0.0.1", "http://127.255.0.9:80/x?y#z",
        "http://[::1]:80/", "http://[0:0:0:0:0:0:0:1]/", "http://localhost:1/", "http://169.254.170.2/x",
        "http://169.254.170.23/v1/credentials", "http://[fd00:ec2::23]/v1/credentials", "http://[FD00:0EC2::23]",
    ])
    func `a host may be asked`(url: String) {
        #expect(ContainerAddress(url)?.isAllowed == true)
    }

    @Test(arguments: [
        "http://anywhere.example/", "http://169.254.169.254/", "http://169.254.170.20/",
        "http://169.254.170.2.example/",
        "http://127.0.0.1.example/", "http://127.1/", "http://127.0.0.01/", "http://0x7f.0.0.1/", "http://127.0.0.256/",
        "http://[::2]/", "http://[fd00:ec2::254]/", "http://localhost.example/", "http://2130706433/",
        "http://0.0.0.0/",
        "http://127.0.0.1@evil.example/", "http://evil.example#@127.0.0.1/", "http://127.0.0.1\\@evil.example/",
        "http://127.0.0.1:80:80/", "http://127.0.0.1:@evil.example/", "http://[::1/", "http://[::1]x/", "http:///x",
        "ftp://127.0.0.1/", "//127.0.0.1/", "127.0.0.1", "http://127.0.0.1/a b", "http://127.0.0.1%2f/",
        "http://[::ffff:10.0.0.1]/",
        "http://\u{661}27.0.0.1/", "",
    ])
    func `a host may not be asked`(url: String) {
        #expect(ContainerAddress(url)?.isAllowed != true)
    }
}
