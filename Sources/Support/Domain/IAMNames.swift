/// What IAM and STS take as a name, checked before a name stands in a policy, a template or a request.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html and
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
package enum IAMNames {
    /// Whether the text is the name of a role, with its path before it if it has one: `audit/reader`.
    ///
    /// Of a path only what a name may hold is taken; AWS would take any printable ASCII there, wildcards too.
    package static func isRole(_ text: some StringProtocol) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return (parts.last?.utf8.count ?? 0) <= 64 && text.utf8.count <= 575
            && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isNameByte) }
    }

    /// Whether STS takes the text as an external ID: 2 to 1224 bytes, of which none needs quoting anywhere.
    package static func isExternalID(_ text: String) -> Bool {
        (2...1_224).contains(text.utf8.count)
            && text.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "_+=,.@-".utf8.contains(byte)
        }
    }
}

extension ARN {
    /// The name of the role, its path before it; nil for whatever is no role's ARN, or none that IAM takes.
    package var rolePath: String? {
        guard service == "iam", region.isEmpty, resource.hasPrefix("role/") else { return nil }
        let path = String(resource.dropFirst("role/".count))
        return IAMNames.isRole(path) ? path : nil
    }
}
