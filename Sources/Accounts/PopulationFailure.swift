package import AWS
package import Domain

/// Why there is no population, which ends the run: an empty report would look like a clean organization.
package enum PopulationFailure: Error, Sendable, CustomStringConvertible {
    case organizations(AWSFailure)
    /// The inventory alone would do, but what is in scope cannot be told from it.
    case filtersNeedOrganizations(AWSFailure)
    case noAccounts
    case repeatedToken
    case unknownAccounts([AccountID], option: String)
    /// With what could have been named instead.
    case unmatched(UnmatchedFilter)
    case nothingInScope

    package var description: String {
        switch self {
        case .organizations(let failure):
            "the accounts of the organization could not be listed: \(failure)"
                // No other caller and no inventory mends a network or a key.
                + (failure.isNotPermitted
                    ? ". Run from the management account or a delegated administrator, or name the accounts in an "
                        + "inventory file"
                    : "")
        case .filtersNeedOrganizations(let failure):
            "the scope is narrowed by organizational unit or tag, which only AWS Organizations tells: \(failure). Allow "
                + "the call, or name accounts instead"
        case .noAccounts:
            "AWS Organizations listed no account at all, which cannot be true. Nothing was swept"
        case .repeatedToken:
            "AWS Organizations sent the same page token twice; the list of accounts would be incomplete"
        case .unknownAccounts(let accounts, let option):
            "\(option) names \(accounts.map(\.description).joined(separator: ", ")), which the population does not "
                + "hold: correct the id, or name the account in an inventory file"
        case .unmatched(let filter):
            "\(filter.option) names \(ConfigurationFailure.printable(filter.what)), which no account "
                + (filter.isUnit
                    ? "stands below. Ids and paths of names are taken; accounts stand in \(filter.choices)"
                    : "bears as a tag. There are \(filter.choices)")
        case .nothingInScope:
            "no account is left to sweep. Check include, exclude, --only, --not, --ou and --tag"
        }
    }
}

extension AWSFailure {
    /// Whether Organizations is not ours to ask: no permission, no delegation, or no organization.
    var isNotPermitted: Bool { kind == .denied || code == "AWSOrganizationsNotInUseException" }
}
