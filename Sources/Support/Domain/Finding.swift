/// One row of findings.csv: a failure, an accepted failure, or something that could not be assessed.
package struct Finding: Sendable, Hashable {
    package var id: String
    package var accountID: AccountID
    package var assessment: Assessment
    package var status: Status
    /// The effective severity: configured, else computed by the check, else the check's default.
    package var severity: Severity
    package var change: Change
    /// Nil where an earlier run exists that this one was not compared with.
    package var firstSeenAt: Instant?
    /// By the service level of the severity; nil for what is not a failure and for info.
    package var dueAt: Instant?
    package var owner: String

    package enum Status: String, Sendable, Codable, CaseIterable {
        case fail
        case excepted
        case notAssessed = "not_assessed"
    }

    package enum Change: String, Sendable, Codable, CaseIterable {
        case new
        case open
        case reopened
        case notComparable = "not_comparable"
    }

    package init(
        id: String,
        accountID: AccountID,
        assessment: Assessment,
        status: Status,
        severity: Severity,
        change: Change,
        firstSeenAt: Instant?,
        dueAt: Instant?,
        owner: String
    ) {
        self.id = id
        self.accountID = accountID
        self.assessment = assessment
        self.status = status
        self.severity = severity
        self.change = change
        self.firstSeenAt = firstSeenAt
        self.dueAt = dueAt
        self.owner = owner
    }
}
