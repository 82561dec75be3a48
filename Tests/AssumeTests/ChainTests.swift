import AWS
import Domain
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Assume

/// Roles on the way to the role: who assumes what, with which rights, and who is told what went wrong.
struct ChainTests {
    private static let later = Instant(year: 2026, month: 11, day: 22, hour: 16)
    private static let gate = "arn:aws:iam::777788889999:role/gate"

    /// Answers each role with credentials named after it.
    private static func answer(_ request: ScriptedRequest, until end: Instant = later) -> ScriptedSTS.Answer {
        let role = request.role
        let fields = role.split(separator: ":")
        return .session(in: String(fields[3]), until: end, key: "KEY-OF-\(role.split(separator: "/").last ?? "")")
    }

    private func account(_ id: String = "111122223333", role: String = "Reader", hops: [String] = [gate]) throws
        -> Account
    {
        Account(
            id: try #require(AccountID(id)),
            source: "test",
            roleARN: "arn:aws:iam::\(id):role/\(role)",
            hops: hops,
            externalID: Secret("shared-1")
        )
    }

    @Test func `each session may only assume the next role, and the last only read`() async throws {
        let sts = try ScriptedSTS { Self.answer($0) }
        defer { sts.stop() }
        let door = "arn:aws:iam::111122223333:role/door"
        let session = try await sts.assume(account(hops: [Self.gate, door]))
        #expect(session.narrowed)
        #expect(try await session.credentials.credentials().accessKeyID == "KEY-OF-Reader")
        #expect(sts.requests.map(\.role) == [Self.gate, door, "arn:aws:iam::111122223333:role/Reader"])
        #expect(sts.requests.map(\.signer) == ["AKIABASE", "KEY-OF-gate", "KEY-OF-door"])
        func policy(_ resource: String) -> String {
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"sts:AssumeRole\"],"
                + "\"Resource\":\"\(resource)\"}]}"
        }
        // The gate leads to the doors of all accounts, the door to its own account's role.
        let expected = [
            policy("arn:aws:iam::*:role/door"), policy("arn:aws:iam::111122223333:role/Reader"), CallPlan.sessionPolicy,
        ]
        #expect(sts.requests.map { $0.parameter("Policy")?.decoded } == expected)
        // It is a matter of the account, not of those on the way.
        #expect(sts.requests.map { $0.parameter("ExternalId") } == [nil, nil, "shared-1"])
    }

    @Test func `source identity and tags are set once and live on along the way`() async throws {
        let sts = try ScriptedSTS { Self.answer($0) }
        defer { sts.stop() }
        let settings = try SessionSettings(sourceIdentity: "jane", tags: [Domain.Tag(key: "team", value: "audit")])
        _ = try await sts.assumer(settings).assume(account())
        #expect(sts.requests.map { $0.parameter("SourceIdentity") } == ["jane", nil])
        #expect(sts.requests.map { $0.parameter("Tags.member.1.Key") } == ["team", nil])
        #expect(sts.requests.map { $0.parameter("TransitiveTagKeys.member.1") } == ["team", nil])
        let policy = try #require(sts.requests[0].parameter("Policy")?.decoded)
        #expect(policy.contains("[\"sts:AssumeRole\",\"sts:SetSourceIdentity\",\"sts:TagSession\"]"))
    }

