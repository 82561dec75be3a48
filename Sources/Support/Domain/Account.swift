/// One account of the population, and where we know it from.
package struct Account: Sendable, Hashable {
    package let id: AccountID
    package var name: String
    package var email: String
    /// The organizational units down to the account, by name as in `Root/Workloads/Production`; by id, as in
    /// `o-x/r-y/ou-z/`, where the names may not be read; empty where nobody told.
    package var ouPath: String
    package var state: AccountState
    package var source: String
    package var isManagement: Bool
    /// Whether this run sweeps the account, and if not, why; the account stays in the report either way.
    package var scope: Scope
    /// The role to assume as a full ARN.
    package var roleARN: String
    /// The roles to assume on the way to it, in their order, as full ARNs; empty where the base credentials may assume it.
    package var hops: [String]
    package var externalID: Secret?
    package var owner: String

    /// Whether an account is swept in this run.
    package enum Scope: Sendable, Hashable {
        case included
        /// Left out by a rule of the configuration or by the command line; the text names it.
        case excluded(rule: String)

        /// Whether the command line left it out, which says nothing about the account.
        package var isByCommandLine: Bool {
            guard case .excluded(let rule) = self else { return false }
            return CommandLineRule(rawValue: rule) != nil
        }
    }

    /// The options that narrow a run, by the words that stand for them in the report and in the ledger.
    package enum CommandLineRule: String, Sendable {
        case notInOnly = "not in --only"
        case inNot = "--not"
        case notInUnit = "not in --ou"
        case notInTag = "not in --tag"
    }

    package init(
        id: AccountID,
        name: String = "",
        email: String = "",
        ouPath: String = "",
        state: AccountState = .active,
        source: String,
        isManagement: Bool = false,
        scope: Scope = .included,
        roleARN: String,
        hops: [String] = [],
        externalID: Secret? = nil,
        owner: String = ""
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.ouPath = ouPath
        self.state = state
        self.source = source
        self.isManagement = isManagement
        self.scope = scope
        self.roleARN = roleARN
        self.hops = hops
        self.externalID = externalID
        self.owner = owner
    }
}

/// What Organizations says of an account's life.
///
/// Source: the `State` field of https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html
package enum AccountState: String, Sendable, Codable, CaseIterable {
    case active = "ACTIVE"
    case pendingActivation = "PENDING_ACTIVATION"
    case suspended = "SUSPENDED"
    case pendingClosure = "PENDING_CLOSURE"
    case closed = "CLOSED"
    /// The account comes from an inventory file and Organizations was not asked.
    case unknown = "UNKNOWN"

    /// Whether roles in the account can still be assumed; an account that is being closed is tried.
    package var isSwept: Bool {
        switch self {
        case .active, .pendingClosure, .unknown: true
        case .pendingActivation, .suspended, .closed: false
        }
    }
}

/// The organization as account checks see it, frozen before the first account is swept.
package struct OrganizationContext: Sendable, Hashable, Codable {
    package var organizationID: String?
    package var managementAccountID: AccountID?
    /// Every account that Organizations lists, whatever its state.
    package var accountIDs: Set<AccountID>
    /// Whether Organizations itself confirmed the list; without that nobody can be called an outsider.
    package var confirmed: Bool
    /// Why Organizations did not tell although it was asked, in AWS's words.
    package var unconfirmedBecause: String?
    /// Every account of the inventory files; nil where there is no inventory to compare with.
    package var inventoryIDs: Set<AccountID>?
    /// The accounts that administer a service for the organization; nil where they may not be listed.
    package var delegatedAdministratorIDs: Set<AccountID>?
    /// Whether the root credentials of member accounts are managed centrally; nil where AWS does not tell.
    package var managesRootCredentials: Bool?

    package init(
        organizationID: String? = nil,
        managementAccountID: AccountID? = nil,
        accountIDs: Set<AccountID> = [],
        confirmed: Bool = false,
        unconfirmedBecause: String? = nil,
        inventoryIDs: Set<AccountID>? = nil,
        delegatedAdministratorIDs: Set<AccountID>? = nil,
        managesRootCredentials: Bool? = nil
    ) {
        self.organizationID = organizationID
        self.managementAccountID = managementAccountID
        self.accountIDs = accountIDs
        self.confirmed = confirmed
        self.unconfirmedBecause = unconfirmedBecause
        self.inventoryIDs = inventoryIDs
        self.delegatedAdministratorIDs = delegatedAdministratorIDs
        self.managesRootCredentials = managesRootCredentials
    }
}

/// What Accounts hands to the rest of the run.
package struct Population: Sendable {
    /// Sorted by account id, each id once.
    package var accounts: [Account]
    package var organization: OrganizationContext

    package init(accounts: [Account], organization: OrganizationContext) {
        self.accounts = accounts
        self.organization = organization
    }
}
