import AWS
import Domain

/// The credential report: a CSV file in base64, at most four hours old.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetCredentialReport.html
struct GetCredentialReport: PlannedCall {
    static let action = CallPlan.getCredentialReport

    func makeDecoder() -> Decoder { Decoder() }

    struct Decoder: XMLRecordDecoder {
        enum Element: String, CaseIterable {
            case content = "Content"
            case generatedTime = "GeneratedTime"
        }

        private var rows: [CredentialReport.Row]?
        private var generatedAt: Instant?

        mutating func end(_ element: Element, in path: XMLPath<Element>, text: XMLText) throws(XMLFailure) {
            switch element {
            case .content:
                let csv = try text.requireBase64("Content")
                do {
                    rows = try CredentialReportParser.rows(of: csv)
                } catch {
                    throw .invalid(element: "Content", detail: error.description)
                }
            case .generatedTime: generatedAt = try text.requireInstant("GeneratedTime")
            }
        }

        mutating func finish() throws(XMLFailure) -> CredentialReport {
            CredentialReport(
                generatedAt: try generatedAt.required("GeneratedTime"),
                rows: try rows.required("Content")
            )
        }
    }
}
