import Glibc

/// Scheme and host of `AWS_CONTAINER_CREDENTIALS_FULL_URI`, read strictly: a token is sent there.
struct ContainerAddress {
    let host: String
    private let isHTTPS: Bool

    /// Nil for anything that two readers could take for two hosts, user information included.
    init?(_ url: String) {
        guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else { return nil }
        let scheme = url.prefix { $0 != ":" }.lowercased()
        guard ["http", "https"].contains(scheme), url.dropFirst(scheme.count).hasPrefix("://") else { return nil }
        isHTTPS = scheme == "https"
        let authority = url.dropFirst(scheme.count + 3).prefix { !"/?#".contains($0) }
        let port: Substring
        if authority.hasPrefix("["), let bracket = authority.firstIndex(of: "]") {
            host = String(authority[authority.index(after: authority.startIndex)..<bracket])
            guard Self.ipv6(host) != nil else { return nil }
            port = authority[authority.index(after: bracket)...]
        } else {
            host = authority.prefix { $0 != ":" }.lowercased()
            guard !host.isEmpty, host.allSatisfy({ $0.isLetter || $0.isNumber || "-._".contains($0) }) else {
                return nil
            }
            port = authority.dropFirst(host.count)
        }
        guard port.isEmpty || port.first == ":", port.dropFirst().allSatisfy(\.isNumber) else { return nil }
    }

    /// Whether a token may go there: over TLS anywhere, else only to this machine or to AWS's own link-local addresses.
    var isAllowed: Bool {
        // libcurl never asks DNS for localhost.
        if isHTTPS || ["localhost", "169.254.170.2", "169.254.170.23"].contains(host) { return true }
        if let address = Self.ipv6(host) { return [Self.ipv6("::1"), Self.ipv6("fd00:ec2::23")].contains(address) }
        // Shortened and hexadecimal spellings are left out: libcurl may read them in another way.
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { UInt8($0) != nil && ($0 == "0" || $0.first != "0") && $0.first != "+" }
    }

    private static func ipv6(_ text: String) -> [UInt8]? {
        var address = [UInt8](repeating: 0, count: 16)
        return inet_pton(AF_INET6, text, &address) == 1 ? address : nil
    }
}
