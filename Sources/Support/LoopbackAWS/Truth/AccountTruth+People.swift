import Domain

/// Whose user it is, whether they left, and what is left of them.
extension AccountTruth {
    mutating func tellOfPeople() {
        for user in account.users where !isBreakGlass(user) && !user.name.hasPrefix("BedrockAPIKey-") {
            if user.isService {
                if let owner = people.person(in: user.tags), owner.hasLeft { fails("owner-left", user.arn, .high) }
            } else {
                tellOfPerson(behind: user)
            }
        }
    }

    private mutating func tellOfPerson(behind user: RehearsalUser) {
        guard let person = people.person(behind: user) else {
            let candidates = people.people(sharing: user.name)
            if candidates.isEmpty {
                if user.looksLikeAPerson { fails("user-not-in-roster", user.arn, .medium) }
            } else if candidates.contains(where: \.hasLeft) {
                isNotAssessed("leaver-user", user.arn)
            }
            return
        }
        guard person.hasLeft, let endedAt = person.endedAt else { return }
        fails("leaver-user", user.arn, access(of: user) == false ? .medium : .critical)
        // The last day ends at midnight, and a day of grace follows.
        let midnight = Instant(epochSeconds: (endedAt.epochSeconds / 86_400 + 1) * 86_400)
        let uses = user.accessKeys.compactMap(\.lastUse?.at) + [user.password?.lastUsedAt].compactMap(\.self)
        if let last = uses.max(), last > midnight.adding(seconds: 86_400) {
            fails("leaver-credential-used", user.arn, .critical)
        }
    }

    /// Whether anything lets the user in; nil where only the tokens could, and those are not shown to the sweep.
    func access(of user: RehearsalUser) -> Bool? {
        let keys =
            user.accessKeys.contains { $0.key.status == "Active" } || user.sshKeys.contains { $0.status == "Active" }
        let certificates = user.signingCertificates.contains { $0.status == "Active" }
        if user.password != nil || keys || certificates { return true }
        if account.deniedActions.contains("ListServiceSpecificCredentials") { return nil }
        return user.serviceCredentials.contains { $0.status == "Active" }
    }
}

extension RehearsalUser {
    /// By name, as `people.service_users` has it without a word to the contrary.
    var isService: Bool { name.hasPrefix("svc-") || name.hasPrefix("ci-") }

    fileprivate var looksLikeAPerson: Bool {
        employeeID != nil || password != nil || name.contains("@") || name.contains(".")
    }
}

extension Truth {
    /// Everybody who has users in several accounts that let the sweep in, each under the organization as a whole.
    func rowsOfPeople() -> [TruthRow] {
        var found: [String: (accounts: Set<Int>, access: Set<Bool?>)] = [:]
        for index in 0..<organization.accountCount {
            let truth = AccountTruth(organization.account(at: index), organization: organization, people: people)
            guard truth.account.state.isSwept, truth.letsUsIn else { continue }
            for user in truth.account.users where !user.isService && !truth.isBreakGlass(user) {
                guard let person = people.person(behind: user) else { continue }
                found[person.employeeID, default: ([], [])].accounts.insert(index)
                found[person.employeeID, default: ([], [])].access.insert(truth.access(of: user))
            }
        }
        let management = organization.managementAccountID
        return found.filter { $0.value.accounts.count > 1 }.sorted { $0.key < $1.key }.map { employeeID, entry in
            TruthRow(
                checkID: "person-in-many-accounts",
                accountID: management,
                resourceARN: "arn:aws:organizations::\(management):organization/\(organization.organizationID)",
                name: employeeID,
                outcome: .fail,
                severity: entry.access.isSuperset(of: [true, false]) ? .medium : .info
            )
        }
    }
}
