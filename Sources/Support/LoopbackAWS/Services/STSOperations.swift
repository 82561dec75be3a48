import Domain

/// GetCallerIdentity, AssumeRole and AssumeRoleWithWebIdentity.
struct STSOperations {
    static let version = "2011-06-15"
    static let namespace = "https://sts.amazonaws.com/doc/2011-06-15/"

    /// The call that needs no signature: the token is the credential.
    static let webIdentity = "AssumeRoleWithWebIdentity"
    static let actions: Set = ["AssumeRole", webIdentity, "GetCallerIdentity"]

    let service: RehearsalService
    let caller: Caller
    let parameters: Parameters
    let now: Instant

    var organization: RehearsalOrganization { service.organization }

    func answer(_ action: String, _ xml: inout XMLWriter) throws(ServiceError) {
        switch (action, parameters["Version"]) {
        case ("GetCallerIdentity", Self.version): try getCallerIdentity(&xml)
        case ("AssumeRole", Self.version): try assumeRole(&xml)
        case (Self.webIdentity, Self.version): try assumeRoleWithWebIdentity(&xml)
        default:
            throw ServiceError(
                400,
                "InvalidAction",
                "Could not find operation \(action) for version \(parameters["Version"] ?? "")"
            )
        }
    }

    private func getCallerIdentity(_ xml: inout XMLWriter) throws(ServiceError) {
        xml.element("Arn", caller.arn(in: organization))
        switch caller {
        case .anonymous:
            throw .unsigned
        case .hub(let sessionName):
            xml.element("UserId", "\(hubRole?.id ?? ""):\(sessionName)")
            xml.element("Account", organization.hubAccountID.description)
        case .member(let session):
            xml.element("UserId", session.userID)
            xml.element("Account", session.accountID.description)
        }
    }

    var hubRole: RehearsalRole? {
        service.accounts.account(at: AccountProfile.auditIndex).role(named: RehearsalOrganization.hubRoleName)
    }
}
