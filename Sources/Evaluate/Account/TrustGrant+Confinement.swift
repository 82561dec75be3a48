import Domain

/// The callers that a condition lets through, told by account or by organization.
enum Confinement: Sendable, Hashable {
    case accounts([AccountID])
    case organizations([String])
}

extension TrustGrant {
    /// To whom the conditions confine the callers, whatever the principal says; all of them hold at once.
    ///
    /// An external id and a tag of the principal confine nobody: the one is known outside, the other is set outside.
    var confinements: [Confinement] {
        demands.compactMap { $0.confinement(keyIsNeverAbsent: isNeverAbsent($0.key)) }
    }

    /// What positive operators compare a key with, once for each condition on it; a request must satisfy all of them.
    func demanded(_ key: String) -> [[String]] {
        demands.compactMap { condition in
            guard condition.isOn(key),
                let comparison = condition.positiveComparison(isNeverAbsent(condition.key)),
                // Another text than an ARN never fits an operator for ARNs.
                comparison.hasPrefix("String") || key.lowercased().hasSuffix("arn")
            else { return nil }
            return condition.values
        }
    }

    /// Whether a positive operator compares the key with values that all satisfy `isNarrow`, of which there is one.
    func isBound(on key: String, _ isNarrow: (String) -> Bool) -> Bool {
        demanded(key).contains { values in !values.isEmpty && values.allSatisfy(isNarrow) }
    }

    private func isNeverAbsent(_ key: String) -> Bool {
        demands.contains { $0.operator == "Null" && $0.isOn(key) && $0.isAlways("false") }
    }
}

extension PolicyCondition {
    /// Nil unless a positive operator demands the key and every value names an account or an organization in full.
    ///
    /// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    fileprivate func confinement(keyIsNeverAbsent: Bool) -> Confinement? {
        guard !values.isEmpty, let comparison = positiveComparison(keyIsNeverAbsent) else { return nil }
        if comparison.hasPrefix("Arn") {
            return isOn("aws:PrincipalArn") ? accounts(Self.accountOfARN) : nil
        }
        return switch key.lowercased() {
        case "aws:principalarn": accounts(Self.accountOfARN)
        case "aws:principalaccount", "aws:sourceaccount": accounts { AccountID($0) }
        case "aws:principalorgid": organizations { $0 }
        // What follows the organization's id only narrows the path, so a wildcard there opens nothing.
        case "aws:principalorgpaths": organizations { $0.prefix { $0 != "/" } }
        default: nil
        }
    }

    /// The operator without its set prefix; nil where it is negated, or holds for a request that lacks the key.
    fileprivate func positiveComparison(_ keyIsNeverAbsent: Bool) -> String? {
        var comparison = Substring(self.operator)
        for (prefix, isSafe) in [("ForAnyValue:", true), ("ForAllValues:", keyIsNeverAbsent)]
        where comparison.hasPrefix(prefix) {
            guard isSafe else { return nil }
            comparison = comparison.dropFirst(prefix.count)
        }
        let positive = ["StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike"]
        return positive.first { $0 == comparison }
    }

    private func accounts(_ account: (String) -> AccountID?) -> Confinement? {
        let accounts = values.compactMap(account)
        return accounts.count == values.count ? .accounts(accounts) : nil
    }

    private func organizations(_ organization: (String) -> some StringProtocol) -> Confinement? {
        let organizations = values.map { String(organization($0)) }
        let areLiteral = organizations.allSatisfy { id in
            id.hasPrefix("o-")
                && id.dropFirst(2).utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
        }
        return areLiteral ? .organizations(organizations) : nil
    }

    /// A wildcard before the account could take in colons, and with them another account.
    private static func accountOfARN(_ text: String) -> AccountID? {
        guard let arn = ARN(text) else { return nil }
        return [arn.partition, arn.service, arn.region].allSatisfy { Wildcard($0).isLiteral } ? arn.accountID : nil
    }
}

extension String {
    /// Whether the text of a condition stands for itself alone: no wildcard, no policy variable, and not blank.
    var isLiteralValue: Bool {
        contains { !$0.isWhitespace } && !utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
            && !contains("${")
    }
}
