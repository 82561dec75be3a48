import AWS
import Domain

extension Unavailable {
    /// What a refused AssumeRole says about the account, with AWS's words and request id kept.
    ///
    /// AWS does not tell a role that is missing from one that does not trust us, nor which condition of its trust
    /// policy failed; a more precise reason is given only where the message itself has it.
    init(assumingRoleOf account: Account, _ failure: AWSFailure) {
        self.init(failure) { Self.denial(failure.message, state: account.state) }
        // A ValidationError quotes the parameter that it is about.
        if let externalID = account.externalID { message.hide(externalID, as: "[external id]") }
    }

    /// Why a role on the way cannot be assumed, which every account behind it then says.
    init(assuming hop: Hop, _ failure: AWSFailure) {
        self.init(failure) { Self.denial(failure.message, state: .active) }
        // A hop before this one has told its own name.
        if failure.cause == nil { message = "\(hop.label): \(message)" }
    }

    private init(_ failure: AWSFailure, denial: () -> ReasonCode) {
        self = failure.unavailable
        guard failure.cause == nil else { return }
        action = RoleAssumer.action
        switch failure.kind {
        case .cancelled: reason = .deadline
        case .denied: reason = denial()
        default: break
        }
        message += Self.advice(failure)
    }

    private static func denial(_ message: String, state: AccountState) -> ReasonCode {
        let words = message.lowercased()
        if words.contains("service control policy") || words.contains("resource control policy") { return .scpDeny }
        if words.contains("sts:externalid") { return .externalID }
        // Then it is not the role that says no, but what the caller itself may do.
        let callers = ["identity-based policy", "permissions boundary", "session policy", "vpc endpoint policy"]
        if callers.contains(where: words.contains) { return .callDenied }
        return switch state {
        case .suspended: .suspended
        case .closed, .pendingClosure: .closed
        case .active, .pendingActivation, .unknown: .roleMissingOrTrustDenied
        }
    }

    /// What to do, where AWS's message leaves a reader who does not know its rules without a clue.
    private static func advice(_ failure: AWSFailure) -> String {
        guard failure.kind == .denied else { return "" }
        if failure.message.contains("sts:SetSourceIdentity") {
            return " (session.source_identity is set, so the trust policy must allow sts:SetSourceIdentity)"
        }
        if failure.message.contains("sts:TagSession") {
            return " (session.tags is set, so the trust policy must allow sts:TagSession)"
        }
        return ""
    }
}
