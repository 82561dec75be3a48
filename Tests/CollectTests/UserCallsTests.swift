import Domain
import Testing

@testable import Collect

struct UserCallsTests {
    private func row(_ user: String, change: (inout CredentialReport.Row) -> Void = { _ in }) -> CredentialReport.Row {
        var row = CredentialReport.Row(user: user, arn: "arn:aws:iam::111122223333:user/\(user)")
        change(&row)
        return row
    }

    @Test func `the report decides who is asked for keys and certificates`() {
        let report = CredentialReport(
            generatedAt: Instant(epochSeconds: 0),
            rows: [
                row("nothing"),
                row("active") { $0.accessKeys[0].active = true },
                row("inactive") { $0.accessKeys[1].rotatedAt = Instant(epochSeconds: 1) },
                row("certificate") { $0.certificates[1].rotatedAt = Instant(epochSeconds: 1) },
                row("more") { $0.additionalCredentials = "3 access keys" },
                row("deleted") { $0.accessKeys[0].active = true },
            ]
        )
        let users = ["nothing", "active", "inactive", "certificate", "more", "new"]
        let calls = UserCalls(users: users, report: report)
        #expect(calls.accessKeys == ["active", "inactive", "more", "new"])
        #expect(calls.signingCertificates == ["certificate", "more", "new"])
        #expect(calls.unreported == ["new"])
    }

    @Test func `without a report everybody is asked, and nobody counts as new`() {
        let calls = UserCalls(users: ["a", "b"], report: nil)
        #expect(calls.accessKeys == ["a", "b"])
        #expect(calls.signingCertificates == ["a", "b"])
        #expect(calls.unreported == [])
    }
}
