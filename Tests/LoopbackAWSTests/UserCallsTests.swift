import Domain
import LoopbackAWS
import Testing

struct UserCallsTests {
    @Test(arguments: [1, 4, 1_000]) func `users come in pages, by name`(_ size: Int) async throws {
        try await Harness.run { harness in
            let account = try harness.account(named: "data-lake")
            let session = try harness.session(account)
            var found: [String] = []
            var marker: String?
            repeat {
                var parameters = ["MaxItems": String(size)]
                parameters["Marker"] = marker
                let page = try harness.result("ListUsers", parameters, as: session)
                found += (page.members("Users") ?? []).compactMap { $0.text("Arn") }
                marker = page.text("Marker")
                #expect(page.text("IsTruncated") == (marker == nil ? "false" : "true"))
            } while marker != nil
            #expect(found == account.users.map(\.arn))
        }
    }

    @Test func `an SSH key has a body that only its own user can be asked for`() async throws {
        try await Harness.run { harness in
            let accounts = (2..<25).map { harness.organization.account(at: $0) }.filter(\.state.isSwept)
            let account = try #require(accounts.first { $0.users.contains { !$0.sshKeys.isEmpty } })
            let user = try #require(account.users.first { !$0.sshKeys.isEmpty })
            let session = try harness.session(account)
            let parameters = ["UserName": user.name, "SSHPublicKeyId": user.sshKeys[0].id, "Encoding": "SSH"]
            let key = try #require(harness.result("GetSSHPublicKey", parameters, as: session)["SSHPublicKey"])
            #expect(key.text("SSHPublicKeyBody")?.hasPrefix("ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB") == true)
            #expect(key.text("Fingerprint")?.split(separator: ":").count == 16)
            let other = try #require(account.users.first { $0.name != user.name })
            let stranger = parameters.merging(["UserName": other.name]) { _, given in given }
            #expect(try harness.iam("GetSSHPublicKey", stranger, as: session).errorCode == "NoSuchEntity")
        }
    }

    @Test(arguments: ["GetUser", "ListAccessKeys", "ListSSHPublicKeys", "ListMFADevices"])
    func `a role's session must say which user it means`(_ action: String) async throws {
        try await Harness.run { harness in
            let session = try harness.session(harness.organization.account(at: 4))
            let answer = try harness.iam(action, as: session)
            #expect(answer.status == 400)
            #expect(answer.errorMessage == "Must specify userName when calling with non-User credentials")
        }
    }
}
