import HTTP
import Synchronization

/// Asks the metadata services of a machine, which no proxy reaches and which answer at once or not at all.
struct LocalHTTP: ~Copyable {
    /// An answer whose body is a short text.
    struct Answer: Sendable {
        var status: Int
        var body: String
    }

    /// A role's credentials are some 2 KB.
    private static let maximumBodyBytes = 1 << 16

    private let client: HTTPClient

    /// The configuration gives the user agent and the certificate authorities.
    init(_ configuration: HTTPConfiguration, timeout: Duration) throws(HTTPFailure) {
        var local = configuration
        // To libcurl the empty text means none, whatever the environment says.
        local.proxy = ""
        local.connectTimeout = timeout
        local.totalTimeout = timeout
        local.loops = 1
        local.maximumBodyBytes = Self.maximumBodyBytes
        client = try HTTPClient(local)
    }

    deinit {
        client.shutdown()
    }

    func send(_ method: String, _ url: String, headers: [HTTPHeader] = []) async throws -> Answer {
        let sink = TextSink()
        do throws(HTTPFailure) {
            let response = try await client.send(HTTPRequest(method: method, url: url, headers: headers), to: sink)
            return Answer(status: response.status, body: sink.text)
        } catch {
            if case .cancelled = error { throw CancellationError() }
            throw error
        }
    }
}

/// Keeps a body, which the client bounds.
final class TextSink: HTTPBodySink {
    private let bytes = Mutex<[UInt8]>([])

    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

    func begin(_ response: HTTPResponse) {}

    func receive(_ chunk: UnsafeRawBufferPointer) {
        let chunk = LentBytes(bytes: chunk)
        bytes.withLock { $0.append(contentsOf: chunk.bytes) }
    }
}
