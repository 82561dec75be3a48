import Foundation
import Testing

@testable import AWS

enum XMLFixture {
    static func bytes(_ name: String) throws -> [UInt8] {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: nil))
        return Array(try Data(contentsOf: url))
    }

    /// Parses a document in pieces of the given sizes; what is left comes as one last piece.
    static func parse(
        _ document: [UInt8],
        pieces: [Int] = [],
        action: String = "GetAccountAuthorizationDetails",
        limits: SAXParser.Limits = SAXParser.Limits()
    ) throws(XMLFailure) -> Answer<Page<[String]>> {
        let parser = try ResponseParser(action: action, decoder: EventDecoder(), limits: limits)
        var rest = document[...]
        for size in pieces {
            try feed(rest.prefix(size), to: parser)
            rest = rest.dropFirst(size)
        }
        try feed(rest, to: parser)
        return try parser.finish()
    }

    static func parse(_ document: String, action: String = "ListX") throws(XMLFailure) -> Answer<Page<[String]>> {
        try parse(Array(document.utf8), action: action)
    }

    /// A document of ListX with the given content of its result.
    static func listX(_ content: String) -> String {
        "<ListXResponse><ListXResult>\(content)</ListXResult></ListXResponse>"
    }

    private static func feed(_ piece: ArraySlice<UInt8>, to parser: ResponseParser<EventDecoder>) throws(XMLFailure) {
        try Array(piece).withUnsafeBufferPointer { bytes throws(XMLFailure) in
            try parser.feed(UnsafeRawBufferPointer(bytes))
        }
    }
}

extension Answer {
    var value: Value? {
        guard case .value(let value, _) = self else { return nil }
        return value
    }

    var error: ErrorDocument? {
        guard case .error(let document) = self else { return nil }
        return document
    }
}
