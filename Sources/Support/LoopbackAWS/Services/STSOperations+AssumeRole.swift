import Domain

extension STSOperations {
    func assumeRole(_ xml: inout XMLWriter) throws(ServiceError) {
        let roleARN = try parameters.required("RoleArn")
        let sessionName = try sessionName()
        let seconds = try duration()
        if let externalID = parameters["ExternalId"], !(2...1_224).contains(externalID.utf8.count) {
            throw .constraint(externalID, "externalId", "Member must have length between 2 and 1224, inclusive")
        }
        let policy = try policy()
        let (account, role) = try assumable(roleARN)
        let session = issue(account, role, name: sessionName, seconds: seconds, policy: policy)
        write(session, &xml)
    }

    /// A session that lasts so many seconds from now.
    func issue(
        _ account: RehearsalAccount,
        _ role: RehearsalRole,
        name: String,
        seconds: Int,
        policy: SessionPolicy?
    ) -> MemberSession {
        service.sessions.issue(now.adding(seconds: Int64(seconds))) { credentials in
            MemberSession(
                accountIndex: account.index,
                accountID: account.id,
                role: role.name,
                userID: "\(role.id):\(name)",
                sessionName: name,
                policy: policy,
                credentials: credentials
            )
        }
    }

    func write(_ session: MemberSession, _ xml: inout XMLWriter) {
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
        if let policyText = parameters["Policy"] {
            xml.element("PackedPolicySize", max(1, policyText.utf8.count * 100 / 4_096))
        }
    }

    func policy() throws(ServiceError) -> SessionPolicy? {
        guard let text = parameters["Policy"] else { return nil }
        guard text.utf8.count <= 2_048 else {
            throw .constraint(text, "policy", "Member must have length less than or equal to 2048")
        }
        return try SessionPolicy(json: text)
    }

    func sessionName() throws(ServiceError) -> String {
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
    ///
    /// Hub and gateway may assume readers by their own policies, which stand in the account's facts; the session policy
    /// of the gateway's session is judged here, as AWS would.
    private func assumable(_ roleARN: String) throws(ServiceError) -> (RehearsalAccount, RehearsalRole) {
        let refusal = refusal("sts:AssumeRole", roleARN)
        guard let callerRole = try callerRole(for: roleARN), let arn = ARN(roleARN), let id = arn.accountID,
            let index = organization.index(of: id)
        else { throw refusal }
        let account = service.accounts.account(at: index)
        guard account.state.isSwept, let role = account.roles.first(where: { $0.arn == roleARN }),
            role.trust.admits(callerRole, externalID: parameters["ExternalId"])
        else { throw refusal }
        if !organization.readers.allowTagging {
            if parameters["SourceIdentity"] != nil { throw self.refusal("sts:SetSourceIdentity", roleARN) }
            if parameters.contains(prefix: "Tags.member.") { throw self.refusal("sts:TagSession", roleARN) }
        }
        return (account, role)
    }

    /// The ARN of the caller's role, nil if no policy of that role allows it to assume others.
    private func callerRole(for roleARN: String) throws(ServiceError) -> String? {
        switch caller {
        case .anonymous: return nil
        case .hub: return "arn:aws:iam::\(organization.hubAccountID):role/\(RehearsalOrganization.hubRoleName)"
        case .member(let session):
            guard session.isGateway else { return nil }
            if let policy = session.policy, !policy.allows("sts:AssumeRole", on: roleARN) {
                throw RehearsalService.denied(session.arn, "sts:AssumeRole", on: roleARN, because: "session")
            }
            return organization.gatewayRoleARN
        }
    }

    private func refusal(_ action: String, _ roleARN: String) -> ServiceError {
        .denied("User: \(caller.arn(in: organization)) is not authorized to perform: \(action) on resource: \(roleARN)")
    }
}
