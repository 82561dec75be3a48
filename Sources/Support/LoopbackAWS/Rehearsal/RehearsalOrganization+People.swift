import Domain

extension RehearsalOrganization {
    /// The emergency identities as organization.yaml names them: one that is kept well, one in daily use, one long deleted.
    package var breakGlassARNs: [String] {
        (1...3).map { "arn:aws:iam::\(managementAccountID):user/break-glass-\($0)" }
    }

    static let ownerTags = ["owner", "email", "employeeId"]

    /// The part of organization.yaml that tells people, services and emergency identities apart.
    package var peopleSettings: String {
        let entries = breakGlassARNs.map { arn in
            "    - { account: \"\(managementAccountID)\", arn: \"\(arn)\", ticket: SEC-2 }\n"
        }
        return "people:\n  owner_tags: [\(Self.ownerTags.joined(separator: ", "))]\n  break_glass:\n" + entries.joined()
    }
}
