import Domain

/// The accounts.yml of Cloud Custodian's c7n-org.
///
/// A role may be a list, each role assumed from the one before it, and `{account_id}` stands for the account. Keys beyond
/// those that tell of the account are c7n-org's own and mean nothing here; neither does `profile`, where the role of
/// organization.yaml is assumed.
///
/// Source: https://cloudcustodian.io/docs/tools/c7n-org.html
enum CloudCustodianInventory {
    static func read(_ root: YAMLReader) throws(ConfigurationFailure) -> [InventoryEntry] {
        let keys = try root.members(known: ["accounts", "vars"])
        var entries: [InventoryEntry] = []
        for account in try keys["accounts"]?.elements() ?? [] { entries.append(try entry(account)) }
        return entries
    }

    private static func entry(_ account: YAMLReader) throws(ConfigurationFailure) -> InventoryEntry {
        let keys = try account.fields()
        guard let idField = keys["account_id"] else {
            throw account.failure("account_id is missing", "Write account_id: \"111122223333\"")
        }
        let id = try idField.quotedAccountID()
        var entry = InventoryEntry(id: id, source: account.source)
        entry.name = try keys["name"]?.text() ?? ""
        entry.email = try keys["email"]?.text() ?? ""
        if let externalID = keys["external_id"] { entry.externalID = Secret(try externalID.text()) }
        entry.owner = try owner(in: keys["tags"])
        if let role = keys["role"] { try read(role, into: &entry) }
        return entry
    }

    private static func read(_ role: YAMLReader, into entry: inout InventoryEntry) throws(ConfigurationFailure) {
        let chain = role.isList ? try role.elements() : [role]
        guard let last = chain.last else { throw role.failure("an empty list", "Name at least one role") }
        for hop in chain.dropLast() { entry.hops.append(try arn(hop, of: entry.id, mustBeThere: false)) }
        entry.roleARN = try arn(last, of: entry.id, mustBeThere: true)
    }

    private static func arn(
        _ role: YAMLReader,
        of account: AccountID,
        mustBeThere: Bool
    ) throws(ConfigurationFailure) -> String {
        let text = try role.text().replacing("{account_id}", with: account.description)
        guard InventoryEntry.isRole(text, in: mustBeThere ? account : nil) else {
            throw role.failure(
                mustBeThere ? "not the ARN of a role in account \(account)" : "not the ARN of a role",
                "Write arn:aws:iam::{account_id}:role/NAME; {account_id} is the only placeholder"
            )
        }
        return text
    }

    /// Tags are `key:value`, or a bare word; one of them may name the owner.
    private static func owner(in tags: YAMLReader?) throws(ConfigurationFailure) -> String {
        var owner = ""
        for tag in try tags?.elements() ?? [] {
            let text = try tag.text()
            if owner.isEmpty, text.lowercased().hasPrefix("owner:") { owner = String(text.dropFirst(6)).trimmed }
        }
        return owner
    }
}
