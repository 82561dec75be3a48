import Domain
import FoundationEssentials

/// The reading half of Organizations in the JSON 1.1 protocol.
///
/// Any member may ask for the organization; the rest is for the delegated administrator, which the hub is.
struct OrganizationsOperations {
    private static let prefix = "AWSOrganizationsV20161128."

    let service: RehearsalService
    let caller: Caller
    let body: [UInt8]
    let faults: StruckFaults

    var organization: RehearsalOrganization { service.organization }

    /// The parameters of all operations; each reads those that it has.
    struct Parameters: Decodable {
        var AccountId: String?
        var MaxResults: Int?
        var NextToken: String?
        var ParentId: String?
        var ResourceId: String?
        var ServicePrincipal: String?
    }

    func answer(_ target: String) throws(ServiceError) -> [UInt8] {
        guard target.hasPrefix(Self.prefix) else { throw Self.unknown(target) }
        let action = String(target.dropFirst(Self.prefix.count))
        guard action != "DescribeOrganization" else { return describeOrganization() }
        guard let operation = Self.operations[action] else { throw Self.unknown(target) }
        guard case .hub = caller else { throw Self.denied }
        guard let parameters = try? JSONDecoder().decode(Parameters.self, from: Data(body)) else {
            throw ServiceError(400, "SerializationException", "The request could not be read")
        }
        return try operation(self)(parameters)
    }

    private typealias Operation = @Sendable (OrganizationsOperations) -> (Parameters) throws(ServiceError) -> [UInt8]

    private static let operations: [String: Operation] = [
        "DescribeAccount": { $0.describeAccount },
        "ListAccounts": { $0.listAccounts },
        "ListAccountsForParent": { $0.listAccountsForParent },
        "ListDelegatedAdministrators": { $0.listDelegatedAdministrators },
        "ListOrganizationalUnitsForParent": { $0.listOrganizationalUnitsForParent },
        "ListRoots": { $0.listRoots },
        "ListTagsForResource": { $0.listTagsForResource },
    ]

    static let actions: Set<String> = Set(operations.keys).union(["DescribeOrganization"])

    static let denied = ServiceError(
        400,
        "AccessDeniedException",
        "You don't have permissions to access this resource."
    )

    private static func unknown(_ target: String) -> ServiceError {
        ServiceError(400, "UnknownOperationException", "Unknown operation: \(target)")
    }

    static func invalid(_ parameter: String) -> ServiceError {
        ServiceError(400, "InvalidInputException", "You specified an invalid value: \(parameter)")
    }

    // MARK: Single things

    private func describeOrganization() -> [UInt8] {
        let management = organization.managementAccountID
        var json = JSONWriter()
        json.object { json in
            json.key("Organization")
            json.object { json in
                json.member("Id", organization.organizationID)
                json.member("Arn", arn("organization/\(organization.organizationID)"))
                json.member("FeatureSet", "ALL")
                json.member("MasterAccountArn", arn("account/\(organization.organizationID)/\(management)"))
                json.member("MasterAccountId", management.description)
                json.member("MasterAccountEmail", service.accounts.account(at: AccountProfile.managementIndex).email)
            }
        }
        return json.bytes
    }

    private func describeAccount(_ parameters: Parameters) throws(ServiceError) -> [UInt8] {
        guard let index = parameters.AccountId.flatMap({ AccountID($0) }).flatMap(organization.index(of:)) else {
            throw ServiceError(400, "AccountNotFoundException", "You specified an account that doesn't exist.")
        }
        var json = JSONWriter()
        json.object { json in
            json.key("Account")
            json.object { json in writeAccount(at: index, &json) }
        }
        return json.bytes
    }

    /// An ARN of Organizations, which belongs to the management account.
    func arn(_ resource: String) -> String {
        "arn:aws:organizations::\(organization.managementAccountID):\(resource)"
    }

    func writeAccount(at index: Int, _ json: inout JSONWriter) {
        let account = AccountBuilder(organization, index: index).account
        writeHead(account, &json)
        json.key("Paths")
        json.array([account.ouPath]) { json, path in json.value(path) }
    }

    /// What an account and a delegated administrator have in common.
    ///
    /// Without `Status`, which AWS announced to retire on 9 September 2026: a client that reads it alone finds nothing.
    func writeHead(_ account: RehearsalAccount, _ json: inout JSONWriter) {
        json.member("Id", account.id.description)
        json.member("Arn", arn("account/\(organization.organizationID)/\(account.id)"))
        json.member("Email", account.email)
        json.member("Name", account.name)
        json.member("State", account.state.rawValue)
        json.member("JoinedMethod", account.isManagement ? "INVITED" : "CREATED")
        json.member("JoinedTimestamp", account.joinedAt.epochSeconds)
    }
}
