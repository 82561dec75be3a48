import Domain
import FoundationEssentials

@testable import AWS
@testable import Accounts
@testable import HTTP
@testable import Ledger

/// Answers of Organizations and the ledger's facts; the first line says which.
enum JSONFuzzer {
    static func feed(_ input: [UInt8]) {
        let name = String(decoding: input.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        let json = Array(input.dropFirst(name.utf8.count + 1))
        switch name {
        case "DescribeOrganization": check(json, as: Organizations.Description.self)
        case "ListAccounts": check(json, as: Organizations.AccountPage.self)
        default:
            guard let section = FactSection(rawValue: name) else { return }
            var facts = RoundTrip.emptyFacts
            guard (try? facts.set(section, from: Data(json))) != nil else { return }
            RoundTrip.check(section, of: facts)
        }
    }

    private static func check<Output: Decodable & Sendable>(_ json: [UInt8], as type: Output.Type) {
        for status in [200, 400] {
            let sink = JSONSink<Output>()
            sink.begin(HTTPResponse(status: status, headers: [], bodyBytes: 0))
            for piece in Pieces(json) {
                guard (try? piece.withUnsafeBytes { try sink.receive($0) }) != nil else { return }
            }
            let conclusion = sink.conclude()
            precondition(conclusion.received.bytes == Int64(json.count))
        }
    }
}
