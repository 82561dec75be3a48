import AWS
import Domain

/// Asks AWS to make the credential report, which takes seconds to minutes.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateCredentialReport.html
struct GenerateCredentialReport: PlannedCall {
    static let action = CallPlan.generateCredentialReport

    enum State: String, Sendable {
        case started = "STARTED"
        case inProgress = "INPROGRESS"
        case complete = "COMPLETE"
    }

    func makeDecoder() -> Decoder { Decoder() }

    struct Decoder: XMLRecordDecoder {
        enum Element: String, CaseIterable {
            case state = "State"
        }

        private var state: State?

        mutating func end(_ element: Element, in path: XMLPath<Element>, text: XMLText) throws(XMLFailure) {
            guard let known = State(rawValue: text.string) else {
                throw .invalid(element: "State", detail: "not a state of a credential report")
            }
            state = known
        }

        mutating func finish() throws(XMLFailure) -> State { try state.required("State") }
    }
}
