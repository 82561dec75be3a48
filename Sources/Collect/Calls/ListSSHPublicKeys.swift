import AWS
import Domain

/// The SSH keys of one user, which neither the credential report nor the account summary knows about.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSSHPublicKeys.html
struct ListSSHPublicKeys: PlannedCall {
    static let action = CallPlan.listSSHPublicKeys
    let userName: String

    var parameters: [(name: String, value: String)] { [("UserName", userName), longestPages] }

    func makeDecoder() -> MemberList<Fields> { MemberList() }

    struct Fields: MemberFields {
        enum Element: String, CaseIterable {
            case list = "SSHPublicKeys"
            case member
            case id = "SSHPublicKeyId"
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
            case .id: id = try text.requireString("SSHPublicKeyId")
            case .status: status = try text.requireString("Status")
            case .uploadDate: uploadedAt = try text.requireInstant("UploadDate")
            case .list, .member: break
            }
        }

        func record() throws(XMLFailure) -> SSHPublicKey {
            SSHPublicKey(
                id: try id.required("SSHPublicKeyId"),
                status: try status.required("Status"),
                uploadedAt: try uploadedAt.required("UploadDate")
            )
        }
    }
}
