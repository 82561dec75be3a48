import AWS
import Domain
import TestSupport
import Testing

@testable import Assume

/// What is asked of AWS for a session: how long it lasts, and what it carries.
struct SessionRequestTests {
    private static let later = Instant(year: 2026, month: 11, day: 22, hour: 16)
    private static let role = "arn:aws:sts::111122223333:assumed-role/hub/ci"

    private static func tooLong(_ reason: String) -> ScriptedSTS.Answer {
        .error("ValidationError", status: 400, "The requested DurationSeconds exceeds the \(reason)")
    }

    @Test(arguments: [
        ("arn:aws:iam::111122223333:user/ci", 7_200), ("arn:aws:sts::111122223333:assumed-role/hub/ci", 3_600),
        ("arn:aws:sts::111122223333:federated-user/ci", 7_200),
    ])
    func `a role's session asks for no more than an hour`(caller: String, seconds: Int) async throws {
        let sts = try ScriptedSTS { _ in .session(until: Self.later) }
        defer { sts.stop() }
        _ = try await sts.assumer(SessionSettings(durationSeconds: 7_200), caller: caller).assume(.example())
        #expect(sts.requests.map { $0.parameter("DurationSeconds") } == ["\(seconds)"])
    }

    @Test(arguments: [
        (7_200, 3_600, "MaxSessionDuration set for this role.", ["7200", "3600"]),
        (7_200, 3_600, "1 hour session limit for roles assumed by role chaining", ["7200", "3600"]),
        (7_200, 900, "MaxSessionDuration set for this role.", ["7200", "3600", "900"]),
        (1_800, 900, "MaxSessionDuration set for this role.", ["1800", "900"]),
    ])
    func `a role whose sessions are shorter gets a shorter one, and its renewals ask for no more`(
        configured: Int,
        longest: Int,
        reason: String,
        asked: [String]
    ) async throws {
        let sts = try ScriptedSTS { request in
            let seconds = request.parameter("DurationSeconds").flatMap { Int($0) } ?? 0
            return seconds > longest ? Self.tooLong(reason) : .session(until: Self.later)
        }
        defer { sts.stop() }
        let session = try await sts.assumer(SessionSettings(durationSeconds: configured)).assume(.example())
        #expect(sts.requests.map { $0.parameter("DurationSeconds") } == asked)
        sts.time.now = Self.later.adding(seconds: -1)
        _ = try await session.credentials.credentials()
        #expect(sts.requests.last?.parameter("DurationSeconds") == "\(longest)")
        #expect(sts.requests.count == asked.count + 1)
    }

    @Test func `a role that grants no session at all keeps AWS's words`() async throws {
        let sts = try ScriptedSTS { _ in Self.tooLong("MaxSessionDuration set for this role.") }
        defer { sts.stop() }
        let unavailable = try await sts.refusal(.example())
        #expect(
            unavailable.message == "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
        )
        #expect(sts.requests.count == 2)
    }

    @Test func `another ValidationError is not tried again`() async throws {
        let sts = try ScriptedSTS { _ in .error("ValidationError", status: 400, "1 validation error detected") }
        defer { sts.stop() }
        _ = try await sts.refusal(.example())
        #expect(sts.requests.count == 1)
    }

    @Test func `source identity and tags are asked for only when they are configured`() async throws {
        let sts = try ScriptedSTS { _ in .session(until: Self.later) }
        defer { sts.stop() }
        _ = try await sts.assume(.example())
        #expect(sts.requests[0].bodyText.contains("SourceIdentity") == false)
        #expect(sts.requests[0].bodyText.contains("Tag") == false)

        let tags = [Domain.Tag(key: "cost", value: "7"), Domain.Tag(key: "team", value: "a b")]
        _ = try await sts.assumer(SessionSettings(sourceIdentity: "jane", tags: tags)).assume(.example())
        let request = sts.requests[1]
        #expect(request.parameter("SourceIdentity") == "jane")
        #expect(request.parameter("Tags.member.1.Key") == "cost")
        #expect(request.parameter("Tags.member.1.Value") == "7")
        #expect(request.parameter("Tags.member.2.Key") == "team")
        #expect(request.parameter("Tags.member.2.Value") == "a%20b")
        #expect(request.bodyText.contains("TransitiveTagKeys") == false)
    }

    @Test(arguments: ["sts:SetSourceIdentity", "sts:TagSession"])
    func `a trust policy that does not allow them is told from one that does not allow us`(action: String) async throws
    {
        let message = "User: x is not authorized to perform: \(action) on resource: y"
        let sts = try ScriptedSTS { _ in .error("AccessDenied", status: 403, message) }
        defer { sts.stop() }
        let unavailable = try await sts.refusal(.example())
        #expect(unavailable.reason == .roleMissingOrTrustDenied)
        #expect(unavailable.message.hasPrefix(message))
        #expect(unavailable.message.hasSuffix("so the trust policy must allow \(action))"))
    }
}

extension ScriptedRequest {
    /// A parameter of the form as it was sent, percent-encoded.
    func parameter(_ name: String) -> String? {
        bodyText.split(separator: "&").first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
    }
}
