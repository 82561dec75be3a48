package import Domain

/// How many users and roles AWS counts, beside how many were read: the account's proof of completeness.
///
/// Both are read at different moments, and IAM is eventually consistent: a difference is shown, never corrected.
package struct ControlTotals: Sendable, Equatable {
    /// Nil where the summary could not be read or lacks the key.
    package let usersExpected: Int?
    /// Nil where the authorization details could not be read.
    package let usersRead: Int?
    package let rolesExpected: Int?
    package let rolesRead: Int?

    package init(_ facts: AccountFacts) {
        let summary = facts.summary.value
        let details = facts.authorization.value
        self.usersExpected = summary?["Users"]
        self.usersRead = details?.users.count
        self.rolesExpected = summary?["Roles"]
        self.rolesRead = details?.roles.count
    }
}
