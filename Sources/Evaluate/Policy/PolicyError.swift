package import Domain

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
        case json(JSONError.Fault)
        /// An element that the grammar does not know could change the meaning of those that it does.
        case unknownElement(String)
        case missingElement(String)
        /// What a condition with it asks cannot be said.
        case unknownOperator(String)
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
        case .json(let fault): "\(fault)"
        case .unknownElement(let name): "the element \(name) is unknown"
        case .unknownOperator(let name): "the condition operator \(name.debugDescription) is unknown"
        case .missingElement(let name): "the element \(name) is missing"
        case .conflictingElements(let one, let other): "\(one) and \(other) stand together"
        case .wrongType(let element): "the element \(element) is of the wrong type"
        case .invalidValue(let element): "the element \(element) has an invalid value"
        case .missingDocument: "the document was not read"
        }
    }
}
