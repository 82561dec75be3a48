package import Domain

/// Every check, in the order of the report.
package enum Catalogue {
    /// Changes whenever a rule, a default or a wording does, so that two runs can be told apart.
    package static let version = "2026.11.2"

    package static let checks: [Check] = [
        .rootAccessKey,
        .rootMFA,

        .keyAge,
        .keyUnused,
        .keyNeverUsed,
        .keyTwoActive,

        .userMFA,
        .passwordUnused,

        .passwordPolicyMissing,

        .tokenNoExpiry,

        .sshKeyAge,

        .policyAdminAttached,

        .trustOutsideOrganization,
        .roleUnused,

        .accountNotAssumed,
        .accountPartial,
        .accountTotalsMismatch,

        .accountInventoryMismatch,
    ]

    package static func check(_ id: String) -> Check? { checks.first { $0.id == id } }

    package static func descriptions(with settings: EvaluationSettings) -> [CheckDescription] {
        checks.map { $0.description(with: settings) }
    }
}
