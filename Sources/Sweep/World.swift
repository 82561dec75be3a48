import AWS
import Accounts
import Assume
import Collect
import Domain
import Evaluate
import FoundationEssentials
import HTTP
import Logging

/// The long-lived parts of one run, made once and before any call but those that get its credentials.
struct World: Sendable {
    let configuration: Configuration
    let endpoints: Endpoints
    let credentials: BaseCredentials
    /// Has a record of each call that the base credentials took, renewals included.
    let credentialsContext: CallContext
    let http: HTTPClient
    let client: AWSClient
    let time: Timekeeper
    let deadlines: Deadlines
    let limits: RunHeader.Limits

    init(configuration: Configuration, options: SweepOptions, time: Timekeeper, logger: Logger) async throws {
        let environment = options.environment
        let profile = try BaseProfile(environment: environment, readFile: Self.readFile)
        let region = configuration.region ?? profile.region ?? "us-east-1"
        self.configuration = configuration
        self.time = time
        self.endpoints = try Endpoints(region: region, environment: environment)
        var http = options.http
        http.caBundle = environment["AWS_CA_BUNDLE"].flatMap { $0.isEmpty ? nil : $0 }
        http.userAgent = "orgsweep/\(options.toolVersion)"
        self.http = try Self.httpClient(http)
        let retry = RetryPolicy(environment: environment)
        self.deadlines = Deadlines(
            account: options.accountLimit,
            runEnd: time.uptime() + .seconds(configuration.deadlineSeconds)
        )
        self.limits = RunHeader.Limits(
            callsAtATime: Collector.callsAtATime,
            connections: http.maximumConnectionsPerHost,
            attempts: retry.maximumAttempts,
            timedOutAttempts: min(RetryPolicy.mostTimeouts, retry.maximumAttempts),
            connectSeconds: http.connectTimeout.components.seconds,
            silenceSeconds: http.lowSpeedTimeout.components.seconds,
            attemptSeconds: http.totalTimeout.components.seconds,
            callSeconds: retry.limit.components.seconds,
            accountSeconds: options.accountLimit.components.seconds,
            runSeconds: configuration.deadlineSeconds
        )
        self.client = AWSClient(
            http: self.http,
            endpoints: endpoints,
            retry: retry,
            time: time,
            logger: logger
        )
        self.credentialsContext = CallContext(accountID: nil)
        let tools = CredentialTools(
            environment: environment,
            readFile: Self.readFile,
            client: client,
            http: http,
            context: credentialsContext,
            mfaCode: options.mfaCode
        )
        self.credentials = try await BaseCredentials.resolve(profile, with: tools)
    }

    /// The time by AWS's clock as far as it is known: a wrong clock of ours must not make keys look younger.
    var correctedNow: Instant { time.now().adding(seconds: client.clockSkewSeconds) }

    func organizations(context: CallContext) -> Organizations {
        Organizations(client: client, credentials: credentials.provider, context: context)
    }

    func evaluator(_ organization: OrganizationContext, asOf: Instant, earlierRun: String?) -> Evaluator {
        Evaluator(
            settings: EvaluationSettings(configuration, previousRunAt: earlierRun.flatMap(RunFolder.start)),
            organization: organization,
            asOf: asOf
        )
    }

    func assumer(caller: CallerIdentity) -> RoleAssumer {
        RoleAssumer(
            client: client,
            baseCredentials: credentials.provider,
            caller: caller,
            settings: configuration.session,
            time: time
        )
    }

    func accountSweep(by evaluator: Evaluator, caller: CallerIdentity) -> AccountSweep {
        AccountSweep(
            assumer: assumer(caller: caller),
            collector: Collector(
                client: client,
                managedPolicies: ManagedPolicyCache(),
                documents: DocumentPool(),
                tagKeys: Set(configuration.ownerTags),
                time: time
            ),
            evaluator: evaluator,
            partition: endpoints.partition,
            usesBaseCredentials: configuration.managementWithBaseCredentials,
            deadlines: deadlines,
            time: time,
            clockSkew: { client.clockSkewSeconds }
        )
    }

    private static func httpClient(_ configuration: HTTPConfiguration) throws -> HTTPClient {
        do {
            return try HTTPClient(configuration)
        } catch {
            guard case .caBundle = error else { throw error }
            throw SweepFailure(.usage, "AWS_CA_BUNDLE: \(error)")
        }
    }

    /// The text of a file, or nil where there is none.
    @Sendable
    private static func readFile(_ path: String) throws -> String? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return try String(contentsOfFile: path, encoding: .utf8)
    }
}
