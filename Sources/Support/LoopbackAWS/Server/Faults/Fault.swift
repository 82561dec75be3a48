/// One thing that goes wrong at the rehearsal's AWS, where, and how often.
package struct Fault: Sendable, Equatable {
    package var kind: Kind
    /// An id or a name; `*` is every account.
    ///
    /// A request belongs to the account that it acts in, AssumeRole to the one that it leads to, and a call of
    /// Organizations to the hub.
    package var account = "*"
    /// `iam:ListRoles`, `sts:AssumeRole`; `*` stands for any run of letters.
    package var action = "*"
    /// How many of the matching requests are hit, above 0 to 1; the organization's seed decides which.
    package var rate = 1.0
    /// Only so many requests of each account and action are hit, the first ones.
    package var first: Int?
    /// How many requests of a session (20), or of an account that is closing (5), pass before the fault begins.
    package var after: Int?
    /// The size of an account's token bucket, at least 1, for throttling that depends on how fast the client is.
    package var burst: Double?
    /// Tokens that come back each second.
    package var refill: Double?
    /// How many seconds the server's clock is ahead of the client's; 1,200 without it.
    package var by: Int64?

    package init(_ kind: Kind) {
        self.kind = kind
        self.action = kind.action ?? "*"
    }

    /// What can go wrong, by the name that `--faults` takes.
    package enum Kind: String, CaseIterable, Sendable {
        // Fault+Refusals.swift
        case throttling
        case denied
        case scpDenied = "scp-denied"
        case serverError = "server-error"
        case serviceUnavailable = "service-unavailable"
        case credentialsExpire = "credentials-expire"
        case accountClosing = "account-closing"
        case accountGone = "account-gone"

        // Fault+Delivery.swift
        case connectionRefused = "connection-refused"
        case reset
        case close
        case slowDrip = "slow-drip"
        case silence
        case contentLengthTooLong = "content-length-too-long"
        case contentLengthTooShort = "content-length-too-short"

        // Fault+Documents.swift
        case html502 = "html-502"
        case gzip
        case malformed
        case entityBomb = "entity-bomb"
        case deepNesting = "deep-nesting"
        case hugeText = "huge-text"

        // Fault+Paging.swift
        case emptyPage = "empty-page"
        case repeatedMarker = "repeated-marker"
        case missingMarker = "missing-marker"
        case foreignMarker = "foreign-marker"

        // Fault+Facts.swift
        case reportNeverReady = "report-never-ready"
        case reportStale = "report-stale"
        case reportMissingUser = "report-missing-user"
        case totalsMismatch = "totals-mismatch"
        case duplicateAccount = "duplicate-account"
        case noAccounts = "no-accounts"
        case clockOff = "clock-off"
    }
}

extension Fault.Kind {
    /// The one action that the fault is about; nil where any may be hit.
    var action: String? {
        switch self {
        case .accountGone: "sts:AssumeRole"
        case .reportNeverReady: "iam:*CredentialReport"
        case .reportMissingUser, .reportStale: "iam:GetCredentialReport"
        case .totalsMismatch: "iam:GetAccountSummary"
        case .duplicateAccount, .noAccounts: "organizations:ListAccounts"
        case .credentialsExpire, .accountClosing, .emptyPage, .repeatedMarker, .missingMarker, .foreignMarker: "iam:*"
        default: nil
        }
    }

    /// Whether the answer to an action, as `iam:ListRoles`, could show the fault at all.
    func concerns(_ action: String) -> Bool {
        switch self {
        case .emptyPage, .repeatedMarker, .missingMarker, .foreignMarker: IAMOperations.pagedActions.contains(action)
        // XML; Organizations speaks JSON.
        case .entityBomb, .deepNesting, .hugeText: !action.hasPrefix("organizations:")
        default: true
        }
    }

    /// The parameters that mean something for the fault, beside `account`.
    var parameters: Set<String> {
        switch self {
        case .clockOff: ["by"]
        case .noAccounts, .duplicateAccount, .accountGone: []
        case .credentialsExpire, .accountClosing: ["after"]
        case .throttling: ["action", "rate", "first", "burst", "refill"]
        case .reportNeverReady, .reportStale, .reportMissingUser, .totalsMismatch: ["rate", "first"]
        default: ["action", "rate", "first"]
        }
    }

    /// Whether the fault is about accounts at all; the clock and an empty organization are everybody's.
    var hasAccount: Bool { self != .clockOff && self != .noAccounts }
}
