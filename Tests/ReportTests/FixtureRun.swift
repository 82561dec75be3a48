import Domain
import Ledger
import Testing

/// A finished run in memory, in the values from which the ledger is filled.
struct FixtureRun {
    var header: RunHeader
    var ending: RunEnding?
    var checks: [CheckDescription]
    var accounts: [Account] = []
    var outcomes: [AccountOutcome] = []
    var findings: [Finding] = []
    /// How many more resources pass each check in every account that was read.
    var passes = 0
    var inventories: [AccountID: AccountInventory] = [:]
    var calls: [CallRecord] = []
    var throttledMilliseconds: [AccountID: Int64] = [:]
    var resumption: Resumption?

    static let asOf = Instant(year: 2026, month: 11, day: 22, hour: 15)

    init(checks: [CheckDescription] = Self.catalogue) {
        header = Self.makeHeader()
        ending = RunEnding(finishedAt: Self.asOf.adding(seconds: 312), clockSkewSeconds: 1)
        self.checks = checks
    }

    /// An account that an exclusion names was left out by it.
    private func excluded(_ account: Account) -> Account {
        let exclusion = header.judgements.first {
            $0.kind == "exclusion" && $0.accountID == account.id.description && account.scope != .included
        }
        var account = account
        if let exclusion { account.scope = .excluded(rule: exclusion.exclusionRule) }
        return account
    }

    /// The run as a finished ledger, opened again the way `orgsweep report` opens it.
    func ledger(in folder: RunFolder) async throws -> Ledger {
        let path = "\(folder.path)/ledger.sqlite"
        let ledger = try Ledger(creatingAt: path)
        try await ledger.begin(header, population: accounts.map(excluded), checks: checks)
        for outcome in outcomes where outcome.coverage != .notReached {
            try await ledger.commit(
                AccountRecord(
                    outcome: outcome,
                    calls: calls.filter { $0.accountID == outcome.accountID },
                    throttledMilliseconds: throttledMilliseconds[outcome.accountID] ?? 0,
                    evaluation: AccountEvaluation(
                        assessments: assessments(of: outcome),
                        inventory: inventories[outcome.accountID] ?? AccountInventory()
                    )
                )
            )
        }
        try await ledger.commit(calls: calls.filter { $0.accountID == nil })
        let organizational = Set(checks.filter(\.isOrganizational).map(\.id))
        try await ledger.commit(
            findings.filter { organizational.contains($0.assessment.checkID) }
                .map { AccountAssessment(accountID: $0.accountID, assessment: $0.assessment) }
        )
        let decided = Dictionary(
            findings.map { (AccountAssessment(accountID: $0.accountID, assessment: $0.assessment), $0) },
            uniquingKeysWith: { first, _ in first }
        )
        try await ledger.replaceFindings { open in
            try #require(decided[AccountAssessment(accountID: open.accountID, assessment: open.assessment)])
        }
        if let resumption { try await ledger.resume(resumption, forgetting: []) }
        if let ending { try await ledger.end(ending) }
        try await ledger.close()
        return try Ledger(readingAt: path)
    }

    private func assessments(of outcome: AccountOutcome) -> [Assessment] {
        let own = checks.filter { !$0.isOrganizational }
        let wasRead = outcome.coverage == .swept || outcome.coverage == .partial
        let passing = own.flatMap { check in
            (0..<(wasRead ? passes : 0)).map { number in
                Assessment(checkID: check.id, .user("passing-\(number)", in: 1), outcome: .pass)
            }
        }
        let ids = Set(own.map(\.id))
        return passing
            + findings.filter { $0.accountID == outcome.accountID && ids.contains($0.assessment.checkID) }.map(
                \.assessment
            )
    }

    static func id(_ number: Int) -> AccountID {
        let digits = String(number)
        guard let id = AccountID(String(repeating: "0", count: 12 - digits.count) + digits) else {
            preconditionFailure("not an account id: \(number)")
        }
        return id
    }

    private static func makeHeader() -> RunHeader {
        var header = RunHeader(id: "2026-11-22T150000Z", asOf: asOf, startedAt: asOf)
        header.toolVersion = "0.1.0"
        header.binarySHA256 = String(repeating: "5e", count: 32)
        header.catalogueVersion = "1"
        header.callerARN = "arn:aws:sts::100000000001:assumed-role/orgsweep-hub/orgsweep"
        header.callerAccountID = id(100_000_000_001)
        header.callerRequestID = "c3d5a1f0-0000-4000-8000-000000000001"
        header.credentialsProvider = "profile audit"
        header.region = "eu-central-1"
        header.host = "sweep-01"
        header.commandLine = ["orgsweep", "sweep", "--accounts", "accounts", "--reports", "reports"]
        header.inputFiles = [
            .init(name: "accounts/organization.yaml", sha256: String(repeating: "a1", count: 32)),
            .init(name: "accounts/inventory.csv", sha256: String(repeating: "b2", count: 32)),
        ]
        header.organization = OrganizationContext(
            organizationID: "o-a1b2c3d4e5",
            managementAccountID: id(100_000_000_001),
            confirmed: true
        )
        header.roleTemplate = "SecurityAudit"
        header.sessionName = "orgsweep"
        header.sessionPolicy = CallPlan.sessionPolicy
        header.concurrency = 32
        header.limits = RunHeader.Limits(
            callsAtATime: 4,
            connections: 256,
            attempts: 8,
            timedOutAttempts: 2,
            connectSeconds: 10,
            silenceSeconds: 20,
            attemptSeconds: 60,
            callSeconds: 180,
            accountSeconds: 1_800,
            runSeconds: 43_200
        )
        header.serviceLevels = [
            .critical: 7 * 86_400, .high: 30 * 86_400, .medium: 90 * 86_400, .low: 180 * 86_400,
        ]
        header.isRehearsal = false
        return header
    }
}

