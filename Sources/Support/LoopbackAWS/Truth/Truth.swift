package import Domain

/// What every check must find in the rehearsal organization, told by whoever made the accounts and not by reading them.
///
/// The rules are written from the wording of the check catalogue and from the fields of `RehearsalAccount`; no policy is
/// parsed and no answer of the API is looked at. They hold for the organization.yaml that `orgsweep simulate` prints with the
/// roster beside it, the default thresholds, the organization's `asOf`, a first run, and a server without faults. Some rules
/// stand here before their check does; they come into force with it.
package struct Truth: Sendable {
    let organization: RehearsalOrganization
    let people: KnownPeople

    package init(of organization: RehearsalOrganization) {
        self.organization = organization
        self.people = KnownPeople(organization)
    }

    /// Tells what must be found in one account, and in the management account what must be found in all of them together.
    ///
    /// Nothing is kept between accounts.
    package func forEachTruth(accountIndex: Int, _ body: (TruthRow) throws -> Void) rethrows {
        let account = organization.account(at: accountIndex)
        var truth = AccountTruth(account, organization: organization, people: people)
        truth.tellAll()
        for row in truth.rows { try body(row) }
        guard accountIndex == AccountProfile.managementIndex else { return }
        for row in rowsOfPeople() { try body(row) }
    }

    /// The checks that the rules are about, whether or not the organization fails them.
    package static let checks = Set(AccountTruth.accountChecks + AccountTruth.coverageChecks)

    /// The checks that fail only where AWS itself is wrong, which needs a fault, or in an organization set up otherwise.
    package static let checksOfFaults: Set = [
        "account-totals-mismatch", "credential-report-old", "root-central-management",
    ]
}

/// One resource that a check must fail, or must say that it could not assess.
package struct TruthRow: Sendable, Hashable {
    package var checkID: String
    package var accountID: AccountID
    package var resourceARN: String
    /// What tells two failures of one resource apart: the creation of a credential, the principal of a trust, the name of an
    /// inline policy; else empty.
    package var name: String
    /// `fail` or `notAssessed`.
    package var outcome: Outcome
    /// Nil where the catalogue leaves it to circumstances, and for what is not assessed.
    package var severity: Severity?

    /// One line of JSON.
    package var json: String {
        var writer = JSONWriter()
        writer.object {
            $0.member("check_id", checkID)
            $0.member("account_id", accountID.description)
            $0.member("resource_arn", resourceARN)
            $0.member("name", name)
            $0.member("outcome", outcome.rawValue)
            $0.member("severity", severity?.rawValue)
        }
        return writer.text
    }
}

/// The truth about one account in the making.
struct AccountTruth {
    let account: RehearsalAccount
    let organization: RehearsalOrganization
    let people: KnownPeople
    private(set) var rows: [TruthRow] = []

    init(_ account: RehearsalAccount, organization: RehearsalOrganization, people: KnownPeople) {
        self.account = account
        self.organization = organization
        self.people = people
    }

    var accountARN: String { account.rootARN }

    mutating func tellAll() {
        guard account.state.isSwept else {
            fails("account-inactive-unswept", accountARN, .info)
            return
        }
        guard letsUsIn else {
            fails("account-not-assumed", accountARN, .high)
            for check in Self.accountChecks { isNotAssessed(check) }
            return
        }
        tellOfRoot()
        tellOfAccountSettings()
        tellOfUsers()
        tellOfPeople()
        tellOfEmergencies()
        tellOfPolicies()
        tellOfRoles()
        tellOfDeniedCalls()
    }

    var letsUsIn: Bool {
        account.role(named: organization.roleName).map { $0.hubTrust != .none } ?? false
    }

    /// The only call that the rehearsal denies to its own reader; what it alone tells is lost, and nothing else.
    private mutating func tellOfDeniedCalls() {
        guard account.deniedActions.contains("ListServiceSpecificCredentials") else { return }
        rows.removeAll { Self.checksOfTokens.contains($0.checkID) }
        for check in Self.checksOfTokens + ["leaver-named"] { isNotAssessed(check) }
        fails("account-partial", accountARN, .high)
    }

