import Domain
import Foundation
import Ledger

/// A folder of its own for a test, removed when the test lets go of it.
final class Folder: Sendable {
    let path: String

    init() throws {
        self.path = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-\(UUID())").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    var ledger: String { file("ledger.sqlite") }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }
}

extension Instant {
    static let asOf = Instant(year: 2026, month: 11, day: 22, hour: 15)
}

extension AccountID {
    static func number(_ number: Int) throws -> AccountID {
        let digits = String(number)
        guard let id = AccountID(String(repeating: "0", count: 12 - digits.count) + digits) else {
            throw CocoaError(.formatting)
        }
        return id
    }
}

extension Account {
    static func number(_ number: Int) throws -> Account {
        let id = try AccountID.number(number)
        return Account(
            id: id,
            name: "account-\(number)",
            source: "organizations",
            roleARN: "arn:aws:iam::\(id):role/SecurityAudit",
            externalID: Secret("do-not-store-me")
        )
    }
}

extension CheckDescription {
    static func named(
        _ id: String,
        severity: Severity = .high,
        isOrganizational: Bool = false,
        isCoverage: Bool = false
    ) -> CheckDescription {
        CheckDescription(
            id: id,
            title: "Title of \(id)",
            family: "root",
            severity: severity,
            rationale: "Why.",
            remediation: "How.",
            references: ["https://example.com/?a=1&b=2"],
            mappings: Mappings(
                soc2: ["CC6.1"],
                iso27001: ["A.8.2"],
                nist80053: ["IA-2"],
                cis: ["7.0 2.5"],
                fsbp: ["IAM.6"]
            ),
            needs: [.summary, .credentialReport],
            parameters: [Parameter(name: "limit", summary: "The age.", defaultSeconds: 7_776_000, seconds: 86_400)],
            discriminator: "",
            isOrganizational: isOrganizational,
            isCoverage: isCoverage
        )
    }
}

extension Assessment {
    static func failure(_ checkID: String, arn: String, discriminator: String = "", detail: String = "It is so.")
        -> Self
    {
        Assessment(
            checkID: checkID,
            Resource(type: .user, arn: arn, name: "alice"),
            discriminator: discriminator,
            outcome: .fail,
            sentence: detail,
            facts: [Fact("age", "120d"), Fact("limit", "90d")]
        )
    }
}

extension AccountRecord {
    /// An account with one of everything.
    static func full(_ number: Int) throws -> AccountRecord {
        let id = try AccountID.number(number)
        let arn = "arn:aws:iam::\(id):user/alice"
        return AccountRecord(
            outcome: AccountOutcome(
                accountID: id,
                coverage: .swept,
                roleARN: "arn:aws:iam::\(id):role/SecurityAudit",
                narrowed: true,
                startedAt: .asOf,
                finishedAt: .asOf.adding(seconds: 3),
                usersExpected: 1,
                usersRead: 1,
                rolesExpected: 1,
                rolesRead: 1
            ),
            calls: [
                CallRecord(
                    accountID: id,
                    service: "iam",
                    action: "GetAccountSummary",
                    requestID: "r-\(number)",
                    httpStatus: 200,
                    attempts: 3,
                    startedAt: .asOf,
                    durationMilliseconds: 12,
                    bytes: 1_000,
                    sha256: String(repeating: "a", count: 64)
                )
            ],
            facts: AccountFacts(
                accountID: id,
                nothingReadBecause: Unavailable(reason: .callDenied, action: "iam:GetUser")
            ),
            evaluation: AccountEvaluation(
                assessments: [
                    .failure("key-age", arn: arn),
                    Assessment(checkID: "key-age", Resource(type: .user, arn: arn, name: "alice"), outcome: .pass),
                ],
                inventory: .sample(arn)
            )
        )
    }
}

extension AccountRecord {
    /// An account with a call and a failure, for tests of many.
    static func small(_ number: Int) throws -> AccountRecord {
        var record = try full(number)
        record.facts = nil
        record.evaluation.inventory = AccountInventory()
        return record
    }
}

extension AccountInventory {
    static func sample(_ arn: String) -> AccountInventory {
        AccountInventory(
            identities: [
                Identity(
                    type: "user",
                    arn: arn,
                    name: "alice",
                    path: "/",
                    createdAt: .asOf.adding(seconds: -86_400),
                    owner: "team-a",
                    isAdmin: .unknown,
                    mfa: "virtual",
                    tags: [Tag(key: "owner", value: "team-a")]
                )
            ],
            credentials: [
                Credential(
                    userARN: arn,
                    userName: "alice",
                    kind: "access_key",
                    credentialID: "AKIAEXAMPLE",
                    status: "Active",
                    createdAt: .asOf,
                    lastUsedAt: .asOf,
                    lastUsedService: "s3",
                    lastUsedRegion: "eu-central-1"
                )
            ],
            entitlements: [
                Entitlement(
                    principalARN: arn,
                    via: "group:admins",
                    policyARN: "arn:aws:iam::aws:policy/AdministratorAccess",
                    policyName: "AdministratorAccess",
                    isAdmin: .yes
                )
            ],
            trusts: [
                Trust(
                    roleARN: "arn:aws:iam::1:role/x",
                    party: "222222222222",
                    partyKind: "account",
                    standing: .outside,
                    conditions: "{}",
                    isAdmin: .no
                )
            ],
            assumptions: [
                Assumption(
                    principalARN: arn,
                    effect: .allow,
                    isNegated: false,
                    resources: ["arn:aws:iam::2:role/*", "*:role/x"],
                    isConditional: true,
                    statement: "inline policy assume, statement 1 (Hop)"
                )
            ],
            platformRoles: ["\(arn)-platform"]
        )
    }
}

extension Ledger {
    /// A ledger that has begun a run over accounts 1 to `accounts`.
    static func begun(at path: String, accounts: Int = 3) async throws -> Ledger {
        let ledger = try Ledger(creatingAt: path)
        try await ledger.begin(
            RunHeader(id: "2026-11-22T150000Z", asOf: .asOf, startedAt: .asOf),
            population: (1...accounts).map(Account.number),
            checks: [
                .named("account-coverage", isOrganizational: true, isCoverage: true), .named("key-age"),
                .named("root-mfa", severity: .critical),
            ]
        )
        return ledger
    }
}

/// Collects what a `forEach` function hands out.
func all<Row>(_ forEach: ((Row) throws -> Void) throws -> Void) throws -> [Row] {
    var rows: [Row] = []
    try forEach { rows.append($0) }
    return rows
}
