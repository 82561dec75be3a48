import Domain
import Testing

@testable import Ledger

/// The figures of a report, counted over a small organization that a reader can count by hand.
struct LedgerTotalsTests {
    private let folder: Folder
    private let ledger: Ledger

    /// Account 1 has three old keys and a root without MFA, account 2 one old key, account 3 could not be assumed.
    init() async throws {
        folder = try Folder()
        ledger = try await Ledger.begun(at: folder.ledger, accounts: 4)
        var first = try AccountRecord.full(1)
        first.evaluation.assessments = [
            .failure("root-mfa", arn: "arn:root"), .failure("key-age", arn: "arn:b"),
            .failure("key-age", arn: "arn:a", discriminator: "2"),
            .failure("key-age", arn: "arn:a", discriminator: "1"),
            Assessment(checkID: "key-age", Resource(type: .user, arn: "arn:c", name: "c"), outcome: .pass),
            Assessment(checkID: "key-age", Resource(type: .user, arn: "arn:d", name: "d"), outcome: .notApplicable),
        ]
        try await ledger.commit(first)
        var second = try AccountRecord.full(2)
        second.outcome.rolesRead = 0
        second.evaluation.assessments = [.failure("key-age", arn: "arn:a")]
        try await ledger.commit(second)
        let gap = Unavailable(reason: .scpDeny, action: "sts:AssumeRole")
        try await ledger.commit(
            AccountRecord(
                outcome: AccountOutcome(accountID: .number(3), coverage: .notAssumed, reason: .scpDeny),
                facts: AccountFacts(accountID: .number(3), nothingReadBecause: gap),
                evaluation: AccountEvaluation(assessments: [
                    Assessment(
                        checkID: "key-age",
                        Resource(type: .account, arn: "arn:3", name: ""),
                        outcome: .notAssessed,
                        sentence: "The account could not be read."
                    )
                ])
            )
        )
        try await ledger.commit([
            AccountAssessment(accountID: .number(3), assessment: .failure("account-coverage", arn: "arn:3"))
        ])
        try await findings()
    }

    private func findings() async throws {
        try await ledger.replaceFindings {
            let assessment = $0.assessment
            let id = [$0.accountID.description, assessment.checkID, assessment.resource.arn, assessment.discriminator]
            return $0.finding(id: id.joined(separator: " "))
        }
    }

