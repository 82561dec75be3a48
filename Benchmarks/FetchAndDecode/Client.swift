import AWS
import Accounts
import Assume
import Collect
import Domain
import Foundation
import HTTP
import Logging

/// What a sweep has before its first account, with the settings of a sweep, and nothing that judges or writes.
struct Client: Sendable {
    let aws: AWSClient
    let configuration: Configuration
    let identity: CallerIdentity
    let population: Population
    private let http: HTTPClient
    private let credentials: any CredentialsProvider

    static func open(accountsFolder: String) async throws -> Client {
        let environment = ProcessInfo.processInfo.environment
        let accounts = try AccountsFolder.read(accountsFolder, catalogue: [])
        let profile = try BaseProfile(environment: environment) { _ in nil }
        let endpoints = try Endpoints(
            region: accounts.configuration.region ?? profile.region ?? "us-east-1",
            environment: environment
        )
        let http = try HTTPClient()
        let aws = AWSClient(
            http: http,
            endpoints: endpoints,
            retry: RetryPolicy(environment: environment),
            time: .system,
            logger: Logger(label: "benchmark")
        )
        let context = CallContext(accountID: nil)
        let tools = CredentialTools(
            environment: environment,
            readFile: { _ in nil },
            client: aws,
            http: HTTPConfiguration(),
            context: context,
            mfaCode: { _ in nil }
        )
        let resolved = try await BaseCredentials.resolve(profile, with: tools)
        let identity = try await CallerIdentity.fetch(client: aws, credentials: resolved.provider, context: context)
        let resolver = PopulationResolver(
            configuration: accounts.configuration,
            inventory: accounts.inventory,
            partition: endpoints.partition,
            asOf: Timekeeper.system.now()
        )
        let organizations = Organizations(client: aws, credentials: resolved.provider, context: context)
        return Client(
            aws: aws,
            configuration: accounts.configuration,
            identity: identity,
            population: try await resolver.resolve(organizations),
            http: http,
            credentials: resolved.provider
        )
    }

    func close() {
        http.shutdown()
    }

    /// The accounts that a sweep would try, in order of their ids.
    var swept: [Account] { population.accounts.filter { $0.scope == .included && $0.state.isSwept } }

    func assumer() -> RoleAssumer {
        RoleAssumer(
            client: aws,
            baseCredentials: credentials,
            caller: identity,
            settings: configuration.session,
            time: .system
        )
    }

    func collector() -> Collector {
        Collector(
            client: aws,
            managedPolicies: ManagedPolicyCache(),
            documents: DocumentPool(),
            tagKeys: Set(configuration.ownerTags),
            time: .system
        )
    }

    /// One of the smallest calls there is.
    func askWhoIAm() async throws {
        _ = try await CallerIdentity.fetch(client: aws, credentials: credentials, context: CallContext(accountID: nil))
    }
}

extension Timekeeper {
    static let system: Timekeeper = {
        let clock = ContinuousClock()
        let start = clock.now
        return Timekeeper(
            now: { Instant(epochSeconds: Int64(Date().timeIntervalSince1970.rounded(.down))) },
            uptime: { start.duration(to: clock.now) },
            sleep: { try await Task.sleep(for: $0, clock: .continuous) }
        )
    }()
}
