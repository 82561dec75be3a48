import ArgumentParser
import Domain

/// The options that `sweep` and `accounts` share: what is swept, and how its roles are assumed.
struct PopulationArguments: ParsableArguments {
    @Option(help: ArgumentHelp("The folder that holds organization.yaml and inventory files.", valueName: "dir"))
    var accounts = "accounts"

    @Option(help: ArgumentHelp("Sweep only these account ids; makes the run partial.", valueName: "id,..."))
    var only: AccountIDList?

    @Option(help: ArgumentHelp("Leave these account ids out; makes the run partial.", valueName: "id,..."))
    var not: AccountIDList?

    @Option(help: ArgumentHelp("The role to assume, a name or an ARN with {account_id}.", valueName: "name|arn"))
    var role: String?

    @Option(help: ArgumentHelp("The external id that the role's trust policy asks for.", valueName: "x"))
    var externalID: String?

    @Option(help: "The Region of the STS endpoint; the partition follows from it.")
    var region: String?

    var overrides: Overrides {
        var overrides = Overrides()
        overrides.role = role
        overrides.externalID = externalID.map(Secret.init)
        overrides.region = region
        overrides.only = only?.ids ?? []
        overrides.not = not?.ids ?? []
        return overrides
    }
}

/// Account ids separated by commas.
struct AccountIDList: ExpressibleByArgument {
    let ids: Set<AccountID>

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
        let ids = parts.compactMap { AccountID($0) }
        guard ids.count == parts.count else { return nil }
        self.ids = Set(ids)
    }
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

extension Instant: ExpressibleByArgument {
    init?(argument: String) {
        self.init(iso8601: argument)
    }
}
