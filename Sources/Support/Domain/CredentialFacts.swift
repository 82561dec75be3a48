package struct PasswordPolicy: Sendable, Equatable, Codable {
    package var minimumLength: Int
    package var requiresSymbols: Bool
    package var requiresNumbers: Bool
    package var requiresUppercase: Bool
    package var requiresLowercase: Bool
    package var allowsChange: Bool
    package var expiresPasswords: Bool
    package var maximumAgeDays: Int?
    package var reusePrevention: Int?
    package var hardExpiry: Bool

    package init(
        minimumLength: Int,
        requiresSymbols: Bool = false,
        requiresNumbers: Bool = false,
        requiresUppercase: Bool = false,
        requiresLowercase: Bool = false,
        allowsChange: Bool = false,
        expiresPasswords: Bool = false,
        maximumAgeDays: Int? = nil,
        reusePrevention: Int? = nil,
        hardExpiry: Bool = false
    ) {
        self.minimumLength = minimumLength
        self.requiresSymbols = requiresSymbols
        self.requiresNumbers = requiresNumbers
        self.requiresUppercase = requiresUppercase
        self.requiresLowercase = requiresLowercase
        self.allowsChange = allowsChange
        self.expiresPasswords = expiresPasswords
        self.maximumAgeDays = maximumAgeDays
        self.reusePrevention = reusePrevention
        self.hardExpiry = hardExpiry
    }
}

/// A virtual device; its seed is never read, whatever a server sends.
package struct VirtualMFADevice: Sendable, Equatable, Codable {
    package var serialNumber: String
    /// The ARN of the user or root that it is assigned to; nil for an orphan.
    package var userARN: String?
    package var enabledAt: Instant?

    package init(serialNumber: String, userARN: String? = nil, enabledAt: Instant? = nil) {
        self.serialNumber = serialNumber
        self.userARN = userARN
        self.enabledAt = enabledAt
    }
}

package struct ServerCertificate: Sendable, Equatable, Codable {
    package var arn: String
    package var name: String
    package var id: String
    package var uploadedAt: Instant?
    package var expiresAt: Instant?

    package init(arn: String, name: String, id: String, uploadedAt: Instant?, expiresAt: Instant?) {
        self.arn = arn
        self.name = name
        self.id = id
        self.uploadedAt = uploadedAt
        self.expiresAt = expiresAt
    }
}

package struct SAMLProvider: Sendable, Equatable, Codable {
    package var arn: String
    package var createdAt: Instant?
    package var validUntil: Instant?

    package init(arn: String, createdAt: Instant?, validUntil: Instant?) {
        self.arn = arn
        self.createdAt = createdAt
        self.validUntil = validUntil
    }
}

package struct OIDCProvider: Sendable, Equatable, Codable {
    package var arn: String
    package var url: String
    package var clientIDs: [String]
    package var thumbprints: [String]
    package var createdAt: Instant?

    package init(arn: String, url: String, clientIDs: [String], thumbprints: [String], createdAt: Instant?) {
        self.arn = arn
        self.url = url
        self.clientIDs = clientIDs
        self.thumbprints = thumbprints
        self.createdAt = createdAt
    }
}

/// An API token or Git credential of a user: Bedrock, CloudWatch, CodeCommit, Keyspaces and others.
package struct ServiceSpecificCredential: Sendable, Equatable, Codable {
    package var id: String
    package var userName: String
    package var serviceName: String
    package var serviceUserName: String?
    package var alias: String?
    /// `Active`, `Inactive` or `Expired`.
    package var status: String
    package var createdAt: Instant
    /// Nil means that it never expires.
    package var expiresAt: Instant?

    package init(
        id: String,
        userName: String,
        serviceName: String,
        serviceUserName: String? = nil,
        alias: String? = nil,
        status: String,
        createdAt: Instant,
        expiresAt: Instant? = nil
    ) {
        self.id = id
        self.userName = userName
        self.serviceName = serviceName
        self.serviceUserName = serviceUserName
        self.alias = alias
        self.status = status
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}

package struct AccessKey: Sendable, Equatable, Codable {
    package var id: String
    /// `Active`, `Inactive` or `Expired`.
    package var status: String
    package var createdAt: Instant

    package init(id: String, status: String, createdAt: Instant) {
        self.id = id
        self.status = status
        self.createdAt = createdAt
    }
}

package struct SSHPublicKey: Sendable, Equatable, Codable {
    package var id: String
    package var status: String
    package var uploadedAt: Instant

    package init(id: String, status: String, uploadedAt: Instant) {
        self.id = id
        self.status = status
        self.uploadedAt = uploadedAt
    }
}

package struct SigningCertificate: Sendable, Equatable, Codable {
    package var id: String
    package var status: String
    package var uploadedAt: Instant

    package init(id: String, status: String, uploadedAt: Instant) {
        self.id = id
        self.status = status
        self.uploadedAt = uploadedAt
    }
}

/// A user that the credential report does not know yet, read by calls of its own.
package struct UnreportedUser: Sendable, Equatable {
    package var passwordLastUsedAt: Collected<Instant?>
    /// The instant since when the user has a password; the inner nil: the user has none.
    package var passwordCreatedAt: Collected<Instant?>
    /// The serial numbers of the user's MFA devices.
    package var mfaDevices: Collected<[String]>

    package init(
        passwordLastUsedAt: Collected<Instant?>,
        passwordCreatedAt: Collected<Instant?>,
        mfaDevices: Collected<[String]>
    ) {
        self.passwordLastUsedAt = passwordLastUsedAt
        self.passwordCreatedAt = passwordCreatedAt
        self.mfaDevices = mfaDevices
    }

    package var gaps: [Unavailable] {
        [passwordLastUsedAt.unavailable, passwordCreatedAt.unavailable, mfaDevices.unavailable].compactMap(\.self)
    }
}
