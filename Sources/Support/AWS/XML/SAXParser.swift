import CXML2

/// libxml2's push parser with the limits that hold for answers from AWS, whatever they are about.
///
/// C callbacks cannot capture generic parameters, so what depends on a decoder is in the subclass. The parser is fed
/// from one thread at a time and is not `Sendable`.
///
/// Source: https://gnome.pages.gitlab.gnome.org/libxml2/html/parser_8h.html
class SAXParser {
    /// What is far beyond any answer of AWS: the largest text is a credential report, 2.3 MB at the quota of users.
    struct Limits {
        var textBytes = 8 << 20
        var depth = 64
    }

    private struct Frame {
        var number: Int
        var textStart: Int
    }

    private let context: xmlParserCtxtPtr
    private let limits: Limits
    private var names: NameTable
    /// The open elements that are not skipped.
    private var frames: [Frame] = []
    /// How many elements are open inside of one that is skipped, itself included.
    private var skippedDepth = 0
    /// The text of all open elements, innermost last; an element's own part is cut off when it ends.
    private var text: [UInt8] = []
    private var failure: XMLFailure?
    private var isFinishing = false

    init(expectedNames: Int, limits: Limits = Limits()) throws(XMLFailure) {
        Self.initialiseLibrary
        var handler = Self.handler
        guard let context = xmlCreatePushParserCtxt(&handler, nil, nil, 0, nil) else {
            throw .malformed("no memory for an XML parser")
        }
        // Without XML_PARSE_NOENT and XML_PARSE_DTDLOAD nothing is substituted or loaded; NONET is the second lock.
        xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue))
        self.context = context
        self.limits = limits
        self.names = NameTable(dictionary: context.pointee.dict, capacity: expectedNames)
        frames.reserveCapacity(limits.depth)
        text.reserveCapacity(4_096)
        context.pointee.userData = Unmanaged.passUnretained(self).toOpaque()
    }

    deinit {
        xmlFreeParserCtxt(context)
    }

    /// Makes the parser ready for another document; false if it has grown so much that a new one is better.
    ///
    /// Names stay in libxml2's dictionary, which is what makes a second document cheaper than the first, and why one
    /// that met many unknown names is not kept.
    func reset() -> Bool {
        guard failure == nil, xmlDictSize(context.pointee.dict) < 1_024, text.capacity <= 1 << 16,
            xmlCtxtResetPush(context, nil, 0, nil, nil) == 0
        else { return false }
        // As in a new context: the encoding is detected from the first bytes.
        context.pointee.charset = Int32(XML_CHAR_ENCODING_NONE.rawValue)
        frames.removeAll(keepingCapacity: true)
        text.removeAll(keepingCapacity: true)
        skippedDepth = 0
        isFinishing = false
        return true
    }

    /// Parses the next bytes of the document, split wherever the network split them.
    func feed(_ chunk: UnsafeRawBufferPointer) throws(XMLFailure) {
        // Small pieces keep libxml2's own copy of the input small, and a length always fits its 32 bits.
        let pieceSize = 32_768
        var start = 0
        while start < chunk.count, failure == nil {
            let piece = UnsafeRawBufferPointer(rebasing: chunk[start..<min(start + pieceSize, chunk.count)])
            xmlParseChunk(context, piece.bindMemory(to: CChar.self).baseAddress, Int32(piece.count), 0)
            start += piece.count
        }
        if let failure { throw failure }
    }

    /// Tells the parser that the document ends here; throws if it is not complete.
    func end() throws(XMLFailure) {
        if let failure { throw failure }
        isFinishing = true
        xmlParseChunk(context, nil, 0, 1)
        if let failure { throw failure }
        // libxml2 reports an error whenever it clears this flag; a lost half of an account is worth asking twice.
        if context.pointee.wellFormed == 0 { throw .truncated }
    }

    func intern(_ name: String) throws(XMLFailure) -> Int {
        guard let number = names.intern(name) else { throw .malformed("no memory for an XML parser") }
        return number
    }

    /// An element begins; false skips it with all that it contains.
    ///
    /// The pointer is the name as it stands in the document, for the messages about those that nobody asked for.
    func didStart(_ number: Int?, name: UnsafePointer<xmlChar>) throws(XMLFailure) -> Bool { number != nil }

    func didEnd(_ number: Int, text: XMLText) throws(XMLFailure) {}
}

