import Domain
import HTTP
import Synchronization
import TestSupport
import Testing

@testable import AWS

struct InstanceCredentialsTests {
    private static let path = "/latest/meta-data/iam/security-credentials/"

    /// An instance whose role is `Node`; `change` answers instead where it returns something.
    private func fixture(
        _ environment: [String: String] = [:],
        config: String? = nil,
        time: ManualTime = ManualTime(),
        http: HTTPConfiguration = HTTPConfiguration(loops: 1),
        _ change: @escaping @Sendable (ScriptedRequest) -> ScriptedAnswer? = { _ in nil }
    ) throws -> CredentialsFixture {
        try CredentialsFixture(environment, config: config, time: time, http: http) { request in
            if let answer = change(request) { return answer }
            return switch (request.method, request.path) {
            case ("PUT", "/latest/api/token"): .http(body: "HUSHimds")
            case ("GET", Self.path): .http(body: "Node\n")
            case ("GET", Self.path + "Node"): .keys()
            default: .http(status: 404)
            }
        }
    }

    /// What is said of the instance where nothing else was configured.
    private func problem(_ fixture: CredentialsFixture) async throws -> String {
        let failure = try await withCredentials(fixture) { try await $0.failure() }
        guard case .notFound(let lookedAt) = failure, let last = lookedAt.last,
            last.hasPrefix("instance metadata ("), last.hasSuffix(")")
        else { return "\(failure)" }
        return String(last.dropFirst("instance metadata (".count).dropLast())
    }

