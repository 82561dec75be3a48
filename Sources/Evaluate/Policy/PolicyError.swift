/// Why a policy document cannot be read, and at which byte.
package struct PolicyError: Error, Hashable, Sendable {
    package var fault: Fault
    /// The offset into the document, counted in bytes from zero.
    package var offset: Int

    package init(_ fault: Fault, at offset: Int) {
        self.fault = fault
        self.offset = offset
    }

    package enum Fault: Hashable, Sendable {
        case unexpectedEnd
        case unexpectedByte
        case trailingBytes
        case tooDeep(limit: Int)
        case invalidUTF8
        case invalidEscape
        case controlCharacter
        case invalidNumber
        /// Which of the two counts is not defined, so a document that can be read in two ways is not read.
        case duplicateKey(String)
        /// An element that the grammar does not know could change the meaning of those that it does.
        case unknownElement(String)
        case missingElement(String)
        case conflictingElements(String, String)
        case wrongType(element: String)
        case invalidValue(element: String)
        /// The facts name the document but do not hold its text.
        case missingDocument
    }
}

extension PolicyError: CustomStringConvertible {
    package var description: String {
        switch fault {
        case .missingDocument: "the document was not read"
        default: "\(explanation) at byte \(offset)"
        }
    }

    private var explanation: String {
        switch fault {
        case .unexpectedEnd: "the document ends too early"
        case .unexpectedByte: "not JSON"
        case .trailingBytes: "text after the end of the JSON object"
        case .tooDeep(let limit): "nested deeper than \(limit) levels"
        case .invalidUTF8: "not UTF-8"
        case .invalidEscape: "an invalid escape sequence"
        case .controlCharacter: "a control character inside a string"
        case .invalidNumber: "not a JSON number"
        case .duplicateKey(let key): "the key \(key) stands twice"
        case .unknownElement(let name): "the element \(name) is unknown"
        case .missingElement(let name): "the element \(name) is missing"
        case .conflictingElements(let one, let other): "\(one) and \(other) stand together"
        case .wrongType(let element): "the element \(element) is of the wrong type"
        case .invalidValue(let element): "the element \(element) has an invalid value"
        case .missingDocument: "the document was not read"
        }
    }
}
