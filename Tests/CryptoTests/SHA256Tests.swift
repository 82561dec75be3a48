import Crypto
import Testing

struct SHA256Tests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let name: String
        let message: [UInt8]
        let digest: String
        var testDescription: String { name }
    }

    // Source: the examples of FIPS 180-4,
    // https://csrc.nist.gov/csrc/media/projects/cryptographic-standards-and-guidelines/documents/examples/sha_all.pdf
    // and https://csrc.nist.gov/csrc/media/projects/cryptographic-standards-and-guidelines/documents/examples/sha2_additional.pdf
    static let vectors = [
        Vector(
            name: "empty",
            message: [],
            digest: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        ),
        Vector(
            name: "abc",
            message: Array("abc".utf8),
            digest: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        ),
        Vector(
            name: "448 bits, which need a second block",
            message: Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
            digest: "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        Vector(
            name: "one byte above 0x7F",
            message: [0xBD],
            digest: "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b"
        ),
        Vector(
            name: "55 zeros, the longest single block",
            message: [UInt8](repeating: 0, count: 55),
            digest: "02779466cdec163811d078815c633f21901413081449002f24aa3e80f0b88ef7"
        ),
        Vector(
            name: "64 zeros, a full block",
            message: [UInt8](repeating: 0, count: 64),
            digest: "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b"
        ),
        Vector(
            name: "a million letters a",
            message: [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000),
            digest: "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        ),
    ]

    @Test(arguments: vectors)
    func `a whole message has the digest of the standard`(_ vector: Vector) {
        #expect(SHA256.hex(vector.message) == vector.digest)
        #expect(hex(SHA256.digest(vector.message)) == vector.digest)
    }

    @Test(arguments: vectors, [1, 63, 64, 65, 4_096])
    func `pieces of any size give the digest of the whole`(_ vector: Vector, size: Int) {
        // The million letters byte by byte would only test patience.
        let size = vector.message.count > 10_000 ? max(size, 63) : size
        let stream = SHA256Stream()
        var rest = vector.message[...]
        while !rest.isEmpty {
            rest.prefix(size).withUnsafeBytes(stream.update)
            rest = rest.dropFirst(size)
        }
        #expect(stream.finishHex() == vector.digest)
    }

    @Test func `an empty piece changes nothing`() {
        let stream = SHA256Stream()
        stream.update(UnsafeRawBufferPointer(start: nil, count: 0))
        #expect(stream.finishHex() == Self.vectors[0].digest)
    }

    @Test func `a finished stream starts anew`() {
        let stream = SHA256Stream()
        Array("abc".utf8).withUnsafeBytes(stream.update)
        _ = stream.finishHex()
        Array("abc".utf8).withUnsafeBytes(stream.update)
        #expect(stream.finishHex() == Self.vectors[1].digest)
    }

    @Test func `slices, text and lazy sequences give the digest of their bytes`() {
        let bytes = Array("xabcx".utf8)
        #expect(SHA256.hex(bytes[1...3]) == Self.vectors[1].digest)
        #expect(SHA256.hex("abc".utf8) == Self.vectors[1].digest)
        #expect(SHA256.hex(bytes[1...3].lazy.map { $0 }) == Self.vectors[1].digest)
    }

    @Test func `digests may be computed by many tasks at once`() async {
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<64 {
                group.addTask { Self.vectors.dropLast().allSatisfy { SHA256.hex($0.message) == $0.digest } }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    @Test(arguments: [([], ""), ([0x00], "00"), ([0x09, 0x0A, 0x9F, 0xFF], "090a9fff")] as [([UInt8], String)])
    func `hexadecimal is lowercase with leading zeros`(bytes: [UInt8], expected: String) {
        #expect(hex(bytes) == expected)
    }
}
