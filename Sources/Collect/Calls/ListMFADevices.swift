import AWS
import Domain

/// The serial numbers of one user's MFA devices, for users that the credential report does not know yet.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html
struct ListMFADevices: PlannedCall {
    static let action = CallPlan.listMFADevices
    let userName: String

    var parameters: [(name: String, value: String)] { [("UserName", userName), longestPages] }

    func makeDecoder() -> MemberList<Fields> { MemberList() }

    struct Fields: MemberFields {
        enum Element: String, CaseIterable {
            case list = "MFADevices"
            case member
            case serialNumber = "SerialNumber"
        }

        static let list = Element.list
        static let member = Element.member

        private var serialNumber: String?

        mutating func set(
            _ element: Element,
            in path: XMLPath<Element>,
            to text: XMLText
        ) throws(XMLFailure) {
            if element == .serialNumber { serialNumber = try text.requireString("SerialNumber") }
        }

        func record() throws(XMLFailure) -> String { try serialNumber.required("SerialNumber") }
    }
}
