package import Domain

/// How many users and roles AWS counts, beside how many were read, as they stand on the account's line.
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

    /// Why authorization details without any user, or without any role, contradict AWS's own count; nil if they do not.
    static func contradiction(_ details: AuthorizationDetails, _ summary: AccountSummary) -> Unavailable? {
        let missing = [
            ("users", details.users.count, summary["Users"]), ("roles", details.roles.count, summary["Roles"]),
        ]
        .compactMap { name, read, expected in
            read == 0 && (expected ?? 0) > 0 ? "0 \(name) where GetAccountSummary counts \(expected ?? 0)" : nil
        }
        guard !missing.isEmpty else { return nil }
        return Unavailable(
            reason: .malformedAnswer,
            action: CallPlan.getAccountAuthorizationDetails.permission,
            message: "the answer holds \(missing.joined(separator: " and "))"
        )
    }

    /// Why a report without any row contradicts the users that were read or counted; nil if it does not.
    ///
    /// AWS's report has a row for the root user at least, moto's none, so an account without users proves nothing.
    static func contradiction(_ report: CredentialReport, users: Int) -> Unavailable? {
        guard report.rows.isEmpty, users > 0 else { return nil }
        return Unavailable(
            reason: .malformedAnswer,
            action: CallPlan.getCredentialReport.permission,
            message: "the credential report has 0 rows where the account has \(users) users"
        )
    }
}
