import AWS
import Domain

/// What one OpenID Connect provider trusts: its URL, audiences and thumbprints.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html
struct GetOpenIDConnectProvider: PlannedCall {
    static let action = CallPlan.getOpenIDConnectProvider
    let arn: String

    var parameters: [(name: String, value: String)] { [("OpenIDConnectProviderArn", arn)] }

    func makeDecoder() -> Decoder { Decoder(arn: arn) }

    struct Decoder: XMLRecordDecoder {
        enum Element: String, CaseIterable {
            case url = "Url"
            case createDate = "CreateDate"
            case clientIDList = "ClientIDList"
            case thumbprintList = "ThumbprintList"
            case member
        }

        let arn: String
        private var url: String?
        private var clientIDs: [String] = []
        private var thumbprints: [String] = []
        private var createdAt: Instant?

        init(arn: String) {
            self.arn = arn
        }

        mutating func end(_ element: Element, in path: XMLPath<Element>, text: XMLText) throws(XMLFailure) {
            switch element {
            case .url: url = try text.requireString("Url")
            case .createDate: createdAt = text.isEmpty ? nil : try text.requireInstant("CreateDate")
            case .member where path.parent == .clientIDList: clientIDs.append(text.string)
            case .member where path.parent == .thumbprintList: thumbprints.append(text.string)
            case .member, .clientIDList, .thumbprintList: break
            }
        }

        mutating func finish() throws(XMLFailure) -> OIDCProvider {
            OIDCProvider(
                arn: arn,
                url: try url.required("Url"),
                clientIDs: clientIDs.sorted(),
                thumbprints: thumbprints.sorted(),
                createdAt: createdAt
            )
        }
    }
}
