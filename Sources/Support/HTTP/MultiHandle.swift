import CCurl

/// Owns a libcurl multi handle: the connections, the DNS cache and the parsed certificate authorities of one loop.
// @unchecked: of all functions on a multi handle only curl_multi_wakeup may be called from any thread, and `wakeUp()` is
// the only method that other threads call; `TransferLoop`, which never leaves its thread, calls the rest. The handle is
// freed with the last reference, after the thread has been joined.
// Source: https://curl.se/libcurl/c/curl_multi_wakeup.html
final class MultiHandle: @unchecked Sendable {
    private let multi: UnsafeMutableRawPointer

    init(connections: Int) throws(HTTPFailure) {
        guard let multi = curl_multi_init() else {
            throw .other(host: "", code: Int(CURLE_OUT_OF_MEMORY.rawValue), detail: "no multi handle")
        }
        self.multi = multi
        for (option, value) in [
            (CURLMOPT_MAX_HOST_CONNECTIONS, connections),
            // The default cache shrinks with the number of running transfers and so closes connections between bursts.
            (CURLMOPT_MAXCONNECTS, connections),
        ] {
            let code = ccurl_multi_set_long(multi, option, value)
            guard code == CURLM_OK else { throw Self.failure(code) }
        }
    }

    deinit {
        curl_multi_cleanup(multi)
    }

    /// Ends the current wait, or the next one if nobody waits: a wake-up is never lost.
    func wakeUp() {
        curl_multi_wakeup(multi)
    }

    func add(_ easy: EasyHandle) throws(HTTPFailure) {
        let code = curl_multi_add_handle(multi, easy.easy)
        guard code == CURLM_OK else { throw Self.failure(code) }
    }

    func remove(_ easy: EasyHandle) {
        curl_multi_remove_handle(multi, easy.easy)
    }

    /// Moves every transfer as far as it goes without waiting, callbacks included.
    func perform() {
        var running: Int32 = 0
        curl_multi_perform(multi, &running)
    }

    /// Sleeps until a socket is ready, a timer of libcurl is due or `wakeUp()` is called.
    func wait() {
        curl_multi_poll(multi, nil, 0, 60_000, nil)
    }

    /// The next transfer that has ended, which stays on the handle until it is removed.
    func nextFinished() -> (easy: UnsafeMutableRawPointer, code: CURLcode)? {
        var remaining: Int32 = 0
        while let message = curl_multi_info_read(multi, &remaining) {
            if message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle {
                return (easy, message.pointee.data.result)
            }
        }
        return nil
    }

    private static func failure(_ code: CURLMcode) -> HTTPFailure {
        .other(host: "", code: Int(code.rawValue), detail: String(cString: curl_multi_strerror(code)))
    }
}
