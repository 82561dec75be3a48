import Domain

extension RehearsalService {
    /// What the hub's role may do in IAM: nothing but ask for the organization's features.
    private static let hubActions: Set<String> = ["ListOrganizationsFeatures"]

    /// Whether the caller may make an IAM call, by the session policy and by the role's own permissions.
    func authorize(_ caller: Caller, _ action: String, _ parameters: Parameters) throws(ServiceError) {
        switch caller {
        case .anonymous:
            throw .unsigned
        case .hub:
            guard Self.hubActions.contains(action) else {
                throw Self.denied(caller.arn(in: organization), "iam:\(action)", on: "*", because: "identity-based")
            }
        case .member(let session):
            let resource = Self.resource(of: action, parameters, session.accountID)
            let account = accounts.account(at: session.accountIndex)
            guard Self.isRead(action), !account.deniedActions.contains(action) else {
                throw Self.denied(session.arn, "iam:\(action)", on: resource.printed, because: "identity-based")
            }
            if let policy = session.policy, !policy.allows("iam:\(action)", on: resource.arn) {
                throw Self.denied(session.arn, "iam:\(action)", on: resource.printed, because: "session")
            }
        }
    }

    /// The readers of the rehearsal can read and make a report; nobody can write.
    private static func isRead(_ action: String) -> Bool {
        action.hasPrefix("Get") || action.hasPrefix("List") || action == "GenerateCredentialReport"
    }

    static func denied(
        _ principal: String,
        _ action: String,
        on resource: String,
        because kind: String
    ) -> ServiceError {
        .denied(
            "User: \(principal) is not authorized to perform: \(action) on resource: \(resource) "
                + "because no \(kind) policy allows the \(action) action"
        )
    }

    /// The resource of a call as a policy names it, and as IAM's messages print it.
    static func resource(
        of action: String,
        _ parameters: Parameters,
        _ accountID: AccountID
    ) -> (arn: String, printed: String) {
        if let arn = parameters["PolicyArn"] { return (arn, "policy \(arn)") }
        if let arn = parameters["OpenIDConnectProviderArn"] { return (arn, arn) }
        if let name = parameters["UserName"] { return ("arn:aws:iam::\(accountID):user/\(name)", "user \(name)") }
        let users = "arn:aws:iam::\(accountID):user/*"
        if action == "ListServiceSpecificCredentials" { return (users, users) }
        if action == "ListUsers" { return ("arn:aws:iam::\(accountID):user/", "arn:aws:iam::\(accountID):user/") }
        if action == "ListRoles" { return ("arn:aws:iam::\(accountID):role/", "arn:aws:iam::\(accountID):role/") }
        return ("*", "*")
    }
}
