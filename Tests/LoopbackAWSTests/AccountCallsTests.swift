import Domain
import LoopbackAWS
import Testing

struct AccountCallsTests {
    @Test func `control totals agree with what the lists hold`() async throws {
        try await Harness.run { harness in
            for name in ["legacy-erp", "prod-web", "management", "data-lake"] {
                let account = try harness.account(named: name)
                let session = try harness.session(account)
                let entries = try harness.result("GetAccountSummary", as: session).members("SummaryMap") ?? []
                let pairs = entries.map { ($0.text("key") ?? "", $0.text("value").flatMap { Int($0) } ?? -1) }
                let totals = Dictionary(uniqueKeysWithValues: pairs)
                #expect(totals["Users"] == account.users.count)
                #expect(totals["Roles"] == account.roles.count)
                #expect(totals["Groups"] == account.groups.count)
                #expect(totals["Policies"] == account.policies.count)
                #expect(totals["InstanceProfiles"] == account.roles.flatMap(\.instanceProfiles).count)
                #expect(totals["Providers"] == account.samlProviders.count + account.oidcProviders.count)
                #expect(totals["ServerCertificates"] == account.serverCertificates.count)
                #expect(totals["AccountMFAEnabled"] == (account.root.mfa == nil ? 0 : 1))
                #expect(totals["AccountAccessKeysPresent"] == (name == "legacy-erp" ? 1 : 0))
                #expect(totals["AccountPasswordPresent"] == (account.root.password == nil ? 0 : 1))
            }
        }
    }

    @Test func `an account without a password policy answers NoSuchEntity`() async throws {
        try await Harness.run { harness in
            let without = try harness.session(try harness.account(named: "sandbox-data-science"))
            let answer = try harness.iam("GetAccountPasswordPolicy", as: without)
            #expect(answer.status == 404)
            #expect(answer.errorCode == "NoSuchEntity")
            let weak = try harness.session(try harness.account(named: "staging-web"))
            let policy = try harness.result("GetAccountPasswordPolicy", as: weak)["PasswordPolicy"]
            #expect(policy?.text("MinimumPasswordLength") == "8")
            #expect(policy?["PasswordReusePrevention"] == nil)
        }
    }

    @Test func `a token that never expires has no expiration element`() async throws {
        try await Harness.run { harness in
            let account = try harness.account(named: "data-lake")
            let session = try harness.session(account)
            let list = try harness.result("ListServiceSpecificCredentials", ["AllUsers": "true"], as: session)
            let found = try #require(list.members("ServiceSpecificCredentials"))
            #expect(found.map { $0.text("ServiceSpecificCredentialId") } == account.serviceCredentials.map(\.id))
            for (credential, element) in zip(account.serviceCredentials, found) {
                #expect(element.text("ExpirationDate") == credential.expiresAt?.iso8601)
                #expect(element.text("Status") == credential.status)
            }
            let bedrock = account.serviceCredentials.filter { $0.serviceName == "bedrock.amazonaws.com" }
            #expect(bedrock.contains { $0.expiresAt == nil } && bedrock.contains { $0.expiresAt != nil })
            let wrong = try harness.iam("ListServiceSpecificCredentials", ["AllUsers": "True"], as: session)
            #expect(wrong.errorCode == "MalformedInput")
        }
    }

