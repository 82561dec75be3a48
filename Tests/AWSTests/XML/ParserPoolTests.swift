import Testing

@testable import AWS

struct ParserPoolTests {
    private let action = "GetAccountAuthorizationDetails"

    private func parse(_ bytes: [UInt8], with parser: ResponseParser<EventDecoder>) throws -> Answer<Page<[String]>> {
        try bytes.withUnsafeBytes { try parser.feed($0) }
        return try parser.finish()
    }

    private func taken(from pool: ParserPool) throws -> ResponseParser<EventDecoder> {
        try pool.parser(action: action, decoder: EventDecoder())
    }

    @Test func `a parser that was used before reads like a new one, whatever it read`() throws {
        let pool = ParserPool()
        let page = try XMLFixture.bytes("GetAccountAuthorizationDetails.xml")
        let expected = try #require(try XMLFixture.parse(page).value)
        let last =
            "<\(action)Response><\(action)Result><IsTruncated>false</IsTruncated></\(action)Result></\(action)Response>"
        let refusal = "<ErrorResponse><Error><Code>Throttling</Code></Error><RequestId>1</RequestId></ErrorResponse>"
        // As UTF-16 with a byte order mark, which a parser detects from its first bytes only.
        let wide: [UInt8] = [0xFF, 0xFE] + last.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] as [UInt8] }
        let first = try taken(from: pool)
        var parser = first
        for _ in 0..<2 {
            let whole = try #require(try parse(page, with: parser).value)
            #expect(whole.output == expected.output)
            #expect(whole.marker == expected.marker && whole.isTruncated && whole.requestID == expected.requestID)
            for document in [Array(last.utf8), wide] {
                pool.put(parser, action: action, decoder: EventDecoder())
                parser = try taken(from: pool)
                let empty = try #require(try parse(document, with: parser).value)
                #expect(empty.output.isEmpty && !empty.isTruncated && empty.marker == nil && empty.requestID.isEmpty)
            }
            pool.put(parser, action: action, decoder: EventDecoder())
            parser = try taken(from: pool)
            let error = try #require(try parse(Array(refusal.utf8), with: parser).error)
            #expect(error.code == "Throttling" && error.requestID == "1")
            pool.put(parser, action: action, decoder: EventDecoder())
            parser = try taken(from: pool)
        }
        #expect(parser === first)
    }

    @Test func `a parser that failed, or that met a thousand unknown names, is not used again`() throws {
        let pool = ParserPool()
        let broken = try taken(from: pool)
        #expect(throws: XMLFailure.self) { try parse(Array("<html>".utf8), with: broken) }
        pool.put(broken, action: action, decoder: EventDecoder())
        let second = try taken(from: pool)
        #expect(second !== broken)

        let names = (0..<1_100).map { "<Name\($0)/>" }.joined()
        _ = try parse(
            Array("<\(action)Response><\(action)Result>\(names)</\(action)Result></\(action)Response>".utf8),
            with: second
        )
        pool.put(second, action: action, decoder: EventDecoder())
        #expect(try taken(from: pool) !== second)
    }
}
