/// IPv4 or IPv6 addresses with a common prefix, as conditions on `aws:SourceIp` write them: `192.0.2.0/24`.
///
/// Source: https://www.rfc-editor.org/rfc/rfc4632 and https://www.rfc-editor.org/rfc/rfc4291#section-2.2
struct AddressRange: Sendable, Hashable {
    private let bytes: [UInt8]
    private let prefixLength: Int

    /// Nil unless the text is an address, alone or with a prefix length.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let address = parts.first, parts.count <= 2,
            let bytes = Self.fourBytes(address) ?? Self.sixteenBytes(address)
        else { return nil }
        self.bytes = bytes
        guard parts.count == 2 else {
            self.prefixLength = bytes.count * 8
            return
        }
        guard let length = Self.number(parts[1], radix: 10, limit: bytes.count * 8) else { return nil }
        self.prefixLength = length
    }

    /// Whether every address of `other` is in the range; never across the two families.
    func contains(_ other: AddressRange) -> Bool {
        guard bytes.count == other.bytes.count, other.prefixLength >= prefixLength else { return false }
        return bytes.indices.allSatisfy { index in
            let bits = min(8, max(0, prefixLength - index * 8))
            let mask = ~UInt8(truncatingIfNeeded: 0xFF >> bits)
            return bytes[index] & mask == other.bytes[index] & mask
        }
    }

    private static func fourBytes(_ text: some StringProtocol) -> [UInt8]? {
        let fields = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = fields.compactMap { number($0, radix: 10, limit: 255).map(UInt8.init) }
        return fields.count == 4 && bytes.count == 4 ? bytes : nil
    }

    private static func sixteenBytes(_ text: some StringProtocol) -> [UInt8]? {
        guard let gap = doubleColon(in: text) else {
            let bytes = groups(text)
            return bytes?.count == 16 ? bytes : nil
        }
        guard let head = groups(text[..<gap]), let tail = groups(text[text.index(gap, offsetBy: 2)...]) else {
            return nil
        }
        let missing = 16 - head.count - tail.count
        return missing > 0 ? head + [UInt8](repeating: 0, count: missing) + tail : nil
    }

    private static func doubleColon<Text: StringProtocol>(in text: Text) -> Text.Index? {
        zip(text.indices, text.indices.dropFirst()).first { text[$0] == ":" && text[$1] == ":" }?.0
    }

    private static func groups(_ text: some StringProtocol) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        var bytes: [UInt8] = []
        let fields = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, field) in fields.enumerated() {
            if index == fields.count - 1, let last = fourBytes(field) {
                bytes += last
            } else if let group = number(field, radix: 16, limit: 0xFFFF) {
                bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
            } else {
                return nil
            }
        }
        return bytes
    }

    /// Digits only: `Int` alone would also take a sign.
    private static func number(_ text: some StringProtocol, radix: Int, limit: Int) -> Int? {
        guard text.utf8.count <= 4, text.first != "+", let number = Int(text, radix: radix), number >= 0,
            number <= limit
        else { return nil }
        return number
    }
}
