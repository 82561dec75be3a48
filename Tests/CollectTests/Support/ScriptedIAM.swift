import AWS
import Domain
import HTTP
import Logging
import Synchronization
import TestSupport
import Testing

@testable import Collect

/// IAM for any number of accounts on loopback: answers by action, and counts how many calls are open at once.
///
/// The session token of a request is the account that it acts in, so that one server can play several accounts.
final class ScriptedIAM: Sendable {
    struct Call: Sendable {
        let account: String
        let action: String
        let parameters: [String: String]
        /// How often the account has made the same call before.
        let repetition: Int
    }

    struct Answer: Sendable {
        let status: Int
        let body: String

        /// The content of the result element.
        static func result(_ xml: String) -> Answer { Answer(status: 200, body: xml) }

        static func error(_ code: String, status: Int, _ message: String = "Unknown") -> Answer {
            let body = "<Error><Type>Sender</Type><Code>\(code)</Code><Message>\(message)</Message></Error>"
            return Answer(status: status, body: body)
        }

        /// No answer at all: the connection stays open.
        static let silence = Answer(status: 0, body: "")
        static let denied = error("AccessDenied", status: 403, "User is not authorized to perform this")
        static let absent = error("NoSuchEntity", status: 404, "cannot be found")
    }

    typealias Script = @Sendable (Call) -> Answer

    private struct State {
        var calls: [Call] = []
        var openCalls = 0
        var mostOpenCalls = 0
    }

    private let server: ScriptedServer
    private let http: HTTPClient
    private let state: Shared

    let client: AWSClient
    let time = ManualTime()

    /// Actions without a script are answered with an error that no retry follows.
    init(delay: Duration = .zero, http limits: HTTPConfiguration = HTTPConfiguration(), _ scripts: [CallPlan: Script])
        throws
    {
        let state = Shared()
        self.state = state
        self.server = try ScriptedServer { request in
            let call = state.begin(request)
            defer { state.end() }
            let script = CallPlan(rawValue: call.action).flatMap { scripts[$0] }
            let answer = script?(call) ?? .error("InvalidAction", status: 400, "no script for \(call.action)")
            let id = "\(call.account)-\(call.action)-\(call.repetition)"
            let body =
                if answer.status == 200 {
                    "<\(call.action)Response xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">"
                        + "<\(call.action)Result>\(answer.body)</\(call.action)Result>"
                        + "<ResponseMetadata><RequestId>\(id)</RequestId></ResponseMetadata></\(call.action)Response>"
                } else {
                    "<ErrorResponse>\(answer.body)<RequestId>\(id)</RequestId></ErrorResponse>"
                }
            if answer.status == 0 { return .hang }
            if delay > .zero { blockThread(for: delay) }
            return .http(status: answer.status, headers: [("x-amzn-RequestId", id)], body: body)
        }
        self.http = try HTTPClient(limits)
        self.client = AWSClient(
            http: http,
            endpoints: try Endpoints(region: "us-east-1", environment: ["AWS_ENDPOINT_URL": server.url]),
            retry: RetryPolicy(maximumAttempts: 2),
            time: time.timekeeper,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    func stop() {
        http.shutdown()
        server.stop()
    }

    var calls: [Call] { state.state.withLock { $0.calls } }
    var mostOpenCalls: Int { state.state.withLock { $0.mostOpenCalls } }

    func calls(_ action: CallPlan) -> [Call] { calls.filter { $0.action == action.rawValue } }

    private final class Shared: Sendable {
        let state = Mutex(State())

        func begin(_ request: ScriptedRequest) -> Call {
            let form = request.bodyText.split(separator: "&").map { pair in
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (String(parts[0]), percentDecoded(parts.count > 1 ? parts[1] : ""))
            }
            let parameters = Dictionary(form) { _, last in last }
            let account = request.header("x-amz-security-token") ?? ""
            let action = parameters["Action"] ?? ""
            return state.withLock { state in
                let repetition = state.calls.count { $0.account == account && $0.action == action }
                let call = Call(account: account, action: action, parameters: parameters, repetition: repetition)
                state.calls.append(call)
                state.openCalls += 1
                state.mostOpenCalls = max(state.mostOpenCalls, state.openCalls)
                return call
            }
        }

        func end() {
            state.withLock { $0.openCalls -= 1 }
        }
    }
}

// MARK: - Collecting from it

extension ScriptedIAM {
    static let accountID = "111122223333"

    func session(_ account: String = accountID) throws -> Session {
        let credentials = Credentials(
            accessKeyID: "ASIAEXAMPLE",
            secretAccessKey: Secret("secret"),
            sessionToken: Secret(account)
        )
        return Session(
            accountID: try #require(AccountID(account)),
            partition: .aws,
            roleARN: "arn:aws:iam::\(account):role/SecurityAudit",
            narrowed: true,
            credentials: FixedCredentials(value: credentials)
        )
    }

    func caller(_ account: String = accountID, width: Int = 4) throws -> AccountCaller {
        let session = try session(account)
        return AccountCaller(
            client: client,
            session: session,
            context: CallContext(accountID: session.accountID),
            window: CallWindow(width: width)
        )
    }

    func collect(
        _ account: String = accountID,
        cache: ManagedPolicyCache = ManagedPolicyCache(),
        tagKeys: Set<String> = ["owner"],
        time: Timekeeper? = nil
    ) async throws -> AccountFacts {
        let session = try session(account)
        let collector = Collector(
            client: client,
            managedPolicies: cache,
            documents: DocumentPool(),
            tagKeys: tagKeys,
            time: time ?? self.time.timekeeper
        )
        return await collector.collect(
            session,
            account: Account(id: session.accountID, name: "prod", source: "test", roleARN: session.roleARN ?? ""),
            context: CallContext(accountID: session.accountID)
        )
    }
}

struct FixedCredentials: CredentialsProvider {
    let value: Credentials

    func credentials() async throws -> Credentials { value }
}

private func percentDecoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
            bytes.append(value)
            rest = rest.dropFirst(2)
        } else {
            bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
