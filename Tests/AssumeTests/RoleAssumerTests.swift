import AWS
import Domain
import TestSupport
import Testing

@testable import Assume

struct RoleAssumerTests {
    private static let later = Instant(year: 2026, month: 11, day: 22, hour: 16)

    @Test func `a session is narrowed to the plan and carries the account's external id`() async throws {
        let sts = try ScriptedSTS { _ in .session(until: Self.later) }
        defer { sts.stop() }
        let session = try await sts.assume(.example(externalID: Secret("shared-1")))
        #expect(session.narrowed)
        #expect(session.roleARN == "arn:aws:iam::111122223333:role/audit/SecurityAudit")
        let credentials = try await session.credentials.credentials()
        #expect(credentials.accessKeyID == "ASIA1")
        #expect(credentials.secretAccessKey == Secret("s3cr3t"))
        #expect(credentials.sessionToken == Secret("t0k3n"))
        #expect(credentials.expiration == Self.later)

        let body = try #require(sts.requests.first?.bodyText)
        let call = QueryCall(
            service: .sts,
            action: "AssumeRole",
            parameters: [
                ("RoleArn", "arn:aws:iam::111122223333:role/audit/SecurityAudit"),
                ("RoleSessionName", "orgsweep"),
                ("DurationSeconds", "3600"),
                ("Policy", CallPlan.sessionPolicy),
                ("ExternalId", "shared-1"),
            ]
        )
        #expect(body == call.form)
    }

    @Test func `an account without an external id sends none`() async throws {
        let sts = try ScriptedSTS { _ in .session(until: Self.later) }
        defer { sts.stop() }
        _ = try await sts.assume(.example())
        #expect(sts.requests.first?.bodyText.contains("ExternalId") == false)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var state = AccountState.active
        let code: String
        var status = 403
        var message = "User: arn:aws:iam::1:user/x is not authorized to perform: sts:AssumeRole on resource: role"
        let reason: ReasonCode
    }

    @Test(arguments: [
        Refusal(testDescription: "denied", code: "AccessDenied", reason: .roleMissingOrTrustDenied),
        Refusal(
            testDescription: "denied by SCP",
            code: "AccessDenied",
            message: "not authorized to perform: sts:AssumeRole with an explicit deny in a service control policy",
            reason: .scpDeny
        ),
        Refusal(
            testDescription: "denied by RCP",
            code: "AccessDenied",
            message: "not authorized to perform: sts:AssumeRole with an explicit deny in a resource control policy",
            reason: .scpDeny
        ),
        Refusal(
            testDescription: "external id named",
            code: "AccessDenied",
            message: "the condition on sts:ExternalId is not met",
            reason: .externalID
        ),
        Refusal(
            testDescription: "the caller itself may not",
            code: "AccessDenied",
            message: "not authorized to perform: sts:AssumeRole because no identity-based policy allows it",
            reason: .callDenied
        ),
        Refusal(testDescription: "suspended", state: .suspended, code: "AccessDenied", reason: .suspended),
        Refusal(testDescription: "closed", state: .closed, code: "AccessDenied", reason: .closed),
        Refusal(testDescription: "closing", state: .pendingClosure, code: "AccessDenied", reason: .closed),
        Refusal(
            testDescription: "throttled",
            code: "Throttling",
            status: 400,
            message: "Rate exceeded",
            reason: .throttledOut
        ),
        Refusal(
            testDescription: "region disabled",
            code: "RegionDisabledException",
            message: "STS is not activated in this region for account:1",
            reason: .malformedAnswer
        ),
        Refusal(
            testDescription: "base credentials unknown to AWS",
            code: "InvalidClientTokenId",
            message: "The security token included in the request is invalid.",
            reason: .malformedAnswer
        ),
        Refusal(
            testDescription: "server error",
            code: "ServiceUnavailable",
            status: 503,
            message: "try later",
            reason: .unreachable
        ),
    ])
    func `a refusal becomes the most precise reason that its words allow`(_ refusal: Refusal) async throws {
        let sts = try ScriptedSTS { _ in .error(refusal.code, status: refusal.status, refusal.message) }
        defer { sts.stop() }
        let unavailable = try await sts.refusal(.example(state: refusal.state))
        #expect(unavailable.reason == refusal.reason)
        #expect(unavailable.action == "sts:AssumeRole")
        #expect(unavailable.errorCode == refusal.code)
        #expect(unavailable.message == refusal.message)
        #expect(unavailable.requestID == "r-\(sts.requests.count - 1)")
    }

    @Test func `a message that quotes the external id does not reach the report with it`() async throws {
        let sts = try ScriptedSTS { _ in
            .error("ValidationError", status: 400, "Value 'sh red' at 'externalId' failed to satisfy constraint")
        }
        defer { sts.stop() }
        let unavailable = try await sts.refusal(.example(externalID: Secret("sh red")))
        #expect(unavailable.message == "Value '[external id]' at 'externalId' failed to satisfy constraint")
    }

    @Test func `an external id of which the message holds only the beginning is hidden as well`() async throws {
        let externalID = String(repeating: "hush-", count: 300)
        let sts = try ScriptedSTS { _ in .error("ValidationError", status: 400, "Value '\(externalID)' failed") }
        defer { sts.stop() }
        let unavailable = try await sts.refusal(.example(externalID: Secret(externalID)))
        #expect(!unavailable.message.contains("hush"))
    }

