import Domain
import LoopbackAWS
import Testing

struct FaultSpecTests {
    @Test func `a fault is read with its place and its rate`() throws {
        var expected = Fault(.throttling)
        expected.account = "prod-search"
        expected.action = "iam:ListSSHPublicKeys"
        expected.rate = 0.3
        expected.first = 7
        let spec = "throttling:account=prod-search,action=iam:ListSSHPublicKeys,rate=0.3,first=7"
        #expect(try Fault(spec) == expected)
        #expect(try Fault("clock-off:by=-1200").by == -1_200)
        #expect(try Fault("throttling:burst=20,refill=5") != Fault("throttling"))
        for kind in Fault.Kind.allCases where kind != .duplicateAccount {
            #expect(try Fault(kind.rawValue).kind == kind)
        }
        #expect(try Fault("duplicate-account:account=prod-search").account == "prod-search")
    }

    @Test func `a name that is none lists them all`() throws {
        let failure = try #require(throws: FaultFailure.self) { try Fault("throttle") }
        for kind in Fault.Kind.allCases { #expect(failure.description.contains(kind.rawValue)) }
    }

    @Test(arguments: [
        "throttling:rate=2", "throttling:rate=nan", "throttling:rate", "throttling:first=0", "throttling:colour=red",
        "throttling:", "throttling:account=", "throttling:action=iam:ListRole", "throttling:refill=0",
        "no-accounts:account=*", "clock-off:rate=0.5", "report-stale:action=iam:ListRoles", "gzip:burst=3",
        "throttling:rate=0", "throttling:burst=0", "clock-off:by=0", "clock-off:by=-9223372036854775808",
        "clock-off:by=-31536001",
    ]) func `a setting that means nothing is refused`(spec: String) {
        #expect(throws: FaultFailure.self) { try Fault(spec) }
    }

    @Test(arguments: [
        ("throttling:refill=10", "burst= is missing"), ("throttling:burst=3,rate=0.5", "mean nothing"),
        ("throttling:first=2,burst=3,refill=1", "mean nothing"), ("duplicate-account", "must name the account"),
        ("empty-page:action=organizations:ListAccounts", "no answer to"),
        ("missing-marker:action=iam:ListSAMLProviders", "no answer to"),
        ("huge-text:action=organizations:*", "no answer to"), ("entity-bomb:action=organizations:*", "no answer to"),
    ]) func `settings that together hit nothing are refused, and say why`(spec: String, says: String) throws {
        let failure = try #require(throws: FaultFailure.self) { try Fault(spec) }
        #expect(failure.description.contains(says), "\(failure)")
    }

    @Test func `an account that is not there is refused before anything is served`() async throws {
        let organization = RehearsalOrganization(seed: 7, accounts: 5, asOf: Harness.start)
        await #expect(throws: FaultFailure.account("nobody")) {
            _ = try await LoopbackAWS.start(
                organization,
                time: { Harness.start },
                uptime: { .zero },
                faults: [Fault("denied:account=nobody")]
            )
        }
    }

    @Test func `the seed decides which requests are hit, each time the same`() async throws {
        func statuses(_ fault: String) async throws -> [Int] {
            var statuses: [Int] = []
            try await Harness.run(accounts: 5, faults: [fault]) { harness in
                let session = try harness.session(harness.organization.account(at: 4))
                statuses = try (0..<40).map { _ in try harness.iam("ListRoles", as: session).status }
                #expect(harness.server.strikes == [statuses.count { $0 == 400 }])
            }
            return statuses
        }
        let first = try await statuses("throttling:action=iam:ListRoles,rate=0.3")
        #expect(try await statuses("throttling:action=iam:ListRoles,rate=0.3") == first)
        #expect((4...20).contains(first.count { $0 == 400 }))
        #expect(
            try await statuses("throttling:action=iam:ListRoles,first=3") == [400, 400, 400]
                + Array(repeating: 200, count: 37)
        )
    }

    @Test func `a bucket is emptied by requests and filled by time`() async throws {
        try await Harness.run(accounts: 5, faults: ["throttling:action=iam:List*,burst=2,refill=0.5"]) { harness in
            let session = try harness.session(harness.organization.account(at: 4))
            func statuses(_ count: Int) throws -> [Int] {
                try (0..<count).map { _ in try harness.iam("ListRoles", as: session).status }
            }
            #expect(try statuses(4) == [200, 200, 400, 400])
            harness.advance(seconds: 1)
            #expect(try statuses(1) == [400])
            harness.advance(seconds: 1)
            #expect(try statuses(2) == [200, 400])
            harness.advance(seconds: 600)
            #expect(try statuses(3) == [200, 200, 400])
            #expect(harness.server.strikes == [5])
        }
    }

    @Test func `a fault hits its account and its action, and no other`() async throws {
        try await Harness.run(accounts: 5, faults: ["denied:account=prod-payments,action=iam:ListRoles"]) { harness in
            let hit = try harness.session(harness.account(named: "prod-payments"))
            let other = try harness.session(harness.account(named: "log-archive"))
            let denied = try harness.iam("ListRoles", as: hit)
            #expect(denied.status == 403)
            #expect(
                denied.errorMessage?.contains("because no identity-based policy allows the iam:ListRoles action")
                    == true
            )
            #expect(try harness.iam("ListUsers", as: hit).status == 200)
            #expect(try harness.iam("ListRoles", as: other).status == 200)
        }
    }
}
