import Foundation
import LoopbackAWS
import Testing

@testable import Sweep

struct ControlsTests {
    /// The company's own control ids go from organization.yaml through the ledger into every file that names findings.
    @Test func `a finding bears the company's control ids and the severity that its check has by itself`() async throws
    {
        let yaml = """
            controls: { IAM-04: [key-age, key-unused], "A|B": [key-age] }
            severities: { key-age: info }

            """
        try await Rehearsal.run(configuration: { "role: \($0.roleName)\n" + yaml }) { rehearsal in
            let run = try await rehearsal.sweep()
            let text = String(decoding: try run.bytes(of: "findings.csv"), as: UTF8.self)
            let rows = text.components(separatedBy: "\r\n")
            let ages = rows.filter { $0.contains(",key-age,") }
            #expect(!ages.isEmpty)
            for row in ages { #expect(row.contains(",A|B; IAM-04,") && row.contains(",info,key-age,"), "\(row)") }
            for row in rows.filter({ $0.contains(",key-two-active,") }) { #expect(!row.contains("IAM-04"), "\(row)") }
            let page = String(decoding: try run.bytes(of: "report.html"), as: UTF8.self)
            #expect(page.contains("<div><dt>Controls</dt><dd>A|B, IAM-04</dd></div>"))
            #expect(page.contains("own is medium or as it computes"))
            let json = try JSONSerialization.jsonObject(with: run.bytes(of: "run.json")) as? [String: Any]
            let expected = ["IAM-04": ["key-age", "key-unused"], "A|B": ["key-age"]]
            #expect(json?["controls"] as? [String: [String]] == expected)
            let severity = ["check_id": "key-age", "value": "info", "default": "medium"]
            #expect(json?["severities"] as? [[String: String]] == [severity])
        }
    }
}