    @Test(arguments: [
        "", "SecurityAudit", "arn:aws:iam::444455556666:role/SecurityAudit",
        "arn:aws-cn:iam::111122223333:role/SecurityAudit", "arn:aws:iam::111122223333:user/SecurityAudit",
    ])
    func `a role of somebody else is not even tried`(roleARN: String) async throws {
        let sts = try ScriptedSTS { _ in .session(until: Self.later) }
        defer { sts.stop() }
        let unavailable = try await sts.refusal(.example(roleARN: roleARN))
        #expect(unavailable.reason == .roleMissingOrTrustDenied)
        #expect(unavailable.message.contains("111122223333"))
        #expect(sts.requests.isEmpty)
    }

    @Test func `a session of another account is refused`() async throws {
        let sts = try ScriptedSTS { _ in .session(in: "444455556666", until: Self.later) }
        defer { sts.stop() }
        #expect(try await sts.refusal(.example()).reason == .malformedAnswer)
    }

    @Test func `an answer without credentials is malformed`() async throws {
        let sts = try ScriptedSTS { _ in ScriptedSTS.Answer(status: 200, body: "<Credentials/>") }
        defer { sts.stop() }
        let unavailable = try await sts.refusal(.example())
        #expect(unavailable.reason == .malformedAnswer)
        #expect(unavailable.message.contains("AccessKeyId"))
    }

    @Test func `a session renews itself when it is used near its end`() async throws {
        let sts = try ScriptedSTS { request in
            .session(until: Self.later.adding(seconds: Int64(request.index) * 3_600), key: "ASIA\(request.index)")
        }
        defer { sts.stop() }
        let session = try await sts.assume(.example())
        sts.time.now = Self.later.adding(seconds: -301)
        #expect(try await session.credentials.credentials().accessKeyID == "ASIA0")
        sts.time.now = Self.later.adding(seconds: -299)
        #expect(try await session.credentials.credentials().accessKeyID == "ASIA1")
        #expect(sts.requests.count == 2)
    }

    /// This machine's clock is an hour ahead: by it, each session is over before it begins.
    @Test func `by AWS's clock a session is renewed only near its end`() async throws {
        let now = Instant(year: 2026, month: 11, day: 22, hour: 14)
        let sts = try ScriptedSTS { request in
            request.index == 0
                ? .error(
                    "SignatureDoesNotMatch",
                    status: 403,
                    "Signature not yet current: 20261122T150000Z is still later than 20261122T140500Z",
                    headers: [("Date", "Sun, 22 Nov 2026 14:00:00 GMT")]
                ) : .session(until: now.adding(seconds: 3_600))
        }
        defer { sts.stop() }
        let session = try await sts.assume(.example())
        #expect(sts.client.clockSkewSeconds == -3_600)
        for _ in 0..<5 { _ = try await session.credentials.credentials() }
        #expect(sts.requests.count == 2)
    }

    @Test func `a session that AWS calls expired early is assumed again`() async throws {
        let sts = try ScriptedSTS { request in
            let isIAM = request.bodyText.hasPrefix("Action=ListX")
            let isOld = request.header("authorization")?.contains("ASIA0") == true
            if isIAM { return isOld ? .error("ExpiredToken", status: 403, "expired") : .init(status: 200, body: "") }
            return .session(until: Self.later, key: "ASIA\(request.index)")
        }
        defer { sts.stop() }
        let session = try await sts.assume(.example())
        _ = try await sts.listX(session)
        #expect(sts.requests.map { $0.bodyText.hasPrefix("Action=AssumeRole") } == [true, false, true, false])
    }

    @Test func `a renewal that fails keeps its reason, code and request id`() async throws {
        let sts = try ScriptedSTS { request in
            request.index == 0 ? .session(until: Self.later) : .error("Throttling", status: 400, "Rate exceeded")
        }
        defer { sts.stop() }
        let session = try await sts.assume(.example())
        sts.time.now = Self.later
        let failure = try await #require(throws: AWSFailure.self) { try await sts.listX(session) }
        #expect(failure.unavailable.reason == .throttledOut)
        #expect(failure.unavailable.action == "sts:AssumeRole")
        #expect(failure.unavailable.errorCode == "Throttling")
        #expect(failure.unavailable.message == "Rate exceeded")
        #expect(failure.unavailable.requestID == "r-2")
    }

    @Test func `base credentials are a session of their own account only, and not narrowed`() async throws {
        let sts = try ScriptedSTS { _ in .session(until: Self.later) }
        defer { sts.stop() }
        let session = try sts.assumer().baseSession(for: .example())
        #expect(!session.narrowed)
        #expect(session.roleARN == nil)
        #expect(try await session.credentials.credentials().accessKeyID == "AKIABASE")
        let other = Account(id: try #require(AccountID("444455556666")), source: "test", roleARN: "")
        #expect(throws: Unavailable.self) { try sts.assumer().baseSession(for: other) }
    }
}

extension ScriptedSTS {
    /// A call with the session's credentials.
    fileprivate func listX(_ session: Session) async throws -> [String] {
        try await client.query(
            QueryCall(service: .iam, action: "ListX"),
            decoder: NoRecords(),
            credentials: session.credentials,
            context: CallContext(accountID: session.accountID)
        ).output
    }

    private struct NoRecords: XMLRecordDecoder {
        enum Element: String, CaseIterable {
            case name = "Name"
        }

        mutating func start(_ element: Element, in path: XMLPath<Element>) throws(XMLFailure) {}
        mutating func end(_ element: Element, in path: XMLPath<Element>, text: XMLText) throws(XMLFailure) {}
        mutating func finish() throws(XMLFailure) -> [String] { [] }
    }
}
