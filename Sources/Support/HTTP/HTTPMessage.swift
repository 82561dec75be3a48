/// One header line; names compare as they are spelt, `HTTPResponse.header(_:)` is the lenient way to look one up.
package struct HTTPHeader: Sendable, Hashable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// Compares names without regard to the case of ASCII letters, as HTTP does.
    package func isNamed(_ other: String) -> Bool {
        name.utf8.elementsEqual(other.utf8) { Self.lowercase($0) == Self.lowercase($1) }
    }

    /// The name as signatures and look-ups spell it.
    package var lowercasedName: String {
        name.utf8.contains { (0x41...0x5A).contains($0) } ? name.lowercased() : name
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}

/// A request with its whole body, which for the AWS query protocol is at most some kilobytes.
package struct HTTPRequest: Sendable {
    package var method: String
    /// An absolute `http` or `https` URL, already percent-encoded; no other scheme is spoken.
    package var url: String
    package var headers: [HTTPHeader]
    package var body: [UInt8]

    package init(method: String, url: String, headers: [HTTPHeader] = [], body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// What the server said, without the body, which went to the sink.
package struct HTTPResponse: Sendable {
    package let status: Int
    package let headers: [HTTPHeader]
    /// The size of the body as the sink saw it, that is after decompression.
    package let bodyBytes: Int64

    /// The value of a header whatever its case; of a repeated header the last one.
    package func header(_ name: String) -> String? {
        headers.last { $0.isNamed(name) }?.value
    }
}

/// Takes a response as it arrives: called on an event-loop thread, in order, never concurrently for one request.
///
/// All other transfers of that loop wait meanwhile. A sink must not call `HTTPClient.shutdown()`, which would wait for
/// the very thread that it runs on.
package protocol HTTPBodySink: AnyObject, Sendable {
    /// Called once, when status and headers are known and the body has not begun (`bodyBytes` is 0).
    func begin(_ response: HTTPResponse)

    /// Called for each piece of the body; throwing ends the transfer with `HTTPFailure.sink`.
    func receive(_ chunk: UnsafeRawBufferPointer) throws
}