    @Test func `without anything else the role of the instance is asked for, by version 2`() async throws {
        // A proxy that nobody listens at: the metadata service is never asked through one.
        let proxied = HTTPConfiguration(proxy: "http://127.0.0.1:1", loops: 1)
        try await withCredentials(fixture(http: proxied)) { fixture in
            let resolved = try await fixture.resolve()
            #expect(resolved.providerName == "instance metadata")
            #expect(
                try await resolved.provider.credentials()
                    == Credentials(
                        accessKeyID: "ASIA1",
                        secretAccessKey: Secret("HUSHsecret"),
                        sessionToken: Secret("HUSHtoken"),
                        expiration: Instant(year: 2026, month: 11, day: 22, hour: 21)
                    )
            )
            let requests = fixture.server.requests
            #expect(requests.map(\.method) == ["PUT", "GET", "GET"])
            #expect(requests.map(\.path) == ["/latest/api/token", Self.path, Self.path + "Node"])
            #expect(requests[0].header("x-aws-ec2-metadata-token-ttl-seconds") == "21600")
            #expect(requests.map { $0.header("x-aws-ec2-metadata-token") } == [nil, "HUSHimds", "HUSHimds"])
        }
    }

    @Test func `they are renewed before they end`() async throws {
        let time = ManualTime()
        let fixture = try fixture(time: time) { request in
            guard request.path == Self.path + "Node" else { return nil }
            return .keys(until: time.now.adding(seconds: 3_600).iso8601, key: "ASIA\(request.index)")
        }
        try await withCredentials(fixture) { fixture in
            let provider = try await fixture.resolve().provider
            #expect(try await provider.credentials().accessKeyID == "ASIA2")
            time.advance(by: .seconds(3_301))
            #expect(try await provider.credentials().accessKeyID == "ASIA5")
        }
    }

    @Test func `credentials that the service cannot rotate are used on`() async throws {
        let fixture = try fixture { request in
            request.path == Self.path + "Node" ? .keys(until: "2026-11-22T14:00:00Z") : nil
        }
        try await withCredentials(fixture) { fixture in
            let credentials = try await fixture.resolve().provider.credentials()
            #expect(credentials.expiration == Instant(year: 2026, month: 11, day: 22, hour: 15, minute: 15))
        }
    }

    @Test func `as many attempts are made as asked for`() async throws {
        let environment = ["AWS_METADATA_SERVICE_NUM_ATTEMPTS": "3", "AWS_METADATA_SERVICE_TIMEOUT": "20"]
        let fixture = try fixture(environment) { request in request.index < 2 ? [.close] : nil }
        try await withCredentials(fixture) { fixture in
            _ = try await fixture.resolve()
            #expect(fixture.server.requests.map(\.method) == ["PUT", "PUT", "PUT", "GET", "GET"])
        }
    }

    @Test func `an attempt that is not answered ends by itself`() async throws {
        #expect(try await problem(fixture { _ in .hang }).contains("timed out"))
    }

    @Test func `nothing is asked that is switched off`() async throws {
        let fixture = try fixture(["AWS_EC2_METADATA_DISABLED": "TRUE"])
        #expect(try await problem(fixture) == "AWS_EC2_METADATA_DISABLED is true")
        #expect(fixture.server.requests.isEmpty)
    }

    @Test(arguments: [
        ("/latest/api/token", ScriptedAnswer.http(status: 403), "answered HTTP 403 when asked for a token"),
        ("/latest/api/token", .http(), "gave no token"),
        ("/latest/api/token", .http(body: "<html>HUSH HUSH</html>"), "gave no token"),
        (path, .http(status: 404), "no role is attached to this instance"),
        (path, .http(body: "<html>HUSH HUSH</html>"), "named no role (HTTP 200)"),
        (path, .http(body: "../x\nNode"), "named no role (HTTP 200)"),
        (path, .http(status: 500), "named no role (HTTP 500)"),
        (path + "Node", .http(status: 404), "HTTP 404 instead of credentials for Node"),
        (path + "Node", .http(body: "HUSH"), "not JSON"),
        (path + "Node", .http(body: "\n<html>HUSH</html>"), "an HTML or XML page came instead of JSON"),
        (
            path + "Node", .http(body: #"{"Code": "AssumeRoleUnauthorizedAccess", "Message": "HUSH"}"#),
            "it answered AssumeRoleUnauthorizedAccess"
        ),
        (
            path + "Node", .http(body: #"{"AccessKeyId": "A", "SecretAccessKey": "HUSH", "Token": "HUSH"}"#),
            "Expiration is missing in the JSON"
        ),
        (
            path + "Node", .http(body: #"{"AccessKeyId": "A", "SecretAccessKey": "HUSH", "Expiration": "x"}"#),
            "Token is missing in the JSON"
        ),
        (path + "Node", .keys(until: "soon"), "Expiration in the JSON is not an ISO 8601 instant"),
        (path + "Node", .http(body: String(repeating: " ", count: 70_000)), "the answer is larger than 65536 bytes"),
    ])
    func `what the service answers instead is told of`(path: String, answer: ScriptedAnswer, message: String)
        async throws
    {
        let problem = try await problem(fixture { $0.path == path ? answer : nil })
        #expect(problem.hasSuffix(message), "\(problem)")
    }

    @Test func `a profile that asks for the instance by name is told what to do`() async throws {
        let config = """
            [default]
            role_arn = arn:aws:iam::111122223333:role/x
            credential_source = Ec2InstanceMetadata
            """
        let fixture = try fixture(config: config) { $0.path == Self.path ? .http(status: 404) : nil }
        let failure = try await withCredentials(fixture) { try await $0.failure() }
        #expect(
            failure.description
                == "instance metadata: no role is attached to this instance: attach an instance profile"
        )
    }

    @Test(arguments: [
        ("AWS_METADATA_SERVICE_TIMEOUT", "soon"), ("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "0"),
        ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://user:HUSH@x"),
    ])
    func `a setting that cannot be is refused`(variable: String, value: String) async throws {
        let failure = try await withCredentials(fixture([variable: value])) { try await $0.failure() }
        #expect(failure.description.hasPrefix("instance metadata: \(variable) is not "), "\(failure)")
    }
}
