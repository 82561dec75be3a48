/// Where the requests of one service go, and the Region they are signed for.
package struct Endpoint: Sendable, Hashable {
    /// `scheme://host[:port]`, without a slash at the end.
    package let url: String
    package let signingRegion: String
    /// The value of the Host header.
    package let host: String

    init(url: String, signingRegion: String) {
        self.url = url
        self.signingRegion = signingRegion
        self.host = WireURL(url).host
    }
}

extension Endpoint {
    /// Checks the text of an `AWS_ENDPOINT_URL` variable and returns it without a slash at the end.
    static func url(_ text: String, variable: String) throws(EndpointFailure) -> String {
        func invalid(_ reason: String) -> EndpointFailure { .invalidURL(variable: variable, reason: reason) }

        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw invalid("it holds white space or a character outside ASCII")
        }
        guard let separator = text.firstRange(of: "://"), ["http", "https"].contains(text[..<separator.lowerBound])
        else { throw invalid("it does not begin with http:// or https://") }
        let rest = text[separator.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else { throw invalid("it holds a user name or a password") }
        guard ["", "/"].contains(rest[authority.endIndex...]) else {
            throw invalid("it has a path, a query or a fragment")
        }
        try check(authority: authority, invalid)
        return String(text[..<authority.endIndex])
    }

    private static func check(
        authority: Substring,
        _ invalid: (String) -> EndpointFailure
    ) throws(EndpointFailure) {
        let host: Substring
        let isName: Bool
        if authority.hasPrefix("["), let bracket = authority.firstIndex(of: "]") {
            host = authority[authority.index(after: authority.startIndex)..<bracket]
            isName = !host.isEmpty && host.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
        } else {
            host = authority.prefix { $0 != ":" }
            isName = host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
                (1...63).contains(label.count) && label.first != "-" && label.last != "-"
                    && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
            }
        }
        guard isName else { throw invalid("it has no valid host name") }
        let afterHost = authority[host.endIndex...].drop { $0 == "]" }
        guard !afterHost.isEmpty else { return }
        guard afterHost.first == ":", let port = UInt16(afterHost.dropFirst()), port > 0,
            afterHost.dropFirst().allSatisfy(\.isNumber)
        else { throw invalid("its port is not a number from 1 to 65535") }
    }
}
