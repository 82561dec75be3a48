/// Turns an answer of the query protocol into what its decoder makes of it.
final class ResponseParser<Decoder: XMLRecordDecoder>: EnvelopeParser {
    private let decoder: UnsafeMutablePointer<Decoder>
    /// The decoder's elements by their number; what lies between them is never read.
    private let elements: UnsafeMutablePointer<Decoder.Element>

    init(action: String, decoder: Decoder, limits: Limits = Limits()) throws(XMLFailure) {
        self.decoder = .allocate(capacity: 1)
        self.decoder.initialize(to: decoder)
        let cases = Array(Decoder.Element.allCases)
        let names = cases.map(\.rawValue)
        self.elements = .allocate(capacity: Envelope.count + cases.count)
        try super.init(action: action, elements: names, limits: limits)
        for (element, name) in zip(cases, names) { (elements + (try intern(name))).initialize(to: element) }
    }

    deinit {
        // Enumerations without payload need no deinitialization.
        elements.deallocate()
        decoder.deinitialize(count: 1)
        decoder.deallocate()
    }

    /// Makes the parser ready for another answer to the same action; false if a new one is better.
    func reset(_ decoder: Decoder) -> Bool {
        guard reset() else { return false }
        use(decoder)
        return true
    }

    func use(_ decoder: Decoder) {
        self.decoder.pointee = decoder
    }

    override func didStart(_ number: Int, in path: UnsafeBufferPointer<Int>) throws(XMLFailure) {
        try decoder.pointee.start(elements[number], in: XMLPath(numbers: path, elements: elements))
    }

    override func didEnd(_ number: Int, in path: UnsafeBufferPointer<Int>, text: XMLText) throws(XMLFailure) {
        try decoder.pointee.end(elements[number], in: XMLPath(numbers: path, elements: elements), text: text)
    }

    /// Ends the document and returns what it said.
    func finish() throws(XMLFailure) -> Answer<Page<Decoder.Output>> {
        if let error = try finishEnvelope() { return .error(error) }
        let output = try decoder.pointee.finish()
        let document = document.pointee
        let page = Page(
            output: output,
            isTruncated: document.isTruncated,
            marker: document.marker,
            requestID: document.requestID
        )
        return .value(page, requestID: document.requestID)
    }
}
