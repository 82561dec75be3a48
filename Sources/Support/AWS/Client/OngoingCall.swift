import Domain
import HTTP
import Logging

/// A call that has not ended yet: what its attempts have brought so far.
struct OngoingCall {
    let operation: Operation
    var attempts = 0
    /// What the last attempt received.
    var received = Received()
    var code = ""
    var requestID = ""
    /// The tokens that the retries took so far.
    var retryCost = 0
    /// What the attempts and the pauses between them took, the waiting for a turn left out.
    var active = Duration.zero
    /// How many attempts ended in a timeout.
    var timeouts = 0
    var hasCorrectedClock = false
    /// The credentials that AWS called expired: other ones are tried, once.
    var rejected: (credentials: Credentials, failure: AWSFailure)?

    init(operation: Operation) {
        self.operation = operation
    }

    var metadata: Logger.Metadata {
        ["action": "\(operation.service.rawValue):\(operation.action)", "attempt": "\(attempts)"]
    }

    func record(account: AccountID?, startedAt: Instant, duration: Duration) -> CallRecord {
        CallRecord(
            accountID: account,
            service: operation.service.rawValue,
            action: operation.action,
            requestID: requestID,
            httpStatus: received.status,
            errorCode: code,
            attempts: attempts,
            startedAt: startedAt,
            durationMilliseconds: duration.milliseconds,
            bytes: received.bytes,
            sha256: received.sha256
        )
    }
}

/// A failed attempt and what may make the next one succeed.
struct Setback: Error {
    var failure: AWSFailure
    /// Nil: trying again would fail again.
    var remedy: Remedy?
}

/// What must happen before a call is tried again.
enum Remedy {
    case backOff(BackOff)
    /// AWS's clock is ahead of ours by so many seconds.
    case correctClock(seconds: Int64)
    case refreshCredentials(expired: Credentials)
}

// MARK: - Judging an attempt

extension OngoingCall {
    /// Less than AWS's own tolerance of five minutes, beyond any delay on the way.
    private static let tolerableSkew: Int64 = 240

    var cancelled: AWSFailure { failure(.cancelled, message: "it was stopped before it ended") }

    func noCredentials(_ error: any Error) -> Setback {
        if error is CancellationError || Task.isCancelled { return Setback(failure: cancelled) }
        switch error {
        case let error as AWSFailure:
            // A refresh that was throttled or got no answer says nothing against the credentials.
            let kind = error.kind == .denied ? .credentials : error.kind
            return Setback(failure: failure(kind, code: error.code, message: "\(error.permission): \(error.message)"))
        case let error as Unavailable:
            var failure = failure(
                .credentials,
                code: error.errorCode,
                message: "\(error.action): \(error.message)"
            )
            failure.cause = error
            return Setback(failure: failure)
        default:
            return Setback(failure: failure(.credentials, message: "\(error)"))
        }
    }

    /// Judges a transfer that did not end well.
    mutating func setback(_ transport: HTTPFailure) -> Setback {
        let message = "\(transport)"
        switch transport {
        case .cancelled, .shutDown:
            return Setback(failure: cancelled)
        case .timeout:
            timeouts += 1
            // Each costs as long as the limits allow; a host that is silent twice will be so eight times.
            let remedy = timeouts < RetryPolicy.mostTimeouts ? Remedy.backOff(BackOff(isTimeout: true)) : nil
            return Setback(failure: failure(.unreachable, message: message), remedy: remedy)
        case .resolve, .connect, .tls, .interrupted:
            return Setback(failure: failure(.unreachable, message: message), remedy: .backOff(BackOff()))
        case .bodyTooLarge, .sink:
            return Setback(failure: failure(.malformed, message: message))
        case .other, .caBundle:
            return Setback(failure: failure(.unreachable, message: message))
        }
    }

    /// Judges a complete answer that is not a value: an error document, or (nil or unreadable) none.
    func setback(
        _ answer: Result<ErrorDocument?, UnreadableAnswer>,
        credentials: Credentials?,
        clock: (now: Instant, skew: Int64)
    ) -> Setback {
        switch answer {
        case .success(let document?):
            return setback(document, credentials: credentials, clock: clock)
        case .failure(let unreadable) where received.isSuccess:
            let remedy = unreadable.isTruncated ? Remedy.backOff(BackOff()) : nil
            return Setback(failure: failure(.malformed, message: unreadable.detail), remedy: remedy)
        case .success(nil), .failure:
            // The status comes first: a proxy's HTML page says nothing that AWS means.
            let kind = ErrorCode.kind(code: "", status: received.status)
            let message = "HTTP \(received.status) without an AWS error document"
            return Setback(failure: failure(kind, message: message), remedy: backOff(code: "").map(Remedy.backOff))
        }
    }

    private func setback(
        _ document: ErrorDocument,
        credentials: Credentials?,
        clock: (now: Instant, skew: Int64)
    ) -> Setback {
        let failure = failure(
            ErrorCode.kind(code: document.code, status: received.status),
            code: document.code,
            message: document.message,
            requestID: document.requestID
        )
        if let seconds = skew(document, clock: clock) {
            return Setback(failure: failure, remedy: .correctClock(seconds: seconds))
        }
        if let credentials, ErrorCode.expiredToken.contains(document.code), rejected == nil {
            return Setback(failure: failure, remedy: .refreshCredentials(expired: credentials))
        }
        return Setback(failure: failure, remedy: backOff(code: document.code).map(Remedy.backOff))
    }

    /// How far AWS's clock is ahead of ours, if that is what the error is about and it was not corrected before.
    ///
    /// A wrong secret has the same code as a wrong clock: only the message, or a Date header far off, tells them apart.
    private func skew(_ document: ErrorDocument, clock: (now: Instant, skew: Int64)) -> Int64? {
        guard !hasCorrectedClock, let date = received.response?.header("Date").flatMap(Instant.init(httpDate:)) else {
            return nil
        }
        let seconds = date.seconds(since: clock.now)
        if ErrorCode.wrongClock.contains(document.code) { return seconds }
        guard ErrorCode.wrongSignature.contains(document.code) else { return nil }
        let isAboutTime =
            document.message.hasPrefix("Signature expired") || document.message.hasPrefix("Signature not yet current")
        return isAboutTime || abs(seconds - clock.skew) > Self.tolerableSkew ? seconds : nil
    }

    private func backOff(code: String) -> BackOff? {
        let isThrottled = ErrorCode.kind(code: code, status: received.status) == .throttled
        guard isThrottled || ErrorCode.isTransient(code: code, status: received.status) else { return nil }
        return BackOff(isThrottled: isThrottled, advice: received.response.flatMap(BackOff.Advice.init))
    }

    private func failure(
        _ kind: AWSFailure.Kind,
        code: String = "",
        message: String,
        requestID: String = ""
    ) -> AWSFailure {
        AWSFailure(
            kind: kind,
            service: operation.service,
            action: operation.action,
            code: code,
            message: message,
            httpStatus: received.status,
            requestID: received.requestID ?? requestID,
            attempts: attempts
        )
    }
}
