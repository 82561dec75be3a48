package import Domain

extension Partition {
    /// The partition of a Region, as AWS's SDKs tell it: by the prefix of the name.
    ///
    /// Source: `partitions.json`, https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json
    package init(region: String) {
        let prefixes: [(String, Partition)] = [
            ("cn-", .china),
            ("us-gov-", .govCloud),
            ("eusc-", .europeanSovereign),
            ("us-iso-", .iso),
            ("us-isob-", .isoB),
            ("eu-isoe-", .isoE),
            ("us-isof-", .isoF),
        ]
        self = prefixes.first { region.hasPrefix($0.0) }?.1 ?? .aws
    }
}

/// Whether the text has the form of a Region's name, such as `us-gov-west-1`.
///
/// AWS opens Regions faster than tools are updated, so there is no list to look it up in.
func isRegionName(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count >= 3, let number = parts.last else { return false }
    let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    return (1...2).contains(number.count) && number.allSatisfy(digits.contains)
        && parts.dropLast().allSatisfy { !$0.isEmpty && $0.allSatisfy(letters.contains) }
}
