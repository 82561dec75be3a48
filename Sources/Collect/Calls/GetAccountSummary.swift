import AWS
import Domain

/// The root user's flags, and AWS's own counts of what the account holds.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html
struct GetAccountSummary: PlannedCall {
    static let action = CallPlan.getAccountSummary

    func makeDecoder() -> Decoder { Decoder() }

    struct Decoder: XMLRecordDecoder {
        enum Element: String, CaseIterable {
            case summaryMap = "SummaryMap"
            case entry
            case key
            case value
        }

        private var hasMap = false
        private var key: String?
        private var value: Int?
        private var entries: [String: Int] = [:]

        mutating func end(_ element: Element, in path: XMLPath<Element>, text: XMLText) throws(XMLFailure) {
            switch element {
            case .summaryMap: hasMap = true
            case .key: key = try text.requireString("key")
            case .value: value = try text.requireInt("value")
            case .entry:
                entries[try key.required("key")] = try value.required("value")
                (key, value) = (nil, nil)
            }
        }

        mutating func finish() throws(XMLFailure) -> AccountSummary {
            // Without the map nothing was said, which must not pass for an account without anything in it.
            guard hasMap else { throw .missing(element: "SummaryMap") }
            guard !entries.isEmpty else { throw .missing(element: "entry") }
            return AccountSummary(entries: entries)
        }
    }
}
