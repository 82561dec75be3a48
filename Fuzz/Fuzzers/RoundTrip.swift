import Domain
import FoundationEssentials

@testable import Ledger

/// What the ledger's writer makes of facts, its reader must take for the same facts.
enum RoundTrip {
    static let emptyFacts: AccountFacts = {
        guard let account = AccountID("111122223333") else { preconditionFailure("an account id of 12 digits") }
        let reason = Unavailable(reason: .malformedAnswer, action: "", message: "")
        return AccountFacts(accountID: account, nothingReadBecause: reason)
    }()

    static func check(_ section: FactSection, of facts: AccountFacts) {
        let json = facts.json(of: section)
        var again = emptyFacts
        do {
            try again.set(section, from: Data(json.utf8))
        } catch {
            preconditionFailure("the ledger cannot read what it wrote: \(error)\n\(json)")
        }
        precondition(again == facts, "the ledger reads something else than it wrote:\n\(json)")
        precondition(again.json(of: section) == json, "equal facts are not equal bytes:\n\(json)")
    }
}
