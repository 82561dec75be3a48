import Crypto
import HTTP

/// Takes the body of one attempt and says at its end what AWS answered; each attempt gets a fresh one.
protocol AnswerSink: HTTPBodySink {
    associatedtype Value: Sendable

    /// Called once, after the transfer has ended, however it ended.
    func conclude() -> Conclusion<Value>
}

/// What one attempt brought.
struct Conclusion<Value: Sendable>: Sendable {
    var received: Received
    var answer: Result<Answer<Value>, UnreadableAnswer>
}

/// Why a body is not what AWS sends, for either protocol.
struct UnreadableAnswer: Error, Equatable {
    var detail: String
    /// The document stops in the middle, so that asking again may help.
    var isTruncated = false

    init(_ detail: String) {
        self.detail = detail
    }

    init(_ failure: XMLFailure) {
        self.detail = failure.description
        self.isTruncated = failure == .truncated
    }
}

/// The head of an answer, and size and digest of its body as received.
struct Received: Sendable {
    var response: HTTPResponse?
    var bytes: Int64 = 0
    var sha256 = ""

    /// 0 if no answer arrived.
    var status: Int { response?.status ?? 0 }
    var isSuccess: Bool { (200..<300).contains(status) }

    /// The id under which AWS knows the request, if a header carries it.
    var requestID: String? {
        response?.header("x-amzn-RequestId") ?? response?.header("x-amz-request-id")
    }
}

/// Counts and hashes a body on its way.
struct BodyMeter {
    private var received = Received()
    private let digest = SHA256Stream()

    var isSuccess: Bool { received.isSuccess }

    mutating func begin(_ response: HTTPResponse) {
        received.response = response
    }

    mutating func count(_ chunk: UnsafeRawBufferPointer) {
        received.bytes += Int64(chunk.count)
        digest.update(chunk)
    }

    /// What was counted; ends the digest, so it is called once.
    func finish() -> Received {
        var received = received
        if received.response != nil { received.sha256 = digest.finishHex() }
        return received
    }
}

/// A piece of a body on its way under a sink's lock.
///
/// A pointer is never Sendable, and a lock lets in only what is. This one is read during the call that lends it, on the
/// thread that lends it, and not kept, hence the claim.
struct LentBytes: @unchecked Sendable {
    let bytes: UnsafeRawBufferPointer
}
