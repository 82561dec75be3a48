/// The account's credential report, which AWS makes at most every four hours.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
package struct CredentialReport: Sendable, Equatable, Codable {
    package var generatedAt: Instant
    package var rows: [Row]

    package init(generatedAt: Instant, rows: [Row]) {
        self.generatedAt = generatedAt
        self.rows = rows
    }

    package static let rootUserName = "<root_account>"

    package var root: Row? { rows.first { $0.user == Self.rootUserName } }

    package struct Row: Sendable, Equatable, Codable {
        package var user: String
        package var arn: String
        package var createdAt: Instant?
        /// Nil where AWS says `not_supported`.
        package var passwordEnabled: Bool?
        package var passwordLastUsed: LastUse
        package var passwordLastChangedAt: Instant?
        package var mfaActive: Bool
        /// Slots 1 and 2, always two entries; they follow the key ids, not the age of the keys.
        package var accessKeys: [KeySlot]
        package var certificates: [CertificateSlot]
        /// The 23rd column, which AWS adds when a user has more keys or certificates than the slots.
        package var additionalCredentials: String?

        package init(
            user: String,
            arn: String,
            createdAt: Instant? = nil,
            passwordEnabled: Bool? = false,
            passwordLastUsed: LastUse = .notApplicable,
            passwordLastChangedAt: Instant? = nil,
            mfaActive: Bool = false,
            accessKeys: [KeySlot] = [KeySlot(), KeySlot()],
            certificates: [CertificateSlot] = [CertificateSlot(), CertificateSlot()],
            additionalCredentials: String? = nil
        ) {
            self.user = user
            self.arn = arn
            self.createdAt = createdAt
            self.passwordEnabled = passwordEnabled
            self.passwordLastUsed = passwordLastUsed
            self.passwordLastChangedAt = passwordLastChangedAt
            self.mfaActive = mfaActive
            self.accessKeys = accessKeys
            self.certificates = certificates
            self.additionalCredentials = additionalCredentials
        }
    }

    package struct KeySlot: Sendable, Equatable, Codable {
        package var active: Bool
        /// The creation of the key, active or not; nil for an empty slot.
        package var rotatedAt: Instant?
        package var lastUsedAt: Instant?
        package var lastUsedRegion: String?
        package var lastUsedService: String?

        package init(
            active: Bool = false,
            rotatedAt: Instant? = nil,
            lastUsedAt: Instant? = nil,
            lastUsedRegion: String? = nil,
            lastUsedService: String? = nil
        ) {
            self.active = active
            self.rotatedAt = rotatedAt
            self.lastUsedAt = lastUsedAt
            self.lastUsedRegion = lastUsedRegion
            self.lastUsedService = lastUsedService
        }

        package var exists: Bool { active || rotatedAt != nil }
    }

    package struct CertificateSlot: Sendable, Equatable, Codable {
        package var active: Bool
        package var rotatedAt: Instant?

        package init(active: Bool = false, rotatedAt: Instant? = nil) {
            self.active = active
            self.rotatedAt = rotatedAt
        }

        package var exists: Bool { active || rotatedAt != nil }
    }

    /// When a password was last used, with AWS's two ways of not knowing.
    package enum LastUse: Sendable, Equatable, Codable {
        case at(Instant)
        /// `no_information`: never used, or not since AWS began to record it in October 2014.
        case noInformation
        /// `N/A`: there is no password, or the column does not apply.
        case notApplicable

        package var instant: Instant? {
            guard case .at(let instant) = self else { return nil }
            return instant
        }

        package init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            switch try container.decode(String.self) {
            case "no_information": self = .noInformation
            case "N/A": self = .notApplicable
            default: self = .at(try container.decode(Instant.self))
            }
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(text)
        }

        /// The column's text as AWS writes it.
        package var text: String {
            switch self {
            case .at(let instant): instant.iso8601
            case .noInformation: "no_information"
            case .notApplicable: "N/A"
            }
        }
    }
}
