import Domain

/// The output of `aws organizations list-accounts`, of version 1 or 2 of the AWS CLI or of an SDK.
///
/// Source: https://docs.aws.amazon.com/cli/latest/reference/organizations/list-accounts.html
enum ListAccountsInventory {
    private static let remedy = "Export it again: aws organizations list-accounts --output json > accounts.json"

    static func read(_ text: FileText) throws(ConfigurationFailure) -> [InventoryEntry] {
        let root = try JSONReader.parse(text, remedy: remedy)
        guard root.isObject, let accounts = try root.members()["Accounts"] else {
            throw root.failure("not the output of list-accounts, which holds \"Accounts\"", remedy)
        }
        // A page is no population: the accounts that are missing would be missing silently.
        if let token = try root.members()["NextToken"], !token.isNull {
            throw token.failure("more accounts follow, so the export is cut off", "\(remedy), without --max-items")
        }
        var entries: [InventoryEntry] = []
        for account in try accounts.elements() { entries.append(try entry(account)) }
        return entries
    }

    private static func entry(_ account: JSONReader) throws(ConfigurationFailure) -> InventoryEntry {
        let members = try account.members()
        guard let idMember = members["Id"] else { throw account.failure("Id is missing", remedy) }
        let text = try idMember.text()
        guard let id = AccountID(text) else {
            throw .malformedAccountID(text, field: idMember.path, file: idMember.file, line: idMember.line)
        }
        var entry = InventoryEntry(id: id, source: "\(account.file):\(account.line)")
        entry.name = try members["Name"]?.optionalText() ?? ""
        entry.email = try members["Email"]?.optionalText() ?? ""
        // Status is what AWS has announced to retire; both are understood, and a new word leaves the state open.
        let (state, status) = (try members["State"]?.optionalText(), try members["Status"]?.optionalText())
        entry.state = state.flatMap { AccountState(rawValue: $0) } ?? status.flatMap { AccountState(rawValue: $0) }
        if let paths = members["Paths"], !paths.isNull { entry.ouPath = try paths.elements().first?.text() ?? "" }
        if let arn = members["Arn"] { entry.managementAccountID = try managementAccountID(of: id, in: arn) }
        return entry
    }

    /// An account's ARN belongs to the management account: `arn:aws:organizations::MANAGEMENT:account/o-ID/ACCOUNT`.
    private static func managementAccountID(
        of id: AccountID,
        in member: JSONReader
    ) throws(ConfigurationFailure) -> AccountID? {
        guard let text = try member.optionalText() else { return nil }
        guard let arn = ARN(text), arn.service == "organizations", arn.name == id.description else {
            throw member.failure("not the ARN of account \(id) in an organization", remedy)
        }
        return arn.accountID
    }
}
