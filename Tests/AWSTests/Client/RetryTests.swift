import Domain
import HTTP
import TestSupport
import Testing

@testable import AWS

struct RetryTests {
    @Test func `throttling is waited out with growing pauses`() async throws {
        let aws = try ClientFixture(random: 0.5) { request in
            request.index < 7 ? .error(400, "Throttling", "Rate exceeded") : .listX
        }
        defer { aws.stop() }
        #expect(try await aws.query().output == ["UserName", "UserName = ann"])
        let expected: [Duration] = [0.5, 1, 2, 4, 8, 10, 10].map { .seconds($0) }
        #expect(aws.time.sleeps == expected)
        #expect(aws.context.calls.first?.attempts == 8)
        #expect(aws.context.calls.first?.errorCode == "")
    }

    @Test func `attempts are bounded`() async throws {
        let aws = try ClientFixture(maximumAttempts: 4) { _ in .error(500, "InternalFailure") }
        defer { aws.stop() }
        #expect(try await aws.failure().attempts == 4)
        #expect(aws.server.requests.count == 4)
        #expect(aws.time.sleeps == [.milliseconds(25), .milliseconds(50), .milliseconds(100)])
    }

    @Test(arguments: [
        "Throttling", "ThrottlingException", "TooManyRequestsException", "RequestLimitExceeded", "SlowDown",
        "LimitExceededException", "PriorRequestNotComplete",
    ])
    func `each throttle code has the long pause`(_ code: String) async throws {
        let aws = try ClientFixture(maximumAttempts: 2) { _ in .error(400, code) }
        defer { aws.stop() }
        #expect(try await aws.failure().kind == .throttled)
        #expect(aws.time.sleeps == [.milliseconds(500)])
    }

    @Test(arguments: ["RequestTimeout", "RequestTimeoutException", "IDPCommunicationError"])
    func `each transient code is tried again soon`(_ code: String) async throws {
        let aws = try ClientFixture(maximumAttempts: 2) { _ in .error(400, code) }
        defer { aws.stop() }
        _ = try await aws.failure()
        #expect(aws.time.sleeps == [.milliseconds(25)])
    }

    @Test func `an empty budget ends the retries of the whole account`() async throws {
        let aws = try ClientFixture(budget: 12) { _ in .error(503, "ServiceUnavailable") }
        defer { aws.stop() }
        #expect(try await aws.failure().attempts == 3)
        #expect(try await aws.failure().attempts == 1)
        #expect(aws.context.retryBudget.remaining == 2)
    }

    @Test func `a success gives back all that its retries took, or one`() async throws {
        let aws = try ClientFixture(maximumAttempts: 3, budget: 20) { request in
            request.index < 5 ? .error(503, "ServiceUnavailable") : .listX
        }
        defer { aws.stop() }
        _ = try await aws.failure()
        #expect(aws.context.retryBudget.remaining == 10)
        _ = try await aws.query()
        #expect(aws.context.retryBudget.remaining == 10)
        _ = try await aws.query()
        #expect(aws.context.retryBudget.remaining == 11)
    }

    @Test func `a body cut in the middle is asked for again and leaves nothing behind`() async throws {
        let aws = try ClientFixture { request in
            guard request.index == 0 else { return .listX }
            let half = "<ListXResponse><ListXResult><UserName>bob</UserName>"
            return [.text("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n\(half)"), .reset]
        }
        defer { aws.stop() }
        #expect(try await aws.query().output == ["UserName", "UserName = ann"])
        #expect(aws.server.requests.count == 2)
    }

    @Test func `half a document with a matching length is asked for again`() async throws {
        let aws = try ClientFixture { request in
            request.index == 0 ? .http(body: "<ListXResponse><ListXResult><UserName>bob</User") : .listX
        }
        defer { aws.stop() }
        #expect(try await aws.query().output == ["UserName", "UserName = ann"])
    }

    @Test(arguments: [
        ([("Retry-After", "3")], Duration.seconds(3)),
        ([("Retry-After", "3600")], .seconds(20)),
        ([("Retry-After", "soon")], .milliseconds(25)),
        ([("x-amz-retry-after", "1500")], .milliseconds(1_500)),
        ([("x-amz-retry-after", "10")], .milliseconds(25)),
    ])
    func `the server may ask for a longer pause`(
        _ headers: [(name: String, value: String)],
        pause: Duration
    ) async throws {
        let aws = try ClientFixture(maximumAttempts: 2) { _ in .http(status: 503, headers: headers, body: "") }
        defer { aws.stop() }
        _ = try await aws.failure()
        #expect(aws.time.sleeps == [pause])
    }

    @Test func `pauses have full jitter and a cap`() {
        for attempt in 1...40 {
            for isThrottled in [false, true] {
                let cause = BackOff(isThrottled: isThrottled)
                #expect(RetryPolicy(random: { 0 }).delay(after: attempt, cause: cause) == .zero)
                let longest = RetryPolicy(random: { 0.999 }).delay(after: attempt, cause: cause)
                #expect(longest > .zero && longest < .seconds(20))
            }
        }
    }

    @Test(arguments: [("3", 3), ("1", 1), ("0", 8), ("-1", 8), ("many", 8), ("", 8)])
    func `AWS_MAX_ATTEMPTS sets the attempts`(_ value: String, attempts: Int) {
        #expect(RetryPolicy(environment: ["AWS_MAX_ATTEMPTS": value]).maximumAttempts == attempts)
    }

    @Test func `an expired token is refreshed once`() async throws {
        let aws = try ClientFixture(credentials: [ListedCredentials.first, ListedCredentials.second]) { request in
            request.index == 0 ? .error(403, "ExpiredToken") : .listX
        }
        defer { aws.stop() }
        _ = try await aws.query()
        let signers = aws.server.requests.map { $0.header("authorization")?.contains("AKIDSECOND") }
        #expect(signers == [false, true])
        #expect(aws.time.sleeps.isEmpty)
    }

    @Test func `for an expired token the provider must renew, not repeat itself`() async throws {
        let aws = try ClientFixture { request in
            request.index == 0 ? .error(403, "ExpiredToken") : .listX
        }
        defer { aws.stop() }
        _ = try await aws.client.query(
            QueryCall(service: .iam, action: "ListX"),
            decoder: EventDecoder(),
            credentials: RenewableCredentials(),
            context: aws.context
        )
        let signers = aws.server.requests.map { $0.header("authorization")?.contains("AKIDSECOND") }
        #expect(signers == [false, true])
    }

    @Test func `a token that stays expired is not tried forever`() async throws {
        let third = Credentials(accessKeyID: "AKIDTHIRD", secretAccessKey: Secret("je7MtGbClwBF"))
        let three = [ListedCredentials.first, ListedCredentials.second, third]
        let refreshed = try ClientFixture(credentials: three) { _ in .error(403, "ExpiredToken") }
        defer { refreshed.stop() }
        #expect(try await refreshed.failure().code == "ExpiredToken")
        #expect(refreshed.server.requests.count == 2)

        let unchanged = try ClientFixture { _ in .error(403, "ExpiredToken") }
        defer { unchanged.stop() }
        #expect(try await unchanged.failure().code == "ExpiredToken")
        #expect(unchanged.server.requests.count == 1)
    }
}

/// Sure of its first credentials until told otherwise.
private struct RenewableCredentials: CredentialsProvider {
    func credentials() async throws -> Credentials { ListedCredentials.first }

    func renewed(after expired: Credentials) async throws -> Credentials {
        #expect(expired == ListedCredentials.first)
        return ListedCredentials.second
    }
}
