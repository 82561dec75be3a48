import AWS
import Domain

/// The access keys of one user, with the ids that the credential report does not have.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html
struct ListAccessKeys: PlannedCall {
    static let action = CallPlan.listAccessKeys
    let userName: String

    var parameters: [(name: String, value: String)] { [("UserName", userName), longestPages] }

    func makeDecoder() -> MemberList<Fields> { MemberList() }

    struct Fields: MemberFields {
        enum Element: String, CaseIterable {
            case list = "AccessKeyMetadata"
            case member
            case id = "AccessKeyId"
            case status = "Status"
            case createDate = "CreateDate"
        }

        static let list = Element.list
        static let member = Element.member

        private var id: String?
        private var status: String?
        private var createdAt: Instant?

        mutating func set(
            _ element: Element,
            in path: XMLPath<Element>,
            to text: XMLText
        ) throws(XMLFailure) {
            switch element {
            case .id: id = try text.requireString("AccessKeyId")
            case .status: status = try text.requireString("Status")
            case .createDate: createdAt = try text.requireInstant("CreateDate")
            case .list, .member: break
            }
        }

        func record() throws(XMLFailure) -> AccessKey {
            AccessKey(
                id: try id.required("AccessKeyId"),
                status: try status.required("Status"),
                createdAt: try createdAt.required("CreateDate")
            )
        }
    }
}
