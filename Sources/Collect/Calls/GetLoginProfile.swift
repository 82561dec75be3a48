import AWS
import Domain

/// Since when a user has a password; AWS answers `NoSuchEntity` for a user without one.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetLoginProfile.html
struct GetLoginProfile: PlannedCall {
    static let action = CallPlan.getLoginProfile
    let userName: String

    var parameters: [(name: String, value: String)] { [("UserName", userName)] }

    func makeDecoder() -> Decoder { Decoder() }

    struct Decoder: XMLRecordDecoder {
        enum Element: String, CaseIterable {
            case loginProfile = "LoginProfile"
            case createDate = "CreateDate"
        }

        private var createdAt: Instant?

        mutating func end(_ element: Element, in path: XMLPath<Element>, text: XMLText) throws(XMLFailure) {
            if element == .createDate { createdAt = try text.requireInstant("CreateDate") }
        }

        mutating func finish() throws(XMLFailure) -> Instant { try createdAt.required("CreateDate") }
    }
}
