import AWS
import Domain

/// The session limit and description of each role, which the authorization details leave out.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
struct ListRoles: PlannedCall {
    static let action = CallPlan.listRoles

    var parameters: [(name: String, value: String)] { [longestPages] }

    func makeDecoder() -> MemberList<Fields> { MemberList() }

    struct Fields: MemberFields {
        enum Element: String, CaseIterable {
            case list = "Roles"
            case member
            case arn = "Arn"
            case maxSessionDuration = "MaxSessionDuration"
            case description = "Description"
        }

        static let list = Element.list
        static let member = Element.member

        private var arn: String?
        private var maxSessionSeconds: Int?
        private var description: String?

        mutating func set(
            _ element: Element,
            in path: XMLPath<Element>,
            to text: XMLText
        ) throws(XMLFailure) {
            switch element {
            case .arn: arn = try text.requireString("Arn")
            case .maxSessionDuration:
                maxSessionSeconds = text.isEmpty ? nil : try text.requireInt("MaxSessionDuration")
            case .description: description = text.nonEmpty
            case .list, .member: break
            }
        }

        func record() throws(XMLFailure) -> RoleSettings {
            RoleSettings(
                arn: try arn.required("Arn"),
                maxSessionSeconds: maxSessionSeconds,
                description: description
            )
        }
    }
}
