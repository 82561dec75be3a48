import AWS
import Domain
import Testing

struct BaseCredentialsTests {
    struct Refusal: Error {}

    private static let credentialsPath = "/home/me/.aws/credentials"
    private static let configPath = "/home/me/.aws/config"

    private func resolve(
        _ environment: [String: String] = [:],
        credentials: String? = nil,
        config: String? = nil,
        others: [String: String] = [:]
    ) throws(CredentialsFailure) -> ResolvedCredentials {
        var files = others
        files[Self.credentialsPath] = credentials
        files[Self.configPath] = config
        let environment = environment.merging(["HOME": "/home/me"]) { given, _ in given }
        return try BaseCredentials.resolve(environment: environment) { files[$0] }
    }

    private func failure(
        _ environment: [String: String] = [:],
        credentials: String? = nil,
        config: String? = nil
    ) throws -> CredentialsFailure {
        let failure = try #require(throws: CredentialsFailure.self) {
            try resolve(environment, credentials: credentials, config: config)
        }
        #expect(!failure.description.contains("HUSH"), "\(failure)")
        #expect(!failure.description.contains("\n"))
        return failure
    }

    private static let keys = "aws_access_key_id = AKIAFILE\naws_secret_access_key = HUSHfile\n"
    private static let environmentKeys = ["AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "HUSHenv"]

    // MARK: Environment

    @Test func `keys in the environment come first`() async throws {
        let environment = Self.environmentKeys.merging([
            "AWS_SESSION_TOKEN": "HUSHtoken", "AWS_CREDENTIAL_EXPIRATION": "2026-11-22T15:00:00Z",
        ]) { $1 }
        let resolved = try resolve(environment, credentials: "[default]\n" + Self.keys)
        let credentials = try await resolved.provider.credentials()
        #expect(resolved.providerName == "environment")
        #expect(credentials.accessKeyID == "AKIAENV")
        #expect(credentials.secretAccessKey == Secret("HUSHenv"))
        #expect(credentials.sessionToken == Secret("HUSHtoken"))
        #expect(credentials.expiration == Instant(year: 2026, month: 11, day: 22, hour: 15))
        var shown = ""
        dump(resolved, to: &shown)
        #expect(!shown.contains("HUSH"))
    }

    @Test func `keys in the environment win over a profile that the environment chooses, whose Region counts`() throws {
        let resolved = try resolve(
            Self.environmentKeys.merging(["AWS_PROFILE": "prod"]) { $1 },
            config: "[profile prod]\nrole_arn = arn:aws:iam::012345678901:role/x\nregion = eu-central-1\n"
        )
        #expect(resolved.providerName == "environment")
        #expect(resolved.region == "eu-central-1")
    }

    @Test(arguments: [
        ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"),
    ])
    func `half a key pair in the environment is refused`(present: String, missing: String) throws {
        let expected = CredentialsFailure.incomplete(source: "the environment", present: present, missing: missing)
        let profile = "[default]\n" + Self.keys
        #expect(try failure([present: "HUSH"], credentials: profile) == expected)
        #expect(try failure([present: "HUSH", missing: ""], credentials: profile) == expected)
    }

    @Test(arguments: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"])
    func `a value that would break a header is refused`(variable: String) throws {
        for value in ["HUSH\nx-evil: 1", "HUSH ", "HUSH # prod", "HUSH\u{e9}"] {
            guard case .malformedValue = try failure(Self.environmentKeys.merging([variable: value]) { $1 }) else {
                Issue.record("\(variable) was accepted")
                continue
            }
        }
    }

    @Test func `variables set to nothing count as not set`() throws {
        let environment = [
            "AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_SESSION_TOKEN": "", "AWS_PROFILE": "",
            "AWS_REGION": "", "AWS_CONFIG_FILE": "", "AWS_SHARED_CREDENTIALS_FILE": "",
            "AWS_WEB_IDENTITY_TOKEN_FILE": "",
        ]
        let resolved = try resolve(environment, credentials: "[default]\nregion = a\n" + Self.keys)
        #expect(resolved.providerName == "profile default")
        #expect(resolved.region == "a")
    }

    @Test func `an expiration that is no instant is refused`() throws {
        let environment = Self.environmentKeys.merging(["AWS_CREDENTIAL_EXPIRATION": "tomorrow"]) { $1 }
        #expect(try failure(environment) == .malformedExpiration)
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
        let resolved = try resolve([variable: "prod"], credentials: credentials, config: config)
        #expect(resolved.providerName == "profile prod")
        let found = try await resolved.provider.credentials()
        #expect(found == Credentials(accessKeyID: "AKIAFILE", secretAccessKey: Secret("HUSHfile")))
    }

    @Test(arguments: ["aws_session_token", "aws_security_token"])
    func `a session token in a file is taken`(key: String) async throws {
        let found = try await resolve([:], credentials: "[default]\n\(Self.keys)\(key)=T/+==\n").provider.credentials()
        #expect(found.sessionToken == Secret("T/+=="))
    }

    @Test func `other files can be named, also in the home folder`() throws {
        let resolved = try resolve(
            ["AWS_SHARED_CREDENTIALS_FILE": "~/keys", "AWS_CONFIG_FILE": "/etc/aws"],
            credentials: "[default]\naws_access_key_id = half\n",
            others: ["/home/me/keys": "[default]\n" + Self.keys, "/etc/aws": "[default]\nregion = eu-west-3\n"]
        )
        #expect(resolved.providerName == "profile default")
        #expect(resolved.region == "eu-west-3")
    }

    @Test func `a missing profile is refused with the ones there are, keys in the environment or not`() throws {
        let expected = CredentialsFailure.noSuchProfile(
            "prod",
            variable: "AWS_PROFILE",
            files: [Self.credentialsPath, Self.configPath],
            known: ["default", "dev", "stage"]
        )
        for environment in [[:], Self.environmentKeys] {
            let failure = try failure(
                environment.merging(["AWS_PROFILE": "prod"]) { $1 },
                credentials: "[default]\n[dev]\n",
                // Without the word "profile" a section of the config file is none.
                config: "[default]\n[prod]\n[profile stage]\n"
            )
            #expect(failure == expected)
        }
    }

    @Test func `half a key pair in a file is refused, whatever the other file has`() throws {
        let failure = try failure(
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

    @Test func `a line that slipped into the value above it is refused`() throws {
        let text = "[default]\naws_access_key_id = AKIA\naws_secret_access_key = HUSH\n  region = x\n"
        let expected = CredentialsFailure.malformedValue(
            source: "[default] in \(Self.credentialsPath)",
            key: "aws_secret_access_key"
        )
        #expect(try failure(credentials: text) == expected)
    }

    // MARK: What is not built yet

    @Test(arguments: [
        "role_arn", "source_profile", "credential_source", "web_identity_token_file", "sso_session", "sso_start_url",
        "sso_account_id", "sso_role_name", "login_session", "credential_process",
    ])
    func `a profile that needs more than static keys is refused by the name of the key`(key: String) throws {
        let failure = try failure(["AWS_PROFILE": "prod"], config: "[profile prod]\n\(key) = x\n" + Self.keys)
        guard case .notYet("the profile prod", key, let remedy) = failure else {
            Issue.record("\(failure)")
            return
        }
        #expect(remedy.contains("--profile prod"))
    }

    @Test(arguments: [
        "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    ])
    func `credentials of a pod or a container are refused by the name of the variable`(variable: String) throws {
        guard case .notYet("the environment", variable, _) = try failure([variable: "/x"]) else {
            Issue.record("\(variable) was ignored")
            return
        }
        let resolved = try resolve(Self.environmentKeys.merging([variable: "/x"]) { $1 })
        #expect(resolved.providerName == "environment")
    }

    @Test(arguments: [
        ("endpoint_url = http://x", "AWS_ENDPOINT_URL"), ("use_fips_endpoint = true", "AWS_USE_FIPS_ENDPOINT"),
        ("use_dualstack_endpoint = true", "AWS_USE_DUALSTACK_ENDPOINT"), ("ca_bundle = /x", "AWS_CA_BUNDLE"),
        ("services = mine\n[services mine]\nsts =\n  endpoint_url = http://x", "AWS_ENDPOINT_URL_STS"),
    ])
    func `a setting that would send requests elsewhere is refused unless a variable overrides it`(
        setting: String,
        variable: String
    ) throws {
        let config = "[default]\n\(setting)\n"
        guard case .notYet("the profile default", _, let remedy) = try failure(Self.environmentKeys, config: config)
        else {
            Issue.record("\(setting) was ignored")
            return
        }
        #expect(remedy == "set \(variable) instead")
        _ = try resolve(Self.environmentKeys.merging([variable: "x"]) { $1 }, config: config)
    }

    @Test(arguments: [
        "use_fips_endpoint = false", "services = mine\n[services mine]\ns3 =\n  endpoint_url = http://x",
        "services = absent", "endpoint_url = http://x\nignore_configured_endpoint_urls = true",
        "s3 =\n  endpoint_url = http://x", "mfa_serial = x\nrole_session_name = y\noutput = json",
    ])
    func `a setting that concerns no request of ours is of no matter`(setting: String) throws {
        let config = "[default]\n" + Self.keys + setting + "\n"
        #expect(try resolve(config: config).providerName == "profile default")
    }

    // MARK: Regions and failures

    @Test(arguments: [
        (["AWS_REGION": "a", "AWS_DEFAULT_REGION": "b"], "a", "AWS_REGION"),
        (["AWS_DEFAULT_REGION": "b"], "b", "AWS_DEFAULT_REGION"),
        ([:], "c", "profile default"),
    ])
    func `the Region is that of the environment, else of the profile`(
        environment: [String: String],
        region: String,
        source: String
    ) throws {
        let resolved = try resolve(environment, credentials: "[default]\n" + Self.keys, config: "[default]\nregion=c\n")
        #expect(resolved.region == region)
        #expect(resolved.regionSource == source)
        let without = try resolve(credentials: "[default]\n" + Self.keys)
        #expect(without.region == nil)
        #expect(without.regionSource == nil)
    }

    @Test func `the credentials file wins where both files set a key`() throws {
        let resolved = try resolve(credentials: "[default]\nregion=a\n" + Self.keys, config: "[default]\nregion=b\n")
        #expect(resolved.region == "a")
    }

    @Test func `nothing found says what was looked at and what to do`() throws {
        let nothing = try failure(config: "[profile other]\n").description
        #expect(nothing.contains("\(Self.credentialsPath), which does not exist"))
        #expect(nothing.contains("\(Self.configPath), which has no profile default"))
        #expect(nothing.contains("set AWS_ACCESS_KEY_ID"))
        let empty = try failure(credentials: "[default]\nregion = x\n").description
        #expect(empty.contains("the profile default in \(Self.credentialsPath), which has no keys"))
    }

    @Test func `a malformed file is refused with its line and without its text`() throws {
        let failure = try failure(Self.environmentKeys, credentials: "[default]\naws_secret_access_key HUSH\n")
        guard case .malformedFile(Self.credentialsPath, 2, _) = failure else {
            Issue.record("\(failure)")
            return
        }
    }

    @Test func `a file that cannot be read is not taken for one that is absent`() throws {
        let failure = try #require(throws: CredentialsFailure.self) {
            try BaseCredentials.resolve(environment: ["HOME": "/home/me"]) { _ in throw Refusal() }
        }
        #expect(failure == .unreadableFile(path: Self.credentialsPath, detail: "Refusal()"))
    }

    @Test func `without a home folder the standard files are looked for as written`() throws {
        let failure = try #require(throws: CredentialsFailure.self) {
            try BaseCredentials.resolve(environment: [:]) { path in
                #expect(path.hasPrefix("~/.aws/"))
                return nil
            }
        }
        #expect(failure.description.contains("~/.aws/credentials, which does not exist"))
    }
}
