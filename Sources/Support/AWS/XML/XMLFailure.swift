/// Why a response could not be read.
package enum XMLFailure: Error, Sendable, Equatable {
    /// The text is not well-formed, or it is not the document that was asked for.
    case malformed(String)
    /// The document stops in the middle, as it does when a connection is cut.
    case truncated
    /// The document brings a DOCTYPE, which AWS never sends and which is how entity bombs and file reads begin.
    case doctype
    case tooDeep(limit: Int)
    case textTooLong(limit: Int)
    case missing(element: String)
    case invalid(element: String, detail: String)
}

extension XMLFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let detail): "the answer is not the XML document that was asked for: \(detail)"
        case .truncated: "the XML document stops in the middle"
        case .doctype: "the XML document has a DOCTYPE, which AWS never sends"
        case .tooDeep(let limit): "the XML document is nested more than \(limit) levels deep"
        case .textTooLong(let limit): "an XML element holds more than \(limit) bytes of text"
        case .missing(let element): "the XML document lacks <\(element)>"
        case .invalid(let element, let detail): "<\(element)> is not valid: \(detail)"
        }
    }
}
