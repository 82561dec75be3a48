import Domain

/// The error codes that decide what happens after a failed attempt.
///
/// The sets are those of the SDKs' standard retry mode. IAM's own `LimitExceeded` (409) is a quota, not a throttle.
///
/// Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html and
/// https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
enum ErrorCode {
    static let throttling: Set<String> = [
        "BandwidthLimitExceeded", "EC2ThrottledException", "LimitExceededException", "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException", "RequestLimitExceeded", "RequestThrottled",
        "RequestThrottledException", "SlowDown", "ThrottledException", "Throttling", "ThrottlingException",
        "TooManyRequestsException", "TransactionInProgressException",
    ]
    /// Includes STS's trouble with an identity provider, which passes.
    static let transient: Set<String> = ["IDPCommunicationError", "RequestTimeout", "RequestTimeoutException"]
    static let expiredToken = Unavailable.expiredSession
    static let wrongClock: Set<String> = ["RequestExpired", "RequestTimeTooSkewed"]
    static let wrongSignature: Set<String> = ["InvalidSignatureException", "SignatureDoesNotMatch"]

    private static let denied: Set<String> = [
        "AccessDenied", "AccessDeniedException", "AuthorizationError", "NotAuthorized", "UnauthorizedOperation",
    ]
    private static let credentials: Set<String> = [
        "IncompleteSignature", "InvalidAccessKeyId", "InvalidClientTokenId", "MissingAuthenticationToken",
        "MissingAuthenticationTokenException", "UnrecognizedClientException",
    ]

    /// What kind of failure AWS's code and the HTTP status make; the code is empty if no error document came.
    static func kind(code: String, status: Int) -> AWSFailure.Kind {
        if throttling.contains(code) || status == 429 { return .throttled }
        if denied.contains(code) { return .denied }
        let isAboutCredentials = [credentials, expiredToken, wrongClock, wrongSignature].contains { $0.contains(code) }
        if isAboutCredentials { return .credentials }
        if code.hasPrefix("NoSuchEntity") || code.hasSuffix("NotFoundException") { return .notFound }
        return status >= 500 ? .serverError : .rejected
    }

    static func isTransient(code: String, status: Int) -> Bool {
        transient.contains(code) || [429, 500, 502, 503, 504, 509].contains(status)
    }
}
