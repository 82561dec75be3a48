import Domain

extension AccountInventory {
    /// Who may assume roles by the own policies; administrators, platform roles and roles of AWS are no links of a chain.
    static func assumptions(_ account: AccountView) -> [Assumption] {
        let users = account.users.filter { $0.isAdmin != .yes }.flatMap { view -> [Assumption] in
            let groups = view.user.groups.compactMap(account.policies.group)
            return assumptions(
                of: view.user.arn,
                attached: view.user.attachedPolicies + groups.flatMap(\.attachedPolicies),
                inline: view.user.inlinePolicies + groups.flatMap(\.inlinePolicies),
                boundary: view.user.permissionsBoundary,
                account.policies
            )
        }
        let roles = account.roles.filter { $0.isAdmin != .yes && $0.platform == nil && !$0.isServiceLinked }
        return users
            + roles.flatMap { view in
                assumptions(
                    of: view.role.arn,
                    attached: view.role.attachedPolicies,
                    inline: view.role.inlinePolicies,
                    boundary: view.role.permissionsBoundary,
                    account.policies
                )
            }
    }

    /// Nothing where no Allow is left to start from, or where the boundary is not known.
    private static func assumptions(
        of principal: String,
        attached: [AttachedPolicy],
        inline: [InlinePolicy],
        boundary: String?,
        _ policies: PolicyView
    ) -> [Assumption] {
        let own =
            attached.flatMap { attached in
                assumptions(of: principal, policies.policy(arn: attached.arn), "policy \(attached.name)")
            }
            + inline.flatMap { inline in
                assumptions(of: principal, policies.policy(inline.document), "inline policy \(inline.name)")
            }
        guard own.contains(where: { $0.effect == .allow }) else { return [] }
        guard let boundary else { return own }
        let limits = assumptions(of: principal, policies.policy(arn: boundary), "boundary").map { row in
            var row = row
            row.effect = row.effect == .allow ? .boundaryAllow : .boundaryDeny
            return row
        }
        return limits.contains { $0.effect == .boundaryAllow } ? own + limits : []
    }

    private static func assumptions(
        of principal: String,
        _ policy: ParsedPolicy?,
        _ name: String
    ) -> [Assumption] {
        guard let document = policy?.document else { return [] }
        return document.statements.enumerated().compactMap { index, statement in
            guard statement.actions.covers(assumeRole) else { return nil }
            let isDeny = statement.effect == .deny
            // A Deny under a condition takes nothing away for good.
            if isDeny, statement.isConditional { return nil }
            let (isNegated, patterns) =
                switch statement.resources {
                case .only(let patterns): (false, patterns)
                case .allBut(let patterns): (true, patterns)
                case nil: (true, [])
                }
            let known = patterns.map(\.text).filter { !$0.contains("${") }
            // What a variable stands for is not known: an exception of it may except anything.
            let isOpen = isNegated && known.count < patterns.count
            if isDeny, isOpen { return nil }
            guard isNegated || !known.isEmpty else { return nil }
            return Assumption(
                principalARN: principal,
                effect: isDeny ? .deny : .allow,
                isNegated: isNegated,
                resources: known,
                isConditional: statement.isConditional || isOpen,
                statement: "\(name), \(statement.label(at: index))"
            )
        }
    }

    static let assumeRole = Wildcard(action: "sts:AssumeRole")
}
