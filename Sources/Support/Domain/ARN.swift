/// An Amazon Resource Name, split at its first five colons.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
package struct ARN: Hashable, Sendable {
    package let partition: String
    package let service: String
    package let region: String
    /// The account field as text: IAM uses `aws` for AWS-managed policies, S3 leaves it empty.
    package let account: String
    /// Everything after the fifth colon, further colons and slashes included.
    package let resource: String

    /// Returns nil if the text does not start with `arn:` or has fewer than six fields.
    package init?(_ text: some StringProtocol) {
        // By bytes, not by characters: an account has thousands of these.
        var fields: [Substring] = []
        fields.reserveCapacity(6)
        var rest = Substring(text)
        while fields.count < 5, let colon = rest.utf8.firstIndex(of: UInt8(ascii: ":")) {
            fields.append(rest[..<colon])
            rest = rest[rest.utf8.index(after: colon)...]
        }
        fields.append(rest)
        guard fields.count == 6, fields[0] == "arn", !fields[1].isEmpty, !fields[2].isEmpty else { return nil }
        self.partition = String(fields[1])
        self.service = String(fields[2])
        self.region = String(fields[3])
        self.account = String(fields[4])
        self.resource = String(fields[5])
    }

    package init(partition: String, service: String, region: String = "", account: String, resource: String) {
        self.partition = partition
        self.service = service
        self.region = region
        self.account = account
        self.resource = resource
    }

    package var accountID: AccountID? { AccountID(account) }

    /// The part after the last slash: the name without its path.
    package var name: String {
        guard let slash = resource.utf8.lastIndex(of: UInt8(ascii: "/")) else { return resource }
        return String(resource[resource.utf8.index(after: slash)...])
    }
}

extension ARN: CustomStringConvertible {
    package var description: String { "arn:\(partition):\(service):\(region):\(account):\(resource)" }
}
