import Domain

/// The root user as summary and report tell it together.
struct RootView: Sendable {
    var arn: String
    var row: CredentialReport.Row?
    /// Nil where the summary was not read or lacks the key, which is not the same as zero.
    var accessKeysPresent: Int?
    var signingCertificatesPresent: Int?
    var hasMFA: Bool?
    /// Nil where neither the summary nor the report tells.
    var hasPassword: Bool?

    init(_ facts: AccountFacts) {
        let summary = facts.summary.value
        let row = facts.credentialReport.value?.root
        self.arn =
            ARN(
                partition: facts.partition.rawValue,
                service: "iam",
                account: facts.accountID.description,
                resource: "root"
            ).description
        self.row = row
        self.accessKeysPresent = summary?.rootAccessKeysPresent
        self.signingCertificatesPresent = summary?["AccountSigningCertificatesPresent"]
        self.hasMFA = summary?.rootHasMFA ?? row?.mfaActive
        // Reports before 2026 say `not_supported` for root, which then always had a password.
        self.hasPassword = summary?.rootPasswordPresent ?? row.map { $0.passwordEnabled ?? true }
    }

    var reportedKeys: [CredentialReport.KeySlot] { row?.accessKeys.filter(\.exists) ?? [] }

    /// Nil where it cannot be told.
    var hasAccessKey: Bool? {
        if let accessKeysPresent, accessKeysPresent > 0 { return true }
        if !reportedKeys.isEmpty { return true }
        return accessKeysPresent == nil && row == nil ? nil : false
    }

    /// Nil where it cannot be told; an inactive certificate that only the report shows does not count.
    var hasSigningCertificate: Bool? {
        if let signingCertificatesPresent, signingCertificatesPresent > 0 { return true }
        if let row, row.certificates.contains(where: \.active) { return true }
        return signingCertificatesPresent == nil && row == nil ? nil : false
    }

    var lastUsedAt: Instant? {
        ([row?.passwordLastUsed.instant] + reportedKeys.map(\.lastUsedAt)).compactMap(\.self).max()
    }
}
