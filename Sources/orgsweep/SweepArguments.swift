import ArgumentParser
import Domain

/// The options that `sweep` and `accounts` share: what is swept, and how its roles are assumed.
struct PopulationArguments: ParsableArguments {
    @Option(help: ArgumentHelp("The folder that holds organization.yaml and inventory files.", valueName: "dir"))
    var accounts = "accounts"

    @Option(
        help: ArgumentHelp(
            "Sweep only these account ids; may be repeated; makes the run partial.",
            valueName: "id,..."
        ),
        transform: accountIDs
    )
    var only: [Set<AccountID>] = []

    @Option(
        help: ArgumentHelp("Leave these account ids out; may be repeated; makes the run partial.", valueName: "id,..."),
        transform: accountIDs
    )
    var not: [Set<AccountID>] = []

    @Option(
        help: ArgumentHelp(
            "Sweep only accounts below this organizational unit, by id or by path of names (Workloads/Prod); may be "
                + "repeated; makes the run partial.",
            valueName: "id|path"
        )
    )
    var ou: [String] = []

    @Option(
        help: ArgumentHelp(
            "Sweep only accounts with this tag in AWS Organizations; may be repeated, every key must be there; makes the "
                + "run partial.",
            valueName: "key=value"
        ),
        transform: TagFilter.init
    )
    var tag: [TagFilter] = []

    @Option(
        help: ArgumentHelp(
            "The role to assume, a name or an ARN with {account_id}; an account whose inventory names a role keeps it.",
            valueName: "name|arn"
        ),
        transform: notEmpty
    )
    var role: String?

    @Option(
        help: ArgumentHelp("The external id that the role's trust policy asks for.", valueName: "x"),
        transform: notEmpty
    )
    var externalID: String?

    @Option(help: "The Region of the STS endpoint; the partition follows from it.", transform: notEmpty)
    var region: String?

    @Option(
        help: ArgumentHelp(
            "The code of the MFA device that the profile names; without it the terminal is asked.",
            valueName: "n"
        )
    )
    var mfaCode: String?

    func validate() throws {
        // Not by a type of its own: the parser's message would show the code.
        if let mfaCode, !MFACodes.isCode(mfaCode) { throw ValidationError("--mfa-code must be 6 digits.") }
    }

    var overrides: Overrides {
        var overrides = Overrides()
        overrides.role = role
        overrides.externalID = externalID.map(Secret.init)
        overrides.region = region
        overrides.only = only.reduce(into: []) { $0.formUnion($1) }
        overrides.not = not.reduce(into: []) { $0.formUnion($1) }
        overrides.units = ou
        for filter in tag { overrides.tags[filter.key, default: []].insert(filter.value) }
        return overrides
    }
}

/// A tag that an account must bear, written as `key=value`.
struct TagFilter {
    let key: String
    let value: String

    init(_ argument: String) throws {
        guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else {
            throw ValidationError("\"\(argument)\" is not a tag; write it as key=value.")
        }
        key = String(argument[..<equals])
        value = String(argument[argument.index(after: equals)...])
    }
}

/// A variable of the shell that was never set arrives as an empty text.
private func notEmpty(_ argument: String) throws -> String {
    guard !argument.isEmpty else { throw ValidationError("It is empty; give it a value or leave it out.") }
    return argument
}

/// Account ids separated by commas, with or without spaces.
private func accountIDs(_ argument: String) throws -> Set<AccountID> {
    let ids = try argument.split(separator: ",", omittingEmptySubsequences: false).map { part in
        let text = part.filter { $0 != " " }
        guard let id = AccountID(text) else {
            let hint = text.count == 11 ? " (a leading zero lost?)" : ""
            throw ValidationError("\"\(text)\" is not an account id\(hint); write all 12 digits.")
        }
        return id
    }
    return Set(ids)
}

/// The level at which findings end the run with exit code 2.
struct FailOn: ExpressibleByArgument {
    let severity: Severity?

    static let allValueStrings = ["critical", "high", "medium", "low", "never"]

    init?(argument: String) {
        guard Self.allValueStrings.contains(argument) else { return nil }
        self.severity = Severity(rawValue: argument)
    }
}

/// How long a run may take, written as a number and a unit.
struct Deadline {
    let seconds: Int64

    init(argument: String) throws {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600]
        // A year is beyond every run, and far from overflow.
        guard let unit = argument.last.flatMap({ units[$0] }), let count = Int64(argument.dropLast()),
            (1...31_536_000 / unit).contains(count)
        else { throw ValidationError("Write a whole number and a unit, as 90s, 30m or 2h.") }
        seconds = count * unit
    }
}

/// An instant in UTC, to the second.
func instant(_ argument: String) throws -> Instant {
    guard let instant = Instant(iso8601: argument) else {
        throw ValidationError("Write it in UTC, as 2026-11-22T15:00:00Z.")
    }
    return instant
}

/// A whole number within limits that the message names.
func whole(_ range: ClosedRange<Int>) -> @Sendable (String) throws -> Int {
    { argument in
        guard let number = Int(argument), range.contains(number) else {
            throw ValidationError("Write a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }
}
