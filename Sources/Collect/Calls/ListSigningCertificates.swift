import AWS
import Domain

/// The X.509 signing certificates of one user; their bodies are skipped.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSigningCertificates.html
struct ListSigningCertificates: PlannedCall {
    static let action = CallPlan.listSigningCertificates
    let userName: String

    var parameters: [(name: String, value: String)] { [("UserName", userName), longestPages] }

    func makeDecoder() -> MemberList<Fields> { MemberList() }

    struct Fields: MemberFields {
        enum Element: String, CaseIterable {
            case list = "Certificates"
            case member
            case id = "CertificateId"
            case status = "Status"
            case uploadDate = "UploadDate"
        }

        static let list = Element.list
        static let member = Element.member

        private var id: String?
        private var status: String?
        private var uploadedAt: Instant?

        mutating func set(
            _ element: Element,
            in path: XMLPath<Element>,
            to text: XMLText
        ) throws(XMLFailure) {
            switch element {
            case .id: id = try text.requireString("CertificateId")
            case .status: status = try text.requireString("Status")
            case .uploadDate: uploadedAt = try text.requireInstant("UploadDate")
            case .list, .member: break
            }
        }

        func record() throws(XMLFailure) -> SigningCertificate {
            SigningCertificate(
                id: try id.required("CertificateId"),
                status: try status.required("Status"),
                uploadedAt: try uploadedAt.required("UploadDate")
            )
        }
    }
}
