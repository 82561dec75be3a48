/// A pattern of the policy language: `*` stands for any text, `?` for one character.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
package struct Wildcard: Hashable, Sendable {
    let bytes: [UInt8]
    let isLiteral: Bool

    package init(_ text: some StringProtocol) {
        self.init(bytes: Array(text.utf8))
    }

    /// A pattern for actions, whose prefix and name IAM compares without regard to case.
    package init(action text: some StringProtocol) {
        self.init(bytes: text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 })
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
        self.isLiteral = !bytes.contains { $0 == Self.any || $0 == Self.one }
    }

    /// As written; a star that stands for itself looks like any other.
    package var text: String {
        String(decoding: bytes.map { $0 == Self.star ? Self.any : $0 == Self.mark ? Self.one : $0 }, as: UTF8.self)
    }

    /// With the marks of `escaping`, to be taken apart and made into patterns again.
    var raw: String { String(decoding: bytes, as: UTF8.self) }

    /// What every text that the pattern matches begins with.
    var literalHead: ArraySlice<UInt8> { bytes.prefix { $0 != Self.any && $0 != Self.one } }

    /// Whether the pattern is nothing but stars.
    package var isEverything: Bool { !bytes.isEmpty && bytes.allSatisfy { $0 == Self.any } }

    private static let any = UInt8(ascii: "*")
    private static let one = UInt8(ascii: "?")
    /// What a star and a question mark become where they stand for themselves: bytes that no name in AWS has.
    private static let star: UInt8 = 1
    private static let mark: UInt8 = 2

    /// The text for use in a pattern, in which each of its characters stands for itself.
    static func escaping(_ text: some StringProtocol) -> String {
        let bytes = text.utf8.map { $0 == any ? star : $0 == one ? mark : $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The pattern that stands for this text and no other.
    static func literal(_ text: some StringProtocol) -> Wildcard { Wildcard(escaping(text)) }

    /// Whether the pattern matches every text that `other` matches; `other` may be plain text.
    ///
    /// A star of `other` is a symbol that only a star can take in, so a yes is always right.
    package func covers(_ other: Wildcard) -> Bool {
        if isLiteral { return bytes == other.bytes }
        let symbols = other.bytes
        var position = 0
        var index = 0
        // Where to go on when the text after the last star does not fit: the star takes in one more symbol.
        var retry: (position: Int, index: Int)?
        while index < symbols.count {
            if position < bytes.count, bytes[position] == Self.any {
                position += 1
                retry = (position, index)
            } else if position < bytes.count, bytes[position] == Self.one, symbols[index] != Self.any {
                position += 1
                index = Self.endOfCharacter(at: index, in: symbols)
            } else if position < bytes.count, bytes[position] == symbols[index] {
                position += 1
                index += 1
            } else if let last = retry {
                position = last.position
                index = last.index + 1
                retry = (position, index)
            } else {
                return false
            }
        }
        return bytes[position...].allSatisfy { $0 == Self.any }
    }

    package func matches(_ text: some StringProtocol) -> Bool { covers(Wildcard(text)) }

    /// Whether some text fits both patterns.
    package func overlaps(_ other: Wildcard) -> Bool {
        if isLiteral { return other.covers(self) }
        if other.isLiteral { return covers(other) }
        let areASCII = !bytes.contains { $0 >= 0x80 } && !other.bytes.contains { $0 >= 0x80 }
        guard !areASCII else { return Self.overlap(bytes, other.bytes, any: Self.any, one: Self.one) }
        // A `?` against several bytes of one character: here it takes characters.
        return Self.overlap(Array(text.unicodeScalars), Array(other.text.unicodeScalars), any: "*", one: "?")
    }

    private static func overlap<Symbol: Equatable>(
        _ left: [Symbol],
        _ right: [Symbol],
        any: Symbol,
        one: Symbol
    ) -> Bool {
        // reachable[j]: the prefixes of the patterns up to here and up to j have a text in common.
        var reachable = [Bool](repeating: false, count: right.count + 1)
        reachable[0] = true
        for (index, symbol) in right.enumerated() {
            reachable[index + 1] = reachable[index] && symbol == any
        }
        for own in left {
            var next = [Bool](repeating: false, count: reachable.count)
            next[0] = reachable[0] && own == any
            for (index, symbol) in right.enumerated() {
                if own == any || symbol == any {
                    // The star takes in the other's symbol, or nothing.
                    next[index + 1] = next[index] || reachable[index + 1]
                } else {
                    let same = own == symbol || own == one || symbol == one
                    next[index + 1] = same && reachable[index]
                }
            }
            reachable = next
        }
        return reachable[right.count]
    }

    /// A `?` stands for one character, which in UTF-8 can be several bytes.
    private static func endOfCharacter(at start: Int, in bytes: [UInt8]) -> Int {
        var end = start + 1
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        return end
    }
}
