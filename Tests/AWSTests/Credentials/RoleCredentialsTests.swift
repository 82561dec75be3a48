import Domain
import Synchronization
import TestSupport
import Testing

@testable import AWS

struct RoleCredentialsTests {
    private static let keys = "aws_access_key_id = AKIAFILE\naws_secret_access_key = HUSHfile\n"
    private static let role = "role_arn = arn:aws:iam::111122223333:role/audit/Reader\n"

    private func fixture(
        _ config: String,
        credentials: String? = nil,
        environment: [String: String] = [:],
        files: [String: String] = [:],
        mfaCodes: [String] = [],
        time: ManualTime = ManualTime(),
        _ handler: @escaping @Sendable (ScriptedRequest) -> ScriptedAnswer = { .session(for: $0) }
    ) throws -> CredentialsFixture {
        try CredentialsFixture(
            ["AWS_PROFILE": "prod"].merging(environment) { $1 },
            credentials: credentials,
            config: config,
            files: files,
            mfaCodes: mfaCodes,
            time: time,
            handler
        )
    }

    @Test func `a role is assumed with the keys of its source profile and what the profile says of it`() async throws {
        let config =
            "[profile prod]\n" + Self.role
            + "source_profile = hub\nexternal_id = HUSHexternal\nrole_session_name = audit\nduration_seconds = 900\n"
        try await withCredentials(fixture(config, credentials: "[hub]\n" + Self.keys)) { fixture in
            let resolved = try await fixture.resolve()
            #expect(resolved.providerName == "profile prod: assume-role via source_profile hub")
            let credentials = try await resolved.provider.credentials()
            #expect(credentials.accessKeyID == "ASIA1")
            #expect(credentials.secretAccessKey == Secret("HUSHsecret"))
            #expect(credentials.sessionToken == Secret("HUSHtoken"))
            #expect(credentials.expiration == Instant(year: 2026, month: 11, day: 22, hour: 16))
            #expect(fixture.server.requests.count == 1)
            let request = try #require(fixture.server.requests.first)
            #expect(request.method == "POST" && request.path == "/")
            #expect(request.header("authorization")?.contains("Credential=AKIAFILE/20261122/us-east-1/sts/") == true)
            #expect(
                request.form == [
                    "Action": "AssumeRole", "Version": "2011-06-15", "DurationSeconds": "900",
                    "RoleArn": "arn:aws:iam::111122223333:role/audit/Reader", "RoleSessionName": "audit",
                    "ExternalId": "HUSHexternal",
                ]
            )
            #expect(fixture.context.calls.map(\.requestID) == ["r-0"])
            var shown = ""
            dump(resolved, to: &shown)
            #expect(!shown.contains("HUSH"))
        }
    }

    @Test func `roles are assumed one after the other along nested source profiles`() async throws {
        let config = """
            [profile prod]
            role_arn = arn:aws:iam::111122223333:role/Last
            source_profile = middle
            [profile middle]
            role_arn = arn:aws:iam::222233334444:role/First
            source_profile = keys
            region = eu-west-1
            """
        let fixture = try fixture(config, credentials: "[keys]\n" + Self.keys) { request in
            .session(for: request, key: "ASIA\(request.index)")
        }
        try await withCredentials(fixture) { fixture in
            let resolved = try await fixture.resolve()
            #expect(
                resolved.providerName
                    == "profile prod: assume-role via source_profile middle: assume-role via source_profile keys"
            )
            #expect(try await resolved.provider.credentials().accessKeyID == "ASIA1")
            let requests = fixture.server.requests
            #expect(requests.map { $0.form["RoleArn"]?.hasSuffix("First") } == [true, false])
            #expect(requests.map { $0.form["RoleSessionName"] } == ["orgsweep", "orgsweep"])
            #expect(requests[0].header("authorization")?.contains("Credential=AKIAFILE/") == true)
            #expect(requests[1].header("authorization")?.contains("Credential=ASIA0/") == true)
            #expect(requests[1].header("x-amz-security-token") == "HUSHtoken")
        }
    }

    @Test(
        arguments: [
            // With keys of its own a profile is its own source, and the other profile's keys win over its role.
            ("[profile prod]\n" + role + "source_profile = prod\n" + keys, nil, "source_profile prod"),
            ("[profile prod]\n" + role + "source_profile = prod\n", "[prod]\n" + keys, "source_profile prod"),
            (
                "[profile prod]\n" + role + "source_profile = b\n[profile b]\n" + role + "source_profile = b\n" + keys,
                nil,
                "source_profile b"
            ),
            (
                "[profile prod]\n" + role + "source_profile = b\n[profile b]\ncredential_process = echo "
                    + #"'{"Version": 1, "AccessKeyId": "AKIAFILE", "SecretAccessKey": "HUSH"}'"#, nil,
                "source_profile b: credential_process"
            ),
        ] as [(String, String?, String)]
    )
    func `the source may be`(config: String, credentials: String?, way: String) async throws {
        let fixture = try fixture(config, credentials: credentials)
        try await withCredentials(fixture) { fixture in
            let resolved = try await fixture.resolve()
            #expect(resolved.providerName == "profile prod: assume-role via \(way)")
            let request = try #require(fixture.server.requests.first)
            #expect(request.header("authorization")?.contains("Credential=AKIAFILE/") == true)
        }
    }

    @Test func `the instance's role and the container's can be the source`() async throws {
        for (source, environment) in [
            ("Ec2InstanceMetadata", [:]), ("EcsContainer", ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/role"]),
        ] {
            let config = "[profile prod]\n" + Self.role + "credential_source = \(source)\n"
            let fixture = try fixture(config, environment: environment) { request in
                switch (request.method, request.path) {
                case ("PUT", _): .http(body: "HUSHimds")
                case ("GET", "/latest/meta-data/iam/security-credentials/"): .http(body: "Node")
                case ("GET", _): .keys(key: "ASIAMACHINE")
                default: .session(for: request)
                }
            }
            try await withCredentials(fixture) { fixture in
                let resolved = try await fixture.resolve()
                #expect(resolved.providerName == "profile prod: assume-role via credential_source \(source)")
                let last = try #require(fixture.server.requests.last)
                #expect(last.header("authorization")?.contains("Credential=ASIAMACHINE/") == true)
            }
        }
    }

    @Test func `a session is renewed before it ends, with sources as old as they may be`() async throws {
        let time = ManualTime()
        let config = "[profile prod]\n" + Self.role + "source_profile = hub\n"
        let fixture = try fixture(config, credentials: "[hub]\n" + Self.keys, time: time) { request in
            .session(for: request, until: time.now.adding(seconds: 3_600), key: "ASIA\(request.index)")
        }
        try await withCredentials(fixture) { fixture in
            let provider = try await fixture.resolve().provider
            time.advance(by: .seconds(3_300))
            #expect(try await provider.credentials().accessKeyID == "ASIA0")
            time.advance(by: .seconds(1))
            #expect(try await provider.credentials().accessKeyID == "ASIA1")
            let old = try await provider.credentials()
            #expect(try await provider.renewed(after: old).accessKeyID == "ASIA2")
        }
    }

    // MARK: MFA

    private static let mfa = "[profile prod]\n" + role + "source_profile = hub\nmfa_serial = arn:aws:iam::1:mfa/me\n"

    @Test func `an MFA code is asked for once, and its session not renewed`() async throws {
        let time = ManualTime()
        let fixture = try fixture(
            Self.mfa,
            credentials: "[hub]\n" + Self.keys,
            mfaCodes: ["HUSH01", "HUSH02"],
            time: time
        ) { .session(for: $0, until: Instant(year: 2026, month: 11, day: 22, hour: 16)) }
        try await withCredentials(fixture) { fixture in
            let provider = try await fixture.resolve().provider
            #expect(fixture.server.requests.first?.form["SerialNumber"] == "arn:aws:iam::1:mfa/me")
            #expect(fixture.server.requests.first?.form["TokenCode"] == "HUSH01")
            time.advance(by: .seconds(3_599))
            #expect(try await provider.credentials().accessKeyID == "ASIA1")
            time.advance(by: .seconds(60))
            let failure = try await #require(throws: CredentialsFailure.self) { try await provider.credentials() }
            guard case .unavailable(_, "its session is over, and an MFA code is asked for once in a run", _) = failure
            else {
                Issue.record("\(failure)")
                return
            }
            #expect(fixture.server.requests.count == 1)
        }
    }

    @Test func `without anybody to ask, the option is named`() async throws {
        let failure = try await withCredentials(fixture(Self.mfa, credentials: "[hub]\n" + Self.keys)) {
            try await $0.failure()
        }
        #expect(
            failure
                == .unavailable(
                    provider: "profile prod: assume-role via source_profile hub",
                    problem: "it has mfa_serial, and there is no terminal to ask for the code",
                    remedy: "pass --mfa-code"
                )
        )
    }

    // MARK: Refusals

    @Test func `AWS's refusal names the profile and hides what it quotes`() async throws {
        let config = Self.mfa + "external_id = HUSHexternal\n"
        let fixture = try fixture(config, credentials: "[hub]\n" + Self.keys, mfaCodes: ["HUSH01"]) { _ in
            .error(400, "ValidationError", "Value 'HUSH01' at 'tokenCode' and 'HUSHexternal' at 'externalId'")
        }
        let refusal = try await withCredentials(fixture) { try await $0.refusal() }
        #expect(refusal.code == "ValidationError")
        #expect(refusal.message.hasPrefix("profile prod: assume-role via source_profile hub: Value '[redacted]' at"))
    }

    @Test func `a session of another account is refused`() async throws {
        let config = "[profile prod]\n" + Self.role + "source_profile = hub\n"
        let fixture = try fixture(config, credentials: "[hub]\n" + Self.keys) { request in
            .session(for: request, arn: "arn:aws:sts::999988887777:assumed-role/x/y")
        }
        let failure = try await withCredentials(fixture) { try await $0.failure() }
        #expect(failure.description.contains("a session of another account"))
    }
}
