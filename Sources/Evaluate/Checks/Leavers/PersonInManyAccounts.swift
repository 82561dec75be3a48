import Domain

extension Check {
    static let personInManyAccounts = Check(
        organization: "person-in-many-accounts",
        family: .leavers,
        title: "Nobody has IAM users in several accounts",
        severity: .info,
        rationale: """
            Each of somebody's users must be found and removed when they leave; one that is closed already while another \
            is open shows that it was not.
            """,
        remediation: """
            Give the person one identity in IAM Identity Center and delete the users. Where some are closed and some \
            are open, close the others or say why not.
            """,
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html"],
        mappings: .init(soc2: ["CC6.2"], iso27001: ["A.5.16"]),
        needsRoster: true,
        discriminator: "the employee id",
        examples: [
            .organization("nobody in two accounts", .passes) { _ in },
            .organization("nobody in those that could be read", .notAssessed(on: [organizationID])) { view in
                view.accounts[0].outcome.coverage = .notAssumed
            },
            .organization("somebody in two accounts", .fails(on: [organizationID], severity: .info)) { view in
                view.people = [person(hasAccess: true, lacksAccess: false)]
            },
            .organization("two people, each by itself", .fails(on: [organizationID, organizationID], severity: .info)) {
                $0.people = [
                    person(hasAccess: true, lacksAccess: false), person("E2", hasAccess: false, lacksAccess: true),
                ]
            },
            .organization("open in one account, closed in another", .fails(on: [organizationID], severity: .medium)) {
                $0.people = [person(hasAccess: true, lacksAccess: true)]
            },
        ]
    ) { input in
        guard let (account, resource) = input.whole else { return [] }
        guard !input.view.people.isEmpty else {
            let unread = input.view.accounts.count { !$0.outcome.coverage.isComplete }
            let sentence =
                "Whether anybody has IAM users in several accounts of \(resource.name) is not known because "
                + "\(unread) of its accounts could not be read, or not wholly."
            let answer = unread == 0 ? Assessment.pass(resource) : .notAssessed(resource, sentence)
            return [AccountAssessment(accountID: account, assessment: answer)]
        }
        return input.view.people.map { person in
            let isMixed = person.hasAccess && person.lacksAccess
            let name = input.roster.member(employeeID: person.employeeID)?.person.name ?? person.employeeID
            let rest = person.users - person.listed.count
            let others = rest > 0 ? [Fact("not_listed", "\(rest), see roster_matches.csv and credentials.csv")] : []
            let assessment = Assessment.fail(
                resource,
                discriminator: person.employeeID,
                severity: isMixed ? .medium : nil,
                "\(name) has \(person.users) IAM users in \(person.accounts) accounts of \(resource.name)"
                    + "\(isMixed ? ", some of them with an active credential and some without" : "").",
                facts: [
                    Fact("employee_id", person.employeeID),
                    Fact("accounts", String(person.accounts)),
                    Fact("users", String(person.users)),
                ] + person.listed.map { Fact("user", $0.text) } + others
            )
            return AccountAssessment(accountID: account, assessment: assessment)
        }
    }

    private static let organizationID = "o-a1b2c3d4e5"

    private static func person(
        _ employeeID: String = "E1",
        hasAccess: Bool,
        lacksAccess: Bool
    ) -> PersonAcrossAccounts {
        var person = PersonAcrossAccounts(employeeID: employeeID)
        person.accounts = 2
        person.users = 2
        person.hasAccess = hasAccess
        person.lacksAccess = lacksAccess
        return person
    }
}

extension PersonAcrossAccounts.User {
    fileprivate var text: String {
        "\(arn), matched by \(rule): \(credentials.isEmpty ? "no credential" : credentials)"
    }
}
