package import Domain

/// One account of an inventory file: what the team knows of it beyond what Organizations tells.
package struct InventoryEntry: Sendable, Equatable {
    package var id: AccountID
    package var name = ""
    package var email = ""
    package var roleARN = ""
    /// The roles on the way to it, as an inventory with role chains names them.
    package var hops: [String] = []
    package var externalID: Secret?
    package var owner = ""
    /// What another tool calls the account; it counts where neither a file nor Organizations names it.
    package var label = ""
    /// From an export of Organizations; it counts where Organizations itself does not tell.
    package var state: AccountState?
    package var ouPath = ""
    package var managementAccountID: AccountID?
    /// File and line, for example `accounts.csv:3`; several where files complement each other.
    package var source: String
}

// MARK: - Putting files together

extension InventoryEntry {
    /// Each account once, sorted by id: files may complement each other, and must not contradict each other.
    static func merged(_ entries: [InventoryEntry]) throws(ConfigurationFailure) -> [InventoryEntry] {
        var byID: [AccountID: [InventoryEntry]] = [:]
        for entry in entries {
            // One by one, so that the message names the line that says otherwise, not all lines of the account.
            for earlier in byID[entry.id, default: []] { try entry.requireAgreement(with: earlier) }
            byID[entry.id, default: []].append(entry)
        }
        return byID.values.compactMap { group in
            group.first.map { first in group.dropFirst().reduce(first) { $0.completed(by: $1) } }
        }
        .sorted { $0.id < $1.id }
    }

    /// Refuses an account that stands twice in one file, where it can only be a mistake.
    static func requireDistinct(_ entries: [InventoryEntry]) throws(ConfigurationFailure) {
        var sources: [AccountID: String] = [:]
        for entry in entries {
            if let earlier = sources.updateValue(entry.source, forKey: entry.id) {
                throw ConfigurationFailure(
                    file: entry.source,
                    problem: "account \(entry.id) stands twice, first at \(earlier)",
                    remedy: "Keep one of the two"
                )
            }
        }
    }

    private func requireAgreement(with earlier: InventoryEntry) throws(ConfigurationFailure) {
        let fields: [(name: String, mine: String, theirs: String)] = [
            ("name", name, earlier.name),
            ("email", email.lowercased(), earlier.email.lowercased()),
            ("role", roleARN, earlier.roleARN),
            (
                "chain of roles", hops.joined(separator: " -> "), earlier.hops.joined(separator: " -> ")
            ),
            ("owner", owner, earlier.owner),
            ("state", state?.rawValue ?? "", earlier.state?.rawValue ?? ""),
            ("organizational unit", ouPath, earlier.ouPath),
            (
                "management account", managementAccountID?.description ?? "",
                earlier.managementAccountID?.description ?? ""
            ),
        ]
        for field in fields where !field.mine.isEmpty && !field.theirs.isEmpty && field.mine != field.theirs {
            let mine = ConfigurationFailure.printable(field.mine)
            let theirs = ConfigurationFailure.printable(field.theirs)
            throw contradiction(of: earlier, "the \(field.name) is \"\(mine)\" here and \"\(theirs)\"")
        }
        if let mine = externalID, let theirs = earlier.externalID, mine != theirs {
            throw contradiction(of: earlier, "the external id is not the one")
        }
    }

    private func contradiction(of earlier: InventoryEntry, _ difference: String) -> ConfigurationFailure {
        ConfigurationFailure(
            file: source,
            problem: "account \(id): \(difference) at \(earlier.source)",
            remedy: "Make both say the same, or leave it out in one of them"
        )
    }

    /// What both say; `other` does not contradict.
    private func completed(by other: InventoryEntry) -> InventoryEntry {
        func either(_ mine: String, _ theirs: String) -> String { mine.isEmpty ? theirs : mine }
        return InventoryEntry(
            id: id,
            name: either(name, other.name),
            email: either(email, other.email),
            roleARN: either(roleARN, other.roleARN),
            hops: hops.isEmpty ? other.hops : hops,
            externalID: externalID ?? other.externalID,
            owner: either(owner, other.owner),
            label: either(label, other.label),
            state: state ?? other.state,
            ouPath: either(ouPath, other.ouPath),
            managementAccountID: managementAccountID ?? other.managementAccountID,
            source: "\(source), \(other.source)"
        )
    }
}

// MARK: - Roles

extension InventoryEntry {
    /// Whether the text is the ARN of a role, in the account if one is given.
    static func isRole(_ text: String, in account: AccountID? = nil) -> Bool {
        guard let arn = ARN(text), arn.rolePath != nil, let owner = arn.accountID else { return false }
        return account == nil || owner == account
    }
}
