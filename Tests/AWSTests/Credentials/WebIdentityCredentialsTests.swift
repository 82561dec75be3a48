import Domain
import Synchronization
import TestSupport
import Testing

@testable import AWS

struct WebIdentityCredentialsTests {
    private static let token = "eyJhbGciOiJSUzI1NiIsImtpZCI6IkhVU0gifQ.HUSHclaims"
    private static let environment = [
        "AWS_WEB_IDENTITY_TOKEN_FILE": "/var/run/token", "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/Pod",
    ]

    private func fixture(
        _ environment: [String: String] = environment,
        config: String? = nil,
        token: String? = token,
        time: ManualTime = ManualTime(),
        _ handler: @escaping @Sendable (ScriptedRequest) -> ScriptedAnswer = { .session(for: $0) }
    ) throws -> CredentialsFixture {
        var files: [String: String] = [:]
        files["/var/run/token"] = token
        return try CredentialsFixture(environment, config: config, files: files, time: time, handler)
    }

    @Test func `a token in the environment's file becomes a session, without any signature`() async throws {
        let environment = Self.environment.merging(["AWS_ROLE_SESSION_NAME": "pod-7"]) { $1 }
        try await withCredentials(fixture(environment, token: Self.token + "\n")) { fixture in
            let resolved = try await fixture.resolve()
            #expect(resolved.providerName == "web identity (AWS_WEB_IDENTITY_TOKEN_FILE)")
            #expect(try await resolved.provider.credentials().accessKeyID == "ASIA1")
            let request = try #require(fixture.server.requests.first)
            #expect(request.header("authorization") == nil)
            #expect(request.header("x-amz-security-token") == nil)
            #expect(
                request.form == [
                    "Action": "AssumeRoleWithWebIdentity", "Version": "2011-06-15", "RoleSessionName": "pod-7",
                    "RoleArn": "arn:aws:iam::111122223333:role/Pod", "WebIdentityToken": Self.token,
                ]
            )
        }
    }

    @Test func `a profile may name the file, and its role is then the web identity's`() async throws {
        let config = """
            [default]
            role_arn = arn:aws:iam::444455556666:role/FromProfile
            web_identity_token_file = /var/run/token
            role_session_name = from-profile
            source_profile = nobody
            """
        try await withCredentials(fixture([:], config: config)) { fixture in
            #expect(try await fixture.resolve().providerName == "profile default: web identity")
            let form = try #require(fixture.server.requests.first).form
            #expect(form["RoleArn"] == "arn:aws:iam::444455556666:role/FromProfile")
            #expect(form["RoleSessionName"] == "from-profile")
        }
    }

    @Test func `each value of the environment wins over that of the profile, and keys in a file come later`()
        async throws
    {
        let config = """
            [default]
            role_arn = arn:aws:iam::444455556666:role/FromProfile
            web_identity_token_file = /elsewhere
            role_session_name = from-profile
            aws_access_key_id = AKIA
            aws_secret_access_key = HUSH
            """
        try await withCredentials(fixture(config: config)) { fixture in
            #expect(try await fixture.resolve().providerName.hasPrefix("web identity"))
            let form = try #require(fixture.server.requests.first).form
            #expect(form["RoleArn"] == "arn:aws:iam::111122223333:role/Pod")
            #expect(form["RoleSessionName"] == "from-profile")
        }
    }

    @Test func `a renewal reads the token anew`() async throws {
        let time = ManualTime()
        let fixture = try fixture(time: time) { request in
            .session(for: request, until: time.now.adding(seconds: 3_600), key: "ASIA\(request.index)")
        }
        try await withCredentials(fixture) { fixture in
            let provider = try await fixture.resolve().provider
            fixture.files.withLock { $0["/var/run/token"] = "HUSHnew" }
            time.advance(by: .seconds(3_400))
            #expect(try await provider.credentials().accessKeyID == "ASIA1")
            #expect(fixture.server.requests.map { $0.form["WebIdentityToken"] } == [Self.token, "HUSHnew"])
        }
    }

    @Test func `trouble with the identity provider passes`() async throws {
        let fixture = try fixture { request in
            request.index == 0 ? .error(400, "IDPCommunicationError") : .session(for: request)
        }
        try await withCredentials(fixture) { fixture in
            _ = try await fixture.resolve()
            #expect(fixture.server.requests.count == 2)
        }
    }

    // MARK: Refusals

    @Test func `an expired token is told as what it is`() async throws {
        let fixture = try fixture { _ in
            .error(400, "ExpiredTokenException", "Token expired: current date/time 1 must be before 0")
        }
        try await withCredentials(fixture) { fixture in
            let failure = try await fixture.failure()
            #expect(
                failure.description
                    == "web identity (AWS_WEB_IDENTITY_TOKEN_FILE): the token in /var/run/token has expired: have it "
                    + "renewed (Kubernetes does so by itself while the pod runs), and set this machine's clock"
            )
            #expect(fixture.server.requests.count == 1)
        }
    }

    @Test func `AWS's refusal hides the token, also one that was cut off`() async throws {
        let long = Self.token + String(repeating: "x", count: 2_000)
        for token in [Self.token, long] {
            let fixture = try fixture(token: token) { _ in
                .error(400, "ValidationError", "Value '\(token)' at 'webIdentityToken' is bad")
            }
            let refusal = try await withCredentials(fixture) { try await $0.refusal() }
            #expect(!refusal.message.contains("eyJ"))
            #expect(refusal.message.hasPrefix("web identity (AWS_WEB_IDENTITY_TOKEN_FILE): Value '[redacted]"))
        }
    }

    @Test(arguments: [(nil, "does not exist"), ("", "is empty"), (" \n", "is empty")] as [(String?, String)])
    func `a token file that holds none is named`(content: String?, problem: String) async throws {
        try await withCredentials(fixture(token: content)) { fixture in
            let failure = try await fixture.failure()
            #expect(
                failure.description
                    == "web identity (AWS_WEB_IDENTITY_TOKEN_FILE): /var/run/token \(problem): mount the token "
                    + "there, or unset AWS_WEB_IDENTITY_TOKEN_FILE"
            )
            #expect(fixture.server.requests.isEmpty)
        }
    }

    @Test func `a token file without a role is refused where it was named`() async throws {
        let inEnvironment = try await withCredentials(fixture(["AWS_WEB_IDENTITY_TOKEN_FILE": "/var/run/token"])) {
            try await $0.failure().description
        }
        #expect(inEnvironment == "the environment: it has a web identity token file, but no role: set AWS_ROLE_ARN")
        let inProfile = try await withCredentials(
            fixture([:], config: "[default]\nweb_identity_token_file = /var/run/token\n")
        ) { try await $0.failure().description }
        #expect(inProfile == "the profile default: it has a web identity token file, but no role: set role_arn")
    }
}
