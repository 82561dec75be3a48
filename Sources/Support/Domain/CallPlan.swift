/// The one list of API calls in a member account: Collect makes them, the session policy allows nothing else.
package enum CallPlan: String, Sendable, CaseIterable {
    case generateCredentialReport = "GenerateCredentialReport"
    case getAccountAuthorizationDetails = "GetAccountAuthorizationDetails"
    case getAccountPasswordPolicy = "GetAccountPasswordPolicy"
    case getAccountSummary = "GetAccountSummary"
    case getCredentialReport = "GetCredentialReport"
    case getLoginProfile = "GetLoginProfile"
    case getOpenIDConnectProvider = "GetOpenIDConnectProvider"
    case getPolicy = "GetPolicy"
    case getPolicyVersion = "GetPolicyVersion"
    case getUser = "GetUser"
    case listAccessKeys = "ListAccessKeys"
    case listAccountAliases = "ListAccountAliases"
    case listMFADevices = "ListMFADevices"
    case listOpenIDConnectProviders = "ListOpenIDConnectProviders"
    case listRoles = "ListRoles"
    case listSAMLProviders = "ListSAMLProviders"
    case listSSHPublicKeys = "ListSSHPublicKeys"
    case listServerCertificates = "ListServerCertificates"
    case listServiceSpecificCredentials = "ListServiceSpecificCredentials"
    case listSigningCertificates = "ListSigningCertificates"
    case listVirtualMFADevices = "ListVirtualMFADevices"

    /// The name as a policy spells it: `iam:GetUser`.
    package var permission: String { "iam:\(rawValue)" }

    /// The resource that the session policy allows the call on.
    ///
    /// Managed policies are read only where AWS wrote them; customer policies come with the authorization details.
    package var resource: String {
        switch self {
        case .getPolicy, .getPolicyVersion: "arn:*:iam::aws:policy/*"
        default: "*"
        }
    }

    /// The permissions by the resource that they are allowed on, both sorted: what every policy of the plan is made of.
    package static var statements: [(resource: String, actions: [String])] {
        Dictionary(grouping: allCases, by: \.resource)
            .map { (resource: $0.key, actions: $0.value.map(\.permission).sorted()) }
            .sorted { $0.resource < $1.resource }
    }

    /// The session policy of the last hop: exactly this list, as compact JSON (at most 2,048 characters by AWS's rule).
    ///
    /// Source: `Policy` of https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    package static var sessionPolicy: String {
        let statements = statements.map { statement in
            let actions = statement.actions.map { "\"\($0)\"" }.joined(separator: ",")
            return "{\"Effect\":\"Allow\",\"Action\":[\(actions)],\"Resource\":\"\(statement.resource)\"}"
        }
        return "{\"Version\":\"2012-10-17\",\"Statement\":[\(statements.joined(separator: ","))]}"
    }
}
