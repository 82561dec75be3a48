// The records of IAM, named as AWS names them; each type's source is the API page of the call that returns it, under
// https://docs.aws.amazon.com/IAM/latest/APIReference/

/// The SHA-256 of a policy document's bytes after percent-decoding, in hex.
package struct DocumentID: Hashable, Sendable, Codable, Comparable {
    package let hex: String

    package init(hex: String) {
        self.hex = hex
    }

    package static func < (left: DocumentID, right: DocumentID) -> Bool { left.hex < right.hex }

    package init(from decoder: any Decoder) throws {
        self.hex = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hex)
    }
}

/// The bytes of a policy document, shared between the accounts that hold the same one.
package struct PolicyText: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }
}

/// The control totals of GetAccountSummary, by AWS's own key.
package struct AccountSummary: Sendable, Equatable, Codable {
    package var entries: [String: Int]

    package init(entries: [String: Int]) {
        self.entries = entries
    }

    /// Nil where AWS did not send the key, which is not the same as zero.
    package subscript(key: String) -> Int? { entries[key] }

    package var rootHasMFA: Bool? { entries["AccountMFAEnabled"].map { $0 > 0 } }
    package var rootAccessKeysPresent: Int? { entries["AccountAccessKeysPresent"] }
    package var rootPasswordPresent: Bool? { entries["AccountPasswordPresent"].map { $0 > 0 } }
}

/// Users, roles, groups and customer policies, as GetAccountAuthorizationDetails returns them.
package struct AuthorizationDetails: Sendable, Equatable, Codable {
    package var users: [User]
    package var roles: [Role]
    package var groups: [Group]
    package var policies: [CustomerPolicy]

    package init(users: [User] = [], roles: [Role] = [], groups: [Group] = [], policies: [CustomerPolicy] = []) {
        self.users = users
        self.roles = roles
        self.groups = groups
        self.policies = policies
    }
}

package struct Tag: Sendable, Hashable, Codable {
    package var key: String
    package var value: String

    package init(key: String, value: String) {
        self.key = key
        self.value = value
    }
}

package struct AttachedPolicy: Sendable, Hashable, Codable {
    package var arn: String
    package var name: String

    package init(arn: String, name: String) {
        self.arn = arn
        self.name = name
    }
}

package struct InlinePolicy: Sendable, Hashable, Codable {
    package var name: String
    package var document: DocumentID

    package init(name: String, document: DocumentID) {
        self.name = name
        self.document = document
    }
}

package struct User: Sendable, Equatable, Codable {
    package var arn: String
    package var name: String
    package var path: String
    package var id: String
    package var createdAt: Instant
    package var groups: [String]
    package var attachedPolicies: [AttachedPolicy]
    package var inlinePolicies: [InlinePolicy]
    package var permissionsBoundary: String?
    /// Only the tag keys that the configuration names: people put secrets into tags.
    package var tags: [Tag]

    package init(
        arn: String,
        name: String,
        path: String = "/",
        id: String = "",
        createdAt: Instant,
        groups: [String] = [],
        attachedPolicies: [AttachedPolicy] = [],
        inlinePolicies: [InlinePolicy] = [],
        permissionsBoundary: String? = nil,
        tags: [Tag] = []
    ) {
        self.arn = arn
        self.name = name
        self.path = path
        self.id = id
        self.createdAt = createdAt
        self.groups = groups
        self.attachedPolicies = attachedPolicies
        self.inlinePolicies = inlinePolicies
        self.permissionsBoundary = permissionsBoundary
        self.tags = tags
    }
}

