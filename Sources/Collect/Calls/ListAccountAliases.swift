import AWS
import Domain

/// The account's alias, of which AWS allows one at a time.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccountAliases.html
struct ListAccountAliases: PlannedCall {
    static let action = CallPlan.listAccountAliases

    var parameters: [(name: String, value: String)] { [longestPages] }

    func makeDecoder() -> Decoder { Decoder() }

    struct Decoder: XMLRecordDecoder {
        enum Element: String, CaseIterable {
            case accountAliases = "AccountAliases"
            case member
        }

        private var hasList = false
        private var aliases: [String] = []

        mutating func end(_ element: Element, in path: XMLPath<Element>, text: XMLText) throws(XMLFailure) {
            switch element {
            case .accountAliases: hasList = true
            case .member: if path.parent == .accountAliases { aliases.append(text.string) }
            }
        }

        mutating func finish() throws(XMLFailure) -> [String] {
            guard hasList else { throw .missing(element: Element.accountAliases.rawValue) }
            return aliases
        }
    }
}
