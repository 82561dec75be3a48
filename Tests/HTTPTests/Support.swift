import HTTP
import Synchronization
import Testing

/// Keeps what a client delivers, and the order in which it did.
final class CollectingSink: HTTPBodySink {
    struct Received {
        var began: [HTTPResponse] = []
        var chunks: [[UInt8]] = []
    }

    struct Refused: Error {}

    private let received = Mutex(Received())
    private let refusesBody: Bool

    init(refusesBody: Bool = false) {
        self.refusesBody = refusesBody
    }

    var began: [HTTPResponse] { received.withLock { $0.began } }
    var chunks: [String] { received.withLock { $0.chunks.map { String(decoding: $0, as: UTF8.self) } } }
    var text: String { chunks.joined() }

    func begin(_ response: HTTPResponse) {
        received.withLock { received in
            #expect(received.chunks.isEmpty)
            received.began.append(response)
        }
    }

    func receive(_ chunk: UnsafeRawBufferPointer) throws {
        if refusesBody { throw Refused() }
        received.withLock { received in
            #expect(received.began.count == 1)
            received.chunks.append(Array(chunk))
        }
    }
}

extension HTTPClient {
    /// The failure of a request that must not succeed.
    func failure(_ url: String, sink: CollectingSink = CollectingSink()) async -> HTTPFailure? {
        await #expect(throws: HTTPFailure.self) {
            try await self.send(HTTPRequest(method: "POST", url: url), to: sink)
        }
    }

    func get(_ url: String, sink: CollectingSink = CollectingSink()) async throws -> HTTPResponse {
        try await send(HTTPRequest(method: "GET", url: url), to: sink)
    }
}

extension HTTPFailure {
    /// The name of the case, which is what callers switch over.
    var kind: String {
        switch self {
        case .resolve: "resolve"
        case .connect: "connect"
        case .tls: "tls"
        case .timeout: "timeout"
        case .interrupted: "interrupted"
        case .bodyTooLarge: "bodyTooLarge"
        case .sink: "sink"
        case .caBundle: "caBundle"
        case .cancelled: "cancelled"
        case .shutDown: "shutDown"
        case .other: "other"
        }
    }
}

/// Waits for something that another thread is about to do.
func until(_ condition: () -> Bool, location: SourceLocation = #_sourceLocation) async throws {
    for _ in 0..<10_000 {
        if condition() { return }
        try await Task.sleep(for: .milliseconds(2))
    }
    Issue.record("nothing happened for 20 s", sourceLocation: location)
}

/// As many zero digits as said, packed by `gzip -9`: 29 bytes, far below any limit before they are unpacked.
func zeros(_ count: Int) -> [UInt8] {
    switch count {
    case 1_000:
        [31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 51, 48, 24, 5, 163, 96, 20, 12, 119, 0, 0, 131, 153, 95, 168, 232, 3, 0, 0]
    case 1_001:
        [31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 51, 48, 24, 5, 163, 96, 20, 12, 123, 0, 0, 34, 82, 194, 128, 233, 3, 0, 0]
    default:
        []
    }
}
