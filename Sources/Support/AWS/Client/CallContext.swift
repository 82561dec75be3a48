package import Domain
import Synchronization

/// What the calls of one account, or of the organization, share: the evidence of each call and the retries left.
package final class CallContext: Sendable {
    package let accountID: AccountID?
    package let retryBudget: RetryBudget
    /// Of the IAM calls, which count against the account that they are made in.
    let pace: Pace
    private let records = Mutex<[CallRecord?]>([])
    private let held = Mutex(Duration.zero)

    package init(accountID: AccountID?, retryBudget: RetryBudget = RetryBudget(), pace: Pace = Pace()) {
        self.accountID = accountID
        self.retryBudget = retryBudget
        self.pace = pace
    }

    /// How long the calls were held back because AWS throttled, summed over calls that may have waited side by side.
    package var throttled: Duration { held.withLock(\.self) }

    /// One record for each call that has ended, failed ones included, in the order in which they began.
    ///
    /// A page is a call of its own; retries are counted inside of it.
    package var calls: [CallRecord] { records.withLock { $0.compactMap(\.self) } }

    /// Takes the place of a call that begins now.
    func begin() -> Int {
        records.withLock { records in
            records.append(nil)
            return records.count - 1
        }
    }

    func hold(_ duration: Duration) {
        held.withLock { $0 += duration }
    }

    func end(_ place: Int, _ record: CallRecord) {
        records.withLock { $0[place] = record }
    }
}
