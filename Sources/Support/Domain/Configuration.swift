/// What organization.yaml and the command line say, with every default filled in.
package struct Configuration: Sendable, Equatable {
    /// Whether the population comes from AWS Organizations; otherwise the inventory files alone.
    package var usesOrganizations = true
    /// A role name, or an ARN in which `{account_id}` stands for the account.
    package var role = ""
    /// The roles to assume on the way to it, as ARNs in which `{account_id}` may stand; an inventory may name others.
    package var hops: [String] = []
    package var externalID: Secret?
    package var managementWithBaseCredentials = false
    package var session = SessionSettings.standard
    /// Nil where the file is silent: then AWS_REGION, the profile or us-east-1 decide.
    package var region: String?
    /// When not empty, only these accounts are swept; the others are shown as excluded by rule.
    package var includedAccounts: Set<AccountID> = []
    /// Organizational units by id or by path of names; when not empty, only accounts below one of them are swept.
    package var includedUnits: [String] = []
    /// The values that are let in, by key; when not empty, only accounts that bear every key are swept.
    package var includedTags: [String: Set<String>] = [:]
    package var exclusions: [Exclusion] = []
    /// By check id and parameter name, in seconds.
    package var thresholds: [String: [String: Int64]] = [:]
    package var severities: [String: Severity] = [:]
    /// The company's own control ids, each with the ids of the checks that give evidence for it.
    package var controls: [String: [String]] = [:]
    package var ownerTags: [String] = ["owner", "email"]
    /// Whether the file names the owner tags itself; without that nobody promised them.
    package var requiresOwnerTags = false
    /// Patterns of the names of users that are no people; `*` stands for any text.
    package var serviceUsers: [String] = ["svc-*", "ci-*"]
    package var breakGlass: [BreakGlass] = []
    /// How long after the last day of work a credential may still be there.
    package var leaverGraceSeconds: Int64 = Self.usualLeaverGraceSeconds
    /// What the file says of roster.csv; nil where it says nothing.
    package var rosterSource: Roster.Source?
    /// Nil where there is no roster.csv.
    package var roster: Roster?
    package var trusted = Trusted()
    /// Seconds until a failure of the severity is overdue.
    package var serviceLevels: [Severity: Int64] = [
        .critical: 7 * 86_400, .high: 30 * 86_400, .medium: 90 * 86_400, .low: 180 * 86_400,
    ]
    package var concurrency = 32
    /// How long the accounts of a run may take; what is not read by then is a gap, and the report is written.
    ///
    /// The default is the longest session that AWS gives to base credentials.
    package var deadlineSeconds: Int64 = 12 * 3_600
    /// Nil is `never`.
    package var failOn: Severity? = .high
    /// From `--only`, `--not`, `--ou` and `--tag`; anything here makes the run one of partial scope.
    package var only: Set<AccountID> = []
    package var not: Set<AccountID> = []
    package var onlyUnits: [String] = []
    package var onlyTags: [String: Set<String>] = [:]

    package static let usualLeaverGraceSeconds: Int64 = 86_400

    package init() {}

    package var isPartialScope: Bool {
        !only.isEmpty || !not.isEmpty || !onlyUnits.isEmpty || !onlyTags.isEmpty
    }

    package struct Exclusion: Sendable, Equatable {
        package var target: Target
        package var reason: String
        package var owner: String
        package var approver: String
        /// A calendar day; the exclusion ends with it, in UTC.
        package var expires: Instant
        package var ticket: String

        package init(
            target: Target,
            reason: String,
            owner: String,
            approver: String,
            expires: Instant,
            ticket: String
        ) {
            self.target = target
            self.reason = reason
            self.owner = owner
            self.approver = approver
            self.expires = expires
            self.ticket = ticket
        }

        /// What is left out: one account, or every account below a unit or with a tag.
        package enum Target: Sendable, Hashable, CustomStringConvertible {
            case account(AccountID)
            case unit(String)
            case tag(key: String, value: String)

            package var description: String {
                if case .account(let id) = self { "account \(id)" } else { resource }
            }

            /// What a judgement calls it; empty for an account, which has a column of its own.
            package var resource: String {
                switch self {
                case .account: ""
                case .unit(let unit): "ou \(unit)"
                case .tag(let key, let value): "tag \(key)=\(value)"
                }
            }
        }

        package var accountID: AccountID? {
            if case .account(let id) = target { id } else { nil }
        }

        /// Whether the last day has passed; then what it left out is swept again.
        package func isOver(at asOf: Instant) -> Bool { asOf >= expires.adding(seconds: 86_400) }
    }

    package struct BreakGlass: Sendable, Equatable {
        package var account: AccountID
        package var arn: String
        package var ticket: String

        package init(account: AccountID, arn: String, ticket: String) {
            self.account = account
            self.arn = arn
            self.ticket = ticket
        }
    }
}

