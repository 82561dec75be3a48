import Domain
import FoundationEssentials

@testable import AWS
@testable import Collect

/// The credential report, first its base64 and then its CSV.
enum ReportFuzzer {
    static func feed(_ input: [UInt8]) {
        _ = decoded(input)
        let base64 = Array(Data(input).base64EncodedString().utf8)
        precondition(decoded(base64) == input, "base64 is not read as what was written")

        guard let rows = try? CredentialReportParser.rows(of: input) else { return }
        // AWS ends the last line without a line feed; files on their way through editors get one.
        precondition((try? CredentialReportParser.rows(of: input + [UInt8(ascii: "\n")])) == rows)
        var facts = RoundTrip.emptyFacts
        facts.credentialReport = .value(
            CredentialReport(generatedAt: Instant(year: 2026, month: 11, day: 22), rows: rows)
        )
        RoundTrip.check(.credentialReport, of: facts)
    }

    private static func decoded(_ bytes: [UInt8]) -> [UInt8]? {
        bytes.withUnsafeBytes { XMLText(bytes: $0).base64Decoded() }
    }
}
