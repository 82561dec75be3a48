import AWS
import Domain

/// The TLS certificates that are kept in IAM, for their expiry.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServerCertificates.html
struct ListServerCertificates: PlannedCall {
    static let action = CallPlan.listServerCertificates

    var parameters: [(name: String, value: String)] { [longestPages] }

    func makeDecoder() -> MemberList<Fields> { MemberList() }

    struct Fields: MemberFields {
        enum Element: String, CaseIterable {
            case list = "ServerCertificateMetadataList"
            case member
            case arn = "Arn"
            case name = "ServerCertificateName"
            case id = "ServerCertificateId"
            case uploadDate = "UploadDate"
            case expiration = "Expiration"
        }

        static let list = Element.list
        static let member = Element.member

        private var arn: String?
        private var name: String?
        private var id: String?
        private var uploadedAt: Instant?
        private var expiresAt: Instant?

        mutating func set(
            _ element: Element,
            in path: XMLPath<Element>,
            to text: XMLText
        ) throws(XMLFailure) {
            switch element {
            case .arn: arn = try text.requireString("Arn")
            case .name: name = text.nonEmpty
            case .id: id = text.nonEmpty
            case .uploadDate: uploadedAt = text.isEmpty ? nil : try text.requireInstant("UploadDate")
            case .expiration: expiresAt = text.isEmpty ? nil : try text.requireInstant("Expiration")
            case .list, .member: break
            }
        }

        func record() throws(XMLFailure) -> ServerCertificate {
            let arn = try arn.required("Arn")
            return ServerCertificate(
                arn: arn,
                name: name ?? ARN(arn)?.name ?? arn,
                id: id ?? "",
                uploadedAt: uploadedAt,
                expiresAt: expiresAt
            )
        }
    }
}
