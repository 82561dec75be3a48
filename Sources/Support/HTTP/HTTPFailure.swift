/// Why there is no complete response; any HTTP status is a response, not a failure.
///
/// No case carries headers, bodies or URLs, so that a failure can be logged as it is.
package enum HTTPFailure: Error {
    case resolve(host: String)
    case connect(host: String, detail: String)
    case tls(host: String, detail: String)
    case timeout(host: String, detail: String)
    /// The connection was reset, or ended in mid-document: a part of the body may have reached the sink.
    case interrupted(host: String, detail: String)
    case bodyTooLarge(limit: Int)
    case sink(any Error)
    /// The file with the certificate authorities, which only the user can mend; thrown when the client is made.
    case caBundle(path: String)
    case cancelled
    case shutDown
    /// Anything else, with libcurl's code; the host is empty if the client itself could not be made.
    case other(host: String, code: Int, detail: String)
}

extension HTTPFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .resolve(let host): "\(host): the name cannot be resolved"
        case .connect(let host, let detail): "\(host): no connection: \(detail)"
        case .tls(let host, let detail): "\(host): TLS failed: \(detail)"
        case .timeout(let host, let detail): "\(host): timed out: \(detail)"
        case .interrupted(let host, let detail): "\(host): the answer broke off: \(detail)"
        case .bodyTooLarge(let limit): "the answer is larger than \(limit) bytes"
        case .sink(let error): "the answer was refused: \(error)"
        case .caBundle(let path): "the CA bundle \(path) cannot be read"
        case .cancelled: "the request was cancelled"
        case .shutDown: "the HTTP client is shut down"
        case .other("", let code, let detail): "HTTP client: \(detail) (curl \(code))"
        case .other(let host, let code, let detail): "\(host): \(detail) (curl \(code))"
        }
    }
}
