import Domain
import Testing

@testable import Collect

struct DocumentPoolTests {
    private func document(_ number: Int) -> [UInt8] {
        Array("{\"number\":\(number)}".utf8) + [UInt8](repeating: 0x20, count: 1_000)
    }

    private func storage(_ text: PolicyText) -> UnsafeRawPointer? {
        text.bytes.withUnsafeBytes(\.baseAddress)
    }

    @Test func `equal documents share their bytes and their digest`() {
        let pool = DocumentPool()
        let first = pool.intern(document(1))
        let second = pool.intern(document(1))
        #expect(first == second)
        #expect(storage(first.text) == storage(second.text))
        #expect(pool.intern(document(2)).id != first.id)
    }

    @Test func `the digest is SHA-256 over the bytes`() {
        let id = DocumentPool().intern(Array("abc".utf8)).id
        #expect(id.hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func `memory stays within the limit and what is used again stays`() {
        let pool = DocumentPool(limitBytes: 20_000)
        let first = storage(pool.intern(document(0)).text)
        for number in 1...500 {
            _ = pool.intern(document(number))
            // Asked for again and again, as the trust policies of a landing zone are.
            #expect(storage(pool.intern(document(0)).text) == first)
            // One document may overrun each generation before it is closed.
            #expect(pool.residentBytes <= 20_000 + 2 * 1_100)
        }
    }
}
