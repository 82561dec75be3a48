package import Domain

/// How many findings there are of one status and severity, and in how many accounts.
package struct FindingTotal: Sendable, Hashable {
    package var status: Finding.Status
    package var severity: Severity
    package var findings: Int
    package var accounts: Int
}

/// How many findings of one status and severity a check made, and in how many accounts.
package struct CheckTotal: Sendable, Hashable {
    package var checkID: String
    package var status: Finding.Status
    package var severity: Severity
    package var findings: Int
    package var accounts: Int
}

/// The failures of one account by severity.
package struct AccountTotal: Sendable, Hashable {
    package var account: Account
    /// Only severities of which there is a failure.
    package var failures: [Severity: Int]
}

/// What exists, for "412 of 1,930 active keys".
package struct Denominators: Sendable, Hashable {
    /// By type: `user`, `role`, `root`.
    package var identities: [String: Int]
    /// By kind, whatever their status.
    package var credentials: [String: Int]
    /// By kind, only those with AWS's status `Active`.
    package var activeCredentials: [String: Int]
    package var trusts: [AccountInventory.Trust.Standing: Int]
}

/// What AWS says there is, beside what was read, in the accounts of which both are known.
package struct ControlTotals: Sendable, Hashable {
    package var usersExpected: Int
    package var usersRead: Int
    package var rolesExpected: Int
    package var rolesRead: Int
    /// Accounts in which the two differ.
    package var accountsThatDiffer: Int
    package var accountsWithTotals: Int
    /// Accounts that were swept or partly swept, but of which one of the two is not known.
    package var accountsWithoutTotals: Int
}

package struct CallTotals: Sendable, Hashable {
    package var calls: Int
    package var retries: Int
    package var errors: Int
    package var bytes: Int64
}
