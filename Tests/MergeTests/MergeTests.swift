import Domain
import Foundation
import Ledger
import Testing

@testable import Merge

struct MergeTests {
    private let folder = Folder()

    /// Removed when the test lets go of it.
    private final class Folder: Sendable {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("merge-\(UUID())").path

        deinit {
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    struct KnownID: Sendable, CustomTestStringConvertible {
        var partition: Partition
        var account: String
        var check: String
        var arn: String
        var discriminator: String
        var id: String
        var testDescription: String { "\(check) \(arn)" }
    }

    // Made with: printf 'aws\n111111111111\nroot-mfa\narn:aws:iam::111111111111:root\n' | sha256sum | cut -c1-32
    @Test(arguments: [
        KnownID(
            partition: .aws,
            account: "111111111111",
            check: "root-mfa",
            arn: "arn:aws:iam::111111111111:root",
            discriminator: "",
            id: "240e6ba5f2358d38799523bbc13f921f"
        ),
        KnownID(
            partition: .aws,
            account: "111111111111",
            check: "key-age",
            arn: "arn:aws:iam::111111111111:user/alice",
            discriminator: "2025-01-01T00:00:00Z",
            id: "278e128f3c772f27c523098c36a84be3"
        ),
        KnownID(
            partition: .govCloud,
            account: "000000000001",
            check: "policy-admin",
            arn: "arn:aws-us-gov:iam::000000000001:role/Zürich",
            discriminator: "",
            id: "43bfbb4822718eb5a20911985a386b11"
        ),
    ])
    func `finding ids are those that sha256sum gives`(_ known: KnownID) throws {
        let assessment = Assessment(
            checkID: known.check,
            Resource(type: .user, arn: known.arn, name: "any name"),
            discriminator: known.discriminator,
            outcome: .fail,
            severity: .low,
            sentence: "Neither the sentence nor the severity is part of it."
        )
        let id = FindingID.make(
            partition: known.partition,
            accountID: try #require(AccountID(known.account)),
            assessment: assessment
        )
        #expect(id == known.id)
    }

    @Test func `a configured severity wins over a computed one, and that over the default`() async throws {
        let ledger = try await organization([1])
        _ = try await Merge.findings(in: ledger, header: header(), severities: ["key-age": .low])
        let severities = try findings(ledger).map { "\($0.assessment.resource.arn) \($0.severity)" }
        #expect(severities == ["arn:1:computed critical", "arn:1:gap medium", "arn:1:plain medium", "arn:1:user low"])
    }

    @Test func `only a failure is due, by the service level of its severity`() async throws {
        let ledger = try await organization([1])
        _ = try await Merge.findings(in: ledger, header: header(), severities: [:])
        let due = try Dictionary(
            uniqueKeysWithValues: findings(ledger).map { ($0.assessment.resource.arn, $0.dueAt) }
        )
        #expect(due["arn:1:computed"] == .asOf.adding(seconds: 7 * 86_400))
        #expect(due["arn:1:plain"] == .asOf.adding(seconds: 90 * 86_400))
        #expect(due["arn:1:gap"] == .some(nil))
        // The service levels of the header name no days for high.
        #expect(due["arn:1:user"] == .some(nil))
        #expect(try findings(ledger).allSatisfy { $0.firstSeenAt == .asOf })
    }

    @Test(arguments: [(nil, Finding.Change.new), ("2026-10-22T150000Z", .notComparable)])
    func `a finding is new only if no earlier run could know it`(_ earlier: String?, _ change: Finding.Change)
        async throws
    {
        let ledger = try await organization([1])
        var header = header()
        header.earlierRun = earlier
        _ = try await Merge.findings(in: ledger, header: header, severities: [:])
        let found = try findings(ledger)
        #expect(found.allSatisfy { $0.change == change })
        // Where no comparison was made, nobody knows since when a finding stands, and when it is overdue.
        #expect(found.allSatisfy { ($0.firstSeenAt == nil) == (change == .notComparable) })
        #expect(found.contains { $0.dueAt != nil } == (change == .new))
    }

    @Test func `the owner is that of the identity, or of the key's user`() async throws {
        let ledger = try await organization([1])
        _ = try await Merge.findings(in: ledger, header: header(), severities: [:])
        let owners = try Dictionary(
            uniqueKeysWithValues: findings(ledger).map { ($0.assessment.resource.arn, $0.owner) }
        )
        #expect(owners == ["arn:1:user": "team-a", "arn:1:computed": "team-a", "arn:1:plain": "", "arn:1:gap": ""])
    }

    @Test func `what no identity owns is the account's owner's`() async throws {
        let ledger = try await organization([1], owner: "account-team")
        _ = try await Merge.findings(in: ledger, header: header(), severities: [:])
        let owners = try Dictionary(
            uniqueKeysWithValues: findings(ledger).map { ($0.assessment.resource.arn, $0.owner) }
        )
        #expect(
            owners == [
                "arn:1:user": "team-a", "arn:1:computed": "team-a", "arn:1:plain": "account-team",
                "arn:1:gap": "account-team",
            ]
        )
    }

