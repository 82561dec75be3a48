import Domain

/// GetCallerIdentity and AssumeRole.
struct STSOperations {
    static let version = "2011-06-15"
    static let namespace = "https://sts.amazonaws.com/doc/2011-06-15/"

    let service: RehearsalService
    let caller: Caller
    let parameters: Parameters
    let now: Instant

    private var organization: RehearsalOrganization { service.organization }

    func answer(_ action: String, _ xml: inout XMLWriter) throws(ServiceError) {
        switch (action, parameters["Version"]) {
        case ("GetCallerIdentity", Self.version): getCallerIdentity(&xml)
        case ("AssumeRole", Self.version): try assumeRole(&xml)
        default:
            throw ServiceError(
                400,
                "InvalidAction",
                "Could not find operation \(action) for version \(parameters["Version"] ?? "")"
            )
        }
    }

    private func getCallerIdentity(_ xml: inout XMLWriter) {
        xml.element("Arn", callerARN)
        switch caller {
        case .hub:
            let role = service.accounts.account(at: AccountProfile.auditIndex)
                .role(named: RehearsalOrganization.hubRoleName)
            xml.element("UserId", "\(role?.id ?? ""):rehearsal")
            xml.element("Account", organization.hubAccountID.description)
        case .member(let session):
            xml.element("UserId", session.userID)
            xml.element("Account", session.accountID.description)
        }
    }

    private var callerARN: String {
        switch caller {
        case .hub: organization.hubARN
        case .member(let session): session.arn
        }
    }

    // MARK: AssumeRole

    private func assumeRole(_ xml: inout XMLWriter) throws(ServiceError) {
        let roleARN = try parameters.required("RoleArn")
        let sessionName = try sessionName()
        let seconds = try duration()
        let policyText = parameters["Policy"]
        if let policyText, policyText.utf8.count > 2_048 {
            throw .constraint(policyText, "policy", "Member must have length less than or equal to 2048")
        }
        let policy: SessionPolicy? = if let policyText { try SessionPolicy(json: policyText) } else { nil }
        let (account, role) = try assumable(roleARN)
        let expiration = now.adding(seconds: Int64(seconds))
        let session = service.sessions.issue(expiration) { credentials in
            MemberSession(
                accountIndex: account.index,
                accountID: account.id,
                role: role.name,
                userID: "\(role.id):\(sessionName)",
                sessionName: sessionName,
                policy: policy,
                credentials: credentials
            )
        }
        xml.element("Credentials") { xml in
            xml.element("AccessKeyId", session.credentials.accessKeyID)
            xml.element("SecretAccessKey", session.credentials.secretAccessKey.reveal)
            xml.element("SessionToken", session.credentials.sessionToken?.reveal)
            xml.element("Expiration", session.credentials.expiration)
        }
        xml.element("AssumedRoleUser") { xml in
            xml.element("AssumedRoleId", session.userID)
            xml.element("Arn", session.arn)
        }
        if let policyText { xml.element("PackedPolicySize", max(1, policyText.utf8.count * 100 / 4_096)) }
    }

    private func sessionName() throws(ServiceError) -> String {
        let name = try parameters.required("RoleSessionName")
        let isLegal = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "_+=,.@-".utf8.contains(byte)
            }
        }
        guard isLegal else {
            throw .constraint(
                name,
                "roleSessionName",
                "Member must satisfy regular expression pattern: [\\w+=,.@-]*"
            )
        }
        guard (2...64).contains(name.utf8.count) else {
            let bound = name.utf8.count < 2 ? "greater than or equal to 2" : "less than or equal to 64"
            throw .constraint(name, "roleSessionName", "Member must have length \(bound)")
        }
        return name
    }

    private func duration() throws(ServiceError) -> Int {
        let seconds = try parameters.number("DurationSeconds", in: 900...43_200, default: 3_600)
        // The hub is itself a role session, and AWS limits a chain of roles to an hour.
        guard seconds <= 3_600 else {
            throw .validation(
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"
            )
        }
        return seconds
    }

    /// The role, if the caller may assume it; AWS answers a missing role and a closed one with the same words.
    private func assumable(_ roleARN: String) throws(ServiceError) -> (RehearsalAccount, RehearsalRole) {
        let refusal = refusal("sts:AssumeRole", roleARN)
        guard case .hub = caller, let arn = ARN(roleARN), let id = arn.accountID,
            let index = organization.index(of: id)
        else { throw refusal }
        let account = service.accounts.account(at: index)
        guard account.state.isSwept, let role = account.roles.first(where: { $0.arn == roleARN }),
            case .withExternalID(let externalID) = role.hubTrust, parameters["ExternalId"] == externalID
        else { throw refusal }
        // The generated trust policies allow sts:AssumeRole and nothing else.
        if parameters["SourceIdentity"] != nil { throw self.refusal("sts:SetSourceIdentity", roleARN) }
        if parameters.contains(prefix: "Tags.member.") { throw self.refusal("sts:TagSession", roleARN) }
        return (account, role)
    }

    private func refusal(_ action: String, _ roleARN: String) -> ServiceError {
        .denied("User: \(callerARN) is not authorized to perform: \(action) on resource: \(roleARN)")
    }
}
