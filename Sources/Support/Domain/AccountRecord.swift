/// How the sweep of one account ended: the account's line in the report.
package struct AccountOutcome: Sendable, Hashable {
    package var accountID: AccountID
    package var coverage: Coverage
    package var reason: ReasonCode?
    package var errorCode: String
    /// AWS's own words, or ours where AWS had none.
    package var message: String
    package var requestID: String
    package var roleARN: String
    /// Nil where no session was made.
    package var narrowed: Bool?
    package var startedAt: Instant?
    package var finishedAt: Instant?
    package var credentialReportGeneratedAt: Instant?
    package var usersExpected: Int?
    package var usersRead: Int?
    package var rolesExpected: Int?
    package var rolesRead: Int?

    package init(
        accountID: AccountID,
        coverage: Coverage,
        reason: ReasonCode? = nil,
        errorCode: String = "",
        message: String = "",
        requestID: String = "",
        roleARN: String = "",
        narrowed: Bool? = nil,
        startedAt: Instant? = nil,
        finishedAt: Instant? = nil,
        credentialReportGeneratedAt: Instant? = nil,
        usersExpected: Int? = nil,
        usersRead: Int? = nil,
        rolesExpected: Int? = nil,
        rolesRead: Int? = nil
    ) {
        self.accountID = accountID
        self.coverage = coverage
        self.reason = reason
        self.errorCode = errorCode
        self.message = message
        self.requestID = requestID
        self.roleARN = roleARN
        self.narrowed = narrowed
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.credentialReportGeneratedAt = credentialReportGeneratedAt
        self.usersExpected = usersExpected
        self.usersRead = usersRead
        self.rolesExpected = rolesExpected
        self.rolesRead = rolesRead
    }
}

/// What the evaluator makes of one account's facts.
package struct AccountEvaluation: Sendable, Equatable {
    package var assessments: [Assessment]
    package var inventory: AccountInventory

    package init(assessments: [Assessment] = [], inventory: AccountInventory = AccountInventory()) {
        self.assessments = assessments
        self.inventory = inventory
    }
}

/// Everything of one account that the ledger commits in one transaction.
package struct AccountRecord: Sendable {
    package var outcome: AccountOutcome
    package var calls: [CallRecord]
    /// How long calls were held back because AWS throttled, summed over calls that may have waited side by side.
    package var throttledMilliseconds: Int64
    /// Nil for an account that was not tried (excluded, not active).
    package var facts: AccountFacts?
    package var evaluation: AccountEvaluation

    package init(
        outcome: AccountOutcome,
        calls: [CallRecord] = [],
        throttledMilliseconds: Int64 = 0,
        facts: AccountFacts? = nil,
        evaluation: AccountEvaluation = AccountEvaluation()
    ) {
        self.outcome = outcome
        self.calls = calls
        self.throttledMilliseconds = throttledMilliseconds
        self.facts = facts
        self.evaluation = evaluation
    }
}

/// What organization checks look at: made by the ledger when all accounts are in.
package struct OrganizationView: Sendable {
    package var organization: OrganizationContext
    /// One entry for each account of the population, sorted by id.
    package var accounts: [Line]
    package var edges: AssumeRoleEdges
    /// Those with users in more than one account, by employee id; empty without a roster.
    package var people: [PersonAcrossAccounts]

    package struct Line: Sendable {
        package var account: Account
        package var outcome: AccountOutcome

        package init(account: Account, outcome: AccountOutcome) {
            self.account = account
            self.outcome = outcome
        }
    }

    package init(
        organization: OrganizationContext,
        accounts: [Line],
        edges: AssumeRoleEdges = AssumeRoleEdges(),
        people: [PersonAcrossAccounts] = []
    ) {
        self.organization = organization
        self.accounts = accounts
        self.edges = edges
        self.people = people
    }
}
