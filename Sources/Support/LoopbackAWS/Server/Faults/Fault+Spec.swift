package import Domain

extension Fault {
    /// Reads what `--faults` takes: `throttling:account=prod-search,action=iam:ListSSHPublicKeys,rate=0.3`.
    package init(_ spec: String) throws(FaultFailure) {
        let parts = spec.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let kind = Kind(rawValue: parts[0]) else { throw .unknown(parts[0]) }
        self.init(kind)
        for setting in parts.dropFirst().first?.split(separator: ",", omittingEmptySubsequences: false) ?? [] {
            let pair = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard pair.count == 2, (kind.hasAccount && pair[0] == "account") || kind.parameters.contains(pair[0]) else {
                throw .setting(String(setting), of: kind)
            }
            guard try set(pair[0], to: pair[1]) else { throw .value(String(setting), of: kind) }
        }
        try requireSense()
    }

    /// Refuses settings that each mean something and together hit nothing, or not what they say.
    private func requireSense() throws(FaultFailure) {
        if kind == .duplicateAccount, account == "*" {
            throw .contradiction("account= must name the account that is listed twice", of: kind)
        }
        if refill != nil, burst == nil {
            throw .contradiction("refill= fills the bucket that burst= makes, and burst= is missing", of: kind)
        }
        if burst != nil, rate < 1 || first != nil {
            throw .contradiction("beside burst=, whose bucket decides alone, rate= and first= mean nothing", of: kind)
        }
    }

    /// False for a value that the parameter cannot take.
    private mutating func set(_ name: String, to value: String) throws(FaultFailure) -> Bool {
        switch name {
        case "account":
            guard !value.isEmpty else { return false }
            account = value
        case "action":
            let actions = Self.actions.filter { Glob.matches(value, $0) }
            guard !actions.isEmpty else { throw .action(value) }
            guard actions.contains(where: kind.concerns) else {
                throw .contradiction("no answer to \(value.debugDescription) could show it", of: kind)
            }
            action = value
        case "rate":
            guard let number = Double(value), number > 0, number <= 1 else { return false }
            rate = number
        case "first":
            guard let number = Int(value), number > 0 else { return false }
            first = number
        case "after":
            guard let number = Int(value), number >= 0 else { return false }
            after = number
        case "burst":
            guard let number = Double(value), number >= 1, number.isFinite else { return false }
            burst = number
        case "refill":
            guard let number = Double(value), number > 0, number.isFinite else { return false }
            refill = number
        default:
            let year: Int64 = 86_400 * 365
            guard let number = Int64(value), (-year...year).contains(number), number != 0 else { return false }
            by = number
        }
        return true
    }

    private static let actions =
        IAMOperations.actions.map { "iam:\($0)" } + STSOperations.actions.map { "sts:\($0)" }
        + OrganizationsOperations.actions.map { "organizations:\($0)" }

    /// The id of the account, nil for every account; throws for one that the organization does not have.
    package func accountID(in organization: RehearsalOrganization) throws(FaultFailure) -> AccountID? {
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
    case value(String, of: Fault.Kind)
    case action(String)
    case account(String)
    case contradiction(String, of: Fault.Kind)

    package var description: String {
        switch self {
        case .unknown(let name):
            "there is no fault \(name.debugDescription). There are: "
                + Fault.Kind.allCases.map(\.rawValue).sorted().joined(separator: ", ")
        case .setting(let setting, let kind):
            "\(setting.debugDescription) means nothing for \(kind.rawValue), which takes "
                + ((kind.hasAccount ? ["account"] : []) + kind.parameters.sorted()).map { "\($0)=..." }
                .joined(separator: ", ")
        case .value(let setting, let kind):
            "\(setting.debugDescription) cannot be for \(kind.rawValue): "
                + (Fault.parameters.first { setting.hasPrefix("\($0.name)=") }?.meaning ?? "give it a value")
        case .action(let action):
            "\(action.debugDescription) is no action of the rehearsal; they are spelt iam:ListRoles, sts:AssumeRole, "
                + "organizations:ListAccounts, with * for any run of letters"
        case .account(let account):
            "the rehearsal organization has no account \(account.debugDescription)"
        case .contradiction(let contradiction, let kind):
            "\(kind.rawValue): \(contradiction)"
        }
    }
}
