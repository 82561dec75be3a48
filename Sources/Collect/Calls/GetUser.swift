import AWS
import Domain

/// When a user's password was last used, for users that the credential report does not know yet.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html
struct GetUser: PlannedCall {
    static let action = CallPlan.getUser
    let userName: String

    var parameters: [(name: String, value: String)] { [("UserName", userName)] }

    func makeDecoder() -> Decoder { Decoder() }

    struct Decoder: XMLRecordDecoder {
        enum Element: String, CaseIterable {
            case user = "User"
            case userName = "UserName"
            case passwordLastUsed = "PasswordLastUsed"
        }

        private var userName: String?
        private var passwordLastUsedAt: Instant?

        mutating func end(_ element: Element, in path: XMLPath<Element>, text: XMLText) throws(XMLFailure) {
            guard path.parent == .user else { return }
            switch element {
            case .userName: userName = try text.requireString("UserName")
            case .passwordLastUsed:
                passwordLastUsedAt = text.isEmpty ? nil : try text.requireInstant("PasswordLastUsed")
            case .user: break
            }
        }

        /// Nil for a password that was never used, and for a user without one.
        mutating func finish() throws(XMLFailure) -> Instant? {
            _ = try userName.required("UserName")
            return passwordLastUsedAt
        }
    }
}
