import CCurl

/// One request in flight: collects the headers, hands the body to the sink, and remembers why it stopped it.
final class Transfer {
    let submission: Submission
    let easy: EasyHandle
    private let maximumBodyBytes: Int
    private var headers: [HTTPHeader] = []
    private var hasBegun = false
    private var bodyBytes = 0
    /// Why a callback ended the transfer; libcurl itself only reports that one did.
    private var refusal: HTTPFailure?

    init(_ submission: Submission, easy: EasyHandle, maximumBodyBytes: Int) {
        self.submission = submission
        self.easy = easy
        self.maximumBodyBytes = maximumBodyBytes
    }

    /// The transfer that an easy handle works for, while the loop keeps that transfer alive.
    static func of(_ easy: UnsafeMutableRawPointer) -> Transfer? {
        ccurl_easy_get_private(easy).map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }

    func prepare() throws(HTTPFailure) {
        guard submission.request.isOneRequest else {
            throw .other(
                host: HTTPFailure.host(of: submission.request.url),
                code: Int(CURLE_BAD_FUNCTION_ARGUMENT.rawValue),
                detail: "a control character in the method, the URL or a header"
            )
        }
        try easy.apply(submission.request)
        // Unretained: the loop holds the transfer for as long as the handle is on the multi handle.
        let me = Unmanaged.passUnretained(self).toOpaque()
        try easy.set(CURLOPT_PRIVATE, pointer: me)
        try easy.set(CURLOPT_HEADERDATA, pointer: me)
        try easy.set(CURLOPT_WRITEDATA, pointer: me)
    }

    /// Leads a handle's callbacks to whichever transfer it works for.
    static func install(on easy: EasyHandle) throws(HTTPFailure) {
        try easy.set(CURLOPT_HEADERFUNCTION) { bytes, size, count, transfer in
            guard let transfer else { return refused }
            let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
            Unmanaged<Transfer>.fromOpaque(transfer).takeUnretainedValue().receiveHeader(line)
            return line.count
        }
        try easy.set(CURLOPT_WRITEFUNCTION) { bytes, size, count, transfer in
            guard let transfer else { return refused }
            let chunk = UnsafeRawBufferPointer(start: bytes, count: size * count)
            let isTaken = Unmanaged<Transfer>.fromOpaque(transfer).takeUnretainedValue().receive(chunk)
            return isTaken ? chunk.count : refused
        }
    }

    func result(_ code: CURLcode) -> Result<HTTPResponse, HTTPFailure> {
        if let refusal { return .failure(refusal) }
        guard code == CURLE_OK else {
            let failure = HTTPFailure.from(
                code,
                host: HTTPFailure.host(of: submission.request.url),
                detail: easy.detail,
                proxyStatus: easy.proxyStatus,
                maximumBodyBytes: maximumBodyBytes
            )
            return .failure(failure)
        }
        // To libcurl, a connection that ends within the headers is an answer without body.
        guard hasBegun else {
            let host = HTTPFailure.host(of: submission.request.url)
            return .failure(.interrupted(host: host, detail: "the headers are incomplete"))
        }
        return .success(HTTPResponse(status: easy.status, headers: headers, bodyBytes: Int64(bodyBytes)))
    }

    private func receiveHeader(_ line: UnsafeRawBufferPointer) {
        // What follows the body are trailers.
        guard !hasBegun else { return }
        let text = line.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
        if text.isEmpty {
            // 100 Continue and 103 Early Hints are followed by the answer proper.
            guard easy.status >= 200 else { return }
            hasBegun = true
            submission.sink.begin(HTTPResponse(status: easy.status, headers: headers, bodyBytes: 0))
        } else if text.starts(with: "HTTP/".utf8) {
            headers = []
        } else if let colon = text.firstIndex(of: UInt8(ascii: ":")) {
            let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
            let value = text[(colon + 1)...].drop(while: isBlank).reversed().drop(while: isBlank).reversed()
            headers.append(
                HTTPHeader(String(decoding: text[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self))
            )
        }
    }

    private func receive(_ chunk: UnsafeRawBufferPointer) -> Bool {
        guard chunk.count <= maximumBodyBytes - bodyBytes else {
            refusal = .bodyTooLarge(limit: maximumBodyBytes)
            return false
        }
        bodyBytes += chunk.count
        do {
            try submission.sink.receive(chunk)
            return true
        } catch {
            refusal = .sink(error)
            return false
        }
    }
}

/// What a callback returns to stop its transfer: never the number of bytes that it was given.
private let refused = Int(CURL_WRITEFUNC_ERROR)

extension HTTPRequest {
    /// Whether nothing in the request can end a line or a C string early, and so become a second header or request.
    fileprivate var isOneRequest: Bool {
        Self.isOneLine(method) && Self.isOneLine(url)
            && headers.allSatisfy { Self.isOneLine($0.name) && Self.isOneLine($0.value) }
    }

    private static func isOneLine(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { $0.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }
    }
}
