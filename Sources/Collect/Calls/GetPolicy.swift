import AWS
import Domain

/// Which version of an AWS-managed policy is in force.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html
struct GetPolicy: PlannedCall {
    static let action = CallPlan.getPolicy
    let arn: String

    var parameters: [(name: String, value: String)] { [("PolicyArn", arn)] }

    func makeDecoder() -> Decoder { Decoder() }

    struct Decoder: XMLRecordDecoder {
        enum Element: String, CaseIterable {
            case policy = "Policy"
            case defaultVersionID = "DefaultVersionId"
        }

        private var defaultVersionID: String?

        mutating func end(_ element: Element, in path: XMLPath<Element>, text: XMLText) throws(XMLFailure) {
            if element == .defaultVersionID { defaultVersionID = try text.requireString("DefaultVersionId") }
        }

        mutating func finish() throws(XMLFailure) -> String { try defaultVersionID.required("DefaultVersionId") }
    }
}