// MARK: - Building

extension FixtureRun {
    mutating func add(
        _ number: Int,
        _ name: String,
        _ coverage: Coverage = .swept,
        reason: ReasonCode? = nil,
        errorCode: String = "",
        message: String = "",
        state: AccountState = .active,
        users: Int = 8,
        roles: Int = 24,
        owner: String = "platform@example.com"
    ) {
        let id = Self.id(number)
        let wasRead = coverage == .swept || coverage == .partial
        accounts.append(
            Account(
                id: id,
                name: name,
                ouPath: "o-a1b2c3d4e5/r-x1y2/ou-x1y2-00000001/",
                state: state,
                source: "organizations",
                scope: coverage == .excluded ? .excluded(rule: message) : .included,
                roleARN: "arn:aws:iam::\(id):role/SecurityAudit",
                owner: owner
            )
        )
        var outcome = AccountOutcome(
            accountID: id,
            coverage: coverage,
            reason: reason,
            errorCode: errorCode,
            message: message,
            requestID: errorCode.isEmpty ? "" : "7a1e0c52-4f7b-4c93-9d0e-\(id)",
            roleARN: "arn:aws:iam::\(id):role/SecurityAudit"
        )
        if wasRead {
            outcome.narrowed = true
            outcome.startedAt = Self.asOf.adding(seconds: 4)
            outcome.finishedAt = Self.asOf.adding(seconds: 19)
            outcome.credentialReportGeneratedAt = Self.asOf.adding(seconds: -2_400)
            outcome.usersExpected = users
            outcome.usersRead = users
            outcome.rolesExpected = roles
            outcome.rolesRead = roles
        }
        outcomes.append(outcome)
        addCalls(of: id, wasRead: wasRead)
    }

    private mutating func addCalls(of id: AccountID, wasRead: Bool) {
        let actions: [(service: String, action: String)] =
            [("sts", "AssumeRole")] + (wasRead ? CallPlan.allCases.prefix(14).map { ("iam", $0.rawValue) } : [])
        for (position, call) in actions.enumerated() {
            calls.append(
                CallRecord(
                    accountID: id,
                    service: call.service,
                    action: call.action,
                    requestID: "0f\(10 + position)c0de-0000-4000-8000-\(id)",
                    httpStatus: wasRead ? 200 : 403,
                    errorCode: wasRead ? "" : "AccessDenied",
                    attempts: position == 3 ? 2 : 1,
                    startedAt: Self.asOf.adding(seconds: Int64(4 + position)),
                    durationMilliseconds: Int64(40 + position),
                    bytes: Int64(900 * (position + 1)),
                    sha256: String(repeating: "c4", count: 32)
                )
            )
        }
    }

    mutating func find(
        _ checkID: String,
        in number: Int,
        _ resource: Resource,
        _ sentence: String,
        facts: [Fact] = [],
        status: Finding.Status = .fail,
        severity: Severity? = nil,
        ageDays: Int64 = 0,
        owner: String = ""
    ) {
        let effective = severity ?? checks.first { $0.id == checkID }?.severity ?? .info
        let firstSeen = Self.asOf.adding(seconds: -ageDays * 86_400)
        let serial = String(findings.count + 1, radix: 16)
        let assessment = Assessment(
            checkID: checkID,
            resource,
            outcome: status == .notAssessed ? .notAssessed : .fail,
            severity: severity,
            sentence: sentence,
            facts: facts
        )
        findings.append(
            Finding(
                id: String(repeating: "0", count: 32 - serial.count) + serial,
                accountID: Self.id(number),
                assessment: assessment,
                status: status,
                severity: effective,
                change: .new,
                firstSeenAt: firstSeen,
                dueAt: status == .fail ? header.serviceLevels[effective].map(firstSeen.adding) : nil,
                owner: owner
            )
        )
    }
}

extension FixtureRun {
    mutating func unanswered(_ checkID: String, _ resource: Resource, in number: Int) {
        find(checkID, in: number, resource, "\(resource.name) could not be assessed.", status: .notAssessed)
    }
}

extension Resource {
    static func user(_ name: String, in number: Int) -> Resource {
        Resource(type: .user, arn: "arn:aws:iam::\(FixtureRun.id(number)):user/\(name)", name: name)
    }

    static func role(_ name: String, in number: Int) -> Resource {
        Resource(type: .role, arn: "arn:aws:iam::\(FixtureRun.id(number)):role/\(name)", name: name)
    }

    static func key(_ id: String, of user: String, in number: Int) -> Resource {
        Resource(type: .accessKey, arn: "arn:aws:iam::\(FixtureRun.id(number)):user/\(user)", name: id)
    }

    static func root(in number: Int) -> Resource {
        Resource(type: .root, arn: "arn:aws:iam::\(FixtureRun.id(number)):root", name: "root")
    }
}
