import Domain
import Testing

@testable import Evaluate

struct InventoryTests {
    private let inventory: AccountInventory = {
        let account = ExampleAccount()
        return account.evaluator().evaluate(account.facts).inventory
    }()

    @Test func `root, users and roles are identities`() {
        #expect(
            inventory.identities.map { "\($0.type) \($0.name) \($0.isAdmin.rawValue) \($0.mfa) \($0.owner)" } == [
                "root <root_account> yes hardware ",
                "user j.doe no virtual j.doe@example.com",
                "user svc-export no none j.doe@example.com",
                "role app no  ",
                "role AWSServiceRoleForSupport no  ",
                "role incident-support no  ",
            ]
        )
    }

    @Test func `every kind of credential is listed, those of root included`() {
        var account = ExampleAccount()
        account.giveRootPassword()
        account.editRow(of: CredentialReport.rootUserName) {
            $0.accessKeys[0] = .init(active: true, rotatedAt: ExampleAccount.ago(.days(5)))
        }
        account.editRow { $0.certificates[1] = .init(active: false, rotatedAt: ExampleAccount.ago(.days(5))) }
        account.facts.serverCertificates = .value([
            ServerCertificate(
                arn: "arn:aws:iam::111122223333:server-certificate/old",
                name: "old",
                id: "ASCAEXAMPLE",
                uploadedAt: nil,
                expiresAt: ExampleAccount.ago(1)
            )
        ])
        account.facts.virtualMFADevices = .value([
            VirtualMFADevice(serialNumber: "arn:aws:iam::111122223333:mfa/orphan")
        ])
        let credentials = account.evaluator().evaluate(account.facts).inventory.credentials
        #expect(
            credentials.map { "\($0.userName) \($0.kind) \($0.credentialID) \($0.status)" } == [
                "<root_account> password  Active",
                "<root_account> access_key slot 1 Active",
                "j.doe password  Active",
                "j.doe ssh_key APKAEIVFHP46CEXAMPLE Active",
                "j.doe signing_certificate slot 2 Inactive",
                "svc-export access_key AKIAIOSFODNN7EXAMPLE Active",
                "j.doe codecommit.amazonaws.com ACCAEXAMPLE000000001 Active",
                " server_certificate arn:aws:iam::111122223333:server-certificate/old Expired",
                " mfa_device arn:aws:iam::111122223333:mfa/orphan Unassigned",
                "j.doe mfa_device hardware Active",
            ]
        )
        let key = credentials.first { $0.credentialID == "AKIAIOSFODNN7EXAMPLE" }
        #expect(key?.lastUsedService == "s3" && key?.lastUsedRegion == "eu-central-1")
    }

    @Test func `entitlements say by which way a principal holds a policy`() {
        var account = ExampleAccount()
        account.grant(ExampleAccount.administratorDocument)
        account.editUser { $0.permissionsBoundary = "arn:aws:iam::111122223333:policy/payments-read" }
        let entitlements = account.evaluator().evaluate(account.facts).inventory.entitlements
        #expect(
            entitlements.filter { $0.principalARN.hasSuffix("user/j.doe") }
                .map { "\($0.via) \($0.policyName) \($0.isAdmin.rawValue)" } == [
                    "inline inline yes", "boundary payments-read no", "group:developers payments-read no",
                ]
        )
        // The boundary takes away what the inline policy gives.
        let identity = account.evaluator().evaluate(account.facts).inventory.identities.first { $0.name == "j.doe" }
        #expect(identity?.isAdmin == .no)
    }

    @Test(arguments: [
        (#"{"AWS":"arn:aws:iam::444455556666:root"}"#, "account organization"),
        (#"{"AWS":"111122223333"}"#, "account organization"),
        (#"{"AWS":"777788889999"}"#, "account outside"),
        (#"{"AWS":"AIDAIOSFODNN7EXAMPLE"}"#, "unique_id unknown"),
        (#"{"Service":"ec2.amazonaws.com"}"#, "service service"),
        (#"{"Federated":"arn:aws:iam::111122223333:oidc-provider/x"}"#, "federated service"),
        (#""*""#, "anyone public"),
    ])
    func `trusts name the party, its kind and where it stands`(_ principal: String, _ expected: String) throws {
        var account = ExampleAccount()
        account.trust(principal)
        let trusts = account.evaluator().evaluate(account.facts).inventory.trusts
        let trust = try #require(trusts.first { $0.roleARN.hasSuffix("role/app") })
        #expect("\(trust.partyKind) \(trust.standing.rawValue)" == expected)
        #expect(trust.conditions == "{}")
    }
}
