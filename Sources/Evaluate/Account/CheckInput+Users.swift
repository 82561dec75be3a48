import Domain

extension CheckInput {
    func isServiceUser(_ user: UserView) -> Bool { settings.isServiceUser(user.user.name) }

    /// One policy that a user has, and on which way.
    struct HeldPolicy {
        /// For example `AdministratorAccess` or `inline release, via group admins`.
        var label: String
        /// Nil where the policy or its group was not read.
        var policy: ParsedPolicy?
    }

    /// Every policy that grants a user something, the boundary left aside.
    func heldPolicies(of user: User) -> [HeldPolicy] {
        let own = held(user.attachedPolicies, user.inlinePolicies, via: "")
        return own
            + user.groups.sorted().flatMap { name -> [HeldPolicy] in
                guard let group = account.policies.group(name) else {
                    return [HeldPolicy(label: "group \(name)", policy: nil)]
                }
                return held(group.attachedPolicies, group.inlinePolicies, via: ", via group \(name)")
            }
    }

    private func held(_ attached: [AttachedPolicy], _ inline: [InlinePolicy], via group: String) -> [HeldPolicy] {
        attached.map { HeldPolicy(label: "\($0.name)\(group)", policy: account.policies.policy(arn: $0.arn)) }
            + inline.map {
                HeldPolicy(label: "inline \($0.name)\(group)", policy: account.policies.policy($0.document))
            }
    }

    /// The policy for want of which the rights of a user are not known; nil where all were read.
    ///
    /// An administrator under a condition is no administrator for sure and leaves the question open as well, but no policy
    /// is missing then.
    func unreadPolicy(of user: User) -> String? {
        if let missing = heldPolicies(of: user).first(where: { $0.policy?.document == nil }) { return missing.label }
        guard let boundary = user.permissionsBoundary else { return nil }
        return account.policies.policy(arn: boundary)?.document == nil ? "the boundary \(boundary)" : nil
    }

    /// Whether a user is an administrator; unknown only where a policy could not be read or parsed.
    func isAdmin(_ user: UserView) -> Known<Bool> { answer(user.isAdmin, of: user) }

    /// Whether a user is an administrator or one step away from being one.
    func isOrCanBecomeAdmin(_ user: UserView) -> Known<Bool> { answer(user.isAdmin || user.canBecomeAdmin, of: user) }

    private func answer(_ answer: AccountInventory.Answer, of user: UserView) -> Known<Bool> {
        switch answer {
        case .yes: return .known(true)
        case .no: return .known(false)
        case .unknown:
            return unreadPolicy(of: user.user).map { .unknown("\($0) could not be read or parsed") } ?? .known(false)
        }
    }
}
