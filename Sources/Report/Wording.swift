import Domain

/// The words that the report uses for codes, in one place, so that a reader meets one word for one thing.
enum Wording {
    /// `1 account`, `2 accounts`, `1,930 accounts`.
    static func count(_ number: Int, _ noun: String) -> String {
        let endsInVowelAndY = ["ay", "ey", "oy"].contains(where: noun.hasSuffix)
        let plural = noun.hasSuffix("y") && !endsInVowelAndY ? noun.dropLast() + "ies" : noun + "s"
        return "\(figure(number)) \(number == 1 ? noun : plural)"
    }

    /// A number with its thousands set apart.
    static func figure(_ number: some BinaryInteger) -> String {
        let digits = String(number)
        var text = ""
        for (position, digit) in digits.enumerated() {
            let left = digits.count - position
            if position > 0, left.isMultiple(of: 3), text != "-" { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// `90 days`, `36 hours`, `30 minutes`, `5 seconds`.
    static func duration(_ seconds: Int64) -> String {
        if seconds.isMultiple(of: 86_400) { return count(Int(seconds / 86_400), "day") }
        if seconds.isMultiple(of: 3_600) { return count(Int(seconds / 3_600), "hour") }
        if seconds.isMultiple(of: 60) { return count(Int(seconds / 60), "minute") }
        return count(Int(seconds), "second")
    }

    /// `22 November 2026, 15:00 UTC`.
    static func moment(_ instant: Instant) -> String {
        let time = instant.iso8601.dropFirst(11).prefix(5)
        return "\(instant.components.day) \(month(instant)), \(time) UTC"
    }

    /// `November 2026`.
    static func month(_ instant: Instant) -> String {
        let names = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        return "\(names[instant.components.month - 1]) \(instant.components.year)"
    }

    /// `a`, `a and b`, `a, b and c`.
    static func list(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " and " + last
    }

    /// The first sentence of a longer text.
    static func firstSentence(_ text: String) -> String {
        guard let end = text.firstRange(of: ". ") else { return text }
        return text[..<end.lowerBound] + "."
    }
}

extension Severity {
    var word: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}

extension Coverage {
    var word: String {
        switch self {
        case .swept: "swept"
        case .partial: "partial"
        case .notAssumed: "not assumed"
        case .notReached: "not reached"
        case .excluded: "excluded"
        case .notActive: "not active"
        }
    }

    /// Whether anything of the account was seen, so that a figure about it means something.
    var wasRead: Bool { self == .swept || self == .partial }

    /// The order of the bar: what was read first, then the gaps, then what is rightly left out.
    static var reading: [Coverage] { [.swept, .partial, .notAssumed, .notReached, .excluded, .notActive] }
}

extension AccountOutcome {
    /// What happened, in words; nil where no reason is recorded.
    var why: String? {
        switch reason {
        case .malformedAnswer where Unavailable.expiredSession.contains(errorCode):
            "AWS called the session expired, and a renewed one as well"
        case .malformedAnswer where !errorCode.isEmpty: "AWS refused the request"
        default: reason?.words
        }
    }

    /// What the reader can do about it; nil where no reason is recorded.
    var nextStep: String? {
        switch reason {
        case .malformedAnswer where Unavailable.expiredSession.contains(errorCode):
            "Set this machine's clock by AWS's and sweep again. If it comes back, ask AWS Support with the request id."
        case .malformedAnswer where !errorCode.isEmpty:
            "Nothing was denied: AWS's words say what it did not take. Where they name a setting or the credentials, "
                + "correct that; else sweep again, and report it with the request id if it comes back."
        default: reason?.nextStep
        }
    }
}

extension ReasonCode {
    /// What happened, in words.
    var words: String {
        switch self {
        case .scpDeny: "Denied by a service control policy"
        case .roleMissingOrTrustDenied: "Role missing, or its trust policy denies us"
        case .externalID: "External id refused"
        case .suspended: "Account is suspended"
        case .closed: "Account is closed"
        case .joinedDuringSweep: "Joined the organization during the sweep"
        case .leftDuringSweep: "The session ended: the account may be closing"
        case .callDenied: "A call was denied"
        case .throttledOut: "Throttled until the retries were used up"
        case .malformedAnswer: "An answer could not be used"
        case .unreachable: "No answer from the endpoint"
        case .deadline: "The deadline came first"
        case .excludedByRule: "Excluded by rule"
        }
    }

    /// What the reader can do about it.
    var nextStep: String {
        switch self {
        case .scpDeny:
            "Find the service control policy that denies the call. A policy that denies by region must leave out IAM "
                + "and STS: list iam:* and sts:* under its NotAction, or name the sweep role in its conditions."
        case .roleMissingOrTrustDenied:
            "AWS does not tell a missing role from a trust policy that denies. Deploy the sweep role to the account, "
                + "then check that its trust policy names the caller of this run, and that the external id it asks for "
                + "is the configured one."
        case .externalID:
            "Compare the external id in the inventory with the condition on sts:ExternalId in the role's trust policy."
        case .suspended:
            "Nothing can be read while the account is suspended. Confirm with its owner that it is meant to stay so."
        case .closed:
            "Nothing is left to read. Remove the account from the inventory."
        case .joinedDuringSweep:
            "The next run includes it. Run again now if it must be in this month's evidence."
        case .leftDuringSweep:
            "Confirm with its owner that the account is meant to close or to leave; if it is not, sweep again."
        case .callDenied:
            "Add the denied call to the sweep role's policy, then sweep again."
        case .throttledOut:
            "Something else is calling the same API in this account. Sweep again outside its busy hours."
        case .malformedAnswer:
            "Sweep again. If it comes back, ask the same with the AWS CLI, look for a proxy that changes answers, and "
                + "report it with the request id."
        case .unreachable:
            "Check the network path, the proxy and the endpoint, then sweep again."
        case .deadline:
            "Read it now with --resume and --retry-failed, and give the next run a longer --deadline or a higher "
                + "--concurrency."
        case .excludedByRule:
            "None, as long as the rule stands."
        }
    }
}
