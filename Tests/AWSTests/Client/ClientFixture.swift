import Domain
import HTTP
import Logging
import Synchronization
import TestSupport
import Testing

@testable import AWS

/// A client and the scripted server that it talks to; the clock and the dice belong to the test.
final class ClientFixture: Sendable {
    static let requestIDHeader = (name: "x-amzn-RequestId", value: "id-from-header")

    let server: ScriptedServer
    let http: HTTPClient
    let client: AWSClient
    let time: ManualTime
    let context: CallContext
    let provider: ListedCredentials

    init(
        maximumAttempts: Int = 8,
        random: Double = 0.5,
        budget: Int = 500,
        pace: Pace = Pace(slowest: 1_000_000),
        time: ManualTime = ManualTime(),
        credentials: [Credentials] = [ListedCredentials.first],
        http: HTTPConfiguration = HTTPConfiguration(loops: 1),
        _ handler: @escaping @Sendable (ScriptedRequest) -> ScriptedAnswer
    ) throws {
        self.server = try ScriptedServer(handler)
        self.http = try HTTPClient(http)
        self.time = time
        self.context = CallContext(
            accountID: AccountID("111122223333"),
            retryBudget: RetryBudget(capacity: budget),
            // Retries have their own tests: here nothing else may wait.
            pace: pace
        )
        self.provider = ListedCredentials(credentials)
        self.client = AWSClient(
            http: self.http,
            endpoints: try Endpoints(region: "us-east-1", environment: ["AWS_ENDPOINT_URL": server.url]),
            retry: RetryPolicy(maximumAttempts: maximumAttempts, random: { random }),
            time: time.timekeeper,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            callerPace: pace
        )
    }

    func stop() {
        http.shutdown()
        server.stop()
    }

    /// Reads one page of `iam:ListX`.
    func query(_ parameters: [(name: String, value: String)] = []) async throws(AWSFailure) -> Page<[String]> {
        try await client.query(
            QueryCall(service: .iam, action: "ListX", parameters: parameters),
            decoder: EventDecoder(),
            credentials: provider,
            context: context
        )
    }

    func pages(_ parameters: [(name: String, value: String)] = []) async throws(AWSFailure) -> [[String]] {
        try await client.pages(
            QueryCall(service: .iam, action: "ListX", parameters: parameters),
            decoder: EventDecoder(),
            credentials: provider,
            context: context
        )
    }

    /// The failure of one `iam:ListX`; records an issue if there is none.
    func failure() async throws -> AWSFailure {
        try await #require(throws: AWSFailure.self) { try await query() }
    }
}

struct NoCredentials: Error {}

/// Hands out its credentials in turn, and the last one again and again.
final class ListedCredentials: CredentialsProvider {
    static let first = Credentials(accessKeyID: "AKIDFIRST", secretAccessKey: Secret("wJalrXUtnFEMI"))
    static let second = Credentials(accessKeyID: "AKIDSECOND", secretAccessKey: Secret("bPxRfiCYEXAMPLE"))

    private let credentialsLeft: Mutex<[Credentials]>

    init(_ credentials: [Credentials]) {
        self.credentialsLeft = Mutex(credentials)
    }

    func credentials() async throws -> Credentials {
        try credentialsLeft.withLock { left in
            guard let next = left.first else { throw NoCredentials() }
            if left.count > 1 { left.removeFirst() }
            return next
        }
    }
}

extension ScriptedAnswer {
    static let listX = ScriptedAnswer.http(
        body: "<ListXResponse><ListXResult><UserName>ann</UserName></ListXResult>"
            + "<ResponseMetadata><RequestId>id-from-body</RequestId></ResponseMetadata></ListXResponse>"
    )

    static func error(
        _ status: Int,
        _ code: String,
        _ message: String = "m",
        headers: [(name: String, value: String)] = []
    ) -> ScriptedAnswer {
        .http(
            status: status,
            headers: headers,
            body: "<ErrorResponse><Error><Type>Sender</Type><Code>\(code)</Code><Message>\(message)</Message></Error>"
                + "<RequestId>id-from-body</RequestId></ErrorResponse>"
        )
    }

    /// A page of ListX with its paging elements spelt out.
    static func page(_ paging: String, item: String = "") -> ScriptedAnswer {
        .http(body: "<ListXResponse><ListXResult>\(item)\(paging)</ListXResult></ListXResponse>")
    }
}
