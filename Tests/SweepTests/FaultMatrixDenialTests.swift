import Domain
import LoopbackAWS
import Testing

/// Rows of the fault matrix: each single call of the plan denied.
@Suite(.serialized)
struct FaultMatrixDenialTests {
    /// The calls that this account's sweep makes, and the checks that cannot do without them.
    static let denied: [(CallPlan, Set<String>?)] = [
        (.generateCredentialReport, FaultMatrix.needReport),
        (.getAccountAuthorizationDetails, FaultMatrix.needAuthorization),
        (.getAccountPasswordPolicy, FaultMatrix.needPasswordPolicy),
        (.getAccountSummary, []),
        (.getCredentialReport, FaultMatrix.needReport),
        (.getOpenIDConnectProvider, ["identity-provider-orphan", "saml-provider-unapproved"]),
        // One account reads AWS's policies for all: which of them fall to this one depends on who comes first.
        (.getPolicy, nil),
        (.getPolicyVersion, nil),
        (.listAccessKeys, []),
        (.listAccountAliases, []),
        (.listOpenIDConnectProviders, ["identity-provider-orphan", "saml-provider-unapproved"]),
        (.listRoles, ["role-long-session"]),
        (
            .listSAMLProviders,
            ["identity-provider-expiring", "identity-provider-orphan", "saml-provider-unapproved"]
        ),
        (.listSSHPublicKeys, ["ssh-key-age", "ssh-key-ghost"]),
        (.listServerCertificates, ["server-certificate-expired", "server-certificate-expiring"]),
        (.listServiceSpecificCredentials, FaultMatrix.needTokens),
        (
            .listVirtualMFADevices,
            ["break-glass-weak", "leaver-named", "mfa-device-orphan", "root-hardware-mfa", "user-admin-virtual-mfa"]
        ),
    ]

    @Test(arguments: denied)
    func `a denied call is one gap, asked for once`(call: CallPlan, notAssessed: Set<String>?) async throws {
        // One request for each user or policy at most.
        let row = FaultRow.partial(
            "denied:action=\(call.permission)",
            .callDenied,
            strikes: 1...20,
            notAssessed: notAssessed
        )
        try await FaultMatrix.check(row)
    }

    /// The calls for a user that the report does not know; this one has keys and no password, so that the checks want
    /// to know nothing but whether it has one.
    static let deniedForUsers: [(CallPlan, Set<String>)] = [
        (.getLoginProfile, ["key-beside-password", "password-never-used", "password-unused", "user-mfa"]),
        (.getUser, []), (.listMFADevices, []), (.listSigningCertificates, ["signing-certificate-active"]),
    ]

    @Test(arguments: deniedForUsers)
    func `a denied call for single users is a gap as well`(call: CallPlan, notAssessed: Set<String>) async throws {
        let faults = [
            "report-missing-user:account=\(FaultMatrix.account)",
            "denied:account=\(FaultMatrix.account),action=\(call.permission)",
        ]
        let observed = try await FaultMatrix.observe(faults: faults)
        #expect(observed.outcome.coverage == .partial, "\(observed)")
        #expect(observed.outcome.reason == .callDenied, "\(observed)")
        #expect(observed.notAssessed == notAssessed.union(FaultMatrix.needLastUse), "\(observed)")
        #expect(observed.strikes.last == 1)
    }

    @Test func `every call of the plan has its row`() {
        let rows = Self.denied.map(\.0) + Self.deniedForUsers.map(\.0)
        #expect(Set(rows) == Set(CallPlan.allCases))
    }
}
