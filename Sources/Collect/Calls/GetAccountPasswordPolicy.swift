import AWS
import Domain

/// The account's own password policy; AWS answers `NoSuchEntity` where it has none.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountPasswordPolicy.html
struct GetAccountPasswordPolicy: PlannedCall {
    static let action = CallPlan.getAccountPasswordPolicy

    func makeDecoder() -> Decoder { Decoder() }

    struct Decoder: XMLRecordDecoder {
        enum Element: String, CaseIterable {
            case passwordPolicy = "PasswordPolicy"
            case minimumPasswordLength = "MinimumPasswordLength"
            case requireSymbols = "RequireSymbols"
            case requireNumbers = "RequireNumbers"
            case requireUppercaseCharacters = "RequireUppercaseCharacters"
            case requireLowercaseCharacters = "RequireLowercaseCharacters"
            case allowUsersToChangePassword = "AllowUsersToChangePassword"
            case expirePasswords = "ExpirePasswords"
            case maxPasswordAge = "MaxPasswordAge"
            case passwordReusePrevention = "PasswordReusePrevention"
            case hardExpiry = "HardExpiry"
        }

        private var minimumLength: Int?
        private var policy = PasswordPolicy(minimumLength: 0)

        mutating func end(_ element: Element, in path: XMLPath<Element>, text: XMLText) throws(XMLFailure) {
            // What is not set may be sent as an empty element; it then keeps the value for absent.
            guard path.parent == .passwordPolicy, !text.isEmpty else { return }
            let name = element.rawValue
            switch element {
            case .passwordPolicy: break
            case .minimumPasswordLength: minimumLength = try text.requireInt(name)
            case .requireSymbols: policy.requiresSymbols = try text.requireBool(name)
            case .requireNumbers: policy.requiresNumbers = try text.requireBool(name)
            case .requireUppercaseCharacters: policy.requiresUppercase = try text.requireBool(name)
            case .requireLowercaseCharacters: policy.requiresLowercase = try text.requireBool(name)
            case .allowUsersToChangePassword: policy.allowsChange = try text.requireBool(name)
            case .expirePasswords: policy.expiresPasswords = try text.requireBool(name)
            case .maxPasswordAge: policy.maximumAgeDays = try text.requireInt(name)
            case .passwordReusePrevention: policy.reusePrevention = try text.requireInt(name)
            case .hardExpiry: policy.hardExpiry = try text.requireBool(name)
            }
        }

        mutating func finish() throws(XMLFailure) -> PasswordPolicy {
            policy.minimumLength = try minimumLength.required(Element.minimumPasswordLength.rawValue)
            return policy
        }
    }
}
