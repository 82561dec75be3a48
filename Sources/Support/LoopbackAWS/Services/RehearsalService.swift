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
    let faults: FaultInjector

    /// Throws `FaultFailure` for a fault in an account that the organization does not have.
    init(
        _ organization: RehearsalOrganization,
        time: @escaping @Sendable () -> Instant,
        uptime: @escaping @Sendable () -> Duration,
        faults: [Fault] = []
    ) throws(FaultFailure) {
        let injector = try FaultInjector(faults, organization: organization, uptime: uptime)
        let offset = injector.clockOffset
        let clock: @Sendable () -> Instant = { time().adding(seconds: offset) }
        self.faults = injector
        self.organization = organization
        self.time = clock
        self.sessions = Sessions(seed: organization.seed)
        self.accounts = AccountCache(organization)
        self.reports = CredentialReports(startedAt: clock(), asOf: organization.asOf)
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

    /// A request of STS or IAM whose signature is right, and what goes wrong with it.
    private struct QueryCall {
        let action: String
        let caller: Caller
        let parameters: Parameters
        let struck: StruckFaults
        let now: Instant
    }

    private func answerQuery(_ request: ReceivedRequest, _ envelope: Envelope) -> Answer {
        let parameters = Parameters(form: Array(request.query.utf8) + [UInt8(ascii: "&")] + request.body)
        let action = parameters["Action"] ?? ""
        // Before the signature is read, the version is the only sign of the service.
        var namespace =
            parameters["Version"] == STSOperations.version ? STSOperations.namespace : IAMOperations.namespace
        var struck = StruckFaults.none
        do throws(ServiceError) {
            let (caller, service) = try authenticate(request, parameters, envelope)
            switch service {
            case "sts": namespace = STSOperations.namespace
            case "iam": namespace = IAMOperations.namespace
            default:
                throw ServiceError(403, "SignatureDoesNotMatch", "Credential should be scoped to correct service.")
            }
            counts.asked("\(service):\(action)")
            struck = strike("\(service):\(action)", caller, parameters)
            let call = QueryCall(
                action: action,
                caller: caller,
                parameters: parameters,
                struck: struck,
                now: envelope.now
            )
            let answer = try envelope.xml(action, namespace) { xml throws(ServiceError) in
                try service == "iam" ? self.answerIAM(call, &xml) : self.answerSTS(call, &xml)
            }
            return finished(answer, struck)
        } catch {
            return finished(envelope.xmlError(error, namespace), struck)
        }
    }

    /// The answer as it leaves, with what the faults make of it counted.
    private func finished(_ answer: Answer, _ struck: StruckFaults) -> Answer {
        let spoiled = struck.spoiled(answer)
        faults.count(struck)
        return spoiled
    }

    /// The faults that hit the request, by the account that it acts in or leads to.
    private func strike(_ action: String, _ caller: Caller, _ parameters: Parameters) -> StruckFaults {
        guard faults.isArmed else { return .none }
        var account = organization.accountID(at: Self.accountIndex(of: caller))
        if let role = parameters["RoleArn"].flatMap({ ARN($0)?.accountID }) { account = role }
        var accessKeyID: String?
        if case .member(let session) = caller { accessKeyID = session.credentials.accessKeyID }
        return faults.strike(
            FaultInjector.Request(account: account, action: action, accessKeyID: accessKeyID)
        )
    }

    private static func accountIndex(of caller: Caller) -> Int {
        switch caller {
        case .anonymous, .hub: AccountProfile.auditIndex
        case .member(let session): session.accountIndex
        }
    }

    private func answerSTS(_ call: QueryCall, _ xml: inout XMLWriter) throws(ServiceError) {
        try call.struck.refuse(
            call.caller.arn(in: organization),
            "sts:\(call.action)",
            on: call.parameters["RoleArn"] ?? "*"
        )
        let operations = STSOperations(service: self, caller: call.caller, parameters: call.parameters, now: call.now)
        try operations.answer(call.action, &xml)
    }

    private func answerIAM(_ call: QueryCall, _ xml: inout XMLWriter) throws(ServiceError) {
        let index = Self.accountIndex(of: call.caller)
        let operation = try IAMOperations.operation(call.action, version: call.parameters["Version"])
        try call.struck.refuse(
            call.caller.arn(in: organization),
            "iam:\(call.action)",
            on: Self.resource(of: call.action, call.parameters, organization.accountID(at: index)).printed
        )
        try authorize(call.caller, call.action, call.parameters)
        let iamCall = IAMCall(
            organization: organization,
            account: accounts.account(at: index),
            isHub: index == AccountProfile.auditIndex,
            parameters: call.parameters,
            reports: reports,
            faults: call.struck,
            now: call.now
        )
        try operation?(iamCall, &xml)
    }

    // MARK: JSON protocol

    private func answerJSON(_ request: ReceivedRequest, target: String, _ envelope: Envelope) -> Answer {
        let action = target.split(separator: ".").last.map(String.init) ?? ""
        var struck = StruckFaults.none
        do throws(ServiceError) {
            let (caller, service) = try authenticate(request, Parameters(form: []), envelope)
            guard service == "organizations" else {
                throw ServiceError(403, "SignatureDoesNotMatch", "Credential should be scoped to correct service.")
            }
            counts.asked("organizations:\(action)")
            struck = strike("organizations:\(action)", caller, Parameters(form: []))
            try struck.refuse(caller.arn(in: organization), "organizations:\(action)", on: "*")
            let operations = OrganizationsOperations(service: self, caller: caller, body: request.body, faults: struck)
            return finished(envelope.json(try operations.answer(target)), struck)
        } catch {
            return finished(envelope.jsonError(error), struck)
        }
    }

    // MARK: Authentication

    private func authenticate(
        _ request: ReceivedRequest,
        _ parameters: Parameters,
        _ envelope: Envelope
    ) throws(ServiceError) -> (Caller, service: String) {
        if parameters["Action"] == STSOperations.webIdentity, parameters["Version"] == STSOperations.version {
            return (.anonymous, "sts")
        }
        let authorization = try SignatureVerifier.authorization(of: request)
        let caller: Caller?
        let credentials: Credentials?
        if authorization.accessKeyID == organization.baseCredentials.accessKeyID {
            caller = .hub(sessionName: "rehearsal")
            credentials = organization.baseCredentials
        } else {
            let session = sessions.session(authorization.accessKeyID)
            caller = session.map { $0.isHub ? .hub(sessionName: $0.sessionName) : .member($0) }
            credentials = session?.credentials
        }
        // AWS signs IAM and Organizations for us-east-1 alone, but botocore, given an endpoint of its own, signs them
        // for the client's Region.
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
