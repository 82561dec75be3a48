import Domain

/// A role on the way to an account's own, and what its session may do: nothing but assume the next role.
struct Hop: Sendable {
    /// The roles up to this one, which is the last of them.
    let chain: [String]
    /// How many roles lie on the way, this one among them.
    let count: Int
    /// Whether other accounts lie behind it as well: a hop in the account itself leads nowhere else.
    let isShared: Bool
    /// The ARN of the next role; in a session that accounts share, for any account.
    let next: String

    var roleARN: String { chain.last ?? "" }
    var key: HopSessions.Key { HopSessions.Key(chain: chain, next: next) }

    /// `hop 1 of 2, arn:aws:iam::111122223333:role/gate`, for messages.
    var label: String { "hop \(chain.count) of \(count), \(roleARN)" }

    /// The roles on the way to the account, in their order.
    static func onTheWay(to account: Account) -> [Hop] {
        let roles = account.hops + [account.roleARN]
        return account.hops.indices.map { index in
            let chain = Array(account.hops[...index])
            let isShared = !chain.contains { ARN($0)?.accountID == account.id }
            let next = roles[index + 1]
            return Hop(
                chain: chain,
                count: account.hops.count,
                isShared: isShared,
                next: isShared ? Self.anyAccount(next, insteadOf: account.id) : next
            )
        }
    }

    private static func anyAccount(_ role: String, insteadOf account: AccountID) -> String {
        guard let arn = ARN(role), arn.accountID == account else { return role }
        return ARN(partition: arn.partition, service: arn.service, account: "*", resource: arn.resource).description
    }

    /// The session policy: AssumeRole on the next role, with what the run's settings ask for besides.
    func policy(_ settings: SessionSettings) -> String {
        var actions = ["sts:AssumeRole"]
        if settings.sourceIdentity != nil { actions.append("sts:SetSourceIdentity") }
        if !settings.tags.isEmpty { actions.append("sts:TagSession") }
        let list = actions.map { "\"\($0)\"" }.joined(separator: ",")
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\(list)],"
            + "\"Resource\":\"\(next)\"}]}"
    }
}
