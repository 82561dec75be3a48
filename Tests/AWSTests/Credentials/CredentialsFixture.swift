import Domain
import HTTP
import Logging
import Synchronization
import TestSupport
import Testing

@testable import AWS

/// The world of a machine that looks for credentials: its environment and files, and a server for every endpoint.
///
/// STS, the SSO portal and the instance's metadata are all the scripted server; the container's is `endpoint`.
final class CredentialsFixture: Sendable {
    static let home = "/home/me"
    static let credentialsPath = "\(home)/.aws/credentials"
    static let configPath = "\(home)/.aws/config"

    let server: ScriptedServer
    let http: HTTPClient
    let time: ManualTime
    /// By path; a test may change them between two renewals.
    let files: Mutex<[String: String]>
    let context = CallContext(accountID: nil)
    let environment: [String: String]
    private let mfaCodes: Mutex<[Secret]>
    private let configuration: HTTPConfiguration
    private let timekeeper: Timekeeper
    private let processLimit: Duration

    init(
        _ environment: [String: String] = [:],
        credentials: String? = nil,
        config: String? = nil,
        files: [String: String] = [:],
        mfaCodes: [String] = [],
        time: ManualTime = ManualTime(),
        timekeeper: Timekeeper? = nil,
        http configuration: HTTPConfiguration = HTTPConfiguration(loops: 1),
        processLimit: Duration = .seconds(60),
        _ handler: @escaping @Sendable (ScriptedRequest) -> ScriptedAnswer = { _ in .http(status: 404) }
    ) throws {
        let server = try ScriptedServer(handler)
        self.server = server
        self.http = try HTTPClient(configuration)
        self.configuration = configuration
        self.time = time
        self.timekeeper = timekeeper ?? time.timekeeper
        self.processLimit = processLimit
        var all = files
        all[Self.credentialsPath] = credentials
        all[Self.configPath] = config
        self.files = Mutex(all)
        self.mfaCodes = Mutex(mfaCodes.map { Secret($0) })
        self.environment = [
            "HOME": Self.home, "PATH": "/usr/bin:/bin", "AWS_ENDPOINT_URL_STS": server.url,
            "AWS_ENDPOINT_URL_SSO": server.url, "AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url,
        ].merging(environment) { $1 }
    }

    func stop() {
        http.shutdown()
        server.stop()
    }

    var profile: BaseProfile {
        get throws { try BaseProfile(environment: environment) { path in files.withLock { $0[path] } } }
    }

    func resolve() async throws -> BaseCredentials {
        let profile = try profile
        return try await BaseCredentials.resolve(profile, with: tools(region: profile.region))
    }

    func tools(region: String?, environment others: [String: String]? = nil) throws -> CredentialTools {
        let environment = others ?? environment
        let client = AWSClient(
            http: http,
            endpoints: try Endpoints(region: region ?? "us-east-1", environment: environment),
            retry: RetryPolicy(maximumAttempts: 2, random: { 0 }),
            time: timekeeper,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        var tools = CredentialTools(
            environment: environment,
            readFile: { path in self.files.withLock { $0[path] } },
            client: client,
            http: configuration,
            context: context,
            mfaCode: { _ in self.mfaCodes.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
        )
        tools.processLimit = processLimit
        tools.containerEndpoint = server.url
        return tools
    }

    /// Why there are no credentials; it is one line and holds none of the secrets, which all begin with HUSH.
    func failure() async throws -> CredentialsFailure {
        let failure = try await #require(throws: CredentialsFailure.self) { try await resolve() }
        #expect(!failure.description.contains("HUSH"), "\(failure)")
        #expect(!failure.description.contains("\n"), "\(failure)")
        return failure
    }

    /// What AWS refused; held to the same.
    func refusal() async throws -> AWSFailure {
        let failure = try await #require(throws: AWSFailure.self) { try await resolve() }
        #expect(!failure.description.contains("HUSH"), "\(failure)")
        return failure
    }
}

/// Runs the test's body against a fixture, which it ends however the body ends.
func withCredentials<Result>(
    _ fixture: CredentialsFixture,
    _ body: (CredentialsFixture) async throws -> Result
) async throws -> Result {
    defer { fixture.stop() }
    return try await body(fixture)
}

extension ScriptedRequest {
    /// The fields of a posted form, decoded.
    var form: [String: String] {
        var form: [String: String] = [:]
        for field in bodyText.split(separator: "&") {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            form[String(parts[0])] = String(decoding: URIEncoding.decoded(parts[1].utf8), as: UTF8.self)
        }
        return form
    }
}

extension ScriptedAnswer {
    /// The session of a role, as each AssumeRole call answers; the account is that of the role asked for.
    static func session(
        for request: ScriptedRequest,
        until expiration: Instant = Instant(year: 2026, month: 11, day: 22, hour: 16),
        key: String = "ASIA1",
        arn: String? = nil
    ) -> ScriptedAnswer {
        let form = request.form
        let action = form["Action"] ?? ""
        let account = form["RoleArn"]?.split(separator: ":", omittingEmptySubsequences: false)[4] ?? ""
        return .http(
            headers: [("x-amzn-RequestId", "r-\(request.index)")],
            body: """
                <\(action)Response><\(action)Result><Credentials><AccessKeyId>\(key)</AccessKeyId>
                <SecretAccessKey>HUSHsecret</SecretAccessKey><SessionToken>HUSHtoken</SessionToken>
                <Expiration>\(expiration.iso8601)</Expiration></Credentials><AssumedRoleUser>
                <Arn>\(arn ?? "arn:aws:sts::\(account):assumed-role/x/y")</Arn></AssumedRoleUser>
                </\(action)Result></\(action)Response>
                """
        )
    }

    /// What a metadata service answers.
    static func keys(
        until expiration: String = "2026-11-22T21:00:00Z",
        key: String = "ASIA1"
    ) -> ScriptedAnswer {
        .http(
            body: """
                {"Code": "Success", "AccessKeyId": "\(key)", "SecretAccessKey": "HUSHsecret", "Token": "HUSHtoken",
                 "Expiration": "\(expiration)", "Type": "AWS-HMAC", "LastUpdated": "2026-11-22T15:00:00Z"}
                """
        )
    }
}