    @Test func `findings stand by severity, check, account, resource and discriminator`() throws {
        let findings = try all(ledger.forEachFinding)
        #expect(
            findings.map(\.finding.id) == [
                "000000000001 root-mfa arn:root ",
                "000000000003 account-coverage arn:3 ",
                "000000000001 key-age arn:a 1",
                "000000000001 key-age arn:a 2",
                "000000000001 key-age arn:b ",
                "000000000002 key-age arn:a ",
                "000000000003 key-age arn:3 ",
            ]
        )
        #expect(findings.first?.check == .named("root-mfa", severity: .critical))
        #expect(findings.first?.account.name == "account-1")
        #expect(findings.map(\.finding.status).last == .notAssessed)
    }

    @Test func `coverage checks are no findings by severity`() throws {
        #expect(
            try ledger.findingTotals() == [
                FindingTotal(status: .fail, severity: .critical, findings: 1, accounts: 1),
                FindingTotal(status: .fail, severity: .high, findings: 4, accounts: 2),
                FindingTotal(status: .notAssessed, severity: .high, findings: 1, accounts: 1),
            ]
        )
        #expect(
            try ledger.fixFirst(limit: 5) == [
                CheckTotal(checkID: "root-mfa", status: .fail, severity: .critical, findings: 1, accounts: 1),
                CheckTotal(checkID: "key-age", status: .fail, severity: .high, findings: 4, accounts: 2),
            ]
        )
        #expect(try ledger.fixFirst(limit: 1).count == 1)
        #expect(
            try all(ledger.forEachAccountTotal).map { [$0.account.name: $0.failures] } == [
                ["account-1": [.critical: 1, .high: 3]], ["account-2": [.high: 1]],
            ]
        )
        #expect(try all(ledger.forEachAccount).map(\.findings) == [4, 1, 0, 0])
    }

    @Test func `every account of the population is counted once`() throws {
        #expect(try ledger.coverageCounts() == [.swept: 2, .notAssumed: 1, .notReached: 1])
        #expect(
            try ledger.controlTotals()
                == ControlTotals(
                    usersExpected: 2,
                    usersRead: 2,
                    rolesExpected: 2,
                    rolesRead: 1,
                    accountsThatDiffer: 1,
                    accountsWithTotals: 2,
                    accountsWithoutTotals: 0
                )
        )
    }

    @Test func `an account without a summary counts on neither side of the totals`() async throws {
        let folder = try Folder()
        let ledger = try await Ledger.begun(at: folder.ledger, accounts: 3)
        for number in 1...3 {
            var record = try AccountRecord.full(number)
            (record.outcome.usersExpected, record.outcome.usersRead) = (8, 8)
            (record.outcome.rolesExpected, record.outcome.rolesRead) = (5, 5)
            if number == 2 { (record.outcome.usersExpected, record.outcome.rolesExpected) = (nil, nil) }
            if number == 3 { (record.outcome.usersRead, record.outcome.rolesRead) = (nil, nil) }
            try await ledger.commit(record)
        }
        #expect(
            try ledger.controlTotals()
                == ControlTotals(
                    usersExpected: 8,
                    usersRead: 8,
                    rolesExpected: 5,
                    rolesRead: 5,
                    accountsThatDiffer: 0,
                    accountsWithTotals: 1,
                    accountsWithoutTotals: 2
                )
        )
    }

    @Test func `denominators count what exists`() throws {
        #expect(
            try ledger.denominators()
                == Denominators(
                    identities: ["user": 2],
                    credentials: ["access_key": 2],
                    activeCredentials: ["access_key": 2],
                    trusts: [.outside: 2]
                )
        )
    }

    @Test func `passes are counted and not stored`() throws {
        let counts = try all(ledger.forEachAssessmentCount)
        #expect(
            try counts.first
                == AssessmentCountRow(
                    accountID: .number(1),
                    checkID: "key-age",
                    pass: 1,
                    fail: 3,
                    excepted: 0,
                    notAssessed: 0,
                    notApplicable: 1
                )
        )
        #expect(counts.map(\.checkID) == ["key-age", "root-mfa", "key-age", "account-coverage", "key-age"])
    }

    @Test func `the account with the most of the worst failures stands first`() async throws {
        try await ledger.replaceFindings {
            var finding = $0.finding(id: "\($0)")
            if try finding.accountID == .number(2) { finding.severity = .critical }
            if finding.assessment.checkID == "root-mfa" { finding.status = .excepted }
            return finding
        }
        let totals = try all(ledger.forEachAccountTotal)
        #expect(totals.map(\.account.name) == ["account-2", "account-1"])
        #expect(totals.map(\.failures) == [[.critical: 1], [.high: 3]])
    }

    @Test func `an accepted failure is counted apart`() async throws {
        try await ledger.replaceFindings {
            var finding = $0.finding(id: "\($0)")
            if finding.assessment.resource.arn == "arn:b" { finding.status = .excepted }
            return finding
        }
        let count = try #require(all(ledger.forEachAssessmentCount).first)
        #expect(count.fail == 2)
        #expect(count.excepted == 1)
        #expect(try all(ledger.forEachAccount).map(\.findings) == [3, 1, 0, 0])
    }

    @Test func `organization checks can be made again`() async throws {
        try await ledger.commit([
            AccountAssessment(accountID: .number(4), assessment: .failure("account-coverage", arn: "arn:4"))
        ])
        // The findings of what is gone go with it, before the next merge.
        #expect(try all(ledger.forEachFinding).filter { $0.check.isCoverage }.isEmpty)
        try await findings()
        #expect(try all(ledger.forEachFinding).filter { $0.check.isCoverage }.map(\.account.name) == ["account-4"])
        #expect(try all(ledger.forEachFinding).count == 7)
    }

    @Test func `a row can be looked up while another is read`() throws {
        var names: [String] = []
        try ledger.forEachFinding { row in
            try ledger.forEachAccount { if $0.account.id == row.finding.accountID { names.append($0.account.name) } }
        }
        #expect(names.count == 7)
    }

    @Test func `what a reader throws comes through`() {
        struct Stop: Error {}
        #expect(throws: Stop.self) { try ledger.forEachFinding { _ in throw Stop() } }
    }
}
