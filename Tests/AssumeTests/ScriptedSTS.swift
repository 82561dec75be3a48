import AWS
import Domain
import HTTP
import Logging
import TestSupport
import Testing

@testable import Assume

/// STS on loopback with one script for every call.
final class ScriptedSTS: Sendable {
    struct Answer: Sendable {
        let status: Int
        let body: String
        var headers: [(name: String, value: String)] = []

        static func error(
            _ code: String,
            status: Int,
            _ message: String,
            headers: [(name: String, value: String)] = []
        ) -> Answer {
            let body = "<Error><Type>Sender</Type><Code>\(code)</Code><Message>\(message)</Message></Error>"
            return Answer(status: status, body: body, headers: headers)
        }

        /// Credentials named after the moment at which they end.
        static func session(
            in account: String = "111122223333",
            until expiration: Instant,
            key: String = "ASIA1"
        ) -> Answer {
            let body = """
                <Credentials><AccessKeyId>\(key)</AccessKeyId><SecretAccessKey>s3cr3t</SecretAccessKey>
                <SessionToken>t0k3n</SessionToken><Expiration>\(expiration.iso8601)</Expiration></Credentials>
                <AssumedRoleUser><AssumedRoleId>AROA1:orgsweep</AssumedRoleId>
                <Arn>arn:aws:sts::\(account):assumed-role/SecurityAudit/orgsweep</Arn></AssumedRoleUser>
                <PackedPolicySize>42</PackedPolicySize>
                """
            return Answer(status: 200, body: body)
        }
    }

    private let server: ScriptedServer
    private let http: HTTPClient
    let client: AWSClient
    let time = ManualTime()

    init(_ script: @escaping @Sendable (_ request: ScriptedRequest) -> Answer) throws {
        self.server = try ScriptedServer { request in
            let action = request.bodyText.split(separator: "&").first { $0.hasPrefix("Action=") }?.dropFirst(7) ?? ""
            let answer = script(request)
            let body =
                if answer.status == 200 {
                    "<\(action)Response><\(action)Result>\(answer.body)</\(action)Result></\(action)Response>"
                } else {
                    "<ErrorResponse>\(answer.body)</ErrorResponse>"
                }
            return .http(
                status: answer.status,
                headers: [("x-amzn-RequestId", "r-\(request.index)")] + answer.headers,
                body: body
            )
        }
        self.http = try HTTPClient(HTTPConfiguration())
        self.client = AWSClient(
            http: http,
            endpoints: try Endpoints(region: "eu-central-1", environment: ["AWS_ENDPOINT_URL": server.url]),
            retry: RetryPolicy(maximumAttempts: 2),
            time: time.timekeeper,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    func stop() {
        http.shutdown()
        server.stop()
    }

    var requests: [ScriptedRequest] { server.requests }

    func assumer(
        _ settings: SessionSettings = .standard,
        caller: String = "arn:aws:iam::111122223333:user/ci"
    ) throws -> RoleAssumer {
        RoleAssumer(
            client: client,
            baseCredentials: FixedCredentials(),
            caller: CallerIdentity(
                accountID: try #require(ARN(caller)?.accountID),
                arn: caller,
                userID: "AIDA1",
                partition: .aws,
                requestID: "r"
            ),
            settings: settings,
            time: time.timekeeper
        )
    }

    func assume(_ account: Account) async throws -> Session {
        try await assumer().assume(account)
    }

    /// Why the account's role cannot be assumed.
    func refusal(_ account: Account) async throws -> Unavailable {
        do {
            _ = try await assume(account)
        } catch let unavailable as Unavailable {
            return unavailable
        }
        throw NotRefused()
    }

    struct NotRefused: Error {}
}

extension RoleAssumer {
    func assume(_ account: Account) async throws -> Session {
        try await assume(account, partition: .aws, context: CallContext(accountID: account.id))
    }
}

struct FixedCredentials: CredentialsProvider {
    func credentials() async throws -> Credentials {
        Credentials(accessKeyID: "AKIABASE", secretAccessKey: Secret("base"))
    }
}

extension Account {
    static func example(
        state: AccountState = .active,
        roleARN: String = "arn:aws:iam::111122223333:role/audit/SecurityAudit",
        externalID: Secret? = nil
    ) throws -> Account {
        Account(
            id: try #require(AccountID("111122223333")),
            state: state,
            source: "test",
            roleARN: roleARN,
            externalID: externalID
        )
    }
}
