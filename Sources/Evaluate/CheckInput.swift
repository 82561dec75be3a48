import Domain

/// All that a check of one account may look at.
struct CheckInput: Sendable {
    let account: AccountView
    let asOf: Instant
    var parameters: Parameters
    let settings: EvaluationSettings
    let organization: OrganizationContext
    let people: AccountPeople

    var facts: AccountFacts { account.facts }

    /// What sentences call the account: its name, or its id where it has none.
    var place: String { facts.accountName.isEmpty ? facts.accountID.description : facts.accountName }

    func age(_ instant: Instant) -> Int64 { instant.age(at: asOf) }

    /// The ARN of a user that the authorization details do not hold.
    func userARN(_ name: String) -> String {
        ARN(
            partition: facts.partition.rawValue,
            service: "iam",
            account: facts.accountID.description,
            resource: "user/\(name)"
        ).description
    }
}

/// All that a check of the organization may look at.
struct OrganizationInput: Sendable {
    let view: OrganizationView
    let asOf: Instant
    let parameters: Parameters
    let settings: EvaluationSettings
    let roster: RosterIndex
}

/// The thresholds of one check in this run, in seconds.
struct Parameters: Sendable {
    private let values: [String: CheckDescription.Parameter]

    init(_ parameters: [CheckDescription.Parameter]) {
        values = Dictionary(parameters.map { ($0.name, $0) }) { first, _ in first }
    }

    private func parameter(_ name: String) -> CheckDescription.Parameter {
        // Only a check that asks for a name that it does not declare comes here, and its own examples run into it.
        guard let parameter = values[name] else { preconditionFailure("no parameter \(name)") }
        return parameter
    }

    subscript(name: String) -> Int64 { parameter(name).seconds }

    /// The threshold with its operator, as facts show it: `> 90d`.
    func text(_ comparison: String, _ name: String) -> String { "\(comparison) \(parameter(name).text)" }
}
