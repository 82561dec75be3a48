import AWS
import Domain

/// The service-specific credentials of every user: Git passwords and API tokens that outlive access keys.
///
/// `AllUsers` asks for the whole account at once; AWS takes it in lower case only.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html
struct ListServiceSpecificCredentials: PlannedCall {
    static let action = CallPlan.listServiceSpecificCredentials

    var parameters: [(name: String, value: String)] { [("AllUsers", "true"), longestPages] }

    func makeDecoder() -> MemberList<Fields> { MemberList() }

    struct Fields: MemberFields {
        enum Element: String, CaseIterable {
            case list = "ServiceSpecificCredentials"
            case member
            case id = "ServiceSpecificCredentialId"
            case userName = "UserName"
            case serviceName = "ServiceName"
            case serviceUserName = "ServiceUserName"
            case alias = "ServiceCredentialAlias"
            case status = "Status"
            case createDate = "CreateDate"
            case expirationDate = "ExpirationDate"
        }

        static let list = Element.list
        static let member = Element.member
        // No recording of an account without such credentials is known: a gap in every account would be worse.
        static let listMayBeMissing = true

        private var id: String?
        private var userName: String?
        private var serviceName: String?
        private var serviceUserName: String?
        private var alias: String?
        private var status: String?
        private var createdAt: Instant?
        private var expiresAt: Instant?

        mutating func set(
            _ element: Element,
            in path: XMLPath<Element>,
            to text: XMLText
        ) throws(XMLFailure) {
            switch element {
            case .id: id = try text.requireString("ServiceSpecificCredentialId")
            case .userName: userName = try text.requireString("UserName")
            case .serviceName: serviceName = try text.requireString("ServiceName")
            case .serviceUserName: serviceUserName = text.nonEmpty
            case .alias: alias = text.nonEmpty
            case .status: status = try text.requireString("Status")
            case .createDate: createdAt = try text.requireInstant("CreateDate")
            // Absent means that it never expires, so an unreadable date must not pass for an absent one.
            case .expirationDate: expiresAt = try text.requireInstant("ExpirationDate")
            case .list, .member: break
            }
        }

        func record() throws(XMLFailure) -> ServiceSpecificCredential {
            ServiceSpecificCredential(
                id: try id.required("ServiceSpecificCredentialId"),
                userName: try userName.required("UserName"),
                serviceName: try serviceName.required("ServiceName"),
                serviceUserName: serviceUserName,
                alias: alias,
                status: try status.required("Status"),
                createdAt: try createdAt.required("CreateDate"),
                expiresAt: expiresAt
            )
        }
    }
}
