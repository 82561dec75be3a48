import Domain
import Testing

@testable import Collect

struct UserCallsTests {
    private func row(_ user: String, change: (inout CredentialReport.Row) -> Void = { _ in }) -> CredentialReport.Row {
        var row = CredentialReport.Row(user: user, arn: "arn:aws:iam::111122223333:user/\(user)")
        change(&row)
        return row
    }

    private func users(_ names: [String]) -> [User] {
        names.map { User(arn: "arn:aws:iam::111122223333:user/\($0)", name: $0, createdAt: Instant(epochSeconds: 5)) }
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
                row("same") { $0.createdAt = Instant(epochSeconds: 5) },
                row("recreated") { $0.createdAt = Instant(epochSeconds: 4) },
            ]
        )
        let names = ["nothing", "active", "inactive", "certificate", "more", "same", "recreated", "new"]
        let calls = UserCalls(users: users(names), report: report)
        #expect(calls.accessKeys == ["active", "inactive", "more", "recreated", "new"])
        #expect(calls.signingCertificates == ["certificate", "more", "recreated", "new"])
        #expect(calls.unreported == ["recreated", "new"])
    }

    @Test func `without a report everybody is asked, and nobody counts as new`() {
        let calls = UserCalls(users: users(["a", "b"]), report: nil)
        #expect(calls.accessKeys == ["a", "b"])
        #expect(calls.signingCertificates == ["a", "b"])
        #expect(calls.unreported == [])
    }
}
