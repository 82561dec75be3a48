/// A unit or a tag of a filter that no account has.
package struct UnmatchedFilter: Sendable {
    let option: String
    let what: String
    let isUnit: Bool
    /// What there is, as far as a message holds it.
    let choices: String

    init(_ option: String, unit: String, in standings: [Standing]) {
        self.option = option
        what = unit
        isUnit = true
        choices = Self.listed(Set(standings.map(\.path)), none: "no unit that is known")
    }

    init(_ option: String, tag key: String, _ value: String, in standings: [Standing]) {
        self.option = option
        what = "\(key)=\(value)"
        isUnit = false
        let values = Set(standings.compactMap { $0.tags[key] }.map { "\(key)=\($0)" })
        let keys = Set(standings.flatMap { $0.tags.keys })
        choices = Self.listed(values.isEmpty ? keys : values, none: "no tags on any account")
    }

    private static func listed(_ choices: Set<String>, none: String) -> String {
        let choices = choices.filter { !$0.isEmpty }.sorted()
        guard !choices.isEmpty else { return none }
        let more = choices.count > 10 ? " and \(choices.count - 10) more" : ""
        return choices.prefix(10).map { ConfigurationFailure.printable($0) }.joined(separator: ", ") + more
    }
}
