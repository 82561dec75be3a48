package import Domain

/// An account in which every check passes; an example states only how it deviates.
package struct ExampleAccount: Sendable {
    package static let asOf = Instant(year: 2026, month: 11, day: 22, hour: 15)
    package static let name = "prod-payments"
    package static let id = accountID("111122223333")
    package static let managementID = accountID("444455556666")
    package static let outsiderID = accountID("777788889999")
    static let arn = "arn:aws:iam::111122223333"
    static let denied = Unavailable(reason: .callDenied, action: "iam:Example", errorCode: "AccessDenied")

    package var facts: AccountFacts
    package var configuration = Configuration()
    package var previousRunAt: Instant?
    package var organization = OrganizationContext(
        organizationID: "o-a1b2c3d4e5",
        managementAccountID: managementID,
        accountIDs: [id, managementID],
        confirmed: true,
        inventoryIDs: [id, managementID],
        managesRootCredentials: true
    )

    package init() {
        facts = AccountFacts.compliant
        configuration.roster = .example
    }

    package func evaluator(checks: [Check] = Catalogue.checks) -> Evaluator {
        Evaluator(
            checks: checks,
            settings: EvaluationSettings(configuration, previousRunAt: previousRunAt),
            organization: organization,
            asOf: Self.asOf
        )
    }

    package var organizationView: OrganizationView {
        let account = Account(
            id: Self.id,
            name: Self.name,
            source: "organizations",
            roleARN: "\(Self.arn):role/SecurityAudit"
        )
        let outcome = AccountOutcome(accountID: Self.id, coverage: .swept)
        return OrganizationView(organization: organization, accounts: [.init(account: account, outcome: outcome)])
    }

    static func ago(_ seconds: Int64) -> Instant { asOf.adding(seconds: -seconds) }

    private static func accountID(_ text: String) -> AccountID {
        guard let id = AccountID(text) else { preconditionFailure("\(text) is not an account id") }
        return id
    }
}

// MARK: - Deviations

extension ExampleAccount {
    static let userName = "j.doe"
    static let roleName = "app"

    /// One access key of a user, in the list and in the report.
    struct Key {
        var id = "AKIAIOSFODNN7EXAMPLE"
        var isActive = true
        var age: Int64
        /// Nil: never used.
        var usedAgo: Int64? = 3_600
    }

    mutating func setKeys(_ keys: Key..., of user: String = userName) {
        facts.accessKeys[user] = .value(
            keys.map { AccessKey(id: $0.id, status: $0.isActive ? "Active" : "Inactive", createdAt: Self.ago($0.age)) }
        )
        editRow(of: user) { row in
            let slots = keys.map { key in
                CredentialReport.KeySlot(
                    active: key.isActive,
                    rotatedAt: Self.ago(key.age),
                    lastUsedAt: key.usedAgo.map(Self.ago)
                )
            }
            row.accessKeys = Array((slots + [.init(), .init()]).prefix(2))
        }
    }

    mutating func setPassword(changedAgo: Int64, usedAgo: Int64?, of user: String = userName) {
        editRow(of: user) { row in
            row.passwordEnabled = true
            row.passwordLastChangedAt = Self.ago(changedAgo)
            row.passwordLastUsed = usedAgo.map { .at(Self.ago($0)) } ?? .noInformation
        }
    }

    mutating func editRow(of user: String = userName, _ edit: (inout CredentialReport.Row) -> Void) {
        guard case .value(var report) = facts.credentialReport else { return }
        for index in report.rows.indices where report.rows[index].user == user { edit(&report.rows[index]) }
        facts.credentialReport = .value(report)
    }

    mutating func editSummary(_ edit: (inout [String: Int]) -> Void) {
        guard case .value(var summary) = facts.summary else { return }
        edit(&summary.entries)
        facts.summary = .value(summary)
    }

    mutating func edit(_ edit: (inout AuthorizationDetails) -> Void) {
        guard case .value(var details) = facts.authorization else { return }
        edit(&details)
        facts.authorization = .value(details)
    }

    mutating func editUser(_ name: String = userName, _ change: (inout User) -> Void) {
        edit { details in
            for index in details.users.indices where details.users[index].name == name { change(&details.users[index]) }
        }
    }

    mutating func editRole(_ name: String = roleName, _ change: (inout Role) -> Void) {
        edit { details in
            for index in details.roles.indices where details.roles[index].name == name { change(&details.roles[index]) }
        }
    }

    /// Takes in a document and returns the id under which it now stands.
    mutating func document(_ json: String) -> DocumentID {
        let (id, text) = Self.document(json)
        facts.documents[id] = text
        return id
    }

