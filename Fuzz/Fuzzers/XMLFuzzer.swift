import Domain

@testable import AWS
@testable import Collect

/// Answers of IAM, as a whole and in pieces; the root element says which call is answered.
enum XMLFuzzer {
    static func feed(_ input: [UInt8]) {
        switch action(of: input) {
        case "GetAccountPasswordPolicy":
            check(GetAccountPasswordPolicy(), input, .passwordPolicy) { $0.passwordPolicy = .value($1) }
        case "GetAccountSummary":
            check(GetAccountSummary(), input, .summary) { $0.summary = .value($1) }
        case "GetCredentialReport":
            check(GetCredentialReport(), input, .credentialReport) { $0.credentialReport = .value($1) }
        case "ListAccessKeys":
            check(ListAccessKeys(userName: "alice"), input, .accessKeys) { $0.accessKeys["alice"] = .value($1) }
        case "ListRoles":
            check(ListRoles(), input, .roleSettings) { $0.roleSettings = .value($1) }
        case "ListVirtualMFADevices":
            check(ListVirtualMFADevices(), input, .virtualMFADevices) { $0.virtualMFADevices = .value($1) }
        default:
            let call = GetAccountAuthorizationDetails(documents: DocumentPool(), tags: TagFilter(["owner"]))
            check(call, input, .authorization) { $0.authorization = .value($1.details) }
        }
    }

    private static func action(of input: [UInt8]) -> String {
        let name = input.drop { $0 != UInt8(ascii: "<") }.dropFirst().prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") }
        return String(decoding: name.dropLast("Response".utf8.count), as: UTF8.self)
    }

    private static func check<Call: PlannedCall>(
        _ call: Call,
        _ input: [UInt8],
        _ section: FactSection,
        keep: (inout AccountFacts, Call.Decoder.Output) -> Void
    ) where Call.Decoder.Output: Equatable {
        let whole = parse(call, [input[...]])
        let inPieces = parse(call, Pieces(input))
        switch (whole, inPieces) {
        case (.success(.value(let page, _)), .success(.value(let other, _))):
            precondition(page.output == other.output, "what is read depends on the pieces that it arrives in")
            precondition(page.isTruncated == other.isTruncated && page.marker == other.marker)
            var facts = RoundTrip.emptyFacts
            keep(&facts, page.output)
            RoundTrip.check(section, of: facts)
        case (.success(.error(let error)), .success(.error(let other))):
            precondition(error == other, "an error depends on the pieces that it arrives in")
        case (.failure, .failure): break
        default: preconditionFailure("whether it can be read depends on the pieces: \(whole), \(inPieces)")
        }
    }

    private static func parse<Call: PlannedCall>(
        _ call: Call,
        _ pieces: some Sequence<ArraySlice<UInt8>>
    ) -> Result<Answer<Page<Call.Decoder.Output>>, XMLFailure> {
        do throws(XMLFailure) {
            let parser = try ResponseParser(action: Call.action.rawValue, decoder: call.makeDecoder())
            for piece in pieces {
                try piece.withUnsafeBufferPointer { bytes throws(XMLFailure) in
                    try parser.feed(UnsafeRawBufferPointer(bytes))
                }
            }
            return .success(try parser.finish())
        } catch {
            return .failure(error)
        }
    }
}
