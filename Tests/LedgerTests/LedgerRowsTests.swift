import Domain
import Foundation
import Testing

@testable import Ledger

/// What goes in comes out, in the documented order.
struct LedgerRowsTests {
    private let folder: Folder

    init() throws {
        folder = try Folder()
    }

    @Test func `a header comes back as it was`() async throws {
        var header = RunHeader(id: "2026-11-22T150000Z", asOf: .asOf, startedAt: .asOf.adding(seconds: -1))
        header.toolVersion = "1.0"
        header.binarySHA256 = "ab"
        header.catalogueVersion = "7"
        header.callerARN = "arn:aws:sts::111111111111:assumed-role/Hub/\u{7F}\"\\"
        header.callerAccountID = try .number(1)
        header.callerRequestID = "r-1"
        header.credentialsProvider = "environment"
        header.partition = .govCloud
        header.region = "us-gov-west-1"
        header.endpointOverrides = ["iam": "http://127.0.0.1:1", "sts": "http://127.0.0.1:2"]
        header.host = "host"
        header.commandLine = ["sweep", "--accounts", "a b"]
        header.inputFiles = [RunHeader.InputFile(name: "organization.yaml", sha256: "cd")]
        header.organization = try OrganizationContext(
            organizationID: "o-1",
            managementAccountID: .number(1),
            accountIDs: [.number(1), .number(2)],
            confirmed: true,
            managesRootCredentials: true
        )
        header.isPartialScope = true
        header.failOn = nil
        header.roleTemplate = "arn:aws:iam::{account_id}:role/x"
        header.hopTemplates = ["arn:aws:iam::111122223333:role/gate"]
        header.sessionName = "orgsweep"
        header.sessionPolicy = CallPlan.sessionPolicy
        header.concurrency = 8
        header.serviceLevels = [.critical: 7, .low: 180]
        header.judgements = [
            RunHeader.Judgement(
                kind: "exclusion",
                accountID: "000000000002",
                owner: "a@x",
                approver: "b@x",
                expires: "2027-01-31",
                ticket: "SEC-1",
                reason: "sandbox, \"old\""
            ),
            RunHeader.Judgement(kind: "threshold", checkID: "key-age"),
        ]
        header.settings.severities = ["key-age": .info, "root-mfa": .critical]
        header.settings.controls = ["IAM-04": ["key-age", "key-unused"], "A": ["root-mfa"]]
        header.settings.ownerTags = ["owner", "email"]
        header.settings.trustedAccounts = try [
            RunHeader.TrustedAccount(id: .number(7), name: "Datadog", requiresExternalID: true, mayReadData: true),
            RunHeader.TrustedAccount(id: .number(8), name: "\"x\"", requiresExternalID: false),
        ]
        header.settings.trustedOrganizations = ["o-a", "o-b"]
        header.settings.identityProviders = ["gitlab.com", "okta"]
        header.settings.githubOrganizations = []
        header.settings.platformRoles = [PlatformRole(name: "AWSReservedSSO_*", principal: "arn:*")]
        header.settings.breakGlass = ["arn:aws:iam::000000000001:user/glass"]
        header.settings.serviceUsers = ["svc-*"]
        header.settings.requiresOwnerTags = true
        header.earlierRun = "2026-10-22T150000Z"
        header.isRehearsal = true
        var accounts = try [Account.number(1), .number(2)]
        accounts[1].scope = .excluded(rule: header.judgements[0].exclusionRule)

        let ledger = try Ledger(creatingAt: folder.ledger)
        try await ledger.begin(header, population: accounts, checks: [.named("key-age")])
        #expect(try ledger.header == header)
        #expect(try ledger.checks == [.named("key-age")])
        #expect(try all(ledger.forEachJudgement).map(\.id) == ["exclusion-1", "threshold-1"])
        #expect(try all(ledger.forEachJudgement).map(\.matches) == [1, nil])
        #expect(try ledger.ending == nil)
    }