    /// Gives a role a trust policy with one Allow statement.
    mutating func trust(
        _ principal: String,
        action: String = "sts:AssumeRole",
        condition: String = "{}",
        in role: String = roleName
    ) {
        setTrustPolicy(
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":\(principal),"Action":"\(action)",\
            "Condition":\(condition)}]}
            """,
            in: role
        )
    }

    mutating func setTrustPolicy(_ json: String, in role: String = roleName) {
        let id = document(json)
        editRole(role) { $0.trustPolicy = id }
    }

    mutating func setMaximumSession(_ seconds: Int, of role: String = roleName) {
        guard case .value(var settings) = facts.roleSettings else { return }
        for index in settings.indices where settings[index].arn.hasSuffix("/\(role)") {
            settings[index].maxSessionSeconds = seconds
        }
        facts.roleSettings = .value(settings)
    }

    mutating func addSAMLProvider(_ name: String, validFor seconds: Int64? = .days(300)) {
        let provider = SAMLProvider(
            arn: "\(Self.arn):saml-provider/\(name)",
            createdAt: Self.ago(.days(400)),
            validUntil: seconds.map { Self.asOf.adding(seconds: $0) }
        )
        facts.samlProviders = .value((facts.samlProviders.value ?? []) + [provider])
    }

    mutating func addOIDCProvider(_ url: String) {
        let provider = OIDCProvider(
            arn: "\(Self.arn):oidc-provider/\(url)",
            url: url,
            clientIDs: ["sts.amazonaws.com"],
            thumbprints: [],
            createdAt: Self.ago(.days(400))
        )
        facts.oidcProviders = .value((facts.oidcProviders.value ?? []) + [provider])
    }

    /// Gives the role a trust policy for the tokens of an issuer.
    mutating func trustIssuer(
        _ issuer: String,
        condition: String = "{}",
        action: String = "sts:AssumeRoleWithWebIdentity"
    ) {
        trust(#"{"Federated":"\#(Self.arn):oidc-provider/\#(issuer)"}"#, action: action, condition: condition)
    }

    /// Attaches an inline policy to a user.
    mutating func grant(_ json: String, to user: String = userName) {
        let id = document(json)
        editUser(user) { $0.inlinePolicies.append(InlinePolicy(name: "inline", document: id)) }
    }

    /// Attaches an inline policy to a role.
    mutating func grant(_ json: String, toRole role: String) {
        let id = document(json)
        editRole(role) { $0.inlinePolicies.append(InlinePolicy(name: "inline", document: id)) }
    }

    /// Adds a customer policy, attached to the user unless told otherwise.
    mutating func addPolicy(_ name: String, _ json: String, attach: Bool = true) {
        let id = document(json)
        let arn = "\(Self.arn):policy/\(name)"
        let created = Self.ago(.days(10))
        edit { details in
            details.policies.append(
                CustomerPolicy(
                    arn: arn,
                    name: name,
                    createdAt: created,
                    updatedAt: created,
                    attachmentCount: attach ? 1 : 0,
                    boundaryUsageCount: attach ? 0 : 1,
                    versions: [PolicyVersion(id: "v1", createdAt: created, document: id)]
                )
            )
        }
        if attach { editUser { $0.attachedPolicies.append(AttachedPolicy(arn: arn, name: name)) } }
    }

    mutating func addToken(
        service: String = "bedrock.amazonaws.com",
        status: String = "Active",
        of user: String = userName,
        age: Int64 = .days(20),
        expiresIn: Int64?
    ) {
        let tokens = facts.serviceCredentials.value ?? []
        let token = ServiceSpecificCredential(
            id: "ACCAEXAMPLE00000\(1_000 + tokens.count)",
            userName: user,
            serviceName: service,
            status: status,
            createdAt: Self.ago(age),
            expiresAt: expiresIn.map { Self.asOf.adding(seconds: $0) }
        )
        facts.serviceCredentials = .value(tokens + [token])
    }

    mutating func setSSHKey(status: String = "Active", age: Int64) {
        facts.sshKeys[Self.userName] = .value([
            SSHPublicKey(id: "APKAEIVFHP46CEXAMPLE", status: status, uploadedAt: Self.ago(age))
        ])
    }

    /// Adds a user that was made after the credential report.
    mutating func addUnreportedUser(_ name: String, hasPassword: Bool, mfaDevices: Collected<[String]>) {
        let created = Self.ago(600)
        edit { $0.users.append(User(arn: "\(Self.arn):user/\(name)", name: name, createdAt: created)) }
        facts.accessKeys[name] = .value([])
        facts.sshKeys[name] = .value([])
        facts.unreportedUsers[name] = UnreportedUser(
            passwordLastUsedAt: .value(nil),
            passwordCreatedAt: .value(hasPassword ? created : nil),
            mfaDevices: mfaDevices
        )
    }

    mutating func makeBreakGlass(_ arn: String) {
        configuration.breakGlass.append(.init(account: Self.id, arn: arn, ticket: "SEC-2"))
    }

    mutating func approve(_ account: AccountID) {
        configuration.trusted.accounts[account] = Trusted.Party(
            name: "Partner",
            owner: "a@example.com",
            ticket: "TPRM-12",
            review: nil,
            requiresExternalID: true
        )
    }

    mutating func editPolicy(_ name: String, _ change: (inout CustomerPolicy) -> Void) {
        edit { details in
            for index in details.policies.indices where details.policies[index].name == name {
                change(&details.policies[index])
            }
        }
    }

    static let administratorAccess = AttachedPolicy(
        arn: "arn:aws:iam::aws:policy/AdministratorAccess",
        name: "AdministratorAccess"
    )

    static let administratorDocument = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}
        """

    static func document(_ json: String) -> (DocumentID, PolicyText) {
        (DocumentID(hex: String(repeating: fingerprint(json.utf8), count: 4)), PolicyText(bytes: Array(json.utf8)))
    }
}
