import AWS
import Domain

/// Every virtual MFA device of the account, assigned or not.
///
/// The seed and the QR code are no elements of this decoder, so they are skipped by the parser even where a server
/// sends them.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html
struct ListVirtualMFADevices: PlannedCall {
    static let action = CallPlan.listVirtualMFADevices

    var parameters: [(name: String, value: String)] { [("AssignmentStatus", "Any"), longestPages] }

    func makeDecoder() -> MemberList<Fields> { MemberList() }

    struct Fields: MemberFields {
        enum Element: String, CaseIterable {
            case list = "VirtualMFADevices"
            case member
            case serialNumber = "SerialNumber"
            case enableDate = "EnableDate"
            case user = "User"
            case arn = "Arn"
        }

        static let list = Element.list
        static let member = Element.member

        private var serialNumber: String?
        private var userARN: String?
        private var enabledAt: Instant?

        mutating func set(
            _ element: Element,
            in path: XMLPath<Element>,
            to text: XMLText
        ) throws(XMLFailure) {
            switch element {
            case .serialNumber: serialNumber = try text.requireString("SerialNumber")
            case .enableDate: enabledAt = text.isEmpty ? nil : try text.requireInstant("EnableDate")
            case .arn where path.parent == .user: userARN = text.nonEmpty
            case .arn, .user, .list, .member: break
            }
        }

        func record() throws(XMLFailure) -> VirtualMFADevice {
            VirtualMFADevice(
                serialNumber: try serialNumber.required("SerialNumber"),
                userARN: userARN,
                enabledAt: enabledAt
            )
        }
    }
}
