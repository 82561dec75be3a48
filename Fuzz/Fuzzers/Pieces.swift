/// Cuts bytes into pieces as a network could; the sizes follow from the bytes, so that a finding can be repeated.
struct Pieces: Sequence, IteratorProtocol {
    private var rest: ArraySlice<UInt8>
    private var random: UInt64

    init(_ bytes: [UInt8]) {
        self.rest = bytes[...]
        // FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/
        self.random = bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    mutating func next() -> ArraySlice<UInt8>? {
        guard !rest.isEmpty else { return nil }
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        // From single bytes to kilobytes, small pieces as often as large ones.
        let scale = UInt64(1) << (random >> 60)
        let size = 1 + Int((random >> 32) % scale)
        defer { rest = rest.dropFirst(size) }
        return rest.prefix(size)
    }
}