    @Test func `accounts behind the same hop share its session, and its renewal`() async throws {
        let sts = try ScriptedSTS {
            Self.answer($0, until: $0.index < 40 ? Self.later : Self.later.adding(seconds: 3_600))
        }
        defer { sts.stop() }
        sts.time.now = Self.later.adding(seconds: -3_600)
        let assumer = try sts.assumer()
        func assumeAll() async throws {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<12 {
                    let account = try account("1111222233\(10 + number)")
                    group.addTask { _ = try await assumer.assume(account) }
                }
                try await group.waitForAll()
            }
        }
        try await assumeAll()
        #expect(sts.requests.count { $0.role == Self.gate } == 1)
        #expect(sts.requests.count == 13)
        sts.time.now = Self.later.adding(seconds: -100)
        try await assumeAll()
        #expect(sts.requests.count { $0.role == Self.gate } == 2)
        #expect(assumer.hopCalls.map(\.action) == ["AssumeRole", "AssumeRole"])
        #expect(assumer.hopCalls.allSatisfy { $0.accountID == nil })
    }

    @Test func `another role at the end needs another session of the hop`() async throws {
        let sts = try ScriptedSTS { Self.answer($0) }
        defer { sts.stop() }
        let assumer = try sts.assumer()
        _ = try await assumer.assume(account(role: "Reader"))
        _ = try await assumer.assume(account(role: "Other"))
        #expect(sts.requests.count { $0.role == Self.gate } == 2)
    }

    @Test func `a chained session lasts an hour at most`() async throws {
        let sts = try ScriptedSTS { Self.answer($0) }
        defer { sts.stop() }
        _ = try await sts.assumer(SessionSettings(durationSeconds: 7_200)).assume(account())
        #expect(sts.requests.map { $0.parameter("DurationSeconds") } == ["7200", "3600"])
    }

    @Test func `a hop that is refused is named, with AWS's words and request id`() async throws {
        let door = "arn:aws:iam::444455556666:role/door"
        let sts = try ScriptedSTS { request in
            request.role == door
                ? .error("AccessDenied", status: 403, "User: x is not authorized to perform: sts:AssumeRole")
                : Self.answer(request)
        }
        defer { sts.stop() }
        let unavailable = try await sts.refusal(account(hops: [Self.gate, door]))
        #expect(unavailable.reason == .roleMissingOrTrustDenied)
        #expect(unavailable.errorCode == "AccessDenied")
        #expect(unavailable.message == "hop 2 of 2, \(door): User: x is not authorized to perform: sts:AssumeRole")
        #expect(unavailable.requestID == "r-1")
        #expect(unavailable.action == "sts:AssumeRole")
    }

    @Test func `the first hop of three is named once`() async throws {
        let sts = try ScriptedSTS { _ in .error("AccessDenied", status: 403, "no") }
        defer { sts.stop() }
        let other = "arn:aws:iam::444455556666:role/door"
        let unavailable = try await sts.refusal(account(hops: [Self.gate, other, other]))
        #expect(unavailable.message == "hop 1 of 3, \(Self.gate): no")
    }

    @Test(arguments: ["gate", "arn:aws-cn:iam::777788889999:role/gate", "arn:aws:iam::777788889999:user/gate"])
    func `a hop that is no role of the partition is not even tried`(hop: String) async throws {
        let sts = try ScriptedSTS { Self.answer($0) }
        defer { sts.stop() }
        let unavailable = try await sts.refusal(account(hops: [hop]))
        #expect(unavailable.message == "\"\(hop)\" is not the ARN of a role of partition aws")
        #expect(sts.requests.isEmpty)
    }

    /// The gate answers only when the account that asked first has given up.
    @Test func `an account that is stopped takes the hop from nobody`() async throws {
        let gate = Gate()
        let sts = try ScriptedSTS { request in
            if request.role == Self.gate { gate.wait() }
            return Self.answer(request)
        }
        defer { sts.stop() }
        let assumer = try sts.assumer()
        let first = try account("111122223311")
        let second = try account("111122223322")
        let stopped = Task { try await assumer.assume(first) }
        await gate.arrived()
        let other = Task { try await assumer.assume(second) }
        stopped.cancel()
        await #expect(throws: Unavailable.self) { try await stopped.value }
        gate.open()
        _ = try await other.value
        #expect(sts.requests.count { $0.role == Self.gate } == 1)
    }
}

/// Holds back the thread of a connection until the test lets it go on.
private final class Gate: Sendable {
    private let opened = DispatchSemaphore(value: 0)
    private let hasArrived = Atomic(false)

    func wait() {
        hasArrived.store(true, ordering: .releasing)
        opened.wait()
    }

    func open() { opened.signal() }

    func arrived() async {
        while !hasArrived.load(ordering: .acquiring) { await Task.yield() }
    }
}

extension ScriptedRequest {
    fileprivate var role: String { parameter("RoleArn")?.decoded ?? "" }

    /// The access key id that signed the request.
    fileprivate var signer: String {
        let credential = header("authorization")?.split(separator: "Credential=").last ?? ""
        return String(credential.prefix { $0 != "/" })
    }
}

extension String {
    fileprivate var decoded: String {
        var bytes: [UInt8] = []
        var rest = utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            bytes.append(UInt8(String(rest.prefix(2)) ?? "", radix: 16) ?? 0)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