    @Test func `the calls per user agree with the model`() async throws {
        try await Harness.run { harness in
            for name in ["legacy-erp", "staging-payments"] {
                let account = try harness.account(named: name)
                let session = try harness.session(account)
                for user in account.users {
                    let who = ["UserName": user.name]
                    let keys = try harness.result("ListAccessKeys", who, as: session).members("AccessKeyMetadata")
                    #expect(keys?.map { $0.text("AccessKeyId") } == user.accessKeys.map(\.key.id))
                    let ssh = try harness.result("ListSSHPublicKeys", who, as: session).members("SSHPublicKeys")
                    #expect(ssh?.map { $0.text("UploadDate") } == user.sshKeys.map(\.uploadedAt.iso8601))
                    let signing = try harness.result("ListSigningCertificates", who, as: session)
                    #expect(signing.members("Certificates")?.count == user.signingCertificates.count)
                    let mfa = try harness.result("ListMFADevices", who, as: session).members("MFADevices")
                    #expect(mfa?.map { $0.text("SerialNumber") } == (user.mfa.map { [$0.serialNumber] } ?? []))
                    let profile = try harness.iam("GetLoginProfile", who, as: session)
                    #expect(profile.status == (user.password == nil ? 404 : 200))
                }
                let nobody = try harness.iam("GetUser", ["UserName": "nobody.here"], as: session)
                #expect(nobody.status == 404)
                #expect(nobody.errorMessage == "The user with name nobody.here cannot be found.")
            }
        }
    }

    @Test func `virtual devices name their owner, root by ARN alone`() async throws {
        try await Harness.run { harness in
            let account = try harness.account(named: "management")
            let session = try harness.session(account)
            let list = try harness.result("ListVirtualMFADevices", ["AssignmentStatus": "Any"], as: session)
            let root = try #require(list.members("VirtualMFADevices")?.first?["User"])
            #expect(root.text("Arn") == account.rootARN)
            #expect(root["UserName"] == nil)
            let legacy = try harness.session(try harness.account(named: "legacy-erp"))
            let unassigned = try harness.result(
                "ListVirtualMFADevices",
                ["AssignmentStatus": "Unassigned"],
                as: legacy
            )
            #expect(unassigned.members("VirtualMFADevices")?.map { $0["User"] == nil } == [true])
        }
    }

    @Test func `policies of AWS are readable in every account`() async throws {
        try await Harness.run { harness in
            let account = harness.organization.account(at: 2)
            let session = try harness.session(account, ["Policy": CallPlan.sessionPolicy])
            for arn in account.managedPoliciesInUse {
                let policy = try harness.result("GetPolicy", ["PolicyArn": arn], as: session)["Policy"]
                let version = try #require(policy?.text("DefaultVersionId"))
                let document = try harness.result(
                    "GetPolicyVersion",
                    ["PolicyArn": arn, "VersionId": version],
                    as: session
                )
                #expect(document["PolicyVersion"]?.text("Document")?.hasPrefix("%7B") == true)
            }
            let missing = try harness.iam("GetPolicy", ["PolicyArn": "arn:aws:iam::aws:policy/Nothing"], as: session)
            #expect(missing.errorCode == "NoSuchEntity")
        }
    }

    @Test func `providers, certificates, roles and aliases agree with the model`() async throws {
        try await Harness.run { harness in
            let account = try harness.account(named: "prod-web")
            let session = try harness.session(account)
            let saml = try harness.result("ListSAMLProviders", as: session).members("SAMLProviderList")
            #expect(saml?.map { $0.text("Arn") } == account.samlProviders.map(\.arn))
            let oidc = try #require(account.oidcProviders.first)
            let provider = try harness.result(
                "GetOpenIDConnectProvider",
                ["OpenIDConnectProviderArn": oidc.arn],
                as: session
            )
            #expect(provider.text("Url") == "token.actions.githubusercontent.com")
            let certificates = try harness.result("ListServerCertificates", as: session)
            let expired = try #require(certificates.members("ServerCertificateMetadataList")?.first)
            let expiration = try #require(expired.text("Expiration").flatMap { Instant(iso8601: $0) })
            #expect(expiration < harness.now)
            let roles = try harness.result("ListRoles", ["MaxItems": "1000"], as: session).members("Roles")
            #expect(roles?.map { $0.text("MaxSessionDuration") } == account.roles.map { String($0.maxSessionSeconds) })
            let aliases = try harness.result("ListAccountAliases", as: session).members("AccountAliases")
            #expect(aliases?.map(\.text) == ["acme-prod-web"])
        }
    }
}