package struct Role: Sendable, Equatable, Codable {
    package var arn: String
    package var name: String
    package var path: String
    package var id: String
    package var createdAt: Instant
    package var trustPolicy: DocumentID
    package var attachedPolicies: [AttachedPolicy]
    package var inlinePolicies: [InlinePolicy]
    package var permissionsBoundary: String?
    /// AWS keeps the last use for 400 days; nil means no use in that time.
    package var lastUsedAt: Instant?
    package var lastUsedRegion: String?
    package var instanceProfiles: [String]
    package var tags: [Tag]

    package init(
        arn: String,
        name: String,
        path: String = "/",
        id: String = "",
        createdAt: Instant,
        trustPolicy: DocumentID,
        attachedPolicies: [AttachedPolicy] = [],
        inlinePolicies: [InlinePolicy] = [],
        permissionsBoundary: String? = nil,
        lastUsedAt: Instant? = nil,
        lastUsedRegion: String? = nil,
        instanceProfiles: [String] = [],
        tags: [Tag] = []
    ) {
        self.arn = arn
        self.name = name
        self.path = path
        self.id = id
        self.createdAt = createdAt
        self.trustPolicy = trustPolicy
        self.attachedPolicies = attachedPolicies
        self.inlinePolicies = inlinePolicies
        self.permissionsBoundary = permissionsBoundary
        self.lastUsedAt = lastUsedAt
        self.lastUsedRegion = lastUsedRegion
        self.instanceProfiles = instanceProfiles
        self.tags = tags
    }
}

/// What only ListRoles tells of a role.
package struct RoleSettings: Sendable, Equatable, Codable {
    package var arn: String
    package var maxSessionSeconds: Int?
    package var description: String?

    package init(arn: String, maxSessionSeconds: Int?, description: String?) {
        self.arn = arn
        self.maxSessionSeconds = maxSessionSeconds
        self.description = description
    }
}

package struct Group: Sendable, Equatable, Codable {
    package var arn: String
    package var name: String
    package var path: String
    package var id: String
    package var createdAt: Instant
    package var attachedPolicies: [AttachedPolicy]
    package var inlinePolicies: [InlinePolicy]

    package init(
        arn: String,
        name: String,
        path: String = "/",
        id: String = "",
        createdAt: Instant,
        attachedPolicies: [AttachedPolicy] = [],
        inlinePolicies: [InlinePolicy] = []
    ) {
        self.arn = arn
        self.name = name
        self.path = path
        self.id = id
        self.createdAt = createdAt
        self.attachedPolicies = attachedPolicies
        self.inlinePolicies = inlinePolicies
    }
}

/// A policy that the account itself manages, with every retained version.
package struct CustomerPolicy: Sendable, Equatable, Codable {
    package var arn: String
    package var name: String
    package var path: String
    package var id: String
    package var createdAt: Instant
    package var updatedAt: Instant
    package var attachmentCount: Int
    package var boundaryUsageCount: Int
    package var defaultVersionID: String
    package var versions: [PolicyVersion]

    package init(
        arn: String,
        name: String,
        path: String = "/",
        id: String = "",
        createdAt: Instant,
        updatedAt: Instant,
        attachmentCount: Int = 0,
        boundaryUsageCount: Int = 0,
        defaultVersionID: String = "v1",
        versions: [PolicyVersion]
    ) {
        self.arn = arn
        self.name = name
        self.path = path
        self.id = id
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.attachmentCount = attachmentCount
        self.boundaryUsageCount = boundaryUsageCount
        self.defaultVersionID = defaultVersionID
        self.versions = versions
    }

    package var defaultVersion: PolicyVersion? { versions.first { $0.id == defaultVersionID } }
}

package struct PolicyVersion: Sendable, Equatable, Codable {
    package var id: String
    package var createdAt: Instant?
    package var document: DocumentID

    package init(id: String, createdAt: Instant? = nil, document: DocumentID) {
        self.id = id
        self.createdAt = createdAt
        self.document = document
    }
}

/// The default version of an AWS-managed policy, fetched once per sweep from whichever account came first.
package struct ManagedPolicy: Sendable, Equatable, Codable {
    package var arn: String
    package var versionID: String
    package var document: DocumentID
    /// The account in which it was read: whichever came first, so it may differ between runs over the same accounts.
    package var originAccountID: AccountID?

    package init(arn: String, versionID: String, document: DocumentID, originAccountID: AccountID? = nil) {
        self.arn = arn
        self.versionID = versionID
        self.document = document
        self.originAccountID = originAccountID
    }
}
