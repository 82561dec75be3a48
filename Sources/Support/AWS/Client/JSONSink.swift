import FoundationEssentials
import HTTP
import Synchronization

/// Collects an answer of the JSON 1.1 protocol, within a bound.
///
/// Source: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
final class JSONSink<Output: Decodable & Sendable>: AnswerSink {
    private let state = Mutex(State())

    func begin(_ response: HTTPResponse) {
        state.withLock { $0.meter.begin(response) }
    }

    func receive(_ chunk: UnsafeRawBufferPointer) throws {
        let chunk = LentBytes(bytes: chunk)
        try state.withLock { try $0.receive(chunk.bytes) }
    }

    func conclude() -> Conclusion<Output> {
        state.withLock { state in
            let received = state.meter.finish()
            guard !state.isTooLong else {
                return Conclusion(received: received, answer: .failure(State.tooLong))
            }
            return Conclusion(received: received, answer: Self.answer(received, body: Data(state.body)))
        }
    }

    private static func answer(_ received: Received, body: Data) -> Result<Answer<Output>, UnreadableAnswer> {
        let decoder = JSONDecoder()
        guard received.isSuccess else {
            // A body that is no JSON may still come with the code in a header.
            let error = (try? decoder.decode(JSONError.self, from: body)) ?? JSONError()
            return error.document(received).map { .success(.error($0)) } ?? .failure(UnreadableAnswer("no JSON error"))
        }
        do {
            return .success(.value(try decoder.decode(Output.self, from: body), requestID: received.requestID ?? ""))
        } catch {
            return .failure(UnreadableAnswer(decoding: error))
        }
    }
}

extension UnreadableAnswer {
    /// What does not fit and its place in the document, without the data that stands there.
    init(decoding error: any Error) {
        self.init(Self.describe(error))
    }

    private static func describe(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "not JSON" }
        switch error {
        case .keyNotFound(let key, let context):
            return "\(key.stringValue) is missing in the JSON at \(place(context))"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "a value of another type in the JSON at \(place(context))"
        case .dataCorrupted(let context):
            return context.codingPath.isEmpty ? "not JSON" : "an invalid value in the JSON at \(place(context))"
        @unknown default:
            return "unexpected JSON"
        }
    }

    private static func place(_ context: DecodingError.Context) -> String {
        context.codingPath.isEmpty ? "its top" : context.codingPath.map(\.stringValue).joined(separator: ".")
    }
}

private struct State {
    /// A page of ListAccounts, 20 accounts, is some 10 KB.
    static let limit = 4 << 20
    static let tooLong = UnreadableAnswer("more than \(limit) bytes of JSON")

    var meter = BodyMeter()
    var body: [UInt8] = []
    var isTooLong = false

    mutating func receive(_ chunk: UnsafeRawBufferPointer) throws(UnreadableAnswer) {
        meter.count(chunk)
        isTooLong = isTooLong || body.count + chunk.count > Self.limit
        guard isTooLong else {
            body.append(contentsOf: chunk)
            return
        }
        // An error page of a proxy is read to its end, so that the connection can be used again.
        if meter.isSuccess { throw Self.tooLong }
    }
}

/// An error in the JSON protocol; services differ in the case of `message`.
private struct JSONError: Decodable {
    private enum CodingKeys: String, CodingKey {
        case type = "__type"
        case message
        case capitalMessage = "Message"
    }

    var type: String?
    var message: String?
    var capitalMessage: String?

    /// The code stands behind the namespace in `__type`, or before the address in a header; nil without either.
    func document(_ received: Received) -> ErrorDocument? {
        guard let name = type ?? received.response?.header("x-amzn-ErrorType") else { return nil }
        let withoutNamespace = name.split(separator: "#").last ?? ""
        guard let code = withoutNamespace.split(separator: ":").first else { return nil }
        return ErrorDocument(
            code: String(code),
            message: message ?? capitalMessage ?? "",
            requestID: received.requestID ?? ""
        )
    }
}
