import Domain
import Synchronization
import TestSupport
import Testing

@testable import AWS

struct BaseCredentialsTests {
    struct Refusal: Error {}

    private static let credentialsPath = CredentialsFixture.credentialsPath
    private static let configPath = CredentialsFixture.configPath

    private func resolve(
        _ environment: [String: String] = [:],
        credentials: String? = nil,
        config: String? = nil,
        others: [String: String] = [:]
    ) async throws -> BaseCredentials {
        let fixture = try CredentialsFixture(environment, credentials: credentials, config: config, files: others)
        return try await withCredentials(fixture) { try await $0.resolve() }
    }

    private func region(
        _ environment: [String: String] = [:],
        credentials: String? = nil,
        config: String? = nil,
        others: [String: String] = [:]
    ) async throws -> String? {
        let fixture = try CredentialsFixture(environment, credentials: credentials, config: config, files: others)
        return try await withCredentials(fixture) { try $0.profile.region }
    }

    private func failure(
        _ environment: [String: String] = [:],
        credentials: String? = nil,
        config: String? = nil
    ) async throws -> CredentialsFailure {
        let fixture = try CredentialsFixture(environment, credentials: credentials, config: config)
        return try await withCredentials(fixture) { try await $0.failure() }
    }

    private static let keys = "aws_access_key_id = AKIAFILE\naws_secret_access_key = HUSHfile\n"
    private static let environmentKeys = ["AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "HUSHenv"]

    // MARK: Environment

    @Test func `keys in the environment come first`() async throws {
        let environment = Self.environmentKeys.merging([
            "AWS_SESSION_TOKEN": "HUSHtoken", "AWS_CREDENTIAL_EXPIRATION": "2026-11-22T15:00:01Z",
        ]) { $1 }
        let resolved = try await resolve(environment, credentials: "[default]\n" + Self.keys)
        let credentials = try await resolved.provider.credentials()
        #expect(resolved.providerName == "environment")
        #expect(credentials.accessKeyID == "AKIAENV")
        #expect(credentials.secretAccessKey == Secret("HUSHenv"))
        #expect(credentials.sessionToken == Secret("HUSHtoken"))
        #expect(credentials.expiration == Instant(year: 2026, month: 11, day: 22, hour: 15, second: 1))
        var shown = ""
        dump(resolved, to: &shown)
        #expect(!shown.contains("HUSH"))
    }

    @Test func `keys in the environment win over a profile that the environment chooses, whose Region counts`()
        async throws
    {
        let environment = Self.environmentKeys.merging(["AWS_PROFILE": "prod"]) { $1 }
        let config = "[profile prod]\nrole_arn = arn:aws:iam::012345678901:role/x\nregion = eu-central-1\n"
        #expect(try await resolve(environment, config: config).providerName == "environment")
        #expect(try await region(environment, config: config) == "eu-central-1")
    }

    @Test(arguments: [
        ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"),
    ])
    func `half a key pair in the environment is refused`(present: String, missing: String) async throws {
        let expected = CredentialsFailure.incomplete(source: "the environment", present: present, missing: missing)
        let profile = "[default]\n" + Self.keys
        #expect(try await failure([present: "HUSH"], credentials: profile) == expected)
        #expect(try await failure([present: "HUSH", missing: ""], credentials: profile) == expected)
    }

    @Test(arguments: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"])
    func `a value that would break a header is refused`(variable: String) async throws {
        for value in ["HUSH\nx-evil: 1", "HUSH ", "HUSH # prod", "HUSH\u{e9}"] {
            guard case .malformedValue = try await failure(Self.environmentKeys.merging([variable: value]) { $1 })
            else {
                Issue.record("\(variable) was accepted")
                continue
            }
        }
    }

    @Test func `variables set to nothing count as not set`() async throws {
        let environment = [
            "AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_SESSION_TOKEN": "", "AWS_PROFILE": "",
            "AWS_REGION": "", "AWS_CONFIG_FILE": "", "AWS_SHARED_CREDENTIALS_FILE": "",
            "AWS_WEB_IDENTITY_TOKEN_FILE": "",
        ]
        let credentials = "[default]\nregion = us-east-2\n" + Self.keys
        #expect(try await resolve(environment, credentials: credentials).providerName == "profile default")
        #expect(try await region(environment, credentials: credentials) == "us-east-2")
    }

    @Test func `an expiration that is no instant is refused`() async throws {
        let environment = Self.environmentKeys.merging(["AWS_CREDENTIAL_EXPIRATION": "tomorrow"]) { $1 }
        #expect(try await failure(environment) == .malformedExpiration)
    }

    // MARK: Profiles

    @Test(
        arguments: [
            ("AWS_PROFILE", "[default]\naws_access_key_id = A\n[prod]\n" + keys, nil),
            ("AWS_DEFAULT_PROFILE", "[prod]\r\n" + keys.replacing("\n", with: "\r\n"), nil),
            ("AWS_PROFILE", nil, "[prod]\n[profile prod]\n" + keys),
            ("AWS_PROFILE", "[prod]\n" + keys, "[profile prod]\naws_access_key_id = A\naws_secret_access_key = B\n"),
            ("AWS_PROFILE", "[prod]\n" + keys, "[profile prod]\ncredential_process = /bin/false\n"),
        ] as [(String, String?, String?)]
    )
    func `the static keys of the chosen profile are found`(
        variable: String,
        credentials: String?,
        config: String?
    ) async throws {
        let resolved = try await resolve([variable: "prod"], credentials: credentials, config: config)
        #expect(resolved.providerName == "profile prod")
        let found = try await resolved.provider.credentials()
        #expect(found == Credentials(accessKeyID: "AKIAFILE", secretAccessKey: Secret("HUSHfile")))
    }

    @Test(arguments: ["aws_session_token", "aws_security_token"])
    func `a session token in a file is taken`(key: String) async throws {
        let found = try await resolve([:], credentials: "[default]\n\(Self.keys)\(key)=T/+==\n").provider.credentials()
        #expect(found.sessionToken == Secret("T/+=="))
    }

    @Test func `other files can be named, also in the home folder`() async throws {
        let environment = ["AWS_SHARED_CREDENTIALS_FILE": "~/keys", "AWS_CONFIG_FILE": "/etc/aws"]
        let half = "[default]\naws_access_key_id = half\n"
        let others = ["/home/me/keys": "[default]\n" + Self.keys, "/etc/aws": "[default]\nregion = eu-west-3\n"]
        #expect(try await resolve(environment, credentials: half, others: others).providerName == "profile default")
        #expect(try await region(environment, credentials: half, others: others) == "eu-west-3")
    }

    @Test func `a missing profile is refused with the ones there are, keys in the environment or not`() async throws {
        let expected = CredentialsFailure.noSuchProfile(
            "prod",
            variable: "AWS_PROFILE",
            files: [Self.credentialsPath, Self.configPath],
            known: ["default", "dev", "stage"]
        )
        for environment in [[:], Self.environmentKeys] {
            let failure = try await failure(
                environment.merging(["AWS_PROFILE": "prod"]) { $1 },
                credentials: "[default]\n[dev]\n",
                // Without the word "profile" a section of the config file is none.
                config: "[default]\n[prod]\n[profile stage]\n"
            )
            #expect(failure == expected)
        }
    }

    @Test func `half a key pair in a file is refused, whatever the other file has`() async throws {
        let failure = try await failure(
            credentials: "[default]\naws_access_key_id = AKIAFILE\n",
            config: "[default]\naws_secret_access_key = HUSH\n"
        )
        let expected = CredentialsFailure.incomplete(
            source: "[default] in \(Self.credentialsPath)",
            present: "aws_access_key_id",
            missing: "aws_secret_access_key"
        )
        #expect(failure == expected)
    }

    @Test func `a line that slipped into the value above it is refused`() async throws {
        let text = "[default]\naws_access_key_id = AKIA\naws_secret_access_key = HUSH\n  region = x\n"
        let expected = CredentialsFailure.malformedValue(
            source: "[default] in \(Self.credentialsPath)",
            key: "aws_secret_access_key"
        )
        #expect(try await failure(credentials: text) == expected)
    }

    // MARK: What is refused

    @Test func `a login session is refused by name, with the command that replaces it`() async throws {
        let failure = try await failure(
            ["AWS_PROFILE": "my prod"],
            config: "[profile 'my prod']\nlogin_session = x\n" + Self.keys
        )
        guard case .notYet("the profile my prod", "login_session", let remedy) = failure else {
            Issue.record("\(failure)")
            return
        }
        #expect(remedy.contains("--profile 'my prod' "))
    }

    @Test func `credentials in the environment that are over are refused`() async throws {
        let environment = Self.environmentKeys.merging(["AWS_CREDENTIAL_EXPIRATION": "2026-11-22T15:00:00Z"]) { $1 }
        guard case .unavailable("environment", let problem, _) = try await failure(environment) else {
            Issue.record("they were accepted")
            return
        }
        #expect(problem == "the credentials expired at 2026-11-22T15:00:00Z (AWS_CREDENTIAL_EXPIRATION)")
    }

    @Test(arguments: [
        ("endpoint_url = http://x", "AWS_ENDPOINT_URL"), ("use_fips_endpoint = true", "AWS_USE_FIPS_ENDPOINT"),
        ("use_dualstack_endpoint = true", "AWS_USE_DUALSTACK_ENDPOINT"), ("ca_bundle = /x", "AWS_CA_BUNDLE"),
        ("services = mine\n[services mine]\nsts =\n  endpoint_url = http://x", "AWS_ENDPOINT_URL_STS"),
    ])
    func `a setting that would send requests elsewhere is refused unless a variable overrides it`(
        setting: String,
        variable: String
    ) async throws {
        let config = "[default]\n\(setting)\n"
        let environment = Self.environmentKeys.merging(["AWS_ENDPOINT_URL_STS": ""]) { $1 }
        guard case .notYet("the profile default", _, let remedy) = try await failure(environment, config: config) else {
            Issue.record("\(setting) was ignored")
            return
        }
        #expect(remedy == "set \(variable) instead")
        _ = try await region(environment.merging([variable: "x"]) { $1 }, config: config)
    }

    @Test(arguments: [
        "use_fips_endpoint = false", "services = mine\n[services mine]\ns3 =\n  endpoint_url = http://x",
        "services = absent", "endpoint_url = http://x\nignore_configured_endpoint_urls = true",
        "s3 =\n  endpoint_url = http://x", "mfa_serial = x\nrole_session_name = y\noutput = json",
    ])
    func `a setting that concerns no request of ours is of no matter`(setting: String) async throws {
        let config = "[default]\n" + Self.keys + setting + "\n"
        #expect(try await resolve(config: config).providerName == "profile default")
    }

    // MARK: Regions and failures

    @Test(arguments: [
        (["AWS_REGION": "a", "AWS_DEFAULT_REGION": "b"], "a"), (["AWS_DEFAULT_REGION": "b"], "b"), ([:], "c"),
    ])
    func `the Region is that of the environment, else of the profile`(
        environment: [String: String],
        expected: String
    ) async throws {
        #expect(try await region(environment, config: "[default]\nregion=c\n") == expected)
    }

    @Test func `without a Region anywhere there is none`() async throws {
        #expect(try await region(credentials: "[default]\n" + Self.keys) == nil)
    }

    @Test func `the credentials file wins where both files set a key`() async throws {
        #expect(try await region(credentials: "[default]\nregion=a\n", config: "[default]\nregion=b\n") == "a")
    }

    @Test func `nothing found says what was looked at and what to do`() async throws {
        let nothing = try await failure(config: "[profile other]\n").description
        #expect(nothing.contains("\(Self.credentialsPath), which does not exist"))
        #expect(nothing.contains("\(Self.configPath), which has no profile default"))
        #expect(nothing.contains("instance metadata (http://127.0.0.1"))
        #expect(nothing.contains("answered HTTP 404 when asked for a token"))
        #expect(nothing.contains("set AWS_ACCESS_KEY_ID"))
        let empty = try await failure(credentials: "[default]\noutput = x\n").description
        #expect(empty.contains("the profile default in \(Self.credentialsPath), which has no keys"))
    }

    @Test func `a malformed file is refused with its line and without its text`() async throws {
        let failure = try await failure(Self.environmentKeys, credentials: "[default]\naws_secret_access_key HUSH\n")
        guard case .malformedFile(Self.credentialsPath, 2, _) = failure else {
            Issue.record("\(failure)")
            return
        }
    }

    @Test func `a file that cannot be read is not taken for one that is absent`() throws {
        let failure = try #require(throws: CredentialsFailure.self) {
            try BaseProfile(environment: ["HOME": "/home/me"]) { _ in throw Refusal() }
        }
        #expect(failure == .unreadableFile(path: Self.credentialsPath, detail: "Refusal()"))
    }

    @Test func `without a home folder the standard files are looked for as written`() throws {
        let paths = Mutex<[String]>([])
        _ = try BaseProfile(environment: [:]) { path in
            paths.withLock { $0.append(path) }
            return nil
        }
        #expect(paths.withLock(\.self) == ["~/.aws/credentials", "~/.aws/config"])
    }
}
