/// How much of an account the run has seen; every account of the population ends in exactly one of these.
package enum Coverage: String, Sendable, Codable, CaseIterable {
    case swept
    case partial
    case notAssumed = "not_assumed"
    case excluded
    case notActive = "not_active"
    case notReached = "not_reached"

    /// Whether the state leaves nothing to explain; anything else ends the run with exit code 3.
    package var isComplete: Bool {
        switch self {
        case .swept, .excluded, .notActive: true
        case .partial, .notAssumed, .notReached: false
        }
    }
}

extension [Coverage: Int] {
    /// What to do where accounts were in scope and not one of them was read; nil otherwise.
    package var nothingRead: String? {
        guard self[.swept, default: 0] + self[.partial, default: 0] == 0 else { return nil }
        if self[.notAssumed, default: 0] > 0 {
            return "No account could be assumed: check --role, the external ID and whether the caller may assume it."
        }
        guard self[.notReached, default: 0] > 0 else { return nil }
        return "The deadline came before any account was read: give a longer --deadline."
    }
}

/// Why something could not be looked at, as a code that reports and scripts may rely on.
package enum ReasonCode: String, Sendable, Codable, CaseIterable {
    case scpDeny = "scp_deny"
    /// AWS does not tell a missing role from a trust policy that denies us.
    case roleMissingOrTrustDenied = "role_missing_or_trust_denied"
    case externalID = "external_id"
    case suspended
    case closed
    case joinedDuringSweep = "joined_during_sweep"
    case leftDuringSweep = "left_during_sweep"
    case callDenied = "call_denied"
    case throttledOut = "throttled_out"
    case malformedAnswer = "malformed_answer"
    case unreachable
    case deadline
    case excludedByRule = "excluded_by_rule"
}

/// Why a section could not be read, with AWS's own words and the id that finds the call in CloudTrail.
package struct Unavailable: Error, Sendable, Hashable {
    package var reason: ReasonCode
    /// The API call that failed, for example `iam:ListAccessKeys`.
    package var action: String
    package var errorCode: String
    package var message: String
    package var requestID: String

    package init(
        reason: ReasonCode,
        action: String,
        errorCode: String = "",
        message: String = "",
        requestID: String = ""
    ) {
        self.reason = reason
        self.action = action
        self.errorCode = errorCode
        self.message = message
        self.requestID = requestID
    }

    /// The error codes of a session that AWS calls expired.
    package static let expiredSession: Set<String> = ["ExpiredToken", "ExpiredTokenException"]
}

/// A section of facts, either read or not readable for a reason: never silently empty.
package enum Collected<Value: Sendable>: Sendable {
    case value(Value)
    case unavailable(Unavailable)

    package var value: Value? {
        guard case .value(let value) = self else { return nil }
        return value
    }

    package var unavailable: Unavailable? {
        guard case .unavailable(let reason) = self else { return nil }
        return reason
    }
}

extension Collected: Equatable where Value: Equatable {}
