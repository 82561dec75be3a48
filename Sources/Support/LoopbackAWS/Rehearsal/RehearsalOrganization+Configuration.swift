extension RehearsalOrganization {
    /// The organization.yaml that fits the rehearsal: its truth holds for a sweep that was told no more and no less.
    ///
    /// With a roster.csv beside it, it says where that comes from.
    package func configurationFile(withRoster: Bool) -> String {
        let settings = judgements + (withRoster ? rosterSettings : "")
        return "role: \(roleName)\nexternal_id: \(externalID)\n\(settings)region: \(region)\n"
    }

    /// Who is trusted, who serves and who breaks the glass, as the security team of the rehearsal would write it.
    package var judgements: String {
        let accounts = Vendor.approvedAccountIDs.sorted().map { id in
            let name = Vendor.all.first { $0.accountID == id }?.roleName ?? "Monitoring"
            return "    \"\(id)\": { name: \(name), owner: vendors@example.com, ticket: TPRM-\(id.suffix(3)) }"
        }
        return """
            \(peopleSettings)trusted:
              accounts:
            \(accounts.joined(separator: "\n"))
              identity_providers: [\(Self.approvedIdentityProviders.joined(separator: ", "))]
              github_orgs: [acme]

            """
    }

    static let approvedIdentityProviders = ["okta", "token.actions.githubusercontent.com"]
}
