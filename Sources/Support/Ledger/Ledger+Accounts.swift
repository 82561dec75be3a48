package import Domain
import Foundation
import GRDB

extension Ledger {
    /// Writes one account whole; an account is in the ledger with everything that was seen of it, or not at all.
    package func commit(_ record: AccountRecord) async throws {
        try await write { db in
            try Self.insert(record.outcome, into: db)
            try Self.insert(record.calls, into: db)
            try Self.add(throttled: record.throttledMilliseconds, to: record.outcome.accountID, in: db)
            if let facts = record.facts { try Self.insert(facts, into: db) }
            try Self.insert(record.evaluation.inventory, of: record.outcome.accountID, into: db)
            let assessments = record.evaluation.assessments.map {
                AccountAssessment(accountID: record.outcome.accountID, assessment: $0)
            }
            try Self.insert(assessments, into: db)
        }
    }

    /// Writes calls that belong to the organization, or to an account outside its sweep.
    package func commit(calls: [CallRecord]) async throws {
        try await write { db in try Self.insert(calls, into: db) }
    }

    /// Writes what the organization checks said, in place of what they said before.
    package func commit(_ assessments: [AccountAssessment]) async throws {
        try await write { db in
            for table in ["assessments", "assessment_counts"] {
                try db.execute(
                    sql: "DELETE FROM \(table) WHERE check_id IN (SELECT id FROM checks WHERE is_organizational)"
                )
            }
            try Self.insert(assessments, into: db)
        }
    }

    // MARK: - Rows

    private static func insert(_ outcome: AccountOutcome, into db: Database) throws {
        let id = outcome.accountID.description
        let isKnown = try db.cachedStatement(sql: "SELECT 1 FROM population WHERE account_id = ?")
        guard try Bool.fetchOne(isKnown, arguments: [id]) != nil else {
            throw LedgerFailure.notInPopulation(outcome.accountID)
        }
        let isDone = try db.cachedStatement(sql: "SELECT 1 FROM coverage WHERE account_id = ?")
        guard try Bool.fetchOne(isDone, arguments: [id]) == nil else {
            throw LedgerFailure.alreadyCommitted(outcome.accountID)
        }
        let statement = try db.cachedStatement(
            sql: "INSERT INTO coverage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
        try statement.run([
            id, outcome.coverage.rawValue, outcome.reason?.rawValue, outcome.errorCode, outcome.message,
            outcome.requestID, outcome.roleARN, outcome.narrowed, outcome.startedAt?.epochSeconds,
            outcome.finishedAt?.epochSeconds, outcome.credentialReportGeneratedAt?.epochSeconds,
            outcome.usersExpected, outcome.usersRead, outcome.rolesExpected, outcome.rolesRead,
        ])
    }

    private static func insert(_ calls: [CallRecord], into db: Database) throws {
        let last = try db.cachedStatement(sql: "SELECT max(position) FROM calls WHERE account_id = ?")
        let statement = try db.cachedStatement(sql: "INSERT INTO calls VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        var positions: [String: Int] = [:]
        for call in calls {
            let account = call.accountID?.description ?? ""
            let position = try positions[account] ?? Int.fetchOne(last, arguments: [account]).map { $0 + 1 } ?? 0
            positions[account] = position + 1
            try statement.run([
                account, position, call.service, call.action, call.requestID, call.httpStatus, call.errorCode,
                call.attempts, call.startedAt.epochSeconds, call.durationMilliseconds, call.bytes, call.sha256,
            ])
        }
    }

    private static func insert(_ facts: AccountFacts, into db: Database) throws {
        let account = facts.accountID.description
        let statement = try db.cachedStatement(sql: "INSERT INTO facts VALUES (?, ?, ?, ?)")
        try facts.forEachRow { row in
            try statement.run([account, row.section.rawValue, row.json, row.reason?.rawValue])
        }
        // Asking first is cheaper than handing over a document that nearly always is there already.
        let isKnown = try db.cachedStatement(sql: "SELECT 1 FROM documents WHERE sha256 = ?")
        let document = try db.cachedStatement(sql: "INSERT INTO documents VALUES (?, ?)")
        for (id, text) in facts.documents where try Bool.fetchOne(isKnown, arguments: [id.hex]) == nil {
            try document.run([id.hex, Data(text.bytes)])
        }
    }

    /// Keeps failures and gaps as rows, and of everything else the count per account and check.
    private static func insert(_ assessments: [AccountAssessment], into db: Database) throws {
        let row = try db.cachedStatement(
            sql: """
                INSERT INTO assessments
                (account_id, check_id, outcome, resource_type, resource_arn, resource_name, discriminator, severity,
                detail, facts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        var counts: [AccountID: [String: [Outcome: Int]]] = [:]
        for entry in assessments {
            let assessment = entry.assessment
            counts[entry.accountID, default: [:]][assessment.checkID, default: [:]][assessment.outcome, default: 0] += 1
            guard assessment.outcome == .fail || assessment.outcome == .notAssessed else { continue }
            try row.run([
                entry.accountID.description, assessment.checkID, assessment.outcome.rawValue,
                assessment.resource.type.rawValue, assessment.resource.arn, assessment.resource.name,
                assessment.discriminator, assessment.severity?.rawValue, assessment.sentence,
                JSONWriter.text(of: assessment.facts),
            ])
        }
        let line = try db.cachedStatement(sql: "INSERT INTO assessment_counts VALUES (?, ?, ?, ?, ?, ?)")
        for (account, checks) in counts {
            for (check, count) in checks {
                try line.run([
                    account.description, check, count[.pass, default: 0], count[.fail, default: 0],
                    count[.notAssessed, default: 0], count[.notApplicable, default: 0],
                ])
            }
        }
    }
}
