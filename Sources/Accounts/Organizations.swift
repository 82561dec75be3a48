package import AWS
package import Domain

/// The calls of AWS Organizations that make the population.
package struct Organizations: Sendable {
    let client: AWSClient
    let credentials: any CredentialsProvider
    let context: CallContext

    package init(client: AWSClient, credentials: any CredentialsProvider, context: CallContext) {
        self.client = client
        self.credentials = credentials
        self.context = context
    }

    struct Description: Decodable, Sendable {
        var organization: Organization

        struct Organization: Decodable, Sendable {
            var id: String
            var managementAccountID: AccountID

            enum CodingKeys: String, CodingKey {
                case id = "Id"
                // AWS kept the older name on the wire.
                case managementAccountID = "MasterAccountId"
            }
        }

        enum CodingKeys: String, CodingKey {
            case organization = "Organization"
        }
    }

    struct AccountPage: Decodable, Sendable {
        var accounts: [ListedAccount]
        var nextToken: String?

        enum CodingKeys: String, CodingKey {
            case accounts = "Accounts"
            case nextToken = "NextToken"
        }
    }

    struct ListedAccount: Decodable, Sendable, Equatable {
        var id: AccountID
        var name: String?
        var email: String?
        var state: String?
        var status: String?
        var paths: [String]?

        enum CodingKeys: String, CodingKey {
            case id = "Id"
            case name = "Name"
            case email = "Email"
            case state = "State"
            case status = "Status"
            case paths = "Paths"
        }

        /// `State`, or the older `Status` where only that is sent; nil for a word we do not know.
        ///
        /// Status was announced for retirement in September 2026: filtering on it alone would find no account at all.
        var accountState: AccountState? {
            (state ?? status).flatMap { AccountState(rawValue: $0) }
        }
    }

    func describe() async throws(AWSFailure) -> Description {
        try await client.json(
            service: .organizations,
            target: "AWSOrganizationsV20161128.DescribeOrganization",
            body: "{}",
            as: Description.self,
            credentials: credentials,
            context: context
        )
    }

    /// Every account, sorted by id.
    func accounts() async throws -> [ListedAccount] {
        var accounts: [AccountID: ListedAccount] = [:]
        // Pages are not a snapshot: an account can move onto a later page, and its newer state counts.
        for account in try await list("ListAccounts", as: AccountPage.self) { accounts[account.id] = account }
        return accounts.values.sorted { $0.id < $1.id }
    }
}
