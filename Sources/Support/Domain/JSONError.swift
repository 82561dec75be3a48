/// Why bytes are no JSON, and at which byte.
package struct JSONError: Error, Hashable, Sendable {
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
    }
}

extension JSONError.Fault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unexpectedEnd: "the document ends too early"
        case .unexpectedByte: "not JSON"
        case .trailingBytes: "text after the end of the JSON object"
        case .tooDeep(let limit): "nested deeper than \(limit) levels"
        case .invalidUTF8: "not UTF-8"
        case .invalidEscape: "an invalid escape sequence"
        case .controlCharacter: "a control character inside a string"
        case .invalidNumber: "not a JSON number"
        case .duplicateKey(let key): "the key \(key) stands twice"
        }
    }
}
