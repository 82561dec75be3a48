import Domain
import Testing

@testable import AWS

struct XMLTextTests {
    private func with<Result>(_ text: String, _ body: (XMLText) throws -> Result) rethrows -> Result {
        try Array(text.utf8).withUnsafeBytes { try body(XMLText(bytes: $0)) }
    }

    @Test(arguments: [
        ("", ""),
        ("plain", "plain"),
        ("a%20b", "a b"),
        ("a+b", "a+b"),
        ("a%2Bb%2bc", "a+b+c"),
        ("%C3%A9", "é"),
        // Not an escape: it stays, and the next one is still found.
        ("100%", "100%"),
        ("%4", "%4"),
        ("%zz%41", "%zzA"),
        ("%%41", "%A"),
        // Decoded once only.
        ("%2541", "%41"),
        ("%7B%22a%22%3A1%7D", #"{"a":1}"#),
        // A raw document's own percent signs are not touched.
        (#"{"aws:username":"100%20"}"#, #"{"aws:username":"100%20"}"#),
        (" \n {\"a\":\"%41\"}", " \n {\"a\":\"%41\"}"),
    ])
    func `a document is percent-decoded, never form-decoded`(_ text: String, decoded: String) {
        #expect(with(text) { $0.percentDecoded() } == Array(decoded.utf8))
    }

    @Test(arguments: [
        ("", ""), ("QQ==", "A"), ("QUI=", "AB"), ("QUJD", "ABC"), ("QUJD\r\nREVG\n", "ABCDEF"), (" Q Q = = ", "A"),
        ("+/+/", "\u{FB}\u{FF}\u{BF}"),
    ])
    func `base64 may hold line breaks`(_ text: String, decoded: String) {
        let expected = decoded.unicodeScalars.map { UInt8($0.value) }
        #expect(with(text) { $0.base64Decoded() } == expected)
    }

    @Test(arguments: ["Q", "QQ", "QQ=", "QQ===", "QUJD=", "QQ==QQ==", "Q-_Q", "QÄ=="])
    func `what is not base64 is nil`(_ text: String) {
        #expect(with(text) { $0.base64Decoded() } == nil)
    }

    @Test(arguments: [
        ("0", 0), ("41", 41), ("-7", -7), ("007", 7), ("9223372036854775807", Int.max), ("9223372036854775808", nil),
        ("", nil), ("-", nil), ("+1", nil), ("1.0", nil), (" 1", nil), ("1a", nil),
    ])
    func `a number is digits only`(_ text: String, number: Int?) {
        #expect(with(text) { $0.int } == number)
    }

    @Test(arguments: [("true", true), ("false", false), ("True", nil), ("1", nil), ("", nil)])
    func `a flag is true or false in lower case`(_ text: String, flag: Bool?) {
        #expect(with(text) { $0.bool } == flag)
    }

    @Test func `an instant may have the fraction that moto sends`() {
        let expected = Instant(year: 2026, month: 11, day: 22, hour: 15)
        #expect(with("2026-11-22T15:00:00.123456Z") { $0.instant } == expected)
    }

    @Test func `a required value names its element`() {
        #expect(throws: XMLFailure.invalid(element: "AttachmentCount", detail: "not a whole number")) {
            try with("many") { try $0.requireInt("AttachmentCount") }
        }
    }
}
