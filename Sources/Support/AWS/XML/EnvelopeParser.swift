import CXML2

/// Reads the envelope of the query protocol and leaves what is inside the result to its subclass.
///
/// Whatever does not depend on the decoder is here, and not in the generic subclass: code that is generic over another
/// module's types asks the runtime for their metadata again and again.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html and the examples of each action
class EnvelopeParser: SAXParser {
    /// What one document has said so far.
    struct Document {
        /// What the elements mean to the envelope, by their number; the same for every document of an action.
        fileprivate var parts: [Envelope?] = []
        /// Whether the decoder wants to be told about the element of that number.
        fileprivate var isDecoded: [Bool] = []
        fileprivate var envelope: [Envelope] = []
        /// The numbers of the open elements that the decoder was told about, innermost last.
        fileprivate var path: [Int] = []
        fileprivate var hasResult = false
        fileprivate var error: ErrorDocument?
        fileprivate(set) var requestID = ""
        fileprivate(set) var isTruncated = false
        fileprivate(set) var marker: String?

        fileprivate mutating func reset() {
            envelope.removeAll(keepingCapacity: true)
            path.removeAll(keepingCapacity: true)
            hasResult = false
            error = nil
            requestID = ""
            isTruncated = false
            marker = nil
        }
    }

    private let action: String
    /// Behind a pointer for the reason that `SAXParser.state` gives.
    let document: UnsafeMutablePointer<Document>

    /// Elements are those that the decoder names; `intern(_:)` tells their numbers, all below the count of both kinds.
    init(action: String, elements: [String], limits: Limits) throws(XMLFailure) {
        self.action = action
        self.document = .allocate(capacity: 1)
        document.initialize(to: Document())
        document.pointee.path.reserveCapacity(limits.depth)
        let spellings = Envelope.spellings(action: action)
        try super.init(expectedNames: spellings.count + elements.count, limits: limits)
        for (name, part) in spellings { document.pointee.parts[try assign(name)] = part }
        for name in elements { document.pointee.isDecoded[try assign(name)] = true }
    }

    deinit {
        document.deinitialize(count: 1)
        document.deallocate()
    }

    /// A name may be both: GetAccountPasswordPolicy could have a `Code`, as errors have.
    private func assign(_ name: String) throws(XMLFailure) -> Int {
        let number = try intern(name)
        if number == document.pointee.parts.count {
            document.pointee.parts.append(nil)
            document.pointee.isDecoded.append(false)
        }
        return number
    }

    override func reset() -> Bool {
        guard super.reset() else { return false }
        document.pointee.reset()
        return true
    }

    // MARK: - For the subclass

    /// An element inside the result begins; the path holds the numbers of those around it.
    func didStart(_ number: Int, in path: UnsafeBufferPointer<Int>) throws(XMLFailure) {}

    func didEnd(_ number: Int, in path: UnsafeBufferPointer<Int>, text: XMLText) throws(XMLFailure) {}

    /// Ends the document; returns what it said if that is an error.
    func finishEnvelope() throws(XMLFailure) -> ErrorDocument? {
        try end()
        if var error = document.pointee.error {
            error.requestID = document.pointee.requestID
            return error
        }
        // Every action that we call has a result, however empty; without one AWS said nothing.
        guard document.pointee.hasResult else { throw .missing(element: "\(action)Result") }
        return nil
    }

    // MARK: - Elements

    override func didStart(_ number: Int?, name: UnsafePointer<xmlChar>) throws(XMLFailure) -> Bool {
        guard let around = document.pointee.envelope.last else { return try startDocument(number, name: name) }
        guard let number else { return false }
        if around == .result { return try startInResult(number) }
        guard let part = document.pointee.parts[number], part.belongs(in: around) else { return false }
        document.pointee.envelope.append(part)
        return true
    }

    private func startDocument(_ number: Int?, name: UnsafePointer<xmlChar>) throws(XMLFailure) -> Bool {
        guard let part = number.flatMap({ document.pointee.parts[$0] }), part == .response || part == .errorResponse
        else {
            let root = String(cString: name).singleLine(limit: 60)
            throw .malformed("it begins with <\(root)> instead of <\(action)Response>")
        }
        if part == .errorResponse { document.pointee.error = ErrorDocument() }
        document.pointee.envelope.append(part)
        return true
    }

    private func startInResult(_ number: Int) throws(XMLFailure) -> Bool {
        guard document.pointee.isDecoded[number] else {
            // IsTruncated and Marker belong to the envelope only where they stand directly inside the result.
            guard document.pointee.path.isEmpty, let part = document.pointee.parts[number], part.belongs(in: .result)
            else { return false }
            document.pointee.envelope.append(part)
            return true
        }
        try document.pointee.path.withUnsafeBufferPointer { around throws(XMLFailure) in
            try didStart(number, in: around)
        }
        document.pointee.path.append(number)
        return true
    }

    override func didEnd(_ number: Int, text: XMLText) throws(XMLFailure) {
        guard document.pointee.path.popLast() != nil else {
            return try endEnvelope(document.pointee.envelope.removeLast(), text: text)
        }
        if document.pointee.path.isEmpty, let part = document.pointee.parts[number], part.belongs(in: .result) {
            try endEnvelope(part, text: text)
        }
        try document.pointee.path.withUnsafeBufferPointer { around throws(XMLFailure) in
            try didEnd(number, in: around, text: text)
        }
    }

    private func endEnvelope(_ part: Envelope, text: XMLText) throws(XMLFailure) {
        switch part {
        case .requestID: document.pointee.requestID = text.string
        case .isTruncated: document.pointee.isTruncated = try text.requireBool("IsTruncated")
        case .marker: document.pointee.marker = text.isEmpty ? nil : text.string
        case .code: document.pointee.error?.code = text.string
        case .message:
            if document.pointee.error?.message.isEmpty == true { document.pointee.error?.message = text.string }
        case .result: document.pointee.hasResult = true
        case .response, .errorResponse, .metadata, .errors, .error: break
        }
    }
}

/// The elements that belong to the protocol and not to any one action.
enum Envelope {
    case response, result, metadata, requestID
    case isTruncated, marker
    case errorResponse, errors, error, code, message

    static let count = spellings(action: "").count

    static func spellings(action: String) -> [(String, Envelope)] {
        [
            ("\(action)Response", .response),
            ("\(action)Result", .result),
            ("ResponseMetadata", .metadata),
            ("RequestId", .requestID),
            // The older services' error document: <Response><Errors><Error>...</Errors><RequestID>.
            ("RequestID", .requestID),
            ("Response", .errorResponse),
            ("Errors", .errors),
            ("IsTruncated", .isTruncated),
            ("Marker", .marker),
            ("ErrorResponse", .errorResponse),
            ("Error", .error),
            ("Code", .code),
            ("Message", .message),
            // Some of moto's errors carry the message in lower case as well.
            ("message", .message),
        ]
    }

    func belongs(in parent: Envelope) -> Bool {
        switch self {
        case .response, .errorResponse: false
        case .result, .metadata: parent == .response
        case .requestID: parent == .metadata || parent == .response || parent == .errorResponse || parent == .error
        case .isTruncated, .marker: parent == .result
        case .errors: parent == .errorResponse
        case .error: parent == .errorResponse || parent == .errors
        case .code, .message: parent == .error
        }
    }
}
