import AWS
import Domain

/// A page of one of the lists of Organizations.
protocol OrganizationsPage: Decodable, Sendable {
    associatedtype Element: Sendable
    var elements: [Element] { get }
    var nextToken: String? { get }
}

extension Organizations.AccountPage: OrganizationsPage {
    var elements: [Organizations.ListedAccount] { accounts }
}

extension Organizations {
    /// A root or an organizational unit.
    struct Unit: Decodable, Sendable, Equatable {
        var id: String
        var name: String

        enum CodingKeys: String, CodingKey {
            case id = "Id"
            case name = "Name"
        }
    }

    struct RootPage: OrganizationsPage {
        var elements: [Unit]
        var nextToken: String?

        enum CodingKeys: String, CodingKey {
            case elements = "Roots"
            case nextToken = "NextToken"
        }
    }

    struct UnitPage: OrganizationsPage {
        var elements: [Unit]
        var nextToken: String?

        enum CodingKeys: String, CodingKey {
            case elements = "OrganizationalUnits"
            case nextToken = "NextToken"
        }
    }

    struct AdministratorPage: OrganizationsPage {
        var elements: [Administrator]
        var nextToken: String?

        struct Administrator: Decodable, Sendable {
            var id: AccountID

            enum CodingKeys: String, CodingKey {
                case id = "Id"
            }
        }

        enum CodingKeys: String, CodingKey {
            case elements = "DelegatedAdministrators"
            case nextToken = "NextToken"
        }
    }

    struct TagPage: OrganizationsPage {
        var elements: [Element]
        var nextToken: String?

        struct Element: Decodable, Sendable {
            var key: String
            var value: String

            enum CodingKeys: String, CodingKey {
                case key = "Key"
                case value = "Value"
            }
        }

        enum CodingKeys: String, CodingKey {
            case elements = "Tags"
            case nextToken = "NextToken"
        }
    }
}

// MARK: - Calls

extension Organizations {
    func roots() async throws -> [Unit] { try await list("ListRoots", as: RootPage.self) }

    func units(below parent: String) async throws -> [Unit] {
        try await list("ListOrganizationalUnitsForParent", ("ParentId", parent), as: UnitPage.self)
    }

    func accounts(below parent: String) async throws -> [ListedAccount] {
        try await list("ListAccountsForParent", ("ParentId", parent), as: AccountPage.self)
    }

    func delegatedAdministrators() async throws -> Set<AccountID> {
        Set(try await list("ListDelegatedAdministrators", as: AdministratorPage.self).map(\.id))
    }

    func tags(of account: AccountID) async throws -> [String: String] {
        // Without a page size, which this call alone does not take.
        let tags = try await list(
            "ListTagsForResource",
            ("ResourceId", account.description),
            pageSize: nil,
            as: TagPage.self
        )
        return Dictionary(tags.map { ($0.key, $0.value) }) { first, _ in first }
    }

    /// Every page of a list: an empty page is not the end, only a missing NextToken is.
    ///
    /// Source: https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
    func list<Page: OrganizationsPage>(
        _ operation: String,
        _ parameter: (name: String, value: String)? = nil,
        pageSize: Int? = 20,
        as type: Page.Type
    ) async throws -> [Page.Element] {
        var elements: [Page.Element] = []
        var seenTokens: Set<String> = []
        var token: String?
        repeat {
            var body = JSONWriter()
            body.object { json in
                if let parameter { json.member(parameter.name, parameter.value) }
                // The service's own maximum.
                if let pageSize { json.member("MaxResults", pageSize) }
                if let token { json.member("NextToken", token) }
            }
            let page = try await client.json(
                service: .organizations,
                target: "AWSOrganizationsV20161128.\(operation)",
                body: body.text,
                as: type,
                credentials: credentials,
                context: context
            )
            elements += page.elements
            token = page.nextToken.flatMap { $0.isEmpty ? nil : $0 }
            if let token, !seenTokens.insert(token).inserted { throw PopulationFailure.repeatedToken }
        } while token != nil
        return elements
    }
}
