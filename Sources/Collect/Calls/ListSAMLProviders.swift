import AWS
import Domain

/// The SAML identity providers; AWS has no pages here.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSAMLProviders.html
struct ListSAMLProviders: PlannedCall {
    static let action = CallPlan.listSAMLProviders

    func makeDecoder() -> MemberList<Fields> { MemberList() }

    struct Fields: MemberFields {
        enum Element: String, CaseIterable {
            case list = "SAMLProviderList"
            case member
            case arn = "Arn"
            case createDate = "CreateDate"
            case validUntil = "ValidUntil"
        }

        static let list = Element.list
        static let member = Element.member

        private var arn: String?
        private var createdAt: Instant?
        private var validUntil: Instant?

        mutating func set(
            _ element: Element,
            in path: XMLPath<Element>,
            to text: XMLText
        ) throws(XMLFailure) {
            switch element {
            case .arn: arn = try text.requireString("Arn")
            case .createDate: createdAt = text.isEmpty ? nil : try text.requireInstant("CreateDate")
            case .validUntil: validUntil = text.isEmpty ? nil : try text.requireInstant("ValidUntil")
            case .list, .member: break
            }
        }

        func record() throws(XMLFailure) -> SAMLProvider {
            SAMLProvider(arn: try arn.required("Arn"), createdAt: createdAt, validUntil: validUntil)
        }
    }
}
