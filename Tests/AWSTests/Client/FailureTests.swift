import Domain
import HTTP
import TestSupport
import Testing

@testable import AWS

struct FailureTests {
    /// An answer and what it must be taken for.
    struct Case: Sendable, CustomTestStringConvertible {
        var answer: ScriptedAnswer
        var kind: AWSFailure.Kind
        var reason: ReasonCode
        var attempts = 1
        var testDescription: String

        init(_ what: String, _ answer: ScriptedAnswer, _ kind: AWSFailure.Kind, _ reason: ReasonCode, attempts: Int = 1)
        {
            self.answer = answer
            self.kind = kind
            self.reason = reason
            self.attempts = attempts
            self.testDescription = what
        }
    }

    @Test(arguments: [
        Case("denied", .error(403, "AccessDenied"), .denied, .callDenied),
        Case(
            "denied by an SCP",
            .error(403, "AccessDenied", "... with an explicit deny in a service control policy"),
            .denied,
            .scpDeny
        ),
        Case("no such entity", .error(404, "NoSuchEntity"), .notFound, .malformedAnswer),
        Case("report not ready", .error(404, "ReportInProgress", "Unknown"), .rejected, .malformedAnswer),
        Case("report missing", .error(410, "ReportNotPresent", "Unknown"), .rejected, .malformedAnswer),
        Case("a quota, not a throttle", .error(409, "LimitExceeded"), .rejected, .malformedAnswer),
        Case("invalid", .error(400, "ValidationError"), .rejected, .malformedAnswer),
        Case("unknown key", .error(403, "InvalidClientTokenId"), .credentials, .leftDuringSweep),
        Case(
            "wrong secret",
            .error(403, "SignatureDoesNotMatch", "The request signature"),
            .credentials,
            .malformedAnswer
        ),
        Case("throttled", .error(400, "Throttling", "Rate exceeded"), .throttled, .throttledOut, attempts: 3),
        Case("429", .http(status: 429, body: ""), .throttled, .throttledOut, attempts: 3),
        Case("internal failure", .error(500, "ServiceFailure"), .serverError, .unreachable, attempts: 3),
        Case("HTML 502", .http(status: 502, body: "<html><br></html>"), .serverError, .unreachable, attempts: 3),
        Case("empty 503", .http(status: 503, body: ""), .serverError, .unreachable, attempts: 3),
        Case("HTML 403", .http(status: 403, body: "<html>blocked</html>"), .rejected, .malformedAnswer),
        Case("empty 400", .http(status: 400, body: ""), .rejected, .malformedAnswer),
        Case("redirect", .http(status: 302, headers: [("Location", "/login")], body: ""), .rejected, .malformedAnswer),
        Case("HTML 200", .http(body: "<html><body>Wi-Fi</body></html>"), .malformed, .malformedAnswer),
        Case("another action", .http(body: "<ListYResponse/>"), .malformed, .malformedAnswer),
        Case("no result", .http(body: "<ListXResponse/>"), .malformed, .malformedAnswer),
        Case("DOCTYPE", .http(body: "<!DOCTYPE a><ListXResponse/>"), .malformed, .malformedAnswer),
        Case("half XML", .http(body: "<ListXResponse><ListX"), .malformed, .malformedAnswer, attempts: 3),
        Case("empty 200", .http(body: ""), .malformed, .malformedAnswer, attempts: 3),
        Case("error with 200", .error(200, "AccessDenied"), .denied, .callDenied),
        Case(
            "cut in the middle",
            [.text("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<Lis"), .close],
            .unreachable,
            .unreachable,
            attempts: 3
        ),
        Case("no answer", [.close], .unreachable, .unreachable, attempts: 3),
    ])
    func `an answer is taken for what it is`(_ example: Case) async throws {
        let aws = try ClientFixture(maximumAttempts: 3) { _ in example.answer }
        defer { aws.stop() }
        let failure = try await aws.failure()
        #expect(failure.kind == example.kind)
        #expect(failure.unavailable.reason == example.reason)
        #expect(failure.attempts == example.attempts)
        #expect(failure.unavailable.action == "iam:ListX")
        #expect(aws.context.calls.map(\.attempts) == [example.attempts])
    }

    @Test func `without an error document the status is the message`() async throws {
        let aws = try ClientFixture { _ in .http(status: 403, body: "<html><h1>Access denied by proxy</h1></html>") }
        defer { aws.stop() }
        let failure = try await aws.failure()
        #expect(failure.message == "HTTP 403 without an AWS error document")
        #expect(failure.code.isEmpty)
        #expect(failure.httpStatus == 403)
    }