    @Test func `equal settings are equal bytes, whatever their order`() throws {
        var header = RunHeader(id: "r", asOf: .asOf, startedAt: .asOf)
        header.settings.severities = ["b": .low, "a": .high]
        header.settings.trustedAccounts = try [2, 1].map {
            RunHeader.TrustedAccount(id: try .number($0), name: "", requiresExternalID: true)
        }
        header.settings.trustedOrganizations = ["o-b", "o-a"]
        header.settings.platformRoles = ["y", "x"].map { PlatformRole(name: $0, principal: "management") }
        header.settings.breakGlass = ["arn:b", "arn:a"]
        header.settings.serviceUsers = ["svc-*", "ci-*"]
        // The first of them that an identity carries names its owner, so this order stays.
        header.settings.ownerTags = ["team", "owner"]
        let written = JSONWriter.text(of: header)
        let read = try RunHeader(id: "r", asOf: .asOf, startedAt: .asOf, json: written).settings
        #expect(read.trustedAccounts == header.settings.trustedAccounts.reversed())
        #expect(read.trustedOrganizations == ["o-a", "o-b"])
        #expect(read.platformRoles.map(\.name) == ["x", "y"])
        #expect(read.breakGlass == ["arn:a", "arn:b"])
        #expect(read.serviceUsers == ["ci-*", "svc-*"])
        #expect(read.ownerTags == ["team", "owner"])
        header.settings = read
        #expect(JSONWriter.text(of: header) == written)
    }

