/// Everything that was read of one account: the only input of every account check.
///
/// Each section, and each per-user call, is a value or says why it is not; policy documents stand once, by digest.
package struct AccountFacts: Sendable, Equatable {
    package var accountID: AccountID
    package var accountName: String
    package var partition: Partition
    package var isManagement: Bool
    package var summary: Collected<AccountSummary>
    /// What AWS counts beside what was read; empty unless both the summary and the authorization details were read.
    package var controlTotals: [ControlTotal]
    package var authorization: Collected<AuthorizationDetails>
    /// What ListRoles adds to the authorization details, sorted by role ARN.
    package var roleSettings: Collected<[RoleSettings]>
    /// The inner nil is AWS's `NoSuchEntity`: the account has no password policy.
    package var passwordPolicy: Collected<PasswordPolicy?>
    package var aliases: Collected<[String]>
    package var virtualMFADevices: Collected<[VirtualMFADevice]>
    package var serverCertificates: Collected<[ServerCertificate]>
    package var samlProviders: Collected<[SAMLProvider]>
    package var oidcProviders: Collected<[OIDCProvider]>
    package var serviceCredentials: Collected<[ServiceSpecificCredential]>
    package var credentialReport: Collected<CredentialReport>
    /// Per-user calls by user name; a user without an entry was not asked, because the plan needs no answer for it.
    package var accessKeys: [String: Collected<[AccessKey]>]
    package var sshKeys: [String: Collected<[SSHPublicKey]>]
    package var signingCertificates: [String: Collected<[SigningCertificate]>]
    /// Users that are newer than the credential report, read one by one.
    package var unreportedUsers: [String: UnreportedUser]
    /// AWS-managed policies in use, by ARN.
    package var managedPolicies: [String: Collected<ManagedPolicy>]
    /// The text of every policy document that the facts name.
    package var documents: [DocumentID: PolicyText]

    /// An account of which nothing was read, for one and the same reason.
    package init(
        accountID: AccountID,
        accountName: String = "",
        partition: Partition = .aws,
        isManagement: Bool = false,
        nothingReadBecause reason: Unavailable
    ) {
        self.accountID = accountID
        self.accountName = accountName
        self.partition = partition
        self.isManagement = isManagement
        self.summary = .unavailable(reason)
        self.controlTotals = []
        self.authorization = .unavailable(reason)
        self.roleSettings = .unavailable(reason)
        self.passwordPolicy = .unavailable(reason)
        self.aliases = .unavailable(reason)
        self.virtualMFADevices = .unavailable(reason)
        self.serverCertificates = .unavailable(reason)
        self.samlProviders = .unavailable(reason)
        self.oidcProviders = .unavailable(reason)
        self.serviceCredentials = .unavailable(reason)
        self.credentialReport = .unavailable(reason)
        self.accessKeys = [:]
        self.sshKeys = [:]
        self.signingCertificates = [:]
        self.unreportedUsers = [:]
        self.managedPolicies = [:]
        self.documents = [:]
    }
}

/// The parts of `AccountFacts` that a check can declare as needed; the raw value names the row in the ledger.
package enum FactSection: String, Sendable, CaseIterable, Codable {
    case accessKeys = "access_keys"
    case aliases
    case authorization
    case controlTotals = "control_totals"
    case credentialReport = "credential_report"
    case managedPolicies = "managed_policies"
    case oidcProviders = "oidc_providers"
    case passwordPolicy = "password_policy"
    case roleSettings = "role_settings"
    case samlProviders = "saml_providers"
    case serverCertificates = "server_certificates"
    case serviceCredentials = "service_credentials"
    case signingCertificates = "signing_certificates"
    case sshKeys = "ssh_keys"
    case summary
    case unreportedUsers = "unreported_users"
    case virtualMFADevices = "virtual_mfa_devices"
}

extension AccountFacts {
    /// Why a whole section could not be read or believed; nil for a section that was read and for the per-user ones.
    package func unavailable(_ section: FactSection) -> Unavailable? {
        switch section {
        case .aliases: aliases.unavailable
        case .authorization: authorization.unavailable
        case .credentialReport: credentialReport.unavailable
        case .oidcProviders: oidcProviders.unavailable
        case .passwordPolicy: passwordPolicy.unavailable
        case .roleSettings: roleSettings.unavailable
        case .samlProviders: samlProviders.unavailable
        case .serverCertificates: serverCertificates.unavailable
        case .serviceCredentials: serviceCredentials.unavailable
        case .summary: summary.unavailable
        case .virtualMFADevices: virtualMFADevices.unavailable
        case .controlTotals: totalsGap
        case .accessKeys, .managedPolicies, .signingCertificates, .sshKeys, .unreportedUsers: nil
        }
    }

    /// Every gap of the account, whole sections first, then the per-user and per-policy calls in order of their names.
    package var gaps: [Unavailable] {
        let whole = FactSection.allCases.compactMap(unavailable)
        let perUser =
            accessKeys.unavailableByName() + sshKeys.unavailableByName() + signingCertificates.unavailableByName()
            + unreportedUsers.sorted { $0.key < $1.key }.flatMap { $0.value.gaps }
        return whole + perUser + managedPolicies.unavailableByName()
    }
}

extension Dictionary where Key == String {
    fileprivate func unavailableByName<Fact>() -> [Unavailable] where Value == Collected<Fact> {
        sorted { $0.key < $1.key }.compactMap(\.value.unavailable)
    }
}
