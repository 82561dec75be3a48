/// A URL cut into the parts that a signature covers, each exactly as written.
///
/// A general parser would decode or normalize, and the signature must cover the bytes that are sent.
struct WireURL {
    let scheme: Substring
    /// Without user information: `host[:port]`, as written.
    let authority: Substring
    let path: Substring
    /// What follows the question mark, without it; empty if there is none.
    let query: Substring

    init(_ url: String) {
        let text = url.utf8
        // A fragment is never sent.
        let end = text.firstIndex(of: UInt8(ascii: "#")) ?? text.endIndex
        let pathStart: String.Index
        if let colon = text[..<end].firstIndex(of: UInt8(ascii: ":")), text[colon..<end].starts(with: "://".utf8) {
            scheme = url[..<colon]
            let start = text.index(colon, offsetBy: 3)
            pathStart =
                text[start..<end].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? end
            let userEnd = text[start..<pathStart].lastIndex(of: UInt8(ascii: "@"))
            authority = url[(userEnd.map { text.index(after: $0) } ?? start)..<pathStart]
        } else {
            scheme = ""
            authority = ""
            pathStart = text.startIndex
        }
        let question = text[pathStart..<end].firstIndex(of: UInt8(ascii: "?"))
        path = url[pathStart..<(question ?? end)]
        query = question.map { url[text.index(after: $0)..<end] } ?? ""
    }

    /// The value of the Host header: lowercase, without a port that the scheme implies.
    var host: String {
        let lowercased = authority.lowercased()
        let defaultPort = scheme.lowercased() == "http" ? ":80" : ":443"
        for suffix in [defaultPort, ":"] where lowercased.hasSuffix(suffix) {
            return String(lowercased.dropLast(suffix.utf8.count))
        }
        return lowercased
    }
}
