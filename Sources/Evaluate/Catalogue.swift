package import Domain

/// Every check, in the order of the report.
package enum Catalogue {
    /// Changes whenever a rule, a default or a wording does, so that two runs can be told apart.
    package static let version = "2026.11.1"

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
    ]

    package static func check(_ id: String) -> Check? { checks.first { $0.id == id } }

    package static func descriptions(with settings: EvaluationSettings) -> [CheckDescription] {
        checks.map { $0.description(with: settings) }
    }

    /// What is wrong with the thresholds and severities of a configuration, each with what to do; empty when all is well.
    package static func validate(_ configuration: Configuration) -> [String] {
        let unknown = Set(configuration.thresholds.keys).union(configuration.severities.keys).sorted().filter {
            check($0) == nil
        }
        let unknownChecks = unknown.map { "there is no check \($0): see `orgsweep checks` for the ids" }
        let thresholds = configuration.thresholds.sorted { $0.key < $1.key }.flatMap { id, values -> [String] in
            guard let check = check(id) else { return [] }
            let names = check.parameters.map(\.name)
            return values.sorted { $0.key < $1.key }.compactMap { name, seconds in
                guard names.contains(name) else {
                    let known = names.isEmpty ? "it has none" : "it has \(names.joined(separator: ", "))"
                    return "the check \(id) has no threshold \(name): \(known)"
                }
                guard seconds > 0 else { return "the threshold \(name) of \(id) must be positive: write 90d or 36h" }
                return nil
            }
        }
        return unknownChecks + thresholds
    }
}
