package import Domain

/// One generated account with all that IAM would say of it: the truth that a sweep is compared with.
///
/// Credential records are Domain's plain values; identities and policies are types of this module, because they hold
/// their documents as text and not by digest.
package struct RehearsalAccount: Sendable, Equatable {
    package var index: Int
    package var id: AccountID
    package var name: String
    package var email: String
    /// `o-x/r-y/ou-z/`, as Organizations spells it.
    package var ouPath: String
    package var state: AccountState
    package var joinedAt: Instant
    package var isManagement: Bool
    package var alias: String?
    package var root: RehearsalRoot
    package var passwordPolicy: PasswordPolicy?
    /// Sorted by name without regard to case, as IAM lists them; so are roles, groups and policies.
    package var users: [RehearsalUser] = []
    package var roles: [RehearsalRole] = []
    package var groups: [RehearsalGroup] = []
    package var policies: [RehearsalPolicy] = []
    package var serverCertificates: [ServerCertificate] = []
    package var samlProviders: [SAMLProvider] = []
    package var oidcProviders: [OIDCProvider] = []
    /// Virtual devices that are assigned to nobody.
    package var orphanMFADevices: [VirtualMFADevice] = []
    /// The calls that the sweep's role may not make here.
    package var deniedActions: Set<String> = []
    /// How old the credential report is that somebody else had made before the sweep; nil: there is none yet.
    package var reportAgeSeconds: Int64?

    package var rootARN: String { "arn:aws:iam::\(id):root" }

    package func user(named name: String) -> RehearsalUser? {
        // IAM compares names without regard to case.
        let wanted = name.lowercased()
        return users.first { $0.name.lowercased() == wanted }
    }

    package func role(named name: String) -> RehearsalRole? {
        roles.first { $0.name == name }
    }

    package func policy(arn: String) -> RehearsalPolicy? {
        policies.first { $0.arn == arn }
    }

    /// Every virtual device, root's first, then the users', then those of nobody.
    package var virtualMFADevices: [VirtualMFADevice] {
        let rootDevice = root.mfa.flatMap { $0.isVirtual ? $0.virtualDevice(of: rootARN) : nil }
        let userDevices = users.compactMap { user in
            user.mfa.flatMap { $0.isVirtual ? $0.virtualDevice(of: user.arn) : nil }
        }
        return [rootDevice].compactMap(\.self) + userDevices + orphanMFADevices
    }

    /// The tokens and Git credentials of all users, in the order of the users.
    package var serviceCredentials: [ServiceSpecificCredential] {
        users.flatMap(\.serviceCredentials)
    }

    /// The ARNs of the AWS-managed policies that something is attached to or bounded by, sorted.
    package var managedPoliciesInUse: [String] {
        let attached = users.flatMap(\.attachedPolicies) + roles.flatMap(\.attachedPolicies)
        let boundaries = users.compactMap(\.permissionsBoundary) + roles.compactMap(\.permissionsBoundary)
        let all = attached + groups.flatMap(\.attachedPolicies) + boundaries
        return Set(all).filter { $0.hasPrefix("arn:aws:iam::aws:") }.sorted()
    }
}

/// The root user's credentials; a member account made by Organizations has none.
package struct RehearsalRoot: Sendable, Equatable {
    package var createdAt: Instant
    package var password: RehearsalPassword?
    package var mfa: RehearsalMFADevice?
    package var accessKeys: [RehearsalAccessKey] = []
    package var signingCertificates: [SigningCertificate] = []
}

package struct RehearsalUser: Sendable, Equatable {
    package var name: String
    package var path: String = "/"
    package var id: String
    package var arn: String
    package var createdAt: Instant
    /// Whose user it is, which IAM does not know; nil for services and for users of nobody in particular.
    package var employeeID: String?
    package var groups: [String] = []
    package var attachedPolicies: [String] = []
    package var inlinePolicies: [RehearsalInlinePolicy] = []
    package var permissionsBoundary: String?
    package var tags: [Tag] = []
    package var password: RehearsalPassword?
    package var mfa: RehearsalMFADevice?
    /// Ascending by id, which is the order of the credential report's slots.
    package var accessKeys: [RehearsalAccessKey] = []
    package var sshKeys: [SSHPublicKey] = []
    package var signingCertificates: [SigningCertificate] = []
    package var serviceCredentials: [ServiceSpecificCredential] = []
}

package struct RehearsalPassword: Sendable, Equatable {
    package var createdAt: Instant
    package var changedAt: Instant
    /// Nil: never used.
    package var lastUsedAt: Instant?
}

package struct RehearsalMFADevice: Sendable, Equatable {
    /// An ARN for virtual and FIDO devices, a printed number for hardware tokens.
    package var serialNumber: String
    package var isVirtual: Bool
    package var enabledAt: Instant

    func virtualDevice(of owner: String) -> VirtualMFADevice {
        VirtualMFADevice(serialNumber: serialNumber, userARN: owner, enabledAt: enabledAt)
    }
}

package struct RehearsalAccessKey: Sendable, Equatable {
    package var key: AccessKey
    /// Nil: never used.
    package var lastUse: Use?

    package struct Use: Sendable, Equatable {
        package var at: Instant
        package var region: String
        package var service: String
    }
}

package struct RehearsalInlinePolicy: Sendable, Equatable {
    package var name: String
    package var document: String
}

package struct RehearsalGroup: Sendable, Equatable {
    package var name: String
    package var id: String
    package var arn: String
    package var createdAt: Instant
    package var attachedPolicies: [String] = []
    package var inlinePolicies: [RehearsalInlinePolicy] = []
}

package struct RehearsalRole: Sendable, Equatable {
    package var name: String
    package var path: String = "/"
    package var id: String
    package var arn: String
    package var createdAt: Instant
    package var description: String?
    package var maxSessionSeconds: Int = 3_600
    package var trust: RehearsalTrust
    /// Whether a platform of the organization made it: Control Tower, StackSets, the CDK, Identity Center and the like.
    package var isPlatformRole: Bool = false
    package var attachedPolicies: [String] = []
    package var inlinePolicies: [RehearsalInlinePolicy] = []
    package var permissionsBoundary: String?
    package var lastUsedAt: Instant?
    package var lastUsedRegion: String?
    package var instanceProfiles: [RehearsalInstanceProfile] = []
    package var tags: [Tag] = []
    package var trustPolicy: String { trust.document }
    /// What the trust policy says to the hub, so that AssumeRole need not evaluate policies.
    package var hubTrust: HubTrust = .none

    package enum HubTrust: Sendable, Equatable {
        case none
        case withExternalID(String)
    }
}

package struct RehearsalInstanceProfile: Sendable, Equatable {
    package var name: String
    package var id: String
    package var arn: String
    package var createdAt: Instant
}

package struct RehearsalPolicy: Sendable, Equatable {
    package var name: String
    package var path: String = "/"
    package var id: String
    package var arn: String
    package var createdAt: Instant
    package var updatedAt: Instant
    package var attachmentCount: Int = 0
    package var boundaryUsageCount: Int = 0
    package var defaultVersionID: String
    /// Newest first, as IAM lists them.
    package var versions: [Version]

    package struct Version: Sendable, Equatable {
        package var id: String
        package var createdAt: Instant
        package var document: String
    }

    package var defaultVersion: Version? { versions.first { $0.id == defaultVersionID } }
}
