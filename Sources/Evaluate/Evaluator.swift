package import Domain

/// Judges what was read: pure, without a clock, the same facts always giving the same answer.
package struct Evaluator: Sendable {
    private let settings: EvaluationSettings
    private let organization: OrganizationContext
    private let asOf: Instant
    let library: PolicyLibrary
    private let checks: [Check]
    private let parameters: [String: Parameters]
    private let roster: RosterIndex
    /// Why nobody is compared with the people of the company; nil where somebody is.
    private let rosterGap: RosterGap?

    package init(settings: EvaluationSettings, organization: OrganizationContext, asOf: Instant) {
        self.init(checks: Catalogue.checks, settings: settings, organization: organization, asOf: asOf)
    }

    init(checks: [Check], settings: EvaluationSettings, organization: OrganizationContext, asOf: Instant) {
        self.settings = settings
        self.organization = organization
        self.asOf = asOf
        self.library = PolicyLibrary()
        let gap = RosterGap(settings.roster, at: asOf)
        self.rosterGap = gap
        self.roster = RosterIndex(gap == nil ? settings.roster : nil, at: asOf, grace: settings.leaverGraceSeconds)
        self.checks = checks
        self.parameters = Dictionary(
            uniqueKeysWithValues: checks.map { ($0.id, Parameters($0.description(with: settings).parameters)) }
        )
    }

    /// The catalogue with its default thresholds.
    package static var catalogue: [CheckDescription] { Catalogue.descriptions(with: EvaluationSettings()) }

    /// The catalogue with the thresholds of this run.
    package var catalogue: [CheckDescription] { checks.map { $0.description(with: settings) } }

    /// Runs every account check over one account.
    package func evaluate(_ facts: AccountFacts) -> AccountEvaluation {
        let account = AccountView(
            facts,
            settings: settings,
            organization: organization,
            library: library,
            asOf: asOf
        )
        let people = AccountPeople(account, roster: roster, settings: settings)
        var input = CheckInput(
            account: account,
            asOf: asOf,
            parameters: Parameters([]),
            settings: settings,
            organization: organization,
            people: people
        )
        var assessments: [Assessment] = []
        for check in checks {
            guard case .account(let judge) = check.judgement, let parameters = parameters[check.id] else { continue }
            if check.needsRoster, let rosterGap {
                assessments.append(rosterGap.answer(for: .account(facts), by: check))
                continue
            }
            if let gap = check.gap(in: facts) {
                assessments.append(Self.notAssessed(check, facts, because: gap))
                continue
            }
            input.parameters = parameters
            assessments += Self.told(apart: judge(input), by: check)
        }
        var inventory = AccountInventory(account, settings: settings, organization: organization, asOf: asOf)
        people.tell(input, in: &inventory)
        return AccountEvaluation(assessments: assessments, inventory: inventory)
    }

    /// Runs every organization check; `view` is made when all accounts are in.
    package func evaluate(_ view: OrganizationView) -> [AccountAssessment] {
        checks.flatMap { check -> [AccountAssessment] in
            guard case .organization(let judge) = check.judgement, let parameters = parameters[check.id] else {
                return []
            }
            let input = OrganizationInput(
                view: view,
                asOf: asOf,
                parameters: parameters,
                settings: settings,
                roster: roster
            )
            if check.needsRoster, let rosterGap {
                guard let whole = input.whole else { return [] }
                let answer = rosterGap.answer(for: whole.resource, by: check)
                return [AccountAssessment(accountID: whole.accountID, assessment: answer)]
            }
            return judge(input).map { line in
                var line = line
                line.assessment.checkID = check.id
                return line
            }
        }
    }

    /// The people of the roster whom no identity matches, by number; `matched` are those whom one does.
    package func unmatchedPeople(besides matched: Set<String>) -> [String] {
        roster.members.map(\.person.employeeID).filter { !matched.contains($0) }
    }

    private static func notAssessed(_ check: Check, _ facts: AccountFacts, because gap: Unavailable) -> Assessment {
        let resource = Resource.account(facts)
        var assessment = Assessment.notAssessed(
            resource,
            "\(resource.name) could not be assessed because \(gap.phrase).",
            facts: [Fact("reason", gap.reason.rawValue), Fact("action", gap.action)]
        )
        assessment.checkID = check.id
        return assessment
    }

    /// Signs the assessments with the check's id, and numbers those whose resource and discriminator are the same.
    ///
    /// Two keys of one user can be made in the same second; without this they would be one finding.
    private static func told(apart assessments: [Assessment], by check: Check) -> [Assessment] {
        var seen: [String: Int] = [:]
        return assessments.map { assessment in
            var assessment = assessment
            assessment.checkID = check.id
            let count = Self.count(&seen["\(assessment.resource.arn)\n\(assessment.discriminator)", default: 0])
            if count > 1 { assessment.discriminator += "#\(count)" }
            return assessment
        }
    }

    private static func count(_ number: inout Int) -> Int {
        number += 1
        return number
    }
}

extension Check {
    /// Why nothing can be said of the account, or nil where what was read is enough to judge.
    fileprivate func gap(in facts: AccountFacts) -> Unavailable? {
        if let gap = needs.lazy.compactMap(facts.unavailable).first { return gap }
        let gaps = needsOneOf.compactMap(facts.unavailable)
        return gaps.count == needsOneOf.count ? gaps.first : nil
    }
}
