import Domain
import Synchronization
import TestSupport
import Testing

@testable import AWS

struct SSOCredentialsTests {
    private static let settings = "sso_account_id = 111122223333\nsso_role_name = Audit Read/1\n"
    private static let session = """
        [default]
        sso_session = my sso
        \(settings)[sso-session "my sso"]
        sso_region = eu-central-1
        sso_start_url = https://acme.awsapps.com/start
        """
    private static let legacy = """
        [default]
        \(settings)sso_region = eu-central-1
        sso_start_url = https://acme.awsapps.com/start
        """
    /// `printf 'my sso' | sha1sum`, and the same of the start URL.
    private static let sessionFile = cache("b3902c2d49b36c95af74dedb0f77c5828749e230")
    private static let legacyFile = cache("40169cea58ca6cbf23fb27b2542923fb5f524af0")

    private static let shownFile = sessionFile.replacing(CredentialsFixture.home, with: "~")

    private static func cache(_ name: String) -> String {
        "\(CredentialsFixture.home)/.aws/sso/cache/\(name).json"
    }

    private static func token(_ token: String = "HUSHtoken", until end: String = "2026-11-22T16:00:00Z") -> String {
        #"{"startUrl": "https://acme.awsapps.com/start", "accessToken": "\#(token)", "expiresAt": "\#(end)"}"#
    }

    private static func keys(
        _ key: String = "ASIA1",
        until end: Instant = Instant(year: 2026, month: 11, day: 22, hour: 16)
    )
        -> ScriptedAnswer
    {
        .http(
            body: """
                {"roleCredentials": {"accessKeyId": "\(key)", "secretAccessKey": "HUSHsecret",
                 "sessionToken": "HUSHsession", "expiration": \(end.epochSeconds * 1_000 + 999)}}
                """
        )
    }

    private func fixture(
        _ config: String = session,
        files: [String: String] = [sessionFile: token()],
        environment: [String: String] = [:],
        time: ManualTime = ManualTime(),
        _ handler: @escaping @Sendable (ScriptedRequest) -> ScriptedAnswer = { _ in keys() }
    ) throws -> CredentialsFixture {
        try CredentialsFixture(environment, config: config, files: files, time: time, handler)
    }

