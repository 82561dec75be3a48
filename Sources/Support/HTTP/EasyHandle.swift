import CCurl
import Domain

/// Owns a libcurl easy handle, one transfer at a time; used by the thread of its loop only.
///
/// What is the same for every request is set once: thirty options for each of a hundred requests an account would cost
/// more than sending them.
final class EasyHandle {
    let easy: UnsafeMutableRawPointer
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var headerList: UnsafeMutablePointer<curl_slist>?
    /// The URL and the method of the last request, which libcurl still knows.
    private var url = ""
    private var method = ""

    init(_ configuration: HTTPConfiguration) throws(HTTPFailure) {
        guard let easy = curl_easy_init() else {
            errorText.deallocate()
            throw .other(host: "", code: Int(CURLE_OUT_OF_MEMORY.rawValue), detail: "no easy handle")
        }
        self.easy = easy
        try apply(configuration)
        try Transfer.install(on: self)
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(headerList)
        errorText.deallocate()
    }

    /// Forgets the last request's headers and body, credentials among them; its connection stays in the multi handle.
    func forget() {
        ccurl_easy_set_text(easy, CURLOPT_COPYPOSTFIELDS, nil)
        ccurl_easy_set_pointer(easy, CURLOPT_HTTPHEADER, nil)
        curl_slist_free_all(headerList)
        headerList = nil
    }

    /// What libcurl says about the failure of this transfer, beyond the code.
    var detail: String { String(cString: errorText) }

    var status: Int { ccurl_easy_get_long(easy, CURLINFO_RESPONSE_CODE) }

    /// What a proxy answered to CONNECT, or 0.
    var proxyStatus: Int { ccurl_easy_get_long(easy, CURLINFO_HTTP_CONNECTCODE) }

    // MARK: - Options

    /// The options that are the same for every request of a client.
    private func apply(_ configuration: HTTPConfiguration) throws(HTTPFailure) {
        try set(CURLOPT_ERRORBUFFER, pointer: errorText)
        // Signals are the process's, not a library's; SIGPIPE is blocked on the loop thread instead.
        try set(CURLOPT_NOSIGNAL, 1)
        // Do not wait for a resolver thread that is stuck in getaddrinfo: it would hold up the whole loop.
        try set(CURLOPT_QUICK_EXIT, 1)
        try set(CURLOPT_PROTOCOLS_STR, text: "http,https")
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_USERAGENT, text: configuration.userAgent)
        // Only what is decompressed here; the limit on the body counts what comes out.
        try set(CURLOPT_ACCEPT_ENCODING, text: "gzip")
        try applyLimits(configuration)
        try applyTLS(configuration)
        if let proxy = configuration.proxy { try set(CURLOPT_PROXY, text: proxy) }
        try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    }

    private func applyLimits(_ configuration: HTTPConfiguration) throws(HTTPFailure) {
        // 0 would mean no limit.
        try set(CURLOPT_CONNECTTIMEOUT_MS, max(1, Int(configuration.connectTimeout.milliseconds)))
        try set(CURLOPT_TIMEOUT_MS, max(1, Int(configuration.totalTimeout.milliseconds)))
        try set(CURLOPT_LOW_SPEED_TIME, max(1, Int(configuration.lowSpeedTimeout.components.seconds)))
        try set(CURLOPT_LOW_SPEED_LIMIT, configuration.lowSpeedBytesPerSecond)
        // Refuses by Content-Length before anything is read; the transfer counts for itself as well.
        try set(CURLOPT_MAXFILESIZE_LARGE, size: configuration.maximumBodyBytes)
    }

    private func applyTLS(_ configuration: HTTPConfiguration) throws(HTTPFailure) {
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        // Debian builds libcurl with a default CApath, and with any CApath libcurl does not cache the parsed
        // authorities: 27 ms CPU for each new connection instead of 2. The default CA file remains.
        // Source: https://curl.se/libcurl/c/CURLOPT_CA_CACHE_TIMEOUT.html
        try set(CURLOPT_CAPATH, text: nil)
        try set(CURLOPT_PROXY_CAPATH, text: nil)
        if let bundle = configuration.caBundle {
            try set(CURLOPT_CAINFO, text: bundle)
            try set(CURLOPT_PROXY_CAINFO, text: bundle)
        }
    }

    /// The options of one request, of which libcurl keeps its own copy; they replace those of the request before it.
    func apply(_ request: HTTPRequest) throws(HTTPFailure) {
        errorText.pointee = 0
        if request.url != url {
            try set(CURLOPT_URL, text: request.url)
            url = request.url
        }
        // Takes back the body, or the want of one, that the last request had.
        try set(CURLOPT_HTTPGET, 1)
        // An answer to HEAD has a Content-Length and no body, which libcurl must be told.
        if request.method == "HEAD" { try set(CURLOPT_NOBODY, 1) }
        if !request.body.isEmpty || request.method == "POST" {
            // The size first: without it COPYPOSTFIELDS takes the body for text that ends with a zero.
            try set(CURLOPT_POSTFIELDSIZE_LARGE, size: request.body.count)
            let code = request.body.withUnsafeBufferPointer { bytes in
                bytes.withMemoryRebound(to: CChar.self) { text in
                    withUnsafePointer(to: CChar(0)) { empty in
                        ccurl_easy_set_text(easy, CURLOPT_COPYPOSTFIELDS, text.baseAddress ?? empty)
                    }
                }
            }
            try check(code)
        }
        if request.method != method {
            try set(CURLOPT_CUSTOMREQUEST, text: request.method)
            method = request.method
        }
        for header in request.headers {
            // libcurl takes `Name:` for "remove this header" and `Name;` for a header without value.
            try append(header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)")
        }
        // For bodies above a megabyte libcurl would ask first and wait up to a second for the answer.
        if request.body.count > 1 << 16 { try append("Expect:") }
        try set(CURLOPT_HTTPHEADER, pointer: headerList)
    }

    private func append(_ line: String) throws(HTTPFailure) {
        guard let list = curl_slist_append(headerList, line) else { throw failure(CURLE_OUT_OF_MEMORY) }
        headerList = list
    }

    // MARK: - Setters

    func set(_ option: CURLoption, _ value: Int) throws(HTTPFailure) {
        try check(ccurl_easy_set_long(easy, option, value))
    }

    func set(_ option: CURLoption, size value: Int) throws(HTTPFailure) {
        try check(ccurl_easy_set_size(easy, option, curl_off_t(value)))
    }

    func set(_ option: CURLoption, text value: String?) throws(HTTPFailure) {
        try check(ccurl_easy_set_text(easy, option, value))
    }

    func set(_ option: CURLoption, pointer value: UnsafeMutableRawPointer?) throws(HTTPFailure) {
        try check(ccurl_easy_set_pointer(easy, option, value))
    }

    func set(_ option: CURLoption, callback value: curl_write_callback) throws(HTTPFailure) {
        try check(ccurl_easy_set_callback(easy, option, value))
    }

    /// An option that libcurl refuses fails the request: to go on without it could mean to go on unverified.
    private func check(_ code: CURLcode) throws(HTTPFailure) {
        guard code == CURLE_OK else { throw failure(code) }
    }

    private func failure(_ code: CURLcode) -> HTTPFailure {
        .other(host: "", code: Int(code.rawValue), detail: String(cString: curl_easy_strerror(code)))
    }
}
