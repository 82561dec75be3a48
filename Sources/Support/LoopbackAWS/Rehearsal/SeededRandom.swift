/// A stream of numbers that the seed and a few labels fully determine, on every machine and in every release.
///
/// The standard library's generators and hashes differ from run to run, and `shuffled` may differ between releases, so
/// both the stream and what is drawn from it are our own. Source: SplitMix64, https://prng.di.unimi.it/splitmix64.c
struct SeededRandom {
    private var state: UInt64

    /// Streams with different labels are independent: an account does not depend on the one before it.
    init(_ seed: UInt64, _ labels: UInt64...) {
        self.state = seed
        for label in labels {
            state = next() ^ (label &* 0xD6E8_FEB8_6659_FD93)
        }
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func number(below limit: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(limit)).high)
    }

    mutating func number(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + number(below: range.count)
    }

    /// True with the given chance in a thousand.
    mutating func chance(_ perMille: Int) -> Bool {
        number(below: 1_000) < perMille
    }

    /// One of the elements, of which there must be at least one.
    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[number(below: elements.count)]
    }

    private static let base32 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
    private static let base36 = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
    private static let hexadecimal = Array("0123456789abcdef".utf8)

    /// An id as IAM makes them: a prefix that names the kind, then upper-case letters and digits.
    mutating func uniqueID(_ prefix: String, count: Int = 17) -> String {
        text(prefix, count, from: Self.base32)
    }

    mutating func lowercaseID(_ count: Int) -> String {
        text("", count, from: Self.base36)
    }

    mutating func hex(_ count: Int) -> String {
        text("", count, from: Self.hexadecimal)
    }

    /// A UUID of version 4, as AWS's request ids are.
    mutating func uuid() -> String {
        "\(hex(8))-\(hex(4))-4\(hex(3))-a\(hex(3))-\(hex(12))"
    }

    private mutating func text(_ prefix: String, _ count: Int, from alphabet: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: prefix.utf8.count + count) { buffer in
            let (_, start) = buffer.initialize(from: prefix.utf8)
            for position in start..<start + count {
                buffer.initializeElement(at: position, to: alphabet[number(below: alphabet.count)])
            }
            return start + count
        }
    }
}
