import Testing

@testable import AWS

struct HostileXMLTests {
    @Test(arguments: [
        "<!DOCTYPE ListXResponse><ListXResponse/>",
        #"<!DOCTYPE a SYSTEM "file:///etc/passwd"><ListXResponse/>"#,
        #"<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><ListXResponse>&f;</ListXResponse>"#,
        """
        <?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lollollol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
        <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><ListXResponse>&c;</ListXResponse>
        """,
    ])
    func `any DOCTYPE is refused`(_ document: String) {
        #expect(throws: XMLFailure.doctype) { try XMLFixture.parse(document) }
    }

    @Test(arguments: [
        "<html><body>Welcome to Hotel Wi-Fi</body></html>",
        "<ListYResponse/>",
        "<listXResponse/>",
        "not XML at all",
        XMLFixture.listX("<member></Member>"),
        XMLFixture.listX("&undefined;"),
        XMLFixture.listX("<a b=1/>"),
        "<ListXResponse/><ListXResponse/>",
    ])
    func `another or a broken document is malformed`(_ document: String) throws {
        let failure = #expect(throws: XMLFailure.self) { try XMLFixture.parse(document) }
        guard case .malformed = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
    }

    @Test func `the message about a broken document is one short line`() throws {
        let name = String(repeating: "x", count: 5_000)
        let failure = try #require(throws: XMLFailure.self) {
            try XMLFixture.parse(XMLFixture.listX("<\(name)></y>"))
        }
        #expect(failure.description.count < 300)
        #expect(!failure.description.contains("\n"))
    }

    @Test func `a broken document is told by its place, and not in the words of a library about itself`() throws {
        let failure = try #require(throws: XMLFailure.self) { try XMLFixture.parse(XMLFixture.listX("<!/x>")) }
        #expect(try #/malformed at line [0-9]+, byte [0-9]+/#.firstMatch(in: failure.description) != nil)
        #expect(!failure.description.contains("internal error"))
    }

    @Test(arguments: ["member", "Unknown"])
    func `nesting is bounded, also where it is skipped`(_ name: String) {
        let document = String(repeating: "<\(name)>", count: 200)
        #expect(throws: XMLFailure.tooDeep(limit: 64)) { try XMLFixture.parse(XMLFixture.listX(document)) }
    }

    @Test func `a text of 20 MB is refused where it is kept`() {
        let text = String(repeating: "a", count: 20 << 20)
        #expect(throws: XMLFailure.textTooLong(limit: 8 << 20)) {
            try XMLFixture.parse(XMLFixture.listX("<UserName>\(text)</UserName>"))
        }
    }

    @Test func `a text of 20 MB is passed over where nobody asked for it`() throws {
        let text = String(repeating: "a", count: 20 << 20)
        let page = try XMLFixture.parse(XMLFixture.listX("<New>\(text)</New><UserName>b</UserName>")).value
        #expect(page?.output == ["UserName", "UserName = b"])
    }

    @Test func `a credential report of the largest account fits`() throws {
        let text = String(repeating: "QUJD", count: 600_000)
        let page = try XMLFixture.parse(XMLFixture.listX("<UserName>\(text)</UserName>")).value
        #expect(page?.output.last == "UserName = \(text)")
    }

    @Test func `another encoding arrives as UTF-8`() throws {
        let head = #"<?xml version="1.0" encoding="ISO-8859-1"?>"#
        let body = Array((head + "<ListXResponse><ListXResult><UserName>zo").utf8)
        let document = body + [0xEB] + Array("</UserName></ListXResult></ListXResponse>".utf8)
        let page = try XMLFixture.parse(document, action: "ListX").value
        #expect(page?.output == ["UserName", "UserName = zoë"])
    }
}
