/// One figure of AWS's own account summary beside what was read of it.
package struct ControlTotal: Sendable, Hashable, Codable {
    /// What is counted: `users`, `roles`, `groups` or `policies`.
    package var name: String
    package var counted: Int
    package var read: Int
    /// How many came or went while the account was swept; 0 where the two figures are equal.
    package var changed: Int

    package init(name: String, counted: Int, read: Int, changed: Int = 0) {
        self.name = name
        self.counted = counted
        self.read = read
        self.changed = changed
    }

    /// Whether the figures are equal, or what came and went meanwhile is enough to explain that they are not.
    package var reconciles: Bool { abs(counted - read) <= changed }
}

extension AccountFacts {
    /// That entities which AWS counts were not read, or the reverse; nil where the totals reconcile or were not read.
    package var totalsGap: Unavailable? {
        let open = controlTotals.filter { !$0.reconciles }
        guard !open.isEmpty else { return nil }
        let figures = open.map { "\($0.read) \($0.name) read where GetAccountSummary counts \($0.counted)" }
        return Unavailable(
            reason: .malformedAnswer,
            action: CallPlan.getAccountSummary.permission,
            message: figures.joined(separator: ", ")
                + ": both were asked again, and nothing created or deleted since the sweep began explains it"
        )
    }
}