    @Test func `two ledgers of the same records give the same findings`() async throws {
        let forwards = try await organization([1, 2, 3])
        let backwards = try await organization([3, 1, 2])
        for ledger in [forwards, backwards] {
            _ = try await Merge.findings(in: ledger, header: header(), severities: [:])
        }
        #expect(try findings(forwards) == findings(backwards))
        #expect(try findings(forwards).count == 12)
    }

    @Test func `merging twice changes nothing`() async throws {
        let ledger = try await organization([1, 2])
        let first = try await Merge.findings(in: ledger, header: header(), severities: [:])
        let rows = try findings(ledger)
        #expect(try await Merge.findings(in: ledger, header: header(), severities: [:]) == first)
        #expect(try findings(ledger) == rows)
    }

    @Test func `a duplicate finding is refused and named`() async throws {
        let ledger = try await organization([1], duplicate: true)
        await #expect {
            try await Merge.findings(in: ledger, header: header(), severities: [:])
        } throws: { error in
            let text = "\(error)"
            return text.components(separatedBy: "000000000001 key-age arn:1:user d").count == 3
        }
        #expect(try findings(ledger).isEmpty)
    }

    @Test func `the totals are those of the exit code`() async throws {
        let ledger = try await organization([1, 2], population: 4)
        let totals = try await Merge.findings(in: ledger, header: header(), severities: [:])
        #expect(totals.coverage.filter { !$0.key.isComplete }.values.reduce(0, +) == 2)
        #expect(totals.failures == [.critical: 2, .high: 2, .medium: 2])
    }

    // MARK: - A small organization

    private func header() -> RunHeader {
        var header = RunHeader(id: "2026-11-22T150000Z", asOf: .asOf, startedAt: .asOf)
        header.serviceLevels = [.critical: 7 * 86_400, .medium: 90 * 86_400]
        return header
    }

    private func organization(_ numbers: [Int], population: Int = 3, duplicate: Bool = false, owner: String = "")
        async throws -> Ledger
    {
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        let ledger = try Ledger(creatingAt: "\(folder.path)/\(UUID()).sqlite")
        let accounts = try (1...population).map {
            Account(id: try accountID($0), source: "organizations", roleARN: "", owner: owner)
        }
        try await ledger.begin(
            header(),
            population: accounts,
            checks: [check("key-age", .high), check("policy-admin", .medium)]
        )
        for number in numbers { try await ledger.commit(record(number, duplicate: duplicate)) }
        return ledger
    }

    private func record(_ number: Int, duplicate: Bool) throws -> AccountRecord {
        func assessment(_ check: String, _ arn: String, _ outcome: Outcome, _ severity: Severity? = nil) -> Assessment {
            Assessment(
                checkID: check,
                Resource(type: .user, arn: "arn:\(number):\(arn)", name: arn == "computed" ? "AKIA\(number)" : ""),
                discriminator: "d",
                outcome: outcome,
                severity: severity,
                sentence: "It is so."
            )
        }
        var assessments = [
            assessment("key-age", "user", .fail), assessment("policy-admin", "plain", .fail),
            assessment("policy-admin", "computed", .fail, .critical), assessment("policy-admin", "gap", .notAssessed),
            assessment("policy-admin", "passes", .pass),
        ]
        if duplicate { assessments.append(assessment("key-age", "user", .fail)) }
        let user = AccountInventory.Identity(
            type: "user",
            arn: "arn:\(number):user",
            name: "u",
            path: "/",
            owner: "team-a",
            isAdmin: .no
        )
        let key = AccountInventory.Credential(
            userARN: user.arn,
            userName: "u",
            kind: "access_key",
            credentialID: "AKIA\(number)",
            status: "Active"
        )
        return AccountRecord(
            outcome: AccountOutcome(accountID: try accountID(number), coverage: .swept),
            evaluation: AccountEvaluation(
                assessments: assessments,
                inventory: AccountInventory(identities: [user], credentials: [key])
            )
        )
    }

    private func check(_ id: String, _ severity: Severity) -> CheckDescription {
        CheckDescription(
            id: id,
            title: id,
            family: "f",
            severity: severity,
            rationale: "",
            remediation: "",
            references: [],
            mappings: CheckDescription.Mappings(),
            needs: [],
            parameters: [],
            discriminator: "",
            isOrganizational: false,
            isCoverage: false
        )
    }

    private func accountID(_ number: Int) throws -> AccountID {
        try #require(AccountID("00000000000\(number)"))
    }

    private func findings(_ ledger: Ledger) throws -> [Finding] {
        var findings: [Finding] = []
        try ledger.forEachFinding { findings.append($0.finding) }
        return findings
    }
}

extension Instant {
    fileprivate static let asOf = Instant(year: 2026, month: 11, day: 22, hour: 15)
}
