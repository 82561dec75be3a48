import Domain

/// A joined fact, or why it is not known, in words for a sentence.
enum Known<Value: Sendable>: Sendable {
    case known(Value)
    case unknown(String)

    init(_ collected: Collected<Value>) {
        switch collected {
        case .value(let value): self = .known(value)
        case .unavailable(let reason): self = .unknown(reason.phrase)
        }
    }

    var value: Value? {
        guard case .known(let value) = self else { return nil }
        return value
    }

    /// Why it is not known; nil for a known fact.
    var reason: String? {
        guard case .unknown(let reason) = self else { return nil }
        return reason
    }
}

extension Unavailable {
    /// What happened to the call, to stand after "because" in a sentence; without request ids and AWS's own words.
    var phrase: String {
        switch reason {
        case .callDenied: "\(action) was denied"
        case .scpDeny: "\(action) was denied by a service control policy"
        case .throttledOut: "\(action) was throttled until the retries were used up"
        case .malformedAnswer where Self.expiredSession.contains(errorCode):
            "AWS called the session expired at \(action), and a renewed one as well"
        case .malformedAnswer where !errorCode.isEmpty: "AWS refused \(action) with \(errorCode)"
        case .malformedAnswer: "the answer to \(action) could not be used"
        case .unreachable: "\(action) could not be reached"
        case .deadline: "the deadline of the run came before \(action)"
        case .roleMissingOrTrustDenied: "the role is missing or does not trust the caller"
        case .externalID: "the role asks for another external id"
        case .suspended: "the account is suspended"
        case .closed: "the account is closed"
        case .joinedDuringSweep: "the account joined during the sweep"
        case .leftDuringSweep: "the session ended before \(action): the account may be closing"
        case .excludedByRule: "the account is excluded by rule"
        }
    }
}
