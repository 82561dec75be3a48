import Domain

@testable import Report

extension FixtureRun: ReportSource {
    func forEachAccount(_ body: (AccountRow) throws -> Void) throws {
        let coverageChecks = Set(checks.filter(\.isCoverage).map(\.id))
        for (account, outcome) in zip(accounts, outcomes) {
            let own = calls.filter { $0.accountID == account.id }
            let counted = findings.count {
                $0.accountID == account.id && $0.status == .fail && !coverageChecks.contains($0.assessment.checkID)
            }
            let retries = own.reduce(0) { $0 + $1.attempts - 1 }
            try body(
                AccountRow(account: account, outcome: outcome, calls: own.count, retries: retries, findings: counted)
            )
        }
    }

    func forEachFinding(_ body: (FindingRow) throws -> Void) throws {
        for finding in findings {
            guard let account = accounts.first(where: { $0.id == finding.accountID }) else { continue }
            let check = checks.first { $0.id == finding.assessment.checkID }
            try body(FindingRow(finding: finding, account: account, check: check))
        }
    }

    func forEachIdentity(_ body: (AccountID, AccountInventory.Identity) throws -> Void) throws {
        for account in accounts { try inventories[account.id]?.identities.forEach { try body(account.id, $0) } }
    }

    func forEachCredential(_ body: (AccountID, AccountInventory.Credential) throws -> Void) throws {
        for account in accounts { try inventories[account.id]?.credentials.forEach { try body(account.id, $0) } }
    }

    func forEachEntitlement(_ body: (AccountID, AccountInventory.Entitlement) throws -> Void) throws {
        for account in accounts { try inventories[account.id]?.entitlements.forEach { try body(account.id, $0) } }
    }

    func forEachTrust(_ body: (AccountID, AccountInventory.Trust) throws -> Void) throws {
        for account in accounts { try inventories[account.id]?.trusts.forEach { try body(account.id, $0) } }
    }

    func forEachCount(_ body: (CheckCount) throws -> Void) throws { try counts.forEach(body) }

    func forEachCall(_ body: (CallRecord) throws -> Void) throws { try calls.forEach(body) }
}
