import Domain

/// A finding together with what its account and its check add to it.
struct FindingRow {
    var finding: Finding
    var account: Account
    var check: CheckDescription?
}

/// An account's line: what the population says, how its sweep ended, and what that took.
struct AccountRow {
    var account: Account
    var outcome: AccountOutcome
    var calls: Int
    /// Attempts beyond the first of each call.
    var retries: Int
    /// Failures that count: findings of status `fail`, coverage checks left out.
    var findings: Int
}

/// How many resources of one account a check found in each state.
struct CheckCount {
    var accountID: AccountID
    var checkID: String
    var tally: Tally
}

/// Resources by what a check says of them.
struct Tally: Equatable {
    var pass = 0
    var fail = 0
    var excepted = 0
    var notAssessed = 0
    var notApplicable = 0

    /// The denominator of a failure: everything that the check could judge.
    var assessed: Int { pass + fail + excepted }

    static func += (sum: inout Tally, more: Tally) {
        sum.pass += more.pass
        sum.fail += more.fail
        sum.excepted += more.excepted
        sum.notAssessed += more.notAssessed
        sum.notApplicable += more.notApplicable
    }
}

/// What the report reads of a run, row by row, each kind sorted by the documented key of its file.
protocol ReportSource {
    var header: RunHeader { get throws }
    var ending: RunEnding? { get throws }
    var checks: [CheckDescription] { get throws }
    func forEachAccount(_ body: (AccountRow) throws -> Void) throws
    func forEachFinding(_ body: (FindingRow) throws -> Void) throws
    func forEachIdentity(_ body: (AccountID, AccountInventory.Identity) throws -> Void) throws
    func forEachCredential(_ body: (AccountID, AccountInventory.Credential) throws -> Void) throws
    func forEachEntitlement(_ body: (AccountID, AccountInventory.Entitlement) throws -> Void) throws
    func forEachTrust(_ body: (AccountID, AccountInventory.Trust) throws -> Void) throws
    func forEachCount(_ body: (CheckCount) throws -> Void) throws
    func forEachCall(_ body: (CallRecord) throws -> Void) throws
}
