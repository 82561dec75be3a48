import CXML2

/// Reads the envelope of the query protocol and hands what is inside to a decoder.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html and the examples of each action
final class ResponseParser<Decoder: XMLRecordDecoder>: SAXParser {
    private let action: String
    private var decoder: Decoder
    private var parts: [Envelope?] = []
    private var elements: [Decoder.Element?] = []
    private var envelope: [Envelope] = []
    private var path: [Decoder.Element] = []
    private var hasResult = false
    private var requestID = ""
    private var isTruncated = false
    private var marker: String?
    private var isError = false
    private var error = ErrorDocument()

    init(action: String, decoder: Decoder, limits: Limits = Limits()) throws(XMLFailure) {
        self.action = action
        self.decoder = decoder
        let spellings = Envelope.spellings(action: action)
        let elements = Decoder.Element.allCases
        try super.init(expectedNames: spellings.count + elements.count, limits: limits)
        for (name, part) in spellings { try assign(name, part: part, element: nil) }
        for element in elements { try assign(element.rawValue, part: nil, element: element) }
        path.reserveCapacity(limits.depth)
    }

    /// A name may be both: GetAccountPasswordPolicy could have a `Code`, as errors have.
    private func assign(_ name: String, part: Envelope?, element: Decoder.Element?) throws(XMLFailure) {
        let number = try intern(name)
        if number == parts.count {
            parts.append(nil)
            elements.append(nil)
        }
        parts[number] = part ?? parts[number]
        elements[number] = element ?? elements[number]
    }

    override func didStart(_ number: Int?, name: UnsafePointer<xmlChar>) throws(XMLFailure) -> Bool {
        guard let around = envelope.last else { return try startDocument(number, name: name) }
        guard let number else { return false }
        if around == .result {
            return try startInResult(number)
        }
        guard let part = parts[number], part.belongs(in: around) else { return false }
        envelope.append(part)
        return true
    }

    private func startDocument(_ number: Int?, name: UnsafePointer<xmlChar>) throws(XMLFailure) -> Bool {
        guard let part = number.flatMap({ parts[$0] }), part == .response || part == .errorResponse else {
            let root = String(cString: name).singleLine(limit: 60)
            throw .malformed("it begins with <\(root)> instead of <\(action)Response>")
        }
        envelope.append(part)
        return true
    }

    private func startInResult(_ number: Int) throws(XMLFailure) -> Bool {
        // IsTruncated and Marker belong to the envelope only where they stand directly inside the result.
        let isPaging = path.isEmpty && parts[number]?.belongs(in: .result) == true
        guard let element = elements[number] else {
            guard isPaging, let part = parts[number] else { return false }
            envelope.append(part)
            return true
        }
        try path.withUnsafeBufferPointer { ancestors throws(XMLFailure) in
            try decoder.start(element, in: XMLPath(ancestors: ancestors))
        }
        path.append(element)
        return true
    }

    override func didEnd(_ number: Int, text: XMLText) throws(XMLFailure) {
        guard let element = path.popLast() else {
            return try endEnvelope(envelope.removeLast(), text: text)
        }
        if path.isEmpty, let part = parts[number], part.belongs(in: .result) {
            try endEnvelope(part, text: text)
        }
        try path.withUnsafeBufferPointer { ancestors throws(XMLFailure) in
            try decoder.end(element, in: XMLPath(ancestors: ancestors), text: text)
        }
    }

    private func endEnvelope(_ part: Envelope, text: XMLText) throws(XMLFailure) {
        switch part {
        case .requestID: requestID = text.string
        case .isTruncated: isTruncated = try text.requireBool("IsTruncated")
        case .marker: marker = text.isEmpty ? nil : text.string
        case .code: error.code = text.string
        case .message: if error.message.isEmpty { error.message = text.string }
        case .errorResponse: isError = true
        case .result: hasResult = true
        case .response, .metadata, .errors, .error: break
        }
    }

    /// Ends the document and returns what it said.
    func finish() throws(XMLFailure) -> Answer<Page<Decoder.Output>> {
        try end()
        guard !isError else {
            error.requestID = requestID
            return .error(error)
        }
        // Every action that we call has a result, however empty; without one AWS said nothing.
        guard hasResult else { throw .missing(element: "\(action)Result") }
        let output = try decoder.finish()
        let page = Page(output: output, isTruncated: isTruncated, marker: marker, requestID: requestID)
        return .value(page, requestID: requestID)
    }
}

/// The elements that belong to the protocol and not to any one action.
private enum Envelope {
    case response, result, metadata, requestID
    case isTruncated, marker
    case errorResponse, errors, error, code, message

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