    // MARK: Rows

    mutating func fails(_ check: String, _ arn: String, name: String = "", _ severity: Severity?) {
        rows.append(
            TruthRow(
                checkID: check,
                accountID: account.id,
                resourceARN: arn,
                name: name,
                outcome: .fail,
                severity: severity
            )
        )
    }

    /// A check that was given nothing to judge says so once, of the account.
    private mutating func isNotAssessed(_ check: String) { isNotAssessed(check, accountARN) }

    mutating func isNotAssessed(_ check: String, _ arn: String, name: String = "") {
        rows.append(
            TruthRow(checkID: check, accountID: account.id, resourceARN: arn, name: name, outcome: .notAssessed)
        )
    }

    // MARK: Ages

    func seconds(since instant: Instant) -> Int64 { organization.asOf.seconds(since: instant) }

    func isOlder(_ instant: Instant, than days: Int64) -> Bool { seconds(since: instant) > days * 86_400 }

    func isAtLeast(_ instant: Instant, _ days: Int64) -> Bool { seconds(since: instant) >= days * 86_400 }
}

extension AccountTruth {
    /// Those about what was read in one account.
    static let accountChecks =
        [
            "root-access-key", "root-mfa", "root-hardware-mfa", "root-recent-use", "root-signing-certificate",
            "root-member-credentials",
            "key-age", "key-unused", "key-never-used", "key-two-active", "key-inactive-kept", "key-beside-password",
            "key-of-admin", "key-from-user-setup", "key-beyond-two",
            "user-mfa", "password-unused", "password-never-used", "service-user-password", "user-admin",
            "user-direct-policy", "user-not-federated", "mfa-device-orphan", "password-age", "user-admin-virtual-mfa",
            "user-owner-tag", "user-quarantined", "break-glass-used", "break-glass-weak",
            "password-policy-missing", "password-policy-length", "password-policy-reuse", "password-policy-classes",
            "ssh-key-age", "ssh-key-ghost",
            "signing-certificate-active", "server-certificate-expired", "server-certificate-expiring",
            "policy-admin-attached", "policy-admin-unattached", "policy-admin-inline", "policy-administrator-access",
            "policy-unattached", "group-empty", "principal-privilege-escalation", "policy-service-wildcard",
            "policy-allow-not-action", "policy-allow-not-resource", "policy-pass-role-any", "policy-assume-role-any",
            "policy-audit-tampering", "policy-kms-decrypt-any", "policy-cloudshell-full", "policy-dangerous-version",
            "policy-unparseable", "support-role-missing",
            "trust-anyone", "trust-outside-organization", "trust-external-id", "trust-deleted-principal",
            "trust-person-session", "trust-whole-account", "trust-service-confused-deputy", "trust-github-subject",
            "trust-oidc-tenant", "trust-roles-anywhere", "trust-saml-audience", "role-unused",
            "role-privileged-outside-use", "role-admin-without-mfa", "role-long-session", "role-read-only-outside",
            "identity-provider-expiring", "identity-provider-orphan", "saml-provider-unapproved",
            "role-chain-to-admin", "credential-report-old", "management-account-identities",
            "leaver-user", "leaver-credential-used", "leaver-named", "owner-left", "user-not-in-roster",
        ] + checksOfTokens

    /// Those that cannot be told without the list of service-specific credentials.
    static let checksOfTokens = [
        "token-no-expiry", "token-long-term", "token-age", "token-phantom-user", "token-dead-kept",
        "service-credential-age", "token-owner-overprivileged", "user-no-credential", "user-dormant",
        "user-never-active",
    ]

    /// Those about the sweep itself, the population and the people; they stand whether or not an account could be read.
    static let coverageChecks = [
        "account-not-assumed", "account-partial", "account-inactive-unswept", "person-in-many-accounts",
        "trust-departed-account", "root-central-management",
    ]
}
