import Crypto
import Domain
import Glibc

/// An HTTP/1.1 connection over a blocking socket: the least that can speak to the server, and nothing of our own client.
final class TestConnection {
    enum Failure: Error {
        case connect(Int32)
        case closed
        case unreadable(String)
    }

    private let descriptor: Int32
    private var received: [UInt8] = []

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var timeout = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                connect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw Failure.connect(errno) }
    }

    deinit {
        close(descriptor)
    }

    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                write(descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent)
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// Reads one answer, which must have a Content-Length.
    func receive() throws -> TestAnswer {
        let end = Array("\r\n\r\n".utf8)
        var headEnd = received.firstRange(of: end)
        while headEnd == nil {
            try fill()
            headEnd = received.firstRange(of: end)
        }
        guard let headEnd else { throw Failure.closed }
        let lines = String(decoding: received[..<headEnd.lowerBound], as: UTF8.self).split(separator: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Failure.unreadable("status line")
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { throw Failure.unreadable(String(line)) }
            headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
        }
        guard let length = headers["content-length"].flatMap({ Int($0) }) else {
            throw Failure.unreadable("Content-Length")
        }
        while received.count < headEnd.upperBound + length { try fill() }
        let body = Array(received[headEnd.upperBound..<headEnd.upperBound + length])
        received.removeFirst(headEnd.upperBound + length)
        return TestAnswer(status: status, headers: headers, body: body)
    }

    private func fill() throws {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { throw Failure.closed }
        received += buffer[..<count]
    }
}

struct TestAnswer {
    var status: Int
    /// By lower-case name.
    var headers: [String: String]
    var body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    func xml() throws -> TestXML { try TestXML(text) }

    /// The code of an error of the query protocol.
    var errorCode: String? { try? xml()["Error"]?["Code"]?.text }
    var errorMessage: String? { try? xml()["Error"]?["Message"]?.text }
}

/// A request that the test may still change before, or after, it is signed.
struct TestRequest {
    var target = "/"
    var host = "localhost"
    var headers: [(name: String, value: String)] = [
        ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
    ]
    var body: String

    init(body: String) {
        self.body = body
    }

    /// A call of the query protocol.
    init(_ action: String, version: String, _ parameters: [String: String] = [:]) {
        let fields = parameters.sorted { $0.key < $1.key }.map { "&\($0.key)=\(Self.encoded($0.value))" }
        self.init(body: "Action=\(action)&Version=\(version)\(fields.joined())")
    }

    /// Signs as https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html says.
    ///
    /// Unsorted, the headers are signed in the reverse order, which no client of AWS does.
    mutating func sign(
        _ service: String,
        _ credentials: Credentials,
        at date: Instant,
        region: String = "us-east-1",
        isSorted: Bool = true
    ) {
        headers.append(("X-Amz-Date", date.iso8601Basic))
        if let token = credentials.sessionToken { headers.append(("X-Amz-Security-Token", token.reveal)) }
        let all = (headers + [("Host", host)]).map { ($0.name.lowercased(), $0.value) }.sorted {
            isSorted ? $0.0 < $1.0 : $0.0 > $1.0
        }
        let names = all.map(\.0).joined(separator: ";")
        let lines = all.map { "\($0.0):\($0.1)\n" }.joined()
        let canonical = "POST\n/\n\n\(lines)\n\(names)\n\(hex(SHA256.digest(Array(body.utf8))))"
        let day = String(date.iso8601Basic.prefix(8))
        let scope = "\(day)/\(region)/\(service)/aws4_request"
        let text = "AWS4-HMAC-SHA256\n\(date.iso8601Basic)\n\(scope)\n\(hex(SHA256.digest(Array(canonical.utf8))))"
        var key = Array("AWS4\(credentials.secretAccessKey.reveal)".utf8)
        for part in [day, region, service, "aws4_request", text] {
            key = HMACSHA256.authenticate(Array(part.utf8), key: key)
        }
        headers.append(
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), SignedHeaders=\(names), "
                    + "Signature=\(hex(key))"
            )
        )
    }

    var bytes: [UInt8] {
        let lines = headers.map { "\($0.name): \($0.value)\r\n" }.joined()
        let head = "POST \(target) HTTP/1.1\r\nHost: \(host)\r\nContent-Length: \(body.utf8.count)\r\n\(lines)\r\n"
        return Array(head.utf8) + Array(body.utf8)
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain =
                Character(scalar).isLetter && byte < 0x80 || Character(scalar).isNumber || "-._~".utf8.contains(byte)
            return isPlain ? String(scalar) : "%" + hex([byte]).uppercased()
        }.joined()
    }
}
