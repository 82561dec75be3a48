import Domain

extension Fault {
    /// Reads what `--faults` takes: `throttling:account=prod-search,action=iam:ListSSHPublicKeys,rate=0.3`.
    package init(_ spec: String) throws(FaultFailure) {
        let parts = spec.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let kind = Kind(rawValue: parts[0]) else { throw .unknown(parts[0]) }
        self.init(kind)
        guard parts.count == 2 else { return }
        for setting in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
            let pair = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard pair.count == 2, try set(pair[0], to: pair[1]) else {
                throw .setting(String(setting), of: kind)
            }
        }
    }

    /// False for a parameter that the fault does not have, or a value that it cannot take.
    private mutating func set(_ name: String, to value: String) throws(FaultFailure) -> Bool {
        if name == "account", kind.hasAccount, !value.isEmpty {
            account = value
            return true
        }
        guard kind.parameters.contains(name) else { return false }
        switch name {
        case "action":
            guard Self.actions.contains(where: { Glob.matches(value, $0) }) else { throw .action(value) }
            action = value
        case "rate":
            guard let number = Double(value), (0...1).contains(number) else { return false }
            rate = number
        case "first":
            guard let number = Int(value), number > 0 else { return false }
            first = number
        case "after":
            guard let number = Int(value), number >= 0 else { return false }
            after = number
        case "burst":
            guard let number = Double(value), number >= 0, number.isFinite else { return false }
            burst = number
        case "refill":
            guard let number = Double(value), number > 0, number.isFinite else { return false }
            refill = number
        default:
            guard let number = Int64(value), abs(number) <= 86_400 * 365 else { return false }
            by = number
        }
        return true
    }

    private static let actions =
        IAMOperations.actions.map { "iam:\($0)" } + STSOperations.actions.map { "sts:\($0)" }
        + OrganizationsOperations.actions.map { "organizations:\($0)" }

    /// The id of the account, nil for every account; throws for one that the organization does not have.
    func accountID(in organization: RehearsalOrganization) throws(FaultFailure) -> AccountID? {
        guard account != "*" else { return nil }
        if let id = AccountID(account), organization.index(of: id) != nil { return id }
        guard let index = (0..<organization.accountCount).first(where: { organization.profile(at: $0).name == account })
        else { throw .account(account) }
        return organization.accountID(at: index)
    }
}

/// Why a fault cannot be rehearsed, with what there is instead.
package enum FaultFailure: Error, Equatable, CustomStringConvertible {
    case unknown(String)
    case setting(String, of: Fault.Kind)
    case action(String)
    case account(String)

    package var description: String {
        switch self {
        case .unknown(let name):
            "there is no fault \(name.debugDescription). There are: "
                + Fault.Kind.allCases.map(\.rawValue).sorted().joined(separator: ", ")
        case .setting(let setting, let kind):
            "\(setting.debugDescription) means nothing for \(kind.rawValue), which takes "
                + ((kind.hasAccount ? ["account"] : []) + kind.parameters.sorted()).map { "\($0)=..." }
                .joined(separator: ", ")
        case .action(let action):
            "\(action.debugDescription) is no action of the rehearsal; they are spelt iam:ListRoles, sts:AssumeRole, "
                + "organizations:ListAccounts, with * for any run of letters"
        case .account(let account):
            "the rehearsal organization has no account \(account.debugDescription)"
        }
    }
}