    @Test func `AWS's message is kept word by word, on one line and bounded`() async throws {
        let message = "User: arn:aws:iam::1:user/\u{202E}x&#10;  is not&#x9;authorized\u{9B}31m"
        let aws = try ClientFixture { request in
            .error(403, "AccessDenied", request.index == 0 ? message : String(repeating: "y", count: 5_000))
        }
        defer { aws.stop() }
        #expect(try await aws.failure().message == "User: arn:aws:iam::1:user/x   is not authorized 31m")
        #expect(try await aws.failure().message.count == 1_003)
    }

    @Test func `a failure is one line that says what to do`() {
        let denied = AWSFailure(
            kind: .denied,
            service: .iam,
            action: "ListAccessKeys",
            code: "AccessDenied",
            message: "User is not authorized"
        )
        #expect(
            "\(denied)"
                == "iam:ListAccessKeys was denied: AccessDenied: User is not authorized; allow iam:ListAccessKeys to the role"
        )
    }

    @Test func `the limit on a text holds over the network too`() async throws {
        let text = String(repeating: "a", count: 9 << 20)
        let aws = try ClientFixture { _ in .page("", item: "<UserName>\(text)</UserName>") }
        defer { aws.stop() }
        let failure = try await aws.failure()
        #expect(failure.kind == .malformed)
        #expect(failure.message == "an XML element holds more than 8388608 bytes of text")
    }

    @Test func `no server is unreachable`() async throws {
        let aws = try ClientFixture(maximumAttempts: 2) { _ in .hang }
        defer { aws.stop() }
        aws.server.stop()
        let failure = try await aws.failure()
        #expect(failure.kind == .unreachable)
        #expect(failure.httpStatus == 0)
        #expect(failure.attempts == 2)
    }

    @Test func `credentials that cannot be had are told without a request`() async throws {
        let aws = try ClientFixture(credentials: []) { _ in .listX }
        defer { aws.stop() }
        let failure = try await aws.failure()
        #expect(failure.kind == .credentials)
        #expect(failure.attempts == 0)
        #expect(aws.server.requests.isEmpty)
    }

    @Test func `a refresh that was throttled is told as throttling`() async throws {
        let aws = try ClientFixture { _ in .error(400, "Throttling", "Rate exceeded") }
        defer { aws.stop() }
        let refresh = FailingRefresh(
            failure: AWSFailure(
                kind: .throttled,
                service: .sts,
                action: "AssumeRole",
                code: "Throttling",
                message: "slow"
            )
        )
        let failure = await #expect(throws: AWSFailure.self) {
            try await aws.client.query(
                QueryCall(service: .iam, action: "ListX"),
                decoder: EventDecoder(),
                credentials: refresh,
                context: aws.context
            )
        }
        #expect(failure?.unavailable.reason == .throttledOut)
        #expect(failure?.message == "sts:AssumeRole: slow")
    }

    @Test func `a host that accepts and never answers is asked twice at most`() async throws {
        let limits = HTTPConfiguration(totalTimeout: .milliseconds(300), loops: 1)
        let aws = try ClientFixture(maximumAttempts: 8, http: limits) { _ in .hang }
        defer { aws.stop() }
        let failure = try await aws.failure()
        #expect(failure.kind == .unreachable)
        #expect(failure.attempts == 2)
        #expect(aws.server.requests.count == 2)
    }

    @Test func `what a provider says in full is passed through`() async throws {
        let aws = try ClientFixture { _ in .listX }
        defer { aws.stop() }
        let cause = Unavailable(
            reason: .throttledOut,
            action: "sts:AssumeRole",
            errorCode: "Throttling",
            message: "Rate exceeded",
            requestID: "r-1"
        )
        let failure = await #expect(throws: AWSFailure.self) {
            try await aws.client.query(
                QueryCall(service: .iam, action: "ListX"),
                decoder: EventDecoder(),
                credentials: FailingRefresh(failure: cause),
                context: aws.context
            )
        }
        #expect(failure?.unavailable == cause)
        #expect(aws.context.calls.map(\.requestID) == [""])
    }

    @Test func `cancellation ends a call that hangs`() async throws {
        let aws = try ClientFixture { _ in .hang }
        defer { aws.stop() }
        let failure = await withTaskGroup(of: AWSFailure?.self) { group in
            group.addTask { try? await aws.failure() }
            while aws.server.requests.isEmpty { await Task.yield() }
            group.cancelAll()
            return await group.next() ?? nil
        }
        #expect(failure?.kind == .cancelled)
        #expect(failure?.unavailable.reason == .unreachable)
        #expect(aws.server.requests.count == 1)
    }
}

/// Stands for a session whose AssumeRole failed.
private struct FailingRefresh: CredentialsProvider {
    let failure: any Error

    func credentials() async throws -> Credentials { throw failure }
}
