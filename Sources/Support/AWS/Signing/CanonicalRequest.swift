import Crypto
import Domain
import HTTP

/// A request in the one spelling that both sides can compute, whatever a proxy did to its header lines.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
struct CanonicalRequest {
    let bytes: [UInt8]
    /// The lowercase names of the covered headers, sorted and joined by semicolons.
    let signedHeaders: String

    // Headers that a client library or a proxy may add or rewrite on the way; botocore leaves out the same ones.
    private static let unsignedHeaders: Set<String> = [
        "authorization", "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization", "te",
        "trailer", "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
    ]

    /// Takes every header of the request but those above; a `Host` header must be among them.
    init(_ request: HTTPRequest, normalizesPath: Bool) {
        let url = WireURL(request.url)
        let headers = Self.headers(of: request)
        signedHeaders = headers.map(\.name).joined(separator: ";")
        // A caller that streams, or does not sign the body, states the digest itself.
        let digest = headers.first { $0.name == "x-amz-content-sha256" }?.value ?? Array(SHA256.hex(request.body).utf8)

        var bytes: [UInt8] = []
        bytes.reserveCapacity(1_024)
        bytes.append(contentsOf: request.method.utf8)
        bytes.append(UInt8(ascii: "\n"))
        Self.appendPath(url.path, normalized: normalizesPath, to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        Self.appendQuery(url.query, to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        for header in headers {
            bytes.append(contentsOf: header.name.utf8)
            bytes.append(UInt8(ascii: ":"))
            bytes.append(contentsOf: header.value)
            bytes.append(UInt8(ascii: "\n"))
        }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: signedHeaders.utf8)
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: digest)
        self.bytes = bytes
    }
}

// MARK: - Path and query

extension CanonicalRequest {
    /// Encodes the path once more than it is encoded on the wire, which every service but S3 expects.
    private static func appendPath(_ path: Substring, normalized: Bool, to output: inout [UInt8]) {
        // The path of every query and JSON service.
        guard path != "/" else { return output.append(UInt8(ascii: "/")) }
        let path = normalized ? removingDotSegments(path) : String(path)
        URIEncoding.append(path.isEmpty ? "/".utf8 : path.utf8, keepingSlashes: true, to: &output)
    }

    /// Resolves `.` and `..` as RFC 3986 does, and drops empty segments, which it does not.
    private static func removingDotSegments(_ path: Substring) -> String {
        var segments: [Substring] = []
        for segment in path.split(separator: "/") {
            switch segment {
            case ".": continue
            case "..": _ = segments.popLast()
            default: segments.append(segment)
            }
        }
        let endsWithSlash = path.utf8.last == UInt8(ascii: "/") && !segments.isEmpty
        return "/" + segments.joined(separator: "/") + (endsWithSlash ? "/" : "")
    }

    /// Sorts the parameters by encoded name, then by encoded value.
    ///
    /// Names and values are decoded first: on the wire they may be encoded sparingly or with lowercase digits.
    private static func appendQuery(_ query: Substring, to output: inout [UInt8]) {
        guard !query.isEmpty else { return }
        let parameters = query.utf8.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: true)
            .map { pair in
                let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
                return (name: reencoded(pair[..<equals]), value: reencoded(pair[equals...].dropFirst()))
            }
            .sorted { left, right in
                left.name == right.name
                    ? left.value.lexicographicallyPrecedes(right.value)
                    : left.name.lexicographicallyPrecedes(right.name)
            }
        for (index, parameter) in parameters.enumerated() {
            if index > 0 { output.append(UInt8(ascii: "&")) }
            output.append(contentsOf: parameter.name)
            output.append(UInt8(ascii: "="))
            output.append(contentsOf: parameter.value)
        }
    }

    private static func reencoded(_ text: Substring.UTF8View) -> [UInt8] {
        var output: [UInt8] = []
        URIEncoding.append(URIEncoding.decoded(text), to: &output)
        return output
    }
}

// MARK: - Headers

extension CanonicalRequest {
    private struct Header {
        let name: String
        var value: [UInt8]
    }

    /// The covered headers by name, the values of a repeated one joined by commas in the order they are sent.
    private static func headers(of request: HTTPRequest) -> [Header] {
        var headers: [Header] = []
        headers.reserveCapacity(request.headers.count)
        for header in request.headers {
            let name = header.lowercasedName
            if unsignedHeaders.contains(name) { continue }
            let value = collapsingWhitespace(header.value)
            if let index = headers.firstIndex(where: { $0.name == name }) {
                headers[index].value.append(UInt8(ascii: ","))
                headers[index].value.append(contentsOf: value)
            } else {
                headers.append(Header(name: name, value: value))
            }
        }
        return headers.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// Trims the value and makes one space of each run of white space, line folds included, quoted or not.
    private static func collapsingWhitespace(_ value: String) -> [UInt8] {
        // Tokens and time stamps, which are most of all that is signed, hold no blank.
        guard value.containsByte(where: isWhitespace) else { return Array(value.utf8) }
        var output: [UInt8] = []
        output.reserveCapacity(value.utf8.count)
        var followsSpace = false
        for byte in value.utf8 {
            if isWhitespace(byte) {
                followsSpace = !output.isEmpty
                continue
            }
            if followsSpace { output.append(UInt8(ascii: " ")) }
            followsSpace = false
            output.append(byte)
        }
        return output
    }

    private static func isWhitespace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte)
    }
}
