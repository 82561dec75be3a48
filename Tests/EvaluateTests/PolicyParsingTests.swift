import Domain
import Testing

@testable import Evaluate

struct Malformed: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let fault: PolicyError.Fault
    let offset: Int

    init(_ name: String, _ text: String, _ fault: PolicyError.Fault, at offset: Int) {
        self.name = name
        self.text = text
        self.fault = fault
        self.offset = offset
    }

    var testDescription: String { name }
}

struct PolicyParsingTests {
    private static let allow = #"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#

    @Test(arguments: [
        Malformed("empty", "", .json(.unexpectedEnd), at: 0),
        Malformed("only spaces", "  ", .json(.unexpectedEnd), at: 2),
        Malformed("open object", #"{"Version""#, .json(.unexpectedEnd), at: 10),
        Malformed("trailing garbage", #"{"Statement":[]} x"#, .json(.trailingBytes), at: 17),
        Malformed("two documents", #"{"Statement":[]}{"Statement":[]}"#, .json(.trailingBytes), at: 16),
        Malformed("trailing comma", #"{"Statement":[],}"#, .json(.unexpectedByte), at: 16),
        Malformed("single quotes", "{'Statement':[]}", .json(.unexpectedByte), at: 1),
        Malformed("comment", #"{/**/"Statement":[]}"#, .json(.unexpectedByte), at: 1),
        Malformed("misspelt literal", #"{"Statement":nul}"#, .json(.unexpectedByte), at: 16),
        Malformed("duplicate key", #"{"Statement":[],"Statement":[]}"#, .json(.duplicateKey("Statement")), at: 16),
        Malformed("duplicate key, one escaped", #"{"Id":"a","\u0049d":"b"}"#, .json(.duplicateKey("Id")), at: 10),
        Malformed("lone high surrogate", #"{"Id":"\ud83d"}"#, .json(.invalidEscape), at: 7),
        Malformed("lone low surrogate", #"{"Id":"\ude00"}"#, .json(.invalidEscape), at: 7),
        Malformed("two high surrogates", #"{"Id":"\ud83d\ud83d"}"#, .json(.invalidEscape), at: 7),
        Malformed("short escape", #"{"Id":"\u12"}"#, .json(.invalidEscape), at: 11),
        Malformed("unknown escape", #"{"Id":"\x41"}"#, .json(.invalidEscape), at: 7),
        Malformed("control character", "{\"Id\":\"a\nb\"}", .json(.controlCharacter), at: 8),
        Malformed("leading zero", #"{"Id":01}"#, .json(.invalidNumber), at: 6),
        Malformed("no digit after the point", #"{"Id":1.}"#, .json(.invalidNumber), at: 6),
        Malformed("not an object", "[]", .wrongType(element: "policy"), at: 0),
        Malformed("no statement", #"{"Version":"2012-10-17"}"#, .missingElement("Statement"), at: 0),
        Malformed("unknown version", #"{"Version":"2013-01-01"}"#, .invalidValue(element: "Version"), at: 11),
        Malformed("unknown element", #"{"Statement":[],"Note":"x"}"#, .unknownElement("Note"), at: 16),
        Malformed("no effect", #"{"Statement":{"Action":"*"}}"#, .missingElement("Effect"), at: 13),
        Malformed("no action", #"{"Statement":{"Effect":"Allow"}}"#, .missingElement("Action"), at: 13),
        Malformed(
            "effect in lower case",
            #"{"Statement":{"Effect":"allow"}}"#,
            .invalidValue(element: "Effect"),
            at: 23
        ),
        Malformed("action is a number", #"{"Statement":{"Action":[1]}}"#, .wrongType(element: "Action"), at: 24),
        Malformed(
            "action and not action",
            #"{"Statement":{"Action":"*","NotAction":"*"}}"#,
            .conflictingElements("Action", "NotAction"),
            at: 27
        ),
        Malformed(
            "principal is a name",
            #"{"Statement":{"Principal":"me"}}"#,
            .invalidValue(element: "Principal"),
            at: 26
        ),
        Malformed("unknown principal", #"{"Statement":{"Principal":{"GCP":"x"}}}"#, .unknownElement("GCP"), at: 27),
        Malformed("condition is a list", #"{"Statement":{"Condition":[]}}"#, .wrongType(element: "Condition"), at: 26),
        Malformed(
            "condition value is an object",
            #"{"Statement":{"Condition":{"Bool":{"k":{}}}}}"#,
            .wrongType(element: "Condition"),
            at: 39
        ),
    ])
    func `a malformed document is refused with the place of the fault`(_ malformed: Malformed) {
        #expect(throws: PolicyError(malformed.fault, at: malformed.offset)) {
            try PolicyDocument(parsing: Array(malformed.text.utf8))
        }
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        let bytes = Array(#"{"Id":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8)
        #expect(throws: PolicyError(.json(.invalidUTF8), at: 6)) { try PolicyDocument(parsing: bytes) }
    }

    @Test func `nesting is limited before the stack is`() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: PolicyError(.json(.tooDeep(limit: JSONParser.depthLimit)), at: JSONParser.depthLimit + 1)) {
            try PolicyDocument(parsing: Array(deep.utf8))
        }
    }

    @Test func `a byte order mark is skipped`() throws {
        let document = try PolicyDocument(parsing: [0xEF, 0xBB, 0xBF] + Array(#"{"Statement":[\#(Self.allow)]}"#.utf8))
        #expect(document.statements.count == 1)
    }

    @Test func `one value may stand where a list may, everywhere`() throws {
        let one = try parse(
            """
            {"Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:Get*","Resource":"*",
             "Condition":{"StringEquals":{"aws:x":"1"}}}}
            """
        )
        let many = try parse(
            """
            {"Statement":[{"Effect":"Allow","Principal":{"AWS":["111122223333"]},"Action":["s3:Get*"],"Resource":["*"],
             "Condition":{"StringEquals":{"aws:x":["1"]}}}]}
            """
        )
        #expect(one == many)
        #expect(one.version == .v2008)
    }

    @Test func `escapes are text like any other`() throws {
        let document = try parse(
            #"{"Statement":[{"Sid":"\ud83d\ude00\u00e9\n\/","Effect":"Allow","Action":"\u002a","Resource":"*"}]}"#
        )
        #expect(document.statements[0].sid == "😀é\n/")
        #expect(document.statements[0].actions == .only([Wildcard("*")]))
    }

    @Test func `condition values may be booleans and numbers`() throws {
        let document = try parse(
            #"{"Statement":{"Effect":"Deny","Action":"*","Condition":{"Bool":{"a:b":true},"NumericLessThan":{"c:d":-1.5e3}}}}"#
        )
        #expect(document.statements[0].conditions.map(\.values) == [["true"], ["-1.5e3"]])
    }

    @Test func `an ARN with fewer than six fields is completed`() throws {
        let document = try parse(#"{"Statement":{"Effect":"Allow","Action":"*","Resource":["arn:aws:sqs","*"]}}"#)
        #expect(document.statements[0].resources == .only([Wildcard("arn:aws:sqs:*:*:*"), Wildcard("*")]))
    }

    @Test func `the digest of a statement follows its meaning, not its form`() throws {
        let first = try parse(
            #"{"Statement":{"Sid":"A","Effect":"Allow","Action":["s3:Get*","EC2:*"],"Resource":"*"}}"#
        )
        let same = try parse(#"{"Statement":[{"Resource":["*"],"Action":["ec2:*","s3:get*"],"Effect":"Allow"}]}"#)
        let other = try parse(#"{"Statement":[{"Resource":["*"],"NotAction":["ec2:*","s3:get*"],"Effect":"Allow"}]}"#)
        #expect(first.statements[0].digest == same.statements[0].digest)
        #expect(first.statements[0].digest != other.statements[0].digest)
        #expect(first.statements[0].digest.count == 16)
    }

    @Test func `every prefix of a document is refused, none crashes`() throws {
        let text = Array(
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["a:b"],"Resource":"\u00e9","Condition":{}}]}"#
                .utf8
        )
        for length in 0..<text.count {
            #expect(throws: PolicyError.self) { try PolicyDocument(parsing: Array(text[..<length])) }
        }
        _ = try PolicyDocument(parsing: text)
    }

    private func parse(_ text: String) throws -> PolicyDocument { try PolicyDocument(parsing: Array(text.utf8)) }
}

struct PolicyLibraryTests {
    @Test func `a document is parsed once and the shelves stay bounded`() {
        let library = PolicyLibrary(capacity: 10)
        let documents = Dictionary(
            uniqueKeysWithValues: (0..<100).map { index in
                ExampleAccount.document(#"{"Id":"\#(index)","Statement":[]}"#)
            }
        )
        for id in documents.keys { #expect(library.policy(id, in: documents).document != nil) }
        #expect(library.count <= 10)
        // A known document needs no text any more.
        let (id, text) = ExampleAccount.document(#"{"Statement":[]}"#)
        _ = library.policy(id, in: [id: text])
        #expect(library.policy(id, in: [:]).document != nil)
    }

    @Test func `a text that one account lacks is not remembered as missing`() {
        let library = PolicyLibrary()
        let (id, text) = ExampleAccount.document(#"{"Statement":[]}"#)
        #expect(throws: PolicyError(.missingDocument, at: 0)) { try library.policy(id, in: [:]).result.get() }
        #expect(library.policy(id, in: [id: text]).document != nil)
    }

    @Test func `what is asked for stays when the shelves turn over`() {
        let library = PolicyLibrary(capacity: 4)
        let (kept, text) = ExampleAccount.document(#"{"Id":"kept","Statement":[]}"#)
        _ = library.policy(kept, in: [kept: text])
        for index in 0..<50 {
            let (id, other) = ExampleAccount.document(#"{"Id":"\#(index)","Statement":[]}"#)
            _ = library.policy(id, in: [id: other])
            #expect(library.policy(kept, in: [:]).document != nil)
        }
    }
}
