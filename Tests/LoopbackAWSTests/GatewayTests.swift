import Domain
import LoopbackAWS
import Testing

/// Members that trust a role which the hub must assume first.
struct GatewayTests {
    private static var behindGateway: RehearsalOrganization.Readers {
        var readers = RehearsalOrganization.Readers()
        readers.behindGateway = true
        return readers
    }

    private func run(_ test: (Harness) async throws -> Void) async throws {
        try await Harness.run(accounts: 6, readers: Self.behindGateway, test)
    }

    private func gateway(_ harness: Harness, policy: String? = nil) throws -> Credentials {
        var parameters = ["RoleArn": harness.organization.gatewayRoleARN, "RoleSessionName": "orgsweep"]
        parameters["Policy"] = policy
        return try harness.credentials(of: harness.sts("AssumeRole", parameters))
    }

    private func assume(_ harness: Harness, _ account: RehearsalAccount, by credentials: Credentials?) throws
        -> TestAnswer
    {
        let parameters = [
            "RoleArn": "arn:aws:iam::\(account.id):role/\(harness.organization.roleName)",
            "RoleSessionName": "orgsweep", "ExternalId": harness.organization.externalID,
        ]
        return try harness.sts("AssumeRole", parameters, as: credentials)
    }

    @Test func `the gateway's session assumes a reader and the hub's does not`() async throws {
        try await run { harness in
            let account = harness.organization.account(at: 4)
            let session = try harness.credentials(of: assume(harness, account, by: gateway(harness)))
            #expect(try harness.iam("GetAccountSummary", as: session).status == 200)
            #expect(try assume(harness, account, by: nil).errorCode == "AccessDenied")
        }
    }

    @Test func `the gateway's session policy says which roles it may assume`() async throws {
        try await run { harness in
            let account = harness.organization.account(at: 4)
            func policy(_ resource: String) -> String {
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
                    + "\"Resource\":\"\(resource)\"}]}"
            }
            let right = try gateway(harness, policy: policy("arn:aws:iam::*:role/\(harness.organization.roleName)"))
            #expect(try assume(harness, account, by: right).status == 200)
            let wrong = try gateway(harness, policy: policy("arn:aws:iam::*:role/Other"))
            let refused = try assume(harness, account, by: wrong)
            #expect(
                refused.errorMessage?.hasSuffix("because no session policy allows the sts:AssumeRole action") == true
            )
        }
    }

    @Test func `the gateway's session reads nothing with a policy that only lets it assume`() async throws {
        try await run { harness in
            let policy = """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}}
                """
            let session = try gateway(harness, policy: policy)
            #expect(try harness.iam("GetAccountSummary", as: session).errorCode == "AccessDenied")
        }
    }

    @Test func `a reader's session assumes nobody`() async throws {
        try await run { harness in
            let account = harness.organization.account(at: 4)
            let session = try harness.credentials(of: assume(harness, account, by: gateway(harness)))
            #expect(try assume(harness, account, by: session).errorCode == "AccessDenied")
        }
    }

    @Test func `the gateway exists only where it is asked for`() async throws {
        try await Harness.run(accounts: 3) { harness in
            let parameters = ["RoleArn": harness.organization.gatewayRoleARN, "RoleSessionName": "orgsweep"]
            let answer = try harness.sts("AssumeRole", parameters)
            #expect(answer.errorCode == "AccessDenied")
        }
    }
}
