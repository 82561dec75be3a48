import Domain
import Foundation
import Testing

@testable import Ledger

/// Facts are what a run is evaluated from again, so nothing but request ids may get lost.
struct FactsTests {
    @Test func `facts come back equal, without the request ids of gaps`() async throws {
        let folder = try Folder()
        let ledger = try await Ledger.begun(at: folder.ledger)
        let facts = try AccountFacts.rich(1, requestID: "request-1")
        var record = try AccountRecord.full(1)
        record.facts = facts
        try await ledger.commit(record)
        // The second account names the same documents, which are there already.
        var other = try AccountRecord.full(2)
        other.facts = try .rich(2, requestID: "request-2")
        try await ledger.commit(other)
        var untried = try AccountRecord.full(3)
        untried.facts = nil
        try await ledger.commit(untried)
        try await ledger.close()

        let reader = try Ledger(readingAt: folder.ledger)
        #expect(try reader.facts(of: .number(1)) == .rich(1, requestID: ""))
        #expect(try reader.facts(of: .number(2)) == .rich(2, requestID: ""))
        #expect(try reader.facts(of: .number(3)) == nil)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.ledger))
        #expect(bytes.range(of: Data("request-1".utf8)) == nil)
    }

    @Test func `equal facts are equal bytes, whatever the order of their dictionaries`() throws {
        let forwards = try rows(of: .rich(1, requestID: "a"))
        let backwards = try rows(of: .rich(1, requestID: "b", reversed: true))
        #expect(forwards == backwards)
        #expect(forwards.count == FactSection.allCases.count)
    }

    @Test func `an account of which nothing was read says why in every section`() throws {
        let reason = Unavailable(reason: .scpDeny, action: "sts:AssumeRole", message: "with an \"explicit\" deny")
        var rows: [FactSection: FactRow] = [:]
        try AccountFacts(accountID: .number(1), nothingReadBecause: reason).forEachRow { rows[$0.section] = $0 }
        #expect(rows[.summary]?.reason == .scpDeny)
        #expect(
            rows[.summary]?.json == """
                {"unavailable":{"reason":"scp_deny","action":"sts:AssumeRole","errorCode":"",\
                "message":"with an \\"explicit\\" deny"}}
                """
        )
        #expect(rows[.accessKeys]?.json == "{}")
        #expect(rows[.accessKeys]?.reason == nil)
    }

    @Test func `no password policy is a fact, not a gap`() throws {
        var facts = try AccountFacts(
            accountID: .number(1),
            nothingReadBecause: Unavailable(reason: .deadline, action: "")
        )
        facts.passwordPolicy = .value(nil)
        #expect(try rows(of: facts)[.passwordPolicy] == #"{"value":null}"#)
    }

    private func rows(of facts: AccountFacts) throws -> [FactSection: String] {
        var rows: [FactSection: String] = [:]
        try facts.forEachRow { rows[$0.section] = $0.json }
        return rows
    }
}

extension AccountFacts {
    /// Something in every section, gaps of every depth among it.
    static func rich(_ number: Int, requestID: String, reversed: Bool = false) throws -> AccountFacts {
        let id = try AccountID.number(number)
        let gap = Unavailable(
            reason: .throttledOut,
            action: "iam:ListAccessKeys",
            errorCode: "Throttling",
            message: "Rate exceeded",
            requestID: requestID
        )
        var facts = AccountFacts(accountID: id, accountName: "account-\(number)", nothingReadBecause: gap)
        facts.summary = .value(
            AccountSummary(entries: dictionary(["Users", "Roles", "AccountMFAEnabled"], reversed) { $0.count })
        )
        facts.authorization = .value(.rich(id))
        facts.controlTotals = [ControlTotal(name: "users", counted: 12, read: 9, changed: 1)]
        facts.roleSettings = .value([
            RoleSettings(arn: "arn:r", maxSessionSeconds: 3_600, description: "line 1\nline 2 \u{1F600}"),
            RoleSettings(arn: "arn:s", maxSessionSeconds: nil, description: nil),
        ])
        facts.passwordPolicy = .value(PasswordPolicy(minimumLength: 14, requiresSymbols: true, maximumAgeDays: 90))
        facts.aliases = .value(["prod"])
        facts.virtualMFADevices = .value([
            VirtualMFADevice(serialNumber: "arn:mfa", userARN: "arn:u", enabledAt: .asOf),
            VirtualMFADevice(serialNumber: "arn:orphan"),
        ])
        facts.serverCertificates = .value([
            ServerCertificate(arn: "arn:c", name: "c", id: "ASCA", uploadedAt: .asOf, expiresAt: nil)
        ])
        facts.samlProviders = .value([SAMLProvider(arn: "arn:saml", createdAt: nil, validUntil: .asOf)])
        facts.oidcProviders = .value([
            OIDCProvider(arn: "arn:o", url: "u", clientIDs: ["c"], thumbprints: [], createdAt: .asOf)
        ])
        facts.serviceCredentials = .value([
            ServiceSpecificCredential(
                id: "ACCA",
                userName: "u",
                serviceName: "bedrock.amazonaws.com",
                serviceUserName: "u-at-1",
                alias: nil,
                status: "Active",
                createdAt: .asOf,
                expiresAt: .asOf
            )
        ])
        facts.credentialReport = .value(.rich)
        let names = ["alice", "bob", "carol", "dave", "erin"]
        facts.accessKeys = dictionary(names, reversed) {
            $0 == "bob" ? .unavailable(gap) : .value([AccessKey(id: "AKIA\($0)", status: "Active", createdAt: .asOf)])
        }
        facts.sshKeys = dictionary(names, reversed) {
            .value([SSHPublicKey(id: "APKA\($0)", status: "Inactive", uploadedAt: .asOf)])
        }
        facts.signingCertificates = dictionary(names, reversed) {
            .value([SigningCertificate(id: $0, status: "Active", uploadedAt: .asOf)])
        }
        facts.unreportedUsers = dictionary(names, reversed) {
            UnreportedUser(
                passwordLastUsedAt: .value($0 == "alice" ? .asOf : nil),
                passwordCreatedAt: $0 == "bob" ? .unavailable(gap) : .value(nil),
                mfaDevices: .value(["arn:mfa/\($0)"])
            )
        }
        facts.managedPolicies = dictionary(["arn:aws:iam::aws:policy/A", "arn:aws:iam::aws:policy/B"], reversed) {
            $0.hasSuffix("A")
                ? .value(
                    ManagedPolicy(
                        arn: $0,
                        versionID: "v3",
                        document: DocumentID(hex: "06"),
                        originAccountID: AccountID("111122223333")
                    )
                ) : .unavailable(gap)
        }
        facts.documents = Dictionary(
            uniqueKeysWithValues: (1...6).map {
                (DocumentID(hex: "0\($0)"), PolicyText(bytes: Array("{\"\($0)\":\"\u{0}\u{FF}\"}".utf8)))
            }
        )
        return facts
    }

