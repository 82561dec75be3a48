import AWS
import Domain

extension Unavailable {
    /// What a refused AssumeRole says about the account, with AWS's words and request id kept.
    ///
    /// AWS does not tell a role that is missing from one that does not trust us, nor which condition of its trust
    /// policy failed; a more precise reason is given only where the message itself has it.
    init(assumingRoleOf account: Account, _ failure: AWSFailure) {
        self = failure.unavailable
        action = RoleAssumer.action
        switch failure.kind {
        case .cancelled: reason = .deadline
        case .denied: reason = Self.denial(failure.message, account: account)
        default: break
        }
        // A ValidationError quotes the parameter that it is about.
        if let externalID = account.externalID { message.replace(externalID.reveal, with: "[external id]") }
        message += Self.advice(failure)
    }

    private static func denial(_ message: String, account: Account) -> ReasonCode {
        let words = message.lowercased()
        if words.contains("service control policy") || words.contains("resource control policy") { return .scpDeny }
        if words.contains("sts:externalid") { return .externalID }
        return switch account.state {
        case .suspended: .suspended
        case .closed, .pendingClosure: .closed
        case .active, .pendingActivation, .unknown: .roleMissingOrTrustDenied
        }
    }

    /// What to do, where AWS's message leaves a reader who does not know its rules without a clue.
    private static func advice(_ failure: AWSFailure) -> String {
        guard failure.code == "ValidationError" else { return "" }
        if failure.message.contains("role chaining") {
            return " (the base credentials are a role's session, so set session.duration to 1h or less)"
        }
        if failure.message.contains("MaxSessionDuration") {
            return " (set session.duration to at most the role's own limit, or raise that)"
        }
        return ""
    }
}
