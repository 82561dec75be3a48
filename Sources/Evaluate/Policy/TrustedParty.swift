package import Domain

/// One principal of a policy, and what kind of party its text stands for.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
package struct TrustedParty: Sendable, Hashable {
    /// As the policy writes it.
    package var text: String
    package var kind: Kind
    /// The account that the party belongs to, where the text tells it.
    package var accountID: AccountID?

    package enum Kind: String, Sendable {
        case account
        case user
        case role
        /// A role session or a federated user session.
        case session
        case service
        case federated
        /// What IAM leaves of a user or role that was deleted: nobody can use it any more.
        case uniqueID = "unique_id"
        case canonicalUser = "canonical_user"
        case anyone
        /// A text of none of the documented forms.
        case unrecognized
    }

    /// The keys of the `Principal` element.
    package enum Field: String {
        case aws = "AWS"
        case service = "Service"
        case federated = "Federated"
        case canonicalUser = "CanonicalUser"
    }

    package static let anyone = TrustedParty(text: "*", kind: .anyone)

    private init(text: String, kind: Kind, accountID: AccountID? = nil) {
        self.text = text
        self.kind = kind
        self.accountID = accountID
    }

    package init(_ text: String, in field: Field) {
        switch field {
        case .service: self.init(text: text, kind: .service)
        case .canonicalUser: self.init(text: text, kind: .canonicalUser)
        case .federated: self.init(text: text, kind: text == "*" ? .anyone : .federated)
        case .aws: self.init(aws: text)
        }
    }

    private init(aws text: String) {
        if text == "*" {
            self.init(text: text, kind: .anyone)
        } else if let accountID = AccountID(text) {
            self.init(text: text, kind: .account, accountID: accountID)
        } else if Self.isUniqueID(text) {
            self.init(text: text, kind: .uniqueID)
        } else if let arn = ARN(text), let accountID = arn.accountID, let kind = Self.kind(of: arn) {
            self.init(text: text, kind: kind, accountID: accountID)
        } else {
            self.init(text: text, kind: .unrecognized)
        }
    }

    private static func kind(of arn: ARN) -> Kind? {
        let type = arn.resource.split(separator: "/", maxSplits: 1).first.map(String.init) ?? arn.resource
        return switch (arn.service, type) {
        case ("iam", "root") where arn.resource == "root": .account
        case ("iam", "user"): .user
        case ("iam", "role"): .role
        case ("sts", "assumed-role"), ("sts", "federated-user"): .session
        default: nil
        }
    }

    private static func isUniqueID(_ text: String) -> Bool {
        ["AIDA", "AROA", "AGPA"].contains { text.hasPrefix($0) } && text.utf8.count >= 16
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
    }
}
