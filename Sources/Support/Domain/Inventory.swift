/// Who and what exists in one account: the rows of identities.csv, credentials.csv, entitlements.csv and trusts.csv.
package struct AccountInventory: Sendable, Equatable {
    package var identities: [Identity]
    package var credentials: [Credential]
    package var entitlements: [Entitlement]
    package var trusts: [Trust]
    package var assumptions: [Assumption]
    /// The roles that a platform made; no chain begins, passes or ends there.
    package var platformRoles: [String]
    /// Filled in where there is a roster, as is each identity's `person`.
    package var matches: [RosterMatch] = []

    package init(
        identities: [Identity] = [],
        credentials: [Credential] = [],
        entitlements: [Entitlement] = [],
        trusts: [Trust] = [],
        assumptions: [Assumption] = [],
        platformRoles: [String] = []
    ) {
        self.identities = identities
        self.credentials = credentials
        self.entitlements = entitlements
        self.trusts = trusts
        self.assumptions = assumptions
        self.platformRoles = platformRoles
    }

    /// Three-valued, because a policy that could not be read or parsed leaves the question open.
    package enum Answer: String, Sendable, Codable {
        case yes
        case no
        case unknown
    }

    package struct Identity: Sendable, Hashable {
        package var type: String
        package var arn: String
        package var name: String
        package var path: String
        package var createdAt: Instant?
        package var lastUsedAt: Instant?
        package var owner: String
        /// The number by which the roster knows the person whose user it is; empty where that is not known.
        package var person: String
        package var isAdmin: Answer
        /// Empty for roles, which have no MFA of their own.
        package var mfa: String
        package var tags: [Tag]

        package init(
            type: String,
            arn: String,
            name: String,
            path: String,
            createdAt: Instant? = nil,
            lastUsedAt: Instant? = nil,
            owner: String = "",
            person: String = "",
            isAdmin: Answer,
            mfa: String = "",
            tags: [Tag] = []
        ) {
            self.type = type
            self.arn = arn
            self.name = name
            self.path = path
            self.createdAt = createdAt
            self.lastUsedAt = lastUsedAt
            self.owner = owner
            self.person = person
            self.isAdmin = isAdmin
            self.mfa = mfa
            self.tags = tags
        }
    }

    package struct Credential: Sendable, Hashable {
        package var userARN: String
        package var userName: String
        /// `password`, `access_key`, `ssh_key`, `signing_certificate`, `server_certificate`, `mfa_device`, or the
        /// token's service name.
        package var kind: String
        package var credentialID: String
        package var status: String
        package var createdAt: Instant?
        package var lastUsedAt: Instant?
        package var lastUsedService: String
        package var lastUsedRegion: String
        package var expiresAt: Instant?

        package init(
            userARN: String,
            userName: String,
            kind: String,
            credentialID: String,
            status: String,
            createdAt: Instant? = nil,
            lastUsedAt: Instant? = nil,
            lastUsedService: String = "",
            lastUsedRegion: String = "",
            expiresAt: Instant? = nil
        ) {
            self.userARN = userARN
            self.userName = userName
            self.kind = kind
            self.credentialID = credentialID
            self.status = status
            self.createdAt = createdAt
            self.lastUsedAt = lastUsedAt
            self.lastUsedService = lastUsedService
            self.lastUsedRegion = lastUsedRegion
            self.expiresAt = expiresAt
        }
    }

    package struct Entitlement: Sendable, Hashable {
        package var principalARN: String
        /// `attached`, `inline`, `boundary`, or `group:NAME`.
        package var via: String
        package var policyARN: String
        package var policyName: String
        /// Whether the policy by itself gives administrator rights.
        package var isAdmin: Answer

        package init(principalARN: String, via: String, policyARN: String, policyName: String, isAdmin: Answer) {
            self.principalARN = principalARN
            self.via = via
            self.policyARN = policyARN
            self.policyName = policyName
            self.isAdmin = isAdmin
        }
    }

    package struct Trust: Sendable, Hashable {
        package var roleARN: String
        package var party: String
        /// `account`, `user`, `role`, `session`, `service`, `federated`, `unique_id`, `canonical_user` or `anyone`.
        package var partyKind: String
        package var standing: Standing
        /// The conditions as compact JSON; values of sts:ExternalId are masked.
        package var conditions: String
        package var isAdmin: Answer

        package enum Standing: String, Sendable, Codable {
            case organization
            case approved
            case outside
            case departed
            case `public`
            /// An AWS service or an identity provider: neither inside nor outside.
            case service
            /// The population was not confirmed by Organizations, so membership cannot be told.
            case unknown
        }

        package init(
            roleARN: String,
            party: String,
            partyKind: String,
            standing: Standing,
            conditions: String,
            isAdmin: Answer
        ) {
            self.roleARN = roleARN
            self.party = party
            self.partyKind = partyKind
            self.standing = standing
            self.conditions = conditions
            self.isAdmin = isAdmin
        }
    }
}
