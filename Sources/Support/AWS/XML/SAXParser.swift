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

    private struct State {
        var names: NameTable
        /// The open elements that are not skipped.
        var frames: [Frame] = []
        /// How many elements are open inside of one that is skipped, itself included.
        var skippedDepth = 0
        /// The text of all open elements, innermost last; an element's own part is cut off when it ends.
        var text: [UInt8] = []
        var failure: XMLFailure?
        var isFinishing = false
    }

    private let context: xmlParserCtxtPtr
    private let limits: Limits
    /// Behind a pointer, which spares the runtime's check of every access to a stored property of a class.
    ///
    /// Those checks for overlapping accesses were a fifth of the time of decoding. One thread uses the parser, and nothing
    /// that a callback calls comes back to this state.
    private let state: UnsafeMutablePointer<State>

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
        self.state = .allocate(capacity: 1)
        state.initialize(to: State(names: NameTable(dictionary: context.pointee.dict, capacity: expectedNames)))
        state.pointee.frames.reserveCapacity(limits.depth)
        state.pointee.text.reserveCapacity(4_096)
        context.pointee.userData = Unmanaged.passUnretained(self).toOpaque()
    }

    deinit {
        xmlFreeParserCtxt(context)
        state.deinitialize(count: 1)
        state.deallocate()
    }

    /// Makes the parser ready for another document; false if it has grown so much that a new one is better.
    ///
    /// Names stay in libxml2's dictionary, which is what makes a second document cheaper than the first, and why one
    /// that met many unknown names is not kept.
    func reset() -> Bool {
        guard state.pointee.failure == nil, xmlDictSize(context.pointee.dict) < 1_024,
            state.pointee.text.capacity <= 1 << 16, xmlCtxtResetPush(context, nil, 0, nil, nil) == 0
        else { return false }
        // As in a new context: the encoding is detected from the first bytes.
        context.pointee.charset = Int32(XML_CHAR_ENCODING_NONE.rawValue)
        state.pointee.frames.removeAll(keepingCapacity: true)
        state.pointee.text.removeAll(keepingCapacity: true)
        state.pointee.skippedDepth = 0
        state.pointee.isFinishing = false
        return true
    }

    /// Parses the next bytes of the document, split wherever the network split them.
    func feed(_ chunk: UnsafeRawBufferPointer) throws(XMLFailure) {
        // Small pieces keep libxml2's own copy of the input small, and a length always fits its 32 bits.
        let pieceSize = 32_768
        var start = 0
        while start < chunk.count, state.pointee.failure == nil {
            let piece = UnsafeRawBufferPointer(rebasing: chunk[start..<min(start + pieceSize, chunk.count)])
            xmlParseChunk(context, piece.bindMemory(to: CChar.self).baseAddress, Int32(piece.count), 0)
            start += piece.count
        }
        if let failure = state.pointee.failure { throw failure }
    }

    /// Tells the parser that the document ends here; throws if it is not complete.
    func end() throws(XMLFailure) {
        if let failure = state.pointee.failure { throw failure }
        state.pointee.isFinishing = true
        xmlParseChunk(context, nil, 0, 1)
        if let failure = state.pointee.failure { throw failure }
        // libxml2 reports an error whenever it clears this flag; a lost half of an account is worth asking twice.
        if context.pointee.wellFormed == 0 { throw .truncated }
    }

    func intern(_ name: String) throws(XMLFailure) -> Int {
        guard let number = state.pointee.names.intern(name) else { throw .malformed("no memory for an XML parser") }
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
        guard state.pointee.failure == nil else { return }
        guard state.pointee.frames.count + state.pointee.skippedDepth < limits.depth else {
            return stop(.tooDeep(limit: limits.depth))
        }
        guard state.pointee.skippedDepth == 0 else {
            state.pointee.skippedDepth += 1
            return
        }
        let number = state.pointee.names.number(of: name)
        do {
            if try didStart(number, name: name), let number {
                state.pointee.frames.append(Frame(number: number, textStart: state.pointee.text.count))
            } else {
                state.pointee.skippedDepth = 1
            }
        } catch {
            stop(error)
        }
    }

    private func finishElement() {
        guard state.pointee.failure == nil else { return }
        guard state.pointee.skippedDepth == 0 else {
            state.pointee.skippedDepth -= 1
            return
        }
        guard let frame = state.pointee.frames.popLast() else { return }
        do {
            try state.pointee.text.withUnsafeBufferPointer { bytes throws(XMLFailure) in
                let own = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[frame.textStart...]))
                try didEnd(frame.number, text: XMLText(bytes: own))
            }
            state.pointee.text.removeLast(state.pointee.text.count - frame.textStart)
        } catch {
            stop(error)
        }
    }

    private func append(_ bytes: UnsafeBufferPointer<xmlChar>) {
        guard state.pointee.failure == nil, state.pointee.skippedDepth == 0, let frame = state.pointee.frames.last
        else { return }
        guard state.pointee.text.count - frame.textStart + bytes.count <= limits.textBytes else {
            return stop(.textTooLong(limit: limits.textBytes))
        }
        state.pointee.text.append(contentsOf: bytes)
    }

    private func report(_ error: xmlError) {
        // Warnings and recoverable errors (an unknown namespace prefix) leave the document readable.
        guard state.pointee.failure == nil, error.level == XML_ERR_FATAL else { return }
        let place = "it breaks off or is malformed at line \(error.line), byte \(xmlByteConsumed(context))"
        // What libxml2 calls an internal error is the document's as well, and its words for it help nobody.
        guard error.code != XML_ERR_INTERNAL_ERROR.rawValue, let message = error.message.map({ String(cString: $0) })
        else { return stop(.malformed(place)) }
        stop(.malformed("\(place): \(message.singleLine(limit: 150))"))
    }

    /// Keeps the first failure and makes libxml2 ignore the rest of its input.
    private func stop(_ failure: XMLFailure) {
        guard state.pointee.failure == nil else { return }
        // Told that the input has ended, libxml2 makes what it can of half a tag; all that is wrong then is the end.
        state.pointee.failure = state.pointee.isFinishing ? .truncated : failure
        xmlStopParser(context)
    }
}
