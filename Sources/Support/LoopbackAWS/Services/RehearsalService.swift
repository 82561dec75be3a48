import Domain

/// From a request to its answer: authentication, then the service that the signature names.
///
/// Synchronous and free of I/O: everything it needs is in memory or computed.
final class RehearsalService: Sendable {
    let organization: RehearsalOrganization
    let time: @Sendable () -> Instant
    let counts = RequestCounts()
    let sessions: Sessions
    let accounts: AccountCache
    let reports: CredentialReports
    let interference: Interference.Rule

    init(
        _ organization: RehearsalOrganization,
        time: @escaping @Sendable () -> Instant,
        interference: @escaping Interference.Rule = { _, _ in nil }
    ) {
        self.interference = interference
        self.organization = organization
        self.time = time
        self.sessions = Sessions(seed: organization.seed)
        self.accounts = AccountCache(organization)
        self.reports = CredentialReports(startedAt: time(), asOf: organization.asOf)
    }

    func answer(_ request: ReceivedRequest) -> Answer {
        var random = SeededRandom(organization.seed, 0x2E0, UInt64(counts.arrived()))
        let envelope = Envelope(requestID: random.uuid(), now: time())
        // Only Organizations speaks JSON, and says the operation in a header; the others say it in the form.
        if let target = request.header("x-amz-target") {
            return answerJSON(request, target: target, envelope)
        }
        return answerQuery(request, envelope)
    }

    // MARK: Query protocol

    private func answerQuery(_ request: ReceivedRequest, _ envelope: Envelope) -> Answer {
        let parameters = Parameters(form: Array(request.query.utf8) + [UInt8(ascii: "&")] + request.body)
        let action = parameters["Action"] ?? ""
        // Before the signature is read, the version is the only sign of the service.
        var namespace =
            parameters["Version"] == STSOperations.version ? STSOperations.namespace : IAMOperations.namespace
        do throws(ServiceError) {
            let (caller, service) = try authenticate(request, envelope)
            switch service {
            case "sts":
                namespace = STSOperations.namespace
                counts.asked("sts:\(action)")
                let operations = STSOperations(service: self, caller: caller, parameters: parameters, now: envelope.now)
                return try envelope.xml(action, namespace) { xml throws(ServiceError) in
                    try operations.answer(action, &xml)
                }
            case "iam":
                namespace = IAMOperations.namespace
                counts.asked("iam:\(action)")
                let index = Self.accountIndex(of: caller)
                let answer = try envelope.xml(action, namespace) { xml throws(ServiceError) in
                    try self.answerIAM(action, caller, at: index, parameters, envelope.now, &xml)
                }
                return interference(organization.accountID(at: index), action)?.applied(to: answer) ?? answer
            default:
                throw ServiceError(403, "SignatureDoesNotMatch", "Credential should be scoped to correct service.")
            }
        } catch {
            return envelope.xmlError(error, namespace)
        }
    }

    private static func accountIndex(of caller: Caller) -> Int {
        switch caller {
        case .hub: AccountProfile.auditIndex
        case .member(let session): session.accountIndex
        }
    }

    private func answerIAM(
        _ action: String,
        _ caller: Caller,
        at index: Int,
        _ parameters: Parameters,
        _ now: Instant,
        _ xml: inout XMLWriter
    ) throws(ServiceError) {
        let operation = try IAMOperations.operation(action, version: parameters["Version"])
        try authorize(caller, action, parameters)
        let call = IAMCall(
            organization: organization,
            account: accounts.account(at: index),
            isHub: index == AccountProfile.auditIndex,
            parameters: parameters,
            reports: reports,
            now: now
        )
        try operation?(call, &xml)
    }

    // MARK: JSON protocol

    private func answerJSON(_ request: ReceivedRequest, target: String, _ envelope: Envelope) -> Answer {
        let action = target.split(separator: ".").last.map(String.init) ?? ""
        do throws(ServiceError) {
            let (caller, service) = try authenticate(request, envelope)
            guard service == "organizations" else {
                throw ServiceError(403, "SignatureDoesNotMatch", "Credential should be scoped to correct service.")
            }
            counts.asked("organizations:\(action)")
            let operations = OrganizationsOperations(service: self, caller: caller, body: request.body)
            return envelope.json(try operations.answer(target))
        } catch {
            return envelope.jsonError(error)
        }
    }

    // MARK: Authentication

    private func authenticate(
        _ request: ReceivedRequest,
        _ envelope: Envelope
    ) throws(ServiceError) -> (Caller, service: String) {
        let authorization = try SignatureVerifier.authorization(of: request)
        let caller: Caller?
        let credentials: Credentials?
        if authorization.accessKeyID == organization.baseCredentials.accessKeyID {
            caller = .hub
            credentials = organization.baseCredentials
        } else {
            let session = sessions.session(authorization.accessKeyID)
            caller = session.map { .member($0) }
            credentials = session?.credentials
        }
        // AWS signs IAM and Organizations for us-east-1 alone, but botocore, given an endpoint of its own, signs them for
        // the client's Region.
        try SignatureVerifier.verify(
            request,
            authorization,
            key: credentials.map { credentials in
                SignatureVerifier.Key(
                    secret: credentials.secretAccessKey.reveal,
                    token: credentials.sessionToken?.reveal,
                    expiration: credentials.expiration
                )
            },
            regions: ["us-east-1", organization.region],
            now: envelope.now
        )
        guard let caller else {
            throw ServiceError(403, "InvalidClientTokenId", "The security token included in the request is invalid.")
        }
        return (caller, authorization.service)
    }
}
