import Synchronization

/// Parsers that have read a document and can read another answer to the same action.
///
/// Most answers are a few hundred bytes long: making a parser for one, with its dictionary of names, costs several times
/// what the parsing does.
final class ParserPool: Sendable {
    /// How many are kept for an action, at about 25 KB each.
    private static let limit = 32

    /// A parser on its way from one owner to the next.
    ///
    /// It is used by one thread at a time, and the pool hands it to one owner only, hence the claim.
    private struct Idle: @unchecked Sendable {
        let parser: SAXParser
    }

    private let idle = Mutex<[String: [Idle]]>([:])

    func parser<Decoder>(action: String, decoder: Decoder) throws(XMLFailure) -> ResponseParser<Decoder> {
        let reused = idle.withLock { $0[action]?.popLast() }
        if let parser = reused?.parser as? ResponseParser<Decoder> {
            parser.use(decoder)
            return parser
        }
        return try ResponseParser(action: action, decoder: decoder)
    }

    /// Takes back a parser that nobody else holds, with a decoder that holds nothing of what was read.
    func put<Decoder>(_ parser: ResponseParser<Decoder>, action: String, decoder: Decoder) {
        guard parser.reset(decoder) else { return }
        let parser = Idle(parser: parser)
        idle.withLock { idle in
            if idle[action, default: []].count < Self.limit { idle[action, default: []].append(parser) }
        }
    }
}
