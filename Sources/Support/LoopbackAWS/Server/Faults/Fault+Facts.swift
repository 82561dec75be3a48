import Domain

extension StruckFaults {
    /// How many users GetAccountSummary counts that nobody can list.
    func uncountableUsers() -> Int { apply(.totalsMismatch) ? 3 : 0 }

    /// The report as old as AWS hands it out at most, without whoever came since.
    func report(instead report: CredentialReports.Report, _ now: Instant, asOf: Instant) -> CredentialReports.Report {
        guard apply(.reportStale) else { return report }
        let age: Int64 = 4 * 3_600 - 1
        return CredentialReports.Report(
            generatedAt: now.adding(seconds: -age),
            knowsUsersUntil: asOf.adding(seconds: -age)
        )
    }

    /// The user whom the report forgets: the first that has a key or a password, so that it matters.
    func userMissing(inReportOf account: RehearsalAccount) -> String? {
        guard let user = account.users.first(where: { $0.password != nil || !$0.accessKeys.isEmpty }),
            apply(.reportMissingUser)
        else { return nil }
        return user.name
    }
}

extension FaultInjector {
    /// The accounts that Organizations lists, by index.
    func listed(in organization: RehearsalOrganization, _ faults: StruckFaults) -> [Int] {
        if faults.apply(.noAccounts) { return [] }
        // Pages are no snapshot: the account has moved behind the end while they were read.
        let again = faults.kinds.contains(.duplicateAccount) ? doubled.compactMap(organization.index(of:)) : []
        return Array(0..<organization.accountCount) + again
    }
}
