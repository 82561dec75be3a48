/// One API call as the evidence keeps it: enough to find it in CloudTrail, nothing secret.
package struct CallRecord: Sendable, Hashable {
    /// The account the call was made in; nil for calls of the organization, which have no account of their own.
    package var accountID: AccountID?
    package var service: String
    package var action: String
    package var requestID: String
    /// The status of the last attempt, 0 if no answer arrived.
    package var httpStatus: Int
    package var errorCode: String
    package var attempts: Int
    package var startedAt: Instant
    package var durationMilliseconds: Int64
    /// The size of the body as received.
    package var bytes: Int64
    /// The digest of the body as received, in hex; the body itself is not kept.
    package var sha256: String

    package init(
        accountID: AccountID?,
        service: String,
        action: String,
        requestID: String = "",
        httpStatus: Int = 0,
        errorCode: String = "",
        attempts: Int,
        startedAt: Instant,
        durationMilliseconds: Int64,
        bytes: Int64 = 0,
        sha256: String = ""
    ) {
        self.accountID = accountID
        self.service = service
        self.action = action
        self.requestID = requestID
        self.httpStatus = httpStatus
        self.errorCode = errorCode
        self.attempts = attempts
        self.startedAt = startedAt
        self.durationMilliseconds = durationMilliseconds
        self.bytes = bytes
        self.sha256 = sha256
    }
}
