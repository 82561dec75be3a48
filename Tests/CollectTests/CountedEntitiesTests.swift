import Domain
import Testing

@testable import Collect

struct CountedEntitiesTests {
    struct Counted: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// What the summary counts at the first, and at every later time.
        let users: [Int]
        var roles = 1
        var policies = 0
        /// When the users were created, where that matters.
        var created = "2026-01-01T00:00:00Z"
        /// Whether the one role is service-linked.
        var isLinked = false
        /// Whether a user is gone at the second reading.
        var loses = false
        let gap: String?
        let readings: Int
    }

    @Test(arguments: [
        Counted(testDescription: "equal", users: [3], gap: nil, readings: 1),
        Counted(testDescription: "equal when asked again", users: [5, 3], gap: nil, readings: 2),
        Counted(
            testDescription: "fewer read than counted",
            users: [5],
            gap: "3 users read where GetAccountSummary counts 5",
            readings: 2
        ),
        Counted(
            testDescription: "more read than counted",
            users: [2],
            gap: "3 users read where GetAccountSummary counts 2",
            readings: 2
        ),
        Counted(
            testDescription: "policies as well",
            users: [3],
            policies: 2,
            gap: "0 policies read where GetAccountSummary counts 2",
            readings: 2
        ),
        Counted(
            testDescription: "created since the sweep began",
            users: [2],
            created: "2099-01-01T00:00:00Z",
            gap: nil,
            readings: 1
        ),
        Counted(
            testDescription: "service-linked, not counted",
            users: [3],
            roles: 0,
            isLinked: true,
            gap: nil,
            readings: 1
        ),
        Counted(testDescription: "service-linked, counted", users: [3], isLinked: true, gap: nil, readings: 1),
        Counted(
            testDescription: "a role that nobody counts",
            users: [3],
            roles: 0,
            gap: "1 roles read where GetAccountSummary counts 0",
            readings: 2
        ),
        Counted(testDescription: "deleted since", users: [4, 3], loses: true, gap: nil, readings: 2),
        Counted(
            testDescription: "more missing than was deleted",
            users: [4],
            loses: true,
            gap: "2 users read where GetAccountSummary counts 4",
            readings: 2
        ),
    ])
    func `totals that are not explained are read again, and then a gap`(_ counted: Counted) async throws {
        var scripts = FullAccount.scripts
        scripts[.getAccountSummary] = { call in
            let users = counted.users[min(call.repetition, counted.users.count - 1)]
            let figures = [("Users", users), ("Roles", counted.roles), ("Policies", counted.policies)].map {
                "<entry><key>\($0.0)</key><value>\($0.1)</value></entry>"
            }
            return .result("<SummaryMap>\(figures.joined())</SummaryMap>")
        }
        scripts[.getAccountAuthorizationDetails] = { call in
            let xml = FullAccount.authorizationDetails.replacing("2026-01-01T00:00:00Z", with: counted.created)
                .replacing(":role/", with: counted.isLinked ? ":role/aws-service-role/x.amazonaws.com/" : ":role/")
            let isWhole = !counted.loses || call.repetition == 0
            return .result(isWhole ? xml : xml.replacing(FullAccount.user("bob"), with: ""))
        }
        let iam = try ScriptedIAM(scripts)
        defer { iam.stop() }
        let facts = try await iam.collect()
        #expect(iam.calls(.getAccountSummary).count == counted.readings)
        #expect(iam.calls(.getAccountAuthorizationDetails).count == counted.readings)
        #expect(facts.totalsGap?.message.contains(counted.gap ?? "no gap") == (counted.gap == nil ? nil : true))
        #expect(facts.totalsGap?.reason == (counted.gap == nil ? nil : .malformedAnswer))
        #expect(facts.gaps.contains { $0 == facts.totalsGap } == (counted.gap != nil))
    }

    @Test func `a second reading that fails leaves the first, and its gap`() async throws {
        var scripts = FullAccount.scripts
        scripts[.getAccountSummary] = { call in
            let answer = "<SummaryMap><entry><key>Users</key><value>5</value></entry></SummaryMap>"
            return call.repetition == 0 ? .result(answer) : .denied
        }
        let iam = try ScriptedIAM(scripts)
        defer { iam.stop() }
        let facts = try await iam.collect()
        #expect(facts.summary.value?["Users"] == 5)
        #expect(facts.totalsGap?.message.contains("3 users read where GetAccountSummary counts 5") == true)
    }
}
