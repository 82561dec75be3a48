import Domain
import LoopbackAWS
import Synchronization
import Testing

/// A running server with a clock that the test holds.
final class Harness: Sendable {
    let organization: RehearsalOrganization
    let server: LoopbackAWS
    private let clock: Clock

    /// The instant of every test: server time and asOf start here.
    static let start = Instant(year: 2026, month: 11, day: 22, hour: 15)

    private final class Clock: Sendable {
        let now = Mutex(Harness.start)
    }

    private init(_ organization: RehearsalOrganization, latency: Duration, faults: [String]) async throws {
        let clock = Clock()
        self.organization = organization
        self.clock = clock
        self.server = try await LoopbackAWS.start(
            organization,
            time: { clock.now.withLock(\.self) },
            uptime: { .seconds(clock.now.withLock(\.self).seconds(since: Harness.start)) },
            latency: latency,
            faults: faults.map { try Fault($0) }
        )
    }

    /// Runs a test against a server and stops it, whatever happens.
    static func run(
        accounts: Int = 25,
        identitiesPerAccount: Int? = nil,
        hostileNames: Bool = false,
        readers: RehearsalOrganization.Readers = .init(),
        latency: Duration = .zero,
        faults: [String] = [],
        _ test: (Harness) async throws -> Void
    ) async throws {
        let organization = RehearsalOrganization(
            seed: 7,
            accounts: accounts,
            identitiesPerAccount: identitiesPerAccount,
            asOf: start,
            hostileNames: hostileNames,
            readers: readers
        )
        let harness = try await Harness(organization, latency: latency, faults: faults)
        do {
            try await test(harness)
        } catch {
            try await harness.server.stop()
            throw error
        }
        try await harness.server.stop()
    }

    var now: Instant { clock.now.withLock(\.self) }

    func advance(seconds: Int64) {
        clock.now.withLock { $0 = $0.adding(seconds: seconds) }
    }

    // MARK: Calls

    var port: UInt16 {
        get throws { try #require(server.url.split(separator: ":").last.flatMap { UInt16($0) }) }
    }

    func send(_ request: TestRequest) throws -> TestAnswer {
        let connection = try TestConnection(port: port)
        connection.send(request.bytes)
        return try connection.receive()
    }

    func sts(_ action: String, _ parameters: [String: String] = [:], as credentials: Credentials? = nil) throws
        -> TestAnswer
    {
        var request = TestRequest(action, version: "2011-06-15", parameters)
        request.sign("sts", credentials ?? organization.baseCredentials, at: now, region: organization.region)
        return try send(request)
    }

    func iam(_ action: String, _ parameters: [String: String] = [:], as credentials: Credentials) throws -> TestAnswer {
        var request = TestRequest(action, version: "2010-05-08", parameters)
        request.sign("iam", credentials, at: now)
        return try send(request)
    }

    /// The result element of an IAM call that must succeed.
    func result(_ action: String, _ parameters: [String: String] = [:], as credentials: Credentials) throws -> TestXML {
        let answer = try iam(action, parameters, as: credentials)
        try #require(answer.status == 200, "\(answer.text)")
        return try #require(try answer.xml()["\(action)Result"])
    }

    func organizations(_ action: String, _ body: String, as credentials: Credentials? = nil) throws -> TestAnswer {
        var request = TestRequest(body: body)
        request.headers = [
            ("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", "AWSOrganizationsV20161128.\(action)"),
        ]
        request.sign("organizations", credentials ?? organization.baseCredentials, at: now)
        return try send(request)
    }

    func assumeRole(_ account: RehearsalAccount, _ parameters: [String: String] = [:]) throws -> TestAnswer {
        let usual = [
            "RoleArn": "arn:aws:iam::\(account.id):role/\(organization.roleName)", "RoleSessionName": "orgsweep",
            "ExternalId": organization.externalID,
        ]
        return try sts("AssumeRole", usual.merging(parameters) { _, given in given }.filter { !$0.value.isEmpty })
    }

    /// The credentials of a session that must be granted.
    func session(_ account: RehearsalAccount, _ parameters: [String: String] = [:]) throws -> Credentials {
        try credentials(of: assumeRole(account, parameters))
    }

    func credentials(of answer: TestAnswer) throws -> Credentials {
        try #require(answer.status == 200, "\(answer.text)")
        let issued = try #require(try answer.xml()["AssumeRoleResult"]?["Credentials"])
        return Credentials(
            accessKeyID: try #require(issued.text("AccessKeyId")),
            secretAccessKey: Secret(try #require(issued.text("SecretAccessKey"))),
            sessionToken: Secret(try #require(issued.text("SessionToken"))),
            expiration: issued.text("Expiration").flatMap { Instant(iso8601: $0) }
        )
    }

    /// The account of the hand-written cast with that name.
    func account(named name: String) throws -> RehearsalAccount {
        let accounts = (0..<organization.accountCount).lazy.map { self.organization.account(at: $0) }
        return try #require(accounts.first { $0.name == name })
    }
}
