import AWS

extension QueryCall {
    /// The form as the client posts it: RFC 3986 without exceptions, which keeps `{` and `"` out of the body.
    var form: String {
        let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
        func encoded(_ text: String) -> String {
            text.utf8.map { byte in
                if unreserved.contains(byte) { return String(UnicodeScalar(byte)) }
                let digits = String(byte, radix: 16, uppercase: true)
                return "%" + (digits.utf8.count < 2 ? "0" : "") + digits
            }
            .joined()
        }
        let pairs = [("Action", action), ("Version", "2011-06-15")] + parameters.map { ($0.name, $0.value) }
        return pairs.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&")
    }
}
