import AWS
import Domain
import Testing

@testable import Collect

/// Each call against an answer in AWS's own form, over a real connection.
struct CallDecodingTests {
    private static let day = Instant(year: 2024, month: 1, day: 1)

    @Test func `virtual devices keep their owner and never their seed`() async throws {
        let devices = try await answer(ListVirtualMFADevices()).value
        #expect(
            devices == [
                VirtualMFADevice(
                    serialNumber: "arn:aws:iam::111122223333:mfa/root",
                    userARN: "arn:aws:iam::111122223333:root",
                    enabledAt: Self.day
                ),
                VirtualMFADevice(serialNumber: "arn:aws:iam::111122223333:mfa/orphan"),
            ]
        )
        let known = ListVirtualMFADevices.Fields.Element.allCases.map(\.rawValue)
        #expect(!known.contains("Base32StringSeed") && !known.contains("QRCodePNG"))
    }

    @Test func `a service credential without expiry never expires`() async throws {
        let credentials = try await answer(ListServiceSpecificCredentials()).value
        #expect(
            credentials == [
                ServiceSpecificCredential(
                    id: "ACCA1",
                    userName: "bob",
                    serviceName: "bedrock.amazonaws.com",
                    serviceUserName: "bob-at-1",
                    alias: "BedrockKey",
                    status: "Active",
                    createdAt: Instant(year: 2026, month: 1, day: 1)
                )
            ]
        )
    }

    @Test func `a password policy is read whole`() async throws {
        let policy = try await answer(GetAccountPasswordPolicy()).value
        #expect(
            policy
                == PasswordPolicy(
                    minimumLength: 14,
                    requiresSymbols: true,
                    requiresNumbers: true,
                    requiresUppercase: true,
                    requiresLowercase: false,
                    allowsChange: true,
                    expiresPasswords: true,
                    maximumAgeDays: 90,
                    reusePrevention: 24,
                    hardExpiry: false
                )
        )
    }

    @Test func `an OpenID Connect provider keeps URL, audiences and thumbprints`() async throws {
        let provider = try await answer(GetOpenIDConnectProvider(arn: "arn:x")).value
        #expect(
            provider
                == OIDCProvider(
                    arn: "arn:x",
                    url: "token.actions.githubusercontent.com",
                    clientIDs: ["sts.amazonaws.com"],
                    thumbprints: ["0000", "ffff"],
                    createdAt: Instant(year: 2024, month: 5, day: 1)
                )
        )
    }

    @Test func `roles, certificates, keys and providers are read`() async throws {
        #expect(
            try await answer(ListRoles()).value == [
                RoleSettings(
                    arn: "arn:aws:iam::111122223333:role/Deploy",
                    maxSessionSeconds: 43_200,
                    description: "deploys & more"
                )
            ]
        )
        #expect(
            try await answer(ListServerCertificates()).value == [
                ServerCertificate(
                    arn: "arn:aws:iam::111122223333:server-certificate/www",
                    name: "www",
                    id: "ASCA1",
                    uploadedAt: Instant(year: 2025, month: 1, day: 1),
                    expiresAt: Instant(year: 2026, month: 1, day: 1)
                )
            ]
        )
        #expect(
            try await answer(ListSSHPublicKeys(userName: "u")).value == [
                SSHPublicKey(id: "APKA1", status: "Active", uploadedAt: Instant(year: 2025, month: 6, day: 1))
            ]
        )
        #expect(
            try await answer(ListSigningCertificates(userName: "u")).value == [
                SigningCertificate(id: "CERT1", status: "Active", uploadedAt: Self.day)
            ]
        )
        #expect(
            try await answer(ListSAMLProviders()).value == [
                SAMLProvider(
                    arn: "arn:aws:iam::111122223333:saml-provider/Okta",
                    createdAt: Self.day,
                    validUntil: Instant(year: 2027, month: 1, day: 1)
                )
            ]
        )
    }

    /// What moto sends where it departs from AWS.
    @Test func `fractions of seconds and absent IsTruncated are taken`() async throws {
        let xml = """
            <AccessKeyMetadata><member><AccessKeyId>AKIA1</AccessKeyId><Status>Active</Status>
            <CreateDate>2026-01-01T00:00:00.123456Z</CreateDate></member></AccessKeyMetadata>
            """
        let keys = try await answer(ListAccessKeys(userName: "u"), xml).value
        #expect(
            keys == [AccessKey(id: "AKIA1", status: "Active", createdAt: Instant(year: 2026, month: 1, day: 1))]
        )
    }

    @Test func `an empty list is an answer`() async throws {
        #expect(try await answer(ListAccountAliases(), "<AccountAliases/>").value == [])
        #expect(try await answer(ListAccessKeys(userName: "u"), "<AccessKeyMetadata/>").value == [])
    }

    struct Unreadable: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let read: @Sendable () async throws -> Unavailable?
    }

    @Test(arguments: [
        Unreadable(testDescription: "an access key without an id") {
            let xml = "<AccessKeyMetadata><member><Status>Active</Status></member></AccessKeyMetadata>"
            return try await answer(ListAccessKeys(userName: "u"), xml).unavailable
        },
        Unreadable(testDescription: "an access key with an unreadable date") {
            let xml = """
                <AccessKeyMetadata><member><AccessKeyId>A</AccessKeyId><Status>Active</Status>
                <CreateDate>yesterday</CreateDate></member></AccessKeyMetadata>
                """
            return try await answer(ListAccessKeys(userName: "u"), xml).unavailable
        },
        Unreadable(testDescription: "a service credential with an unreadable expiry") {
            let xml = """
                <ServiceSpecificCredentials><member><UserName>u</UserName><Status>Active</Status>
                <CreateDate>2026-01-01T00:00:00Z</CreateDate><ExpirationDate/>
                <ServiceSpecificCredentialId>A</ServiceSpecificCredentialId><ServiceName>s</ServiceName></member>
                </ServiceSpecificCredentials>
                """
            return try await answer(ListServiceSpecificCredentials(), xml).unavailable
        },
        Unreadable(testDescription: "a summary without its map") {
            try await answer(GetAccountSummary(), "").unavailable
        },
        Unreadable(testDescription: "a summary that counts nothing") {
            try await answer(GetAccountSummary(), "<SummaryMap/>").unavailable
        },
        Unreadable(testDescription: "no list of aliases") {
            try await answer(ListAccountAliases(), "<Other/>").unavailable
        },
        Unreadable(testDescription: "no list of roles") {
            try await answer(ListRoles(), "<IsTruncated>false</IsTruncated>").unavailable
        },
        Unreadable(testDescription: "another list than that of the keys") {
            try await answer(ListAccessKeys(userName: "u"), "<Certificates/>").unavailable
        },
        Unreadable(testDescription: "a password policy without a length") {
            try await answer(GetAccountPasswordPolicy(), "<PasswordPolicy/>").unavailable
        },
        Unreadable(testDescription: "a report in a state that nobody knows") {
            try await answer(GenerateCredentialReport(), "<State>LOST</State>").unavailable
        },
        Unreadable(testDescription: "a report that is not base64") {
            let xml = "<Content>!!</Content><GeneratedTime>2026-01-01T00:00:00Z</GeneratedTime>"
            return try await answer(GetCredentialReport(), xml).unavailable
        },
    ])
    func `what no record is without makes the answer malformed`(_ unreadable: Unreadable) async throws {
        #expect(try await unreadable.read()?.reason == .malformedAnswer)
    }
}

/// The call's answer to the XML, or to that of the full account.
func answer<Call: PlannedCall>(_ call: Call, _ xml: String? = nil) async throws -> Collected<Call.Decoder.Output> {
    let xml = xml ?? FullAccount.results[Call.action] ?? ""
    let iam = try ScriptedIAM([Call.action: { _ in .result(xml) }])
    defer { iam.stop() }
    return try await iam.caller().read(call)
}
