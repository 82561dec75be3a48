import AWS
import Domain

/// The ARNs of the OpenID Connect providers, which is all that AWS lists of them.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviders.html
struct ListOpenIDConnectProviders: PlannedCall {
    static let action = CallPlan.listOpenIDConnectProviders

    func makeDecoder() -> MemberList<Fields> { MemberList() }

    struct Fields: MemberFields {
        enum Element: String, CaseIterable {
            case list = "OpenIDConnectProviderList"
            case member
            case arn = "Arn"
        }

        static let list = Element.list
        static let member = Element.member

        private var arn: String?

        mutating func set(
            _ element: Element,
            in path: XMLPath<Element>,
            to text: XMLText
        ) throws(XMLFailure) {
            if element == .arn { arn = try text.requireString("Arn") }
        }

        func record() throws(XMLFailure) -> String { try arn.required("Arn") }
    }
}
