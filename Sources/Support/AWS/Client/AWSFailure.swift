package import Domain

/// Why a call to AWS failed, with AWS's own words and the id that finds it in CloudTrail.
package struct AWSFailure: Error, Sendable, Equatable {
    package enum Kind: Sendable, Hashable {
        case denied
        case throttled
        /// The entity does not exist, which for some calls is an answer.
        case notFound
        /// Any other answer that says the request was wrong.
        case rejected
        /// AWS, or a proxy on the way, could not answer.
        case serverError
        /// The answer is not the document that was asked for.
        case malformed
        case unreachable
        case cancelled
        /// There are no credentials, or AWS does not take them.
        case credentials
    }

    package var kind: Kind
    package var service: AWSService
    package var action: String
    /// AWS's error code, empty where there is none.
    package var code: String
    /// AWS's message on one line and bounded, or our own where AWS sent none.
    package var message: String
    /// 0 if no answer arrived.
    package var httpStatus: Int
    package var requestID: String
    package var attempts: Int
    /// Why there were no credentials, if that is what failed and their provider said it in full.
    package var cause: Unavailable?

    package init(
        kind: Kind,
        service: AWSService,
        action: String,
        code: String = "",
        message: String,
        httpStatus: Int = 0,
        requestID: String = "",
        attempts: Int = 1
    ) {
        self.kind = kind
        self.service = service
        self.action = action
        self.code = code.singleLine(limit: 128)
        self.message = message.singleLine(limit: 1_000)
        self.httpStatus = httpStatus
        self.requestID = requestID.singleLine(limit: 128)
        self.attempts = attempts
    }
}

extension AWSFailure {
    /// The call as a policy spells it: `iam:ListAccessKeys`.
    package var permission: String { "\(service.rawValue):\(action)" }

    /// The failure as a reason why a section could not be looked at.
    package var unavailable: Unavailable {
        cause
            ?? Unavailable(reason: reason, action: permission, errorCode: code, message: message, requestID: requestID)
    }

    private var reason: ReasonCode {
        switch kind {
        case .denied: isDeniedByServiceControlPolicy ? .scpDeny : .callDenied
        case .throttled: .throttledOut
        case .malformed: .malformedAnswer
        case .serverError, .unreachable, .cancelled: .unreachable
        case .credentials: isEndedSession ? .leftDuringSweep : .malformedAnswer
        // Not a denial, which would send the reader to a policy that is right: AWS did not take the request.
        case .notFound, .rejected: .malformedAnswer
        }
    }

    /// What the sessions of an account hear when it is suspended: they are not denied, they are nobody.
    private var isEndedSession: Bool { service == .iam && code == "InvalidClientTokenId" }

    private var isDeniedByServiceControlPolicy: Bool {
        message.lowercased().contains("service control policy")
    }
}

extension AWSFailure: CustomStringConvertible {
    /// One line: which call, what AWS said, and what to do where that is known.
    package var description: String {
        let what = code.isEmpty ? message : "\(code): \(message)"
        let tries = attempts > 1 ? " after \(attempts) attempts" : ""
        let advice = advice.map { "; \($0)" } ?? ""
        return "\(permission) \(verb)\(tries): \(what)\(advice)"
    }

    private var verb: String {
        switch kind {
        case .denied: "was denied"
        case .throttled: "was throttled"
        case .notFound: "found nothing"
        case .rejected: "was rejected"
        case .serverError: "met a server error"
        case .malformed: "got an answer that cannot be read"
        case .unreachable: "got no answer"
        case .cancelled: "was cancelled"
        case .credentials: "has no valid credentials"
        }
    }

    private var advice: String? {
        switch kind {
        case .denied where isDeniedByServiceControlPolicy:
            "the service control policy must except the sweep's role (IAM and Organizations count as us-east-1)"
        case .denied: "allow \(permission) to the role"
        case .throttled: "sweep fewer accounts at once or again later"
        case .serverError: "try again later"
        case .unreachable: "check the network, the proxy and the endpoint"
        case .credentials: "check where the credentials come from and this machine's clock"
        case .notFound, .rejected, .malformed, .cancelled: nil
        }
    }
}
