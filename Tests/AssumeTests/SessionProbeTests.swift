import AWS
import Domain
import TestSupport
import Testing

@testable import Assume

struct SessionProbeTests {
    private func findings(
        _ script: @escaping @Sendable (ScriptedRequest) -> ScriptedSTS.Answer
    ) async throws -> (SessionProbe.Findings, requests: [ScriptedRequest]) {
        let sts = try ScriptedSTS(script)
        defer { sts.stop() }
        let id = try #require(AccountID("111122223333"))
        let session = Session(
            accountID: id,
            partition: .aws,
            roleARN: "arn:aws:iam::111122223333:role/x",
            narrowed: true,
            credentials: FixedCredentials()
        )
        let probe = SessionProbe(client: sts.client)
        return (await probe.findings(of: session, context: CallContext(accountID: id)), sts.requests)
    }

    private static let denied = ScriptedSTS.Answer.error("AccessDenied", status: 403, "no")
    private static let nothing = ScriptedSTS.Answer(status: 200, body: "")

    @Test func `each call of the plan is tried once, and one beside it`() async throws {
        let (findings, requests) = try await findings { request in
            request.parameter("Action") == "ListGroups" ? Self.denied : Self.nothing
        }
        #expect(findings == SessionProbe.Findings(gaps: [], narrowing: .proven))
        let actions = requests.compactMap { $0.parameter("Action") }.sorted()
        #expect(actions == (CallPlan.allCases.map(\.rawValue) + ["ListGroups"]).sorted())
        // Nothing that a page could be asked for is asked for in full.
        for request in requests where request.parameter("Action")?.hasPrefix("List") == true {
            let isWhole = ["ListSAMLProviders", "ListOpenIDConnectProviders"].contains(request.parameter("Action"))
            #expect(request.parameter("MaxItems") == (isWhole ? nil : "1"))
        }
    }

    @Test func `a session that may do more is not narrowed`() async throws {
        let (findings, _) = try await findings { _ in Self.nothing }
        #expect(findings.narrowing == .none)
    }

    @Test(arguments: [
        ("NoSuchEntity", 404), ("ReportNotPresent", 410), ("ReportExpired", 410), ("ReportInProgress", 404),
        ("LimitExceeded", 409),
    ])
    func `an answer that there is nothing shows that the call is allowed`(code: String, status: Int) async throws {
        let (findings, _) = try await findings { _ in .error(code, status: status, "Unknown") }
        #expect(findings.gaps.isEmpty)
    }

    @Test(arguments: [("AccessDenied", 403, ReasonCode.callDenied), ("ValidationError", 400, .malformedAnswer)])
    func `any other answer is a gap`(code: String, status: Int, reason: ReasonCode) async throws {
        let (findings, _) = try await findings { _ in .error(code, status: status, "no") }
        #expect(findings.gaps.map(\.action) == CallPlan.allCases.map(\.permission))
        #expect(findings.gaps.allSatisfy { $0.reason == reason && $0.requestID.hasPrefix("r-") })
    }
}
