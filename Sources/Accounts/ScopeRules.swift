package import Domain

/// What filters look at: where an account stands in the organization, and its tags.
struct Standing {
    /// Whether the units are known; where they are not, nobody can say that the account stands outside of one.
    var hasUnits = true
    /// The account's own unit, as the report writes it.
    var path = ""
    /// Every name of a unit above the account: its id, and its path of names with and without the root's.
    var units: Set<String> = []
    var tags: [String: String] = [:]

    func stands(below units: [String]) -> Bool { units.contains { self.units.contains(Self.normal($0)) } }

    /// Whether a filter of units leaves the account out; one whose units nobody told is swept rather than lost.
    func isOutside(_ units: [String]) -> Bool { !units.isEmpty && hasUnits && !stands(below: units) }

    /// Every key must be there with one of its values.
    func bears(_ tags: [String: Set<String>]) -> Bool {
        tags.allSatisfy { key, values in self.tags[key].map(values.contains) ?? false }
    }

    /// A path may be written with slashes around it.
    private static func normal(_ unit: String) -> String {
        var unit = unit[...]
        while unit.first == "/" { unit.removeFirst() }
        while unit.last == "/" { unit.removeLast() }
        return String(unit)
    }
}

/// Which accounts of the population a run sweeps, by the configuration and the command line.
struct ScopeRules {
    let configuration: Configuration
    let asOf: Instant

    func scope(of id: AccountID, _ standing: Standing) -> Account.Scope {
        let narrowing = Self.commandLineRule(for: id, configuration) ?? filterRule(standing)
        let rule = narrowing?.rawValue ?? exclusionRule(for: id, standing) ?? inclusionRule(for: id, standing)
        return rule.map { .excluded(rule: $0) } ?? .included
    }

    /// The rule of `--only` and `--not` alone, which needs nothing but the id.
    static func commandLineRule(for id: AccountID, _ configuration: Configuration) -> Account.CommandLineRule? {
        if !configuration.only.isEmpty, !configuration.only.contains(id) { return .notInOnly }
        return configuration.not.contains(id) ? .inNot : nil
    }

    private func filterRule(_ standing: Standing) -> Account.CommandLineRule? {
        if standing.isOutside(configuration.onlyUnits) { return .notInUnit }
        return standing.bears(configuration.onlyTags) ? nil : .notInTag
    }

    private func exclusionRule(for id: AccountID, _ standing: Standing) -> String? {
        let exclusion = configuration.exclusions.first { exclusion in
            !exclusion.isOver(at: asOf) && Self.matches(exclusion.target, id, standing)
        }
        guard let exclusion else { return nil }
        return exclusion.judgement.exclusionRule
    }

    private func inclusionRule(for id: AccountID, _ standing: Standing) -> String? {
        if !configuration.includedAccounts.isEmpty, !configuration.includedAccounts.contains(id) {
            return "not in include.accounts"
        }
        if standing.isOutside(configuration.includedUnits) { return "not in include.ous" }
        return standing.bears(configuration.includedTags) ? nil : "not in include.tags"
    }

    private static func matches(
        _ target: Configuration.Exclusion.Target,
        _ id: AccountID,
        _ standing: Standing
    ) -> Bool {
        switch target {
        case .account(let account): account == id
        case .unit(let unit): standing.stands(below: [unit])
        case .tag(let key, let value): standing.tags[key] == value
        }
    }
}

// MARK: - Filters that match nothing

extension ScopeRules {
    /// The first filter that matches nothing: misspelt, it would leave out too much or too little.
    func unmatched(in standings: [Standing]) -> UnmatchedFilter? {
        for (option, units) in [("--ou", configuration.onlyUnits), ("include.ous", configuration.includedUnits)] {
            for unit in units where !standings.contains(where: { $0.stands(below: [unit]) }) {
                return UnmatchedFilter(option, unit: unit, in: standings)
            }
        }
        for (option, tags) in [("--tag", configuration.onlyTags), ("include.tags", configuration.includedTags)] {
            for (key, values) in tags.sorted(by: { $0.key < $1.key }) {
                for value in values.sorted() where !standings.contains(where: { $0.tags[key] == value }) {
                    return UnmatchedFilter(option, tag: key, value, in: standings)
                }
            }
        }
        return nil
    }
}

extension Configuration {
    /// Whether an account's tags decide about the scope: only then are they asked for, account by account.
    ///
    /// An exclusion that is over at the instant decides nothing; without one all of them count.
    func filtersByTag(at instant: Instant? = nil) -> Bool {
        let holding = exclusions.filter { exclusion in instant.map { !exclusion.isOver(at: $0) } ?? true }
        return !includedTags.isEmpty || !onlyTags.isEmpty
            || holding.contains { if case .tag = $0.target { true } else { false } }
    }

    /// Whether the scope depends on what only Organizations knows.
    func filtersByUnitOrTag(at instant: Instant? = nil) -> Bool {
        let holding = exclusions.filter { exclusion in instant.map { !exclusion.isOver(at: $0) } ?? true }
        return filtersByTag(at: instant) || !includedUnits.isEmpty || !onlyUnits.isEmpty
            || holding.contains(where: \.target.isFilter)
    }
}

extension Configuration.Exclusion {
    /// The exclusion as the evidence holds it.
    package var judgement: RunHeader.Judgement {
        RunHeader.Judgement(
            kind: "exclusion",
            accountID: accountID?.description ?? "",
            resource: target.resource,
            owner: owner,
            approver: approver,
            expires: expires.day,
            ticket: ticket,
            reason: reason
        )
    }
}

extension Configuration.Exclusion.Target {
    var isFilter: Bool {
        if case .account = self { false } else { true }
    }
}