    @Test(arguments: [
        (session, sessionFile, "2026-11-22T15:00:01Z"), (legacy, legacyFile, "2026-11-22T15:00:01UTC"),
    ])
    func `the cached token of a session or a start URL becomes credentials`(
        config: String,
        file: String,
        end: String
    ) async throws {
        try await withCredentials(fixture(config, files: [file: Self.token(until: end)])) { fixture in
            let resolved = try await fixture.resolve()
            #expect(resolved.providerName == "profile default: SSO")
            let credentials = try await resolved.provider.credentials()
            #expect(
                credentials
                    == Credentials(
                        accessKeyID: "ASIA1",
                        secretAccessKey: Secret("HUSHsecret"),
                        sessionToken: Secret("HUSHsession"),
                        expiration: Instant(year: 2026, month: 11, day: 22, hour: 16)
                    )
            )
            let request = try #require(fixture.server.requests.first)
            #expect(request.method == "GET")
            #expect(
                request.path == "/federation/credentials?account_id=111122223333&role_name=Audit%20Read%2F1"
            )
            #expect(request.header("x-amz-sso_bearer_token") == "HUSHtoken")
            #expect(request.header("authorization") == nil)
        }
    }

    @Test func `a renewal takes the token of a new login`() async throws {
        let time = ManualTime()
        let fixture = try fixture(time: time) { request in
            Self.keys("ASIA\(request.index)", until: time.now.adding(seconds: 3_600))
        }
        try await withCredentials(fixture) { fixture in
            let provider = try await fixture.resolve().provider
            fixture.files.withLock { $0[Self.sessionFile] = Self.token("HUSHnew", until: "2026-11-22T20:00:00Z") }
            time.advance(by: .seconds(3_301))
            #expect(try await provider.credentials().accessKeyID == "ASIA1")
            #expect(
                fixture.server.requests.map { $0.header("x-amz-sso_bearer_token") } == ["HUSHtoken", "HUSHnew"]
            )
        }
    }

    @Test func `a portal that is busy is asked again`() async throws {
        let fixture = try fixture { request in request.index < 2 ? .http(status: 503) : Self.keys() }
        try await withCredentials(fixture) { fixture in
            _ = try await fixture.resolve()
            #expect(fixture.server.requests.count == 3)
        }
    }

    @Test func `keys in a file come after SSO, and a session alone is no way to credentials`() async throws {
        let keys = "aws_access_key_id = AKIA\naws_secret_access_key = HUSH\n"
        for (config, provider) in [
            (Self.session.replacing("[default]\n", with: "[default]\n" + keys), "profile default: SSO"),
            ("[default]\nsso_session = my\n\(keys)[sso-session my]\nsso_region = us-east-1\n", "profile default"),
        ] {
            try await withCredentials(fixture(config)) { fixture in
                let found = try await fixture.resolve().providerName
                #expect(found == provider)
            }
        }
    }

    @Test(arguments: [
        ("eu-central-1", "https://portal.sso.eu-central-1.amazonaws.com"),
        ("cn-north-1", "https://portal.sso.cn-north-1.amazonaws.com.cn"),
    ])
    func `without an override the portal is that of the session's Region`(region: String, portal: String) throws {
        for environment in [
            [:], ["AWS_ENDPOINT_URL": "http://x", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"],
        ] {
            #expect(try SSOCredentials.portal(in: region, environment) == portal)
        }
        #expect(try SSOCredentials.portal(in: region, ["AWS_ENDPOINT_URL": "http://x:1/"]) == "http://x:1")
    }

    // MARK: Failures

    private static let login = "run aws sso login --profile default"

    @Test(
        arguments: [
            ([:], "\(shownFile) does not exist"),
            ([sessionFile: "HUSH"], "the token in \(shownFile) cannot be read: not JSON"),
            (
                [sessionFile: #"{"accessToken": "HUSH"}"#],
                "the token in \(shownFile) cannot be read: expiresAt is missing in the JSON at its top"
            ),
            ([sessionFile: token(until: "HUSH")], "expiresAt in \(shownFile) is not an instant"),
            ([sessionFile: token("HUSH x")], "accessToken in \(shownFile) is not a token"),
            ([sessionFile: token(until: "2026-11-22T15:00:00Z")], "the cached token expired at 2026-11-22T15:00:00Z"),
        ] as [([String: String], String)]
    )
    func `a token that is not there, broken or over asks for a login`(
        files: [String: String],
        problem: String
    ) async throws {
        try await withCredentials(fixture(files: files)) { fixture in
            let failure = try await fixture.failure()
            #expect(failure == .unavailable(provider: "profile default: SSO", problem: problem, remedy: Self.login))
            #expect(fixture.server.requests.isEmpty)
        }
    }

    @Test(
        arguments: [
            (
                ScriptedAnswer.http(status: 401, body: #"{"message": "HUSH"}"#),
                "AWS does not take the cached token any more: \(login)"
            ),
            (
                .http(status: 403, body: #"{"message": "No access"}"#),
                "the user has no permission set Audit Read/1 in account 111122223333: have it assigned, or correct "
                    + "sso_role_name and sso_account_id"
            ),
            (.http(status: 400, body: "HUSH"), "answered HTTP 400: try again later"),
            (.http(body: "<html>HUSH"), "answered with not JSON: check AWS_ENDPOINT_URL_SSO"),
            (.http(body: "{}"), "answered with roleCredentials is missing in the JSON at its top"),
            (
                keys(until: Instant(year: 2026, month: 11, day: 22)),
                "it gave credentials that expired at "
                    + "2026-11-22T00:00:00Z: \(login)"
            ),
            (keys(""), "has secretAccessKey but not accessKeyId"),
            ([.close], "the answer broke off"),
        ] as [(ScriptedAnswer, String)]
    )
    func `what the portal answers instead is told of`(answer: ScriptedAnswer, message: String) async throws {
        let failure = try await withCredentials(fixture { _ in answer }) { try await $0.failure() }
        #expect(failure.description.hasPrefix("profile default: SSO"))
        #expect(failure.description.contains(message), "\(failure)")
    }

    @Test(arguments: [
        ("[default]\nsso_session = other\n" + settings, "sso_session \"other\" is not in /home/me/.aws/config"),
        ("[default]\n" + settings, "it uses SSO, but sso_region is missing"),
        (session.replacing("sso_role_name = Audit Read/1\n", with: ""), "it uses SSO, but sso_role_name is missing"),
        (
            session.replacing("[default]\n", with: "[default]\nsso_region = us-east-1\n"),
            "sso_region is not that "
                + "of its sso_session"
        ),
        (legacy.replacing("eu-central-1", with: "evil.example/#"), "sso_region is not the name of a Region"),
    ])
    func `a profile that cannot work is refused`(config: String, problem: String) async throws {
        try await withCredentials(fixture(config)) { fixture in
            let failure = try await fixture.failure()
            #expect(failure.description.hasPrefix("the profile default: \(problem): "), "\(failure)")
            #expect(fixture.server.requests.isEmpty)
        }
    }
}
