import HTTP
import Synchronization

/// Streams an answer of the query protocol through the XML parser.
final class QuerySink<Decoder: XMLRecordDecoder>: AnswerSink {
    private struct State {
        var meter = BodyMeter()
        var parser: ResponseParser<Decoder>?
        var failure: XMLFailure?
    }

    private let action: String
    private let decoder: Decoder
    private let parsers: ParserPool
    // The event loop's thread writes and the caller reads afterwards; the lock is never contended.
    private let state = Mutex(State())

    init(action: String, decoder: Decoder, parsers: ParserPool) {
        self.action = action
        self.decoder = decoder
        self.parsers = parsers
    }

    func begin(_ response: HTTPResponse) {
        state.withLock { state in
            state.meter.begin(response)
            do throws(XMLFailure) {
                state.parser = try parsers.parser(action: action, decoder: decoder)
            } catch {
                state.failure = error
            }
        }
    }

    func receive(_ chunk: UnsafeRawBufferPointer) throws {
        let chunk = LentBytes(bytes: chunk)
        try state.withLock { state in
            state.meter.count(chunk.bytes)
            guard state.failure == nil else { return }
            do throws(XMLFailure) {
                try state.parser?.feed(chunk.bytes)
            } catch {
                state.failure = error
                // An error page of a proxy is read to its end, so that the connection can be used again.
                if state.meter.isSuccess { throw error }
            }
        }
    }

    func conclude() -> Conclusion<Page<Decoder.Output>> {
        state.withLock { state in
            let received = state.meter.finish()
            do throws(XMLFailure) {
                guard let parser = state.parser.take(), state.failure == nil else {
                    throw state.failure ?? .truncated
                }
                let answer = try parser.finish()
                parsers.put(parser, action: action, decoder: decoder)
                return Conclusion(received: received, answer: .success(answer))
            } catch {
                return Conclusion(received: received, answer: .failure(UnreadableAnswer(error)))
            }
        }
    }
}