    private static func dictionary<Value>(
        _ keys: [String],
        _ reversed: Bool,
        _ value: (String) -> Value
    ) -> [String: Value] {
        var dictionary: [String: Value] = [:]
        // Another capacity is another order of iteration.
        if reversed { dictionary.reserveCapacity(1_000) }
        for key in reversed ? keys.reversed() : keys { dictionary[key] = value(key) }
        return dictionary
    }
}

extension AuthorizationDetails {
    fileprivate static func rich(_ id: AccountID) -> AuthorizationDetails {
        let inline = { (hex: String) in [InlinePolicy(name: "p", document: DocumentID(hex: hex))] }
        let attached = [AttachedPolicy(arn: "arn:aws:iam::aws:policy/A", name: "A")]
        return AuthorizationDetails(
            users: [
                User(
                    arn: "arn:aws:iam::\(id):user/alice",
                    name: "alice",
                    path: "/team/",
                    id: "AIDA",
                    createdAt: .asOf,
                    groups: ["g"],
                    attachedPolicies: attached,
                    inlinePolicies: inline("01"),
                    permissionsBoundary: "arn:b",
                    tags: [Tag(key: "owner", value: "</script>\u{2028}")]
                )
            ],
            roles: [
                Role(
                    arn: "arn:aws:iam::\(id):role/r",
                    name: "r",
                    createdAt: .asOf,
                    trustPolicy: DocumentID(hex: "02"),
                    attachedPolicies: attached,
                    inlinePolicies: inline("03"),
                    lastUsedAt: .asOf,
                    lastUsedRegion: "us-east-1",
                    instanceProfiles: ["arn:ip"]
                )
            ],
            groups: [Group(arn: "arn:g", name: "g", createdAt: .asOf, inlinePolicies: inline("04"))],
            policies: [
                CustomerPolicy(
                    arn: "arn:p",
                    name: "p",
                    createdAt: .asOf,
                    updatedAt: .asOf,
                    attachmentCount: 2,
                    versions: [PolicyVersion(id: "v1", createdAt: .asOf, document: DocumentID(hex: "05"))]
                )
            ]
        )
    }
}

extension CredentialReport {
    fileprivate static let rich = CredentialReport(
        generatedAt: .asOf,
        rows: [
            Row(user: rootUserName, arn: "arn:root", createdAt: .asOf, passwordEnabled: nil, mfaActive: true),
            Row(
                user: "alice",
                arn: "arn:u",
                passwordEnabled: true,
                passwordLastUsed: .at(.asOf),
                passwordLastChangedAt: .asOf,
                accessKeys: [
                    KeySlot(
                        active: true,
                        rotatedAt: .asOf,
                        lastUsedAt: .asOf,
                        lastUsedRegion: "N/A",
                        lastUsedService: "s3"
                    ), KeySlot(),
                ],
                certificates: [CertificateSlot(active: true, rotatedAt: .asOf), CertificateSlot()],
                additionalCredentials: "2 keys"
            ),
            Row(user: "bob", arn: "arn:bob", passwordLastUsed: .noInformation),
        ]
    )
}
