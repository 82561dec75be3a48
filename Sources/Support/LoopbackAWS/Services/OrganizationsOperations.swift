import Domain
import FoundationEssentials

/// DescribeOrganization and ListAccounts in the JSON 1.1 protocol.
struct OrganizationsOperations {
    private static let prefix = "AWSOrganizationsV20161128."
    /// AWS's largest page: an organization of 500 accounts takes 25 calls.
    private static let pageSize = 20

    let service: RehearsalService
    let caller: Caller
    let body: [UInt8]

    private var organization: RehearsalOrganization { service.organization }

    func answer(_ target: String) throws(ServiceError) -> [UInt8] {
        switch target {
        case Self.prefix + "DescribeOrganization": return describeOrganization()
        case Self.prefix + "ListAccounts": return try listAccounts()
        default: throw ServiceError(400, "UnknownOperationException", "Unknown operation: \(target)")
        }
    }

    private func describeOrganization() -> [UInt8] {
        let management = organization.managementAccountID
        let arn = "arn:aws:organizations::\(management)"
        var json = JSONWriter()
        json.object { json in
            json.key("Organization")
            json.object { json in
                json.member("Id", organization.organizationID)
                json.member("Arn", "\(arn):organization/\(organization.organizationID)")
                json.member("FeatureSet", "ALL")
                json.member("MasterAccountArn", "\(arn):account/\(organization.organizationID)/\(management)")
                json.member("MasterAccountId", management.description)
                json.member("MasterAccountEmail", service.accounts.account(at: AccountProfile.managementIndex).email)
            }
        }
        return json.bytes
    }

    // MARK: ListAccounts

    private struct ListAccountsRequest: Decodable {
        var NextToken: String?
        var MaxResults: Int?
    }

    /// A place in the list; `-gap` marks the page that AWS documents and clients forget: empty, yet not the last.
    private struct Position {
        var offset: Int
        var isGap: Bool

        var token: String { isGap ? "accounts-\(offset)-gap" : "accounts-\(offset)" }

        init(offset: Int, isGap: Bool = false) {
            self.offset = offset
            self.isGap = isGap
        }

        init?(token: String, limit: Int) {
            let parts = token.split(separator: "-")
            guard parts.count >= 2, parts[0] == "accounts", let offset = Int(parts[1]), (0..<limit).contains(offset)
            else { return nil }
            self.init(offset: offset, isGap: parts.count == 3 && parts[2] == "gap")
        }
    }

    private func listAccounts() throws(ServiceError) -> [UInt8] {
        guard case .hub = caller else {
            throw ServiceError(
                400,
                "AccessDeniedException",
                "You don't have permissions to access this resource."
            )
        }
        guard let request = try? JSONDecoder().decode(ListAccountsRequest.self, from: Data(body)) else {
            throw ServiceError(400, "SerializationException", "The request could not be read")
        }
        let size = request.MaxResults ?? Self.pageSize
        guard (1...Self.pageSize).contains(size) else {
            throw ServiceError(400, "InvalidInputException", "You specified an invalid value: MaxResults")
        }
        let count = organization.accountCount
        // The gap follows the first page, or precedes the only one.
        var position = Position(offset: 0, isGap: count <= size)
        if let token = request.NextToken {
            guard let named = Position(token: token, limit: count) else {
                throw ServiceError(400, "InvalidInputException", "You specified an invalid value: NextToken")
            }
            position = named
        }
        guard !position.isGap else { return page([], next: Position(offset: position.offset)) }
        let end = min(position.offset + size, count)
        let next = end < count ? Position(offset: end, isGap: position.offset == 0) : nil
        return page(Array(position.offset..<end), next: next)
    }

    private func page(_ indexes: [Int], next: Position?) -> [UInt8] {
        let management = organization.managementAccountID
        var json = JSONWriter()
        json.object { json in
            json.key("Accounts")
            json.array(indexes) { json, index in
                let account = AccountBuilder(organization, index: index).account
                let path = "\(management):account/\(organization.organizationID)/\(account.id)"
                json.object { json in
                    json.member("Id", account.id.description)
                    json.member("Arn", "arn:aws:organizations::\(path)")
                    json.member("Email", account.email)
                    json.member("Name", account.name)
                    json.member("State", account.state.rawValue)
                    json.member("Status", account.state.rawValue)
                    json.key("Paths")
                    json.array([account.ouPath]) { json, path in json.value(path) }
                    json.member("JoinedMethod", account.isManagement ? "INVITED" : "CREATED")
                    json.member("JoinedTimestamp", account.joinedAt.epochSeconds)
                }
            }
            if let next { json.member("NextToken", next.token) }
        }
        return json.bytes
    }
}