// MARK: - What libxml2 calls

extension SAXParser {
    private static let initialiseLibrary: Void = xmlInitParser()

    private static var handler: xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = cxml2_sax2_magic
        handler.internalSubset = { state, _, _, _ in SAXParser.with(state) { $0.stop(.doctype) } }
        handler.startElementNs = { state, name, _, _, _, _, _, _, _ in
            guard let name else { return }
            SAXParser.with(state) { $0.start(name) }
        }
        handler.endElementNs = { state, _, _, _ in SAXParser.with(state) { $0.finishElement() } }
        let characters: charactersSAXFunc = { state, bytes, count in
            SAXParser.with(state) { $0.append(UnsafeBufferPointer(start: bytes, count: Int(count))) }
        }
        handler.characters = characters
        // One function for both: libxml2 then does not guess which white space matters.
        handler.ignorableWhitespace = characters
        handler.cdataBlock = characters
        handler.serror = { state, error in
            guard let error else { return }
            SAXParser.with(state) { $0.report(error.pointee) }
        }
        return handler
    }

    private static func with(_ state: UnsafeMutableRawPointer?, _ body: (SAXParser) -> Void) {
        guard let state else { return }
        // The parser owns the context that calls back, so it outlives the call.
        Unmanaged<SAXParser>.fromOpaque(state)._withUnsafeGuaranteedRef(body)
    }

    private func start(_ name: UnsafePointer<xmlChar>) {
        guard failure == nil else { return }
        guard frames.count + skippedDepth < limits.depth else { return stop(.tooDeep(limit: limits.depth)) }
        guard skippedDepth == 0 else {
            skippedDepth += 1
            return
        }
        let number = names.number(of: name)
        do {
            if try didStart(number, name: name), let number {
                frames.append(Frame(number: number, textStart: text.count))
            } else {
                skippedDepth = 1
            }
        } catch {
            stop(error)
        }
    }

    private func finishElement() {
        guard failure == nil else { return }
        guard skippedDepth == 0 else {
            skippedDepth -= 1
            return
        }
        guard let frame = frames.popLast() else { return }
        do {
            try text.withUnsafeBufferPointer { bytes throws(XMLFailure) in
                let own = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[frame.textStart...]))
                try didEnd(frame.number, text: XMLText(bytes: own))
            }
            text.removeLast(text.count - frame.textStart)
        } catch {
            stop(error)
        }
    }

    private func append(_ bytes: UnsafeBufferPointer<xmlChar>) {
        guard failure == nil, skippedDepth == 0, let frame = frames.last else { return }
        guard text.count - frame.textStart + bytes.count <= limits.textBytes else {
            return stop(.textTooLong(limit: limits.textBytes))
        }
        text.append(contentsOf: bytes)
    }

    private func report(_ error: xmlError) {
        // Warnings and recoverable errors (an unknown namespace prefix) leave the document readable.
        guard failure == nil, error.level == XML_ERR_FATAL else { return }
        let message = error.message.map { String(cString: $0) } ?? "error \(error.code)"
        stop(.malformed(message.singleLine(limit: 200)))
    }

    /// Keeps the first failure and makes libxml2 ignore the rest of its input.
    private func stop(_ failure: XMLFailure) {
        guard self.failure == nil else { return }
        // Told that the input has ended, libxml2 makes what it can of half a tag; all that is wrong then is the end.
        self.failure = isFinishing ? .truncated : failure
        xmlStopParser(context)
    }
}
