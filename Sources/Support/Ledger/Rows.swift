package import Domain

/// A row of findings.csv: the finding with what its account, its check and its exception add to it.
package struct FindingRow: Sendable, Hashable {
    package var finding: Finding
    package var account: Account
    package var check: CheckDescription
    /// The judgement that accepts the finding, if there is one.
    package var exceptionID: String?
}

/// A row of accounts.csv.
package struct AccountRow: Sendable, Hashable {
    package var account: Account
    /// For an account that the run has not finished, `not_reached`.
    package var outcome: AccountOutcome
    package var calls: Int
    /// Attempts beyond the first of each call.
    package var retries: Int
    /// Calls of IAM that brought an answer, those of this reading alone.
    package var answers: Int
    /// Failures that count: findings of status `fail`, coverage checks left out.
    package var findings: Int
}

/// A row of assessments.csv: how many resources of one account a check found in each state.
package struct AssessmentCountRow: Sendable, Hashable {
    package var accountID: AccountID
    package var checkID: String
    package var pass: Int
    /// Without those that an exception accepts.
    package var fail: Int
    package var excepted: Int
    package var notAssessed: Int
    package var notApplicable: Int
}

/// A row of exceptions.csv.
package struct JudgementRow: Sendable, Hashable {
    package var id: String
    package var judgement: RunHeader.Judgement
    /// The findings that the judgement accepts, or the accounts that it excludes; nil where neither can be counted.
    package var matches: Int?
}
