import CCurl

extension HTTPFailure {
    /// Sorts libcurl's hundred codes by what a caller can do about them.
    ///
    /// The detail is the content of the error buffer, or empty; the proxy status its answer to CONNECT, or 0.
    ///
    /// Source: https://curl.se/libcurl/c/libcurl-errors.html
    static func from(
        _ code: CURLcode,
        host: String,
        detail: String,
        proxyStatus: Int,
        maximumBodyBytes: Int
    ) -> HTTPFailure {
        let detail = oneLine(withoutUserInfo(detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail))
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            return .resolve(host: host)
        case CURLE_COULDNT_RESOLVE_PROXY:
            // libcurl's own text quotes the proxy's URL, password included, in whatever form it was written.
            return .connect(host: host, detail: "the proxy's URL is not valid or its name cannot be resolved")
        case CURLE_PROXY:
            return .connect(host: host, detail: "the handshake with the proxy failed")
        case CURLE_COULDNT_CONNECT:
            return .connect(host: host, detail: detail)
        case CURLE_RECV_ERROR where proxyStatus >= 300:
            // A proxy that refuses CONNECT counts as a receive error, though the host was never reached.
            return .connect(host: host, detail: "the proxy answered CONNECT with status \(proxyStatus)")
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            return .tls(host: host, detail: detail)
        case CURLE_OPERATION_TIMEDOUT:
            return .timeout(host: host, detail: detail)
        case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR:
            return .interrupted(host: host, detail: detail)
        case CURLE_FILESIZE_EXCEEDED:
            return .bodyTooLarge(limit: maximumBodyBytes)
        default:
            return .other(host: host, code: Int(code.rawValue), detail: detail)
        }
    }

    /// The host and port of a URL, never the user information, path or query, any of which may be confidential.
    package static func host(of url: String) -> String {
        let scalars = url.unicodeScalars
        let authority =
            scalars.firstRange(of: "://".unicodeScalars).map { scalars[$0.upperBound...] } ?? scalars[...]
        let untilPath = authority.prefix { !"/?#".unicodeScalars.contains($0) }
        let host = untilPath.split(separator: "@", omittingEmptySubsequences: false).last ?? untilPath
        return oneLine(String(String.UnicodeScalarView(host)))
    }

    /// The text without whatever may be the user information of a URL in it.
    ///
    /// A password may hold any character, so everything up to the last `@` goes, at the price of some innocent words.
    private static func withoutUserInfo(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let slashes = scalars.firstRange(of: "//".unicodeScalars),
            let at = scalars[slashes.upperBound...].lastIndex(of: "@")
        else { return text }
        return "\(text[..<slashes.upperBound])[redacted]\(text[at...])"
    }

    /// Parts of libcurl's texts come from the other side (names in certificates): nothing in them may steer a terminal.
    private static func oneLine(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            line.append(scalar.properties.generalCategory == .control ? " " : scalar)
        }
        return String(line)
    }
}
