import AWS
import Domain
import Testing

@testable import Assume

struct CallerIdentityTests {
    private func fetch(_ xml: String) async throws -> CallerIdentity {
        let sts = try ScriptedSTS { _ in ScriptedSTS.Answer(status: 200, body: xml) }
        defer { sts.stop() }
        return try await CallerIdentity.fetch(
            client: sts.client,
            credentials: FixedCredentials(),
            context: CallContext(accountID: nil)
        )
    }

    @Test func `the caller's account, ARN and partition are read`() async throws {
        let arn = "arn:aws-us-gov:sts::012345678901:assumed-role/Hub/session"
        let identity = try await fetch("<Arn>\(arn)</Arn><UserId>AROA1:s</UserId><Account>012345678901</Account>")
        #expect(identity.accountID == AccountID("012345678901"))
        #expect(identity.arn == arn)
        #expect(identity.userID == "AROA1:s")
        #expect(identity.partition == .govCloud)
        #expect(identity.requestID == "r-0")
    }

    @Test(arguments: [
        "<Arn>arn:aws:iam::012345678901:user/x</Arn><Account>12345</Account>",
        "<Arn>arn:nowhere:iam::012345678901:user/x</Arn><Account>012345678901</Account>",
        "<Account>012345678901</Account>",
    ])
    func `an identity that names no account or partition is malformed`(xml: String) async {
        await #expect {
            try await fetch(xml)
        } throws: { error in
            (error as? AWSFailure)?.kind == .malformed
        }
    }
}
