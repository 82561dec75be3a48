import AWS
import Accounts
import Assume
import Collect
import Domain
import Evaluate
import HTTP
import Logging

/// The long-lived parts of one run, made once and before any call.
struct World: Sendable {
    let configuration: Configuration
    let endpoints: Endpoints
    let credentials: ResolvedCredentials
    let http: HTTPClient
    let client: AWSClient
    let time: Timekeeper
    private let managedPolicies = ManagedPolicyCache()
    private let documents = DocumentPool()

    init(configuration: Configuration, options: SweepOptions, time: Timekeeper, logger: Logger) throws {
        let environment = options.environment
        let credentials = try BaseCredentials.resolve(environment: environment, readFile: Self.readFile)
        let region =
            configuration.region ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"]
            ?? credentials.region ?? "us-east-1"
        self.configuration = configuration
        self.time = time
        self.credentials = credentials
        self.endpoints = try Endpoints(region: region, environment: environment)
        var http = HTTPConfiguration()
        http.caBundle = environment["AWS_CA_BUNDLE"]
        http.userAgent = "orgsweep/\(options.toolVersion)"
        self.http = try HTTPClient(http)
        self.client = AWSClient(
            http: self.http,
            endpoints: endpoints,
            retry: try RetryPolicy(environment: environment),
            time: time,
            logger: logger
        )
    }

    func callerIdentity(context: CallContext) async throws(AWSFailure) -> CallerIdentity {
        try await CallerIdentity.fetch(client: client, credentials: credentials.provider, context: context)
    }

    func organizations(context: CallContext) -> Organizations {
        Organizations(client: client, credentials: credentials.provider, context: context)
    }

    func evaluator(_ organization: OrganizationContext, asOf: Instant) -> Evaluator {
        Evaluator(settings: EvaluationSettings(configuration), organization: organization, asOf: asOf)
    }

    func accountSweep(_ organization: OrganizationContext, caller: AccountID?, asOf: Instant) -> AccountSweep {
        let opensManagement = configuration.managementWithBaseCredentials && caller == organization.managementAccountID
        return AccountSweep(
            assumer: RoleAssumer(
                client: client,
                baseCredentials: credentials.provider,
                sessionName: configuration.sessionName,
                durationSeconds: configuration.sessionSeconds,
                time: time
            ),
            collector: Collector(
                client: client,
                managedPolicies: managedPolicies,
                documents: documents,
                tagKeys: Set(configuration.ownerTags),
                time: time
            ),
            evaluator: evaluator(organization, asOf: asOf),
            partition: endpoints.partition,
            baseSessionAccount: opensManagement ? caller : nil,
            time: time
        )
    }
}