    @Test func `a header from before the settings were written is read`() throws {
        let header = RunHeader(id: "r", asOf: .asOf, startedAt: .asOf)
        let settings = "\"settings\":\(JSONWriter.text(of: header.settings)),"
        let written = JSONWriter.text(of: header)
        #expect(written.contains(settings))
        #expect(
            try RunHeader(id: "r", asOf: .asOf, startedAt: .asOf, json: written.replacing(settings, with: "")) == header
        )
    }

    @Test func `an account comes back with everything but its external id`() async throws {
        let ledger = try await Ledger.begun(at: folder.ledger, accounts: 2)
        let record = try AccountRecord.full(1)
        try await ledger.commit(record)

        let row = try #require(all(ledger.forEachAccount).first)
        var account = try Account.number(1)
        account.externalID = nil
        #expect(
            row == AccountRow(account: account, outcome: record.outcome, calls: 1, retries: 2, answers: 1, findings: 0)
        )
        #expect(try all(ledger.forEachCall) == record.calls)
        let inventory = record.evaluation.inventory
        #expect(try all { body in try ledger.forEachIdentity { _, row in try body(row) } } == inventory.identities)
        #expect(try all { body in try ledger.forEachCredential { _, row in try body(row) } } == inventory.credentials)
        #expect(try all { body in try ledger.forEachEntitlement { _, row in try body(row) } } == inventory.entitlements)
        #expect(try all { body in try ledger.forEachTrust { _, row in try body(row) } } == inventory.trusts)

        let view = try await ledger.organizationView()
        #expect(view.accounts.map(\.outcome.coverage) == [.swept, .notReached])
        #expect(view.accounts.first?.outcome == record.outcome)
        // The only trust is of an outsider, who is no link of a chain.
        #expect(view.edges.trusts.isEmpty)
        let permission = try #require(view.edges.permissions.first)
        let assumption = try #require(inventory.assumptions.first)
        #expect(view.edges.permissions.count == 1)
        #expect(view.edges.texts[permission.principal] == assumption.principalARN)
        #expect(view.edges.texts[permission.resources] == assumption.resources.joined(separator: "\n"))
        #expect(view.edges.texts[permission.statement] == assumption.statement)
        #expect(permission.effect == .allow && permission.isConditional && !permission.isNegated)

        try await ledger.close()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.ledger))
        #expect(bytes.range(of: Data("do-not-store-me".utf8)) == nil)
    }

    @Test(arguments: [
        "'); DROP TABLE run; --", "\" OR 1=1", "a\r\nb\tc", "<script>alert(1)</script>", "=cmd|'/c calc'!A1",
        "e\u{301}\u{202E}\u{1F600}", "?1 :name @x $y", "%s%n", "",
    ])
    func `hostile names are stored as they are`(_ text: String) async throws {
        var account = try Account.number(1)
        account.name = text
        account.ouPath = text
        let ledger = try Ledger(creatingAt: folder.ledger)
        let header = RunHeader(id: "r", asOf: .asOf, startedAt: .asOf)
        try await ledger.begin(header, population: [account], checks: [.named("key-age")])
        var record = try AccountRecord.full(1)
        record.outcome.message = text
        record.evaluation.inventory.identities[0].name = text
        record.evaluation.inventory.identities[0].tags = [Tag(key: text, value: text)]
        record.evaluation.assessments = [.failure("key-age", arn: text, discriminator: text, detail: text)]
        try await ledger.commit(record)
        try await ledger.replaceFindings { $0.finding(id: text) }

        let row = try #require(all(ledger.forEachAccount).first)
        #expect(Array(row.account.name.utf8) == Array(text.utf8))
        #expect(row.outcome.message == text)
        let identities = try all { body in try ledger.forEachIdentity { _, row in try body(row) } }
        #expect(identities == record.evaluation.inventory.identities)
        let finding = try #require(all(ledger.forEachFinding).first?.finding)
        #expect(finding.assessment == record.evaluation.assessments[0])
        #expect(finding.id == text)
    }

    @Test func `calls are sorted so that the order in which they ran does not show`() async throws {
        let ledger = try await Ledger.begun(at: folder.ledger, accounts: 1)
        let id = try AccountID.number(1)
        func call(_ account: AccountID?, _ action: String, bytes: Int64, at second: Int64) -> CallRecord {
            CallRecord(
                accountID: account,
                service: "iam",
                action: action,
                attempts: 1,
                startedAt: .asOf.adding(seconds: second),
                durationMilliseconds: 1,
                bytes: bytes
            )
        }
        var record = try AccountRecord.full(1)
        record.calls = [
            call(id, "ListRoles", bytes: 1, at: 0), call(id, "GetUser", bytes: 9, at: 1),
            call(id, "GetUser", bytes: 5, at: 2),
        ]
        try await ledger.commit(record)
        try await ledger.commit(calls: [call(nil, "ListAccounts", bytes: 1, at: 5)])
        try await ledger.commit(calls: [
            call(nil, "ListAccounts", bytes: 1, at: 4), call(id, "AssumeRole", bytes: 1, at: 9),
        ])
        let calls = try all(ledger.forEachCall)
        #expect(
            calls.map(\.action) == [
                "ListAccounts", "ListAccounts", "AssumeRole", "GetUser", "GetUser", "ListRoles",
            ]
        )
        #expect(calls.map(\.bytes) == [1, 1, 1, 5, 9, 1])
        #expect(calls.prefix(2).map(\.startedAt) == [.asOf.adding(seconds: 4), .asOf.adding(seconds: 5)])
        #expect(try ledger.callTotals() == CallTotals(calls: 6, retries: 0, errors: 6, bytes: 18))
    }

    /// Alone in its process (`make unit`): what other tests keep would be taken for the ledger's.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["ORGSWEEP_ALONE"] != nil))
    func `ten thousand accounts do not fill the memory`() async throws {
        let count = 10_000
        let ledger = try await Ledger.begun(at: folder.ledger, accounts: count)
        for number in 1...500 { try await ledger.commit(.small(number)) }
        let before = try residentKilobytes()
        for number in 501...count { try await ledger.commit(.small(number)) }
        #expect(try residentKilobytes() - before < 48_000)

        try await ledger.replaceFindings { $0.finding(id: "\($0.accountID)") }
        var findings = 0
        try ledger.forEachFinding { _ in findings += 1 }
        #expect(findings == count)
        #expect(try residentKilobytes() - before < 48_000)
        try await ledger.close()
    }

    private func residentKilobytes() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        return try #require(line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) })
    }
}

extension OpenAssessment {
    func finding(id: String) -> Finding {
        Finding(
            id: id,
            accountID: accountID,
            assessment: assessment,
            status: assessment.outcome == .fail ? .fail : .notAssessed,
            severity: assessment.severity ?? defaultSeverity,
            change: .new,
            firstSeenAt: .asOf,
            dueAt: nil,
            owner: owner
        )
    }
}
