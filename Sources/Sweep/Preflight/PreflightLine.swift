import Assume
package import Domain
package import Evaluate

/// What a preflight found of one account in scope.
package struct PreflightLine: Sendable {
    package var account: Account
    /// Whether Organizations was asked and does not list the account.
    package var standsOutside = false
    /// Why there is no session; then nothing else was looked at.
    package var refusal: Unavailable?
    package var narrowing = Narrowing.notTried
    /// The calls of the plan that were not shown to be allowed.
    package var gaps: [Unavailable] = []
    package var rights = ReaderRights.unknown
    /// Nil where neither source identity nor tags are configured, or where AWS did not say whether they are allowed.
    package var allowsTagging: Bool?

    /// The call outside of the plan that is tried.
    package static let outsideAction = "iam:\(SessionProbe.outsideCall)"

    package enum Narrowing: Sendable, Equatable {
        case notTried
        case proven
        /// The base credentials, which nothing narrows, by explicit choice.
        case baseCredentials
        /// A call outside of the plan was allowed.
        case none
        case unknown(Unavailable)
    }

    init(account: Account) {
        self.account = account
    }

    /// Whether a sweep would leave a gap here, or could not prove that it only reads.
    package var hasGap: Bool {
        let isNarrow =
            switch narrowing {
            case .proven, .baseCredentials: true
            case .notTried, .none, .unknown: false
            }
        return refusal != nil || !gaps.isEmpty || !isNarrow
    }

    /// How many calls of the plan are allowed.
    package var allowedCalls: Int { refusal == nil ? CallPlan.allCases.count - gaps.count : 0 }
}

/// What a preflight found of all accounts in scope, sorted by id.
package struct Preflight: Sendable {
    package var lines: [PreflightLine]
    package var leftOut: LeftOut

    /// How many accounts of the population were left alone, by what left them out.
    package struct LeftOut: Sendable, Equatable {
        package var byCommandLine = 0
        package var excluded = 0
        package var notActive = 0

        package var total: Int { byCommandLine + excluded + notActive }

        init(_ accounts: [Account]) {
            for account in accounts {
                switch AccountSweep.outcomeWithoutSweep(account)?.coverage {
                case .notActive: notActive += 1
                case .excluded where account.scope.isByCommandLine: byCommandLine += 1
                case .excluded: excluded += 1
                default: break
                }
            }
        }
    }

    package var hasGap: Bool { lines.contains(where: \.hasGap) }

    /// The exit code of interface.md.
    package var exitCode: Int32 { hasGap ? 3 : 0 }
}