/// What the command line says over organization.yaml; nil leaves the file's word.
package struct Overrides: Sendable {
    package var role: String?
    package var externalID: Secret?
    package var region: String?
    package var concurrency: Int?
    package var deadlineSeconds: Int64?
    /// The outer nil leaves the file's word, the inner one is `never`.
    package var failOn: Severity??
    package var only: Set<AccountID> = []
    package var not: Set<AccountID> = []
    package var units: [String] = []
    package var tags: [String: Set<String>] = [:]

    package init() {}
}

/// Who outside the organization may be trusted, and which roles a platform made.
package struct Trusted: Sendable, Equatable {
    package var accounts: [AccountID: Party] = [:]
    /// Organization ids such as `o-a1b2c3d4e5`.
    package var organizations: [String] = []
    /// Names or URLs of the SAML and OIDC providers that were approved, `*` for any text; empty: nobody was asked.
    package var identityProviders: [String] = []
    /// The GitHub organizations whose workflows may come in; empty: nobody was asked.
    package var githubOrganizations: [String] = []
    package var platformRoles: [PlatformRole] = PlatformRole.defaults

    package init() {}

    package struct Party: Sendable, Equatable {
        package var name: String
        package var owner: String
        package var ticket: String
        package var review: Instant?
        package var requiresExternalID: Bool
        /// Whether it was agreed that the party reads data everywhere in an account.
        package var mayReadData: Bool

        package init(
            name: String,
            owner: String,
            ticket: String,
            review: Instant?,
            requiresExternalID: Bool,
            mayReadData: Bool = false
        ) {
            self.name = name
            self.owner = owner
            self.ticket = ticket
            self.review = review
            self.requiresExternalID = requiresExternalID
            self.mayReadData = mayReadData
        }
    }
}

/// A role that a platform deploys into every account; name and trusted principal must both fit, so that a look-alike
/// still fails.
package struct PlatformRole: Sendable, Hashable, Codable {
    /// `*` stands for any text.
    package var name: String
    /// What the trust policy's principal must be, `*` for any text; `management` stands for the management account.
    package var principal: String

    package init(name: String, principal: String) {
        self.name = name
        self.principal = principal
    }

    package static let defaults = [
        PlatformRole(name: "AWSReservedSSO_*", principal: "arn:*:iam::*:saml-provider/AWSSSO_*"),
        PlatformRole(name: "OrganizationAccountAccessRole", principal: "management"),
        PlatformRole(name: "AWSControlTowerExecution", principal: "management"),
        PlatformRole(name: "stacksets-exec-*", principal: "management"),
        PlatformRole(name: "AWSAFTExecution", principal: "arn:*:iam::*:role/AWSAFTAdmin"),
        PlatformRole(name: "AWSAFTService", principal: "arn:*:iam::*:role/AWSAFTAdmin"),
        PlatformRole(name: "cdk-*-cfn-exec-role-*", principal: "cloudformation.amazonaws.com"),
    ]
}
