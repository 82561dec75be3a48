extension Fault {
    /// What each parameter is, with what holds without it.
    static let parameters: [(name: String, meaning: String)] = [
        ("account", "the id or the name of an account; * is every account (*)"),
        ("action", "such as iam:ListRoles; * stands for any run of letters (*)"),
        ("rate", "how many of the requests are hit, a number from 0 to 1 (1)"),
        ("first", "only so many of each account and action, 1 or more (all)"),
        ("after", "how many requests pass before, 0 or more (20, account-closing 5)"),
        ("burst", "the size of an account's token bucket, 0 or more (none)"),
        ("refill", "tokens that come back each second, more than 0 (1)"),
        ("by", "seconds that AWS's clock is ahead, to a year either way (1200)"),
    ]

    /// What `--faults help` prints.
    package static var help: String {
        func row(_ name: String, _ text: String) -> String {
            "  \(name)\(String(repeating: " ", count: max(1, 26 - name.count)))\(text)"
        }
        let kinds = Kind.allCases.sorted { $0.rawValue < $1.rawValue }.flatMap { kind in
            [row(kind.rawValue, kind.summary)] + (kind.keys.isEmpty ? [] : [row("", kind.keys.joined(separator: ", "))])
        }
        return
            (["FAULTS, with the keys that each takes"] + kinds + ["", "KEYS, with what holds without them"]
            + parameters.map { row($0.name, $0.meaning) }
            + ["", "EXAMPLE", "  --faults throttling:account=prod-search,action=iam:List*,rate=0.3"])
            .joined(separator: "\n")
    }
}

extension Fault.Kind {
    /// The names of what may stand behind the colon.
    var keys: [String] {
        Fault.parameters.map(\.name).filter { ($0 == "account" && hasAccount) || parameters.contains($0) }
    }

    /// What AWS does, in the list of `--faults help`.
    var summary: String {
        switch self {
        case .throttling: "answers Throttling"
        case .denied: "answers AccessDenied"
        case .scpDenied: "denies by a service control policy"
        case .serverError: "answers 500"
        case .serviceUnavailable: "answers 503"
        case .credentialsExpire: "calls each session expired after a while"
        case .accountClosing: "no longer knows the account's sessions"
        case .accountGone: "removes the account while it is being swept"
        case .connectionRefused: "resets before the first byte"
        case .reset: "resets in the middle of the answer"
        case .close: "closes in the middle of the answer"
        case .slowDrip: "sends a byte a second"
        case .silence: "never answers"
        case .contentLengthTooLong: "announces more bytes than it sends"
        case .contentLengthTooShort: "announces fewer bytes than it sends"
        case .html502: "sends a load balancer's HTML page"
        case .gzip: "compresses its answers"
        case .malformed: "sends XML or JSON that is none"
        case .entityBomb: "sends XML that would expand without end"
        case .deepNesting: "nests 100,000 elements"
        case .hugeText: "sends an element of 20 MB"
        case .emptyPage: "sends an empty page before each page"
        case .repeatedMarker: "sends the same page marker again"
        case .missingMarker: "says that there is more, but not where"
        case .foreignMarker: "refuses the marker that it sent"
        case .reportNeverReady: "never finishes the credential report"
        case .reportStale: "sends a report of four hours ago"
        case .reportMissingUser: "leaves a user out of the report"
        case .totalsMismatch: "counts three users that nobody can list"
        case .duplicateAccount: "lists the account twice"
        case .noAccounts: "lists no account"
        case .clockOff: "has another clock than this machine"
        }
    }
}
