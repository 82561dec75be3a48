import Domain

extension Escalation {
    /// A resource that a step can aim at, or the pattern of all of a kind.
    struct Aim: Sendable {
        var pattern: Wildcard
        /// Whether whoever reaches it is an administrator.
        var answer = AccountInventory.Answer.yes
        /// The service that a role is passed to.
        var service: String?
    }

    /// The resources of an account that a principal's steps can aim at.
    ///
    /// Users, roles, groups and policies are those that exist, and before them the pattern of all of their kind: right on
    /// all of them is right on the administrator that will be there tomorrow. One that exists and is none leads nowhere.
    struct Targets: Sendable {
        private var byKind: [Target: [Aim]]
        private let passedRoles: [AccountTargets.AdminRole]
        private let everyRole: Wildcard

        init(of principal: ARN, ownGroups: [String], ownPolicies: [OwnPolicy], account: AccountTargets) {
            let own = Wildcard(principal.description)
            let isUser = principal.resource.hasPrefix("user/")
            let everyPolicy = principal.iamResources(of: "policy/*")
            everyRole = principal.iamResources(of: "role/*")
            passedRoles = account.adminRoles.filter { $0.pattern != own }
            byKind = [
                .ownUser: isUser ? [Aim(pattern: own)] : [],
                .ownRole: isUser ? [] : [Aim(pattern: own)],
                .ownGroup: ownGroups.map { Aim(pattern: Wildcard($0)) },
                .ownPolicy: [Aim(pattern: everyPolicy)] + ownPolicies.map { Aim(pattern: $0.pattern) },
                .widerVersion: ownPolicies.map {
                    Aim(pattern: $0.pattern, answer: $0.hasWiderVersion ? .yes : .unknown)
                }
                    + [Aim(pattern: everyPolicy, answer: .unknown)],
                .otherUser: account.users.filter { $0 != own }.map { Aim(pattern: $0) },
                .otherRole: account.roles.filter { $0 != own }.map { Aim(pattern: $0) },
                .adminUser: account.adminUsers.filter { $0.pattern != own },
                .adminRole: [Aim(pattern: everyRole)]
                    + passedRoles.map { Aim(pattern: $0.pattern, answer: $0.answer) },
                .adminGroup: account.adminGroups,
                .policy: account.policies.map { Aim(pattern: $0) },
            ]
        }

        /// Whether a workload that IAM does not see could run as an administrator; a platform's roles are for the platform.
        func hasWorkloadRole(of services: [String]) -> Bool {
            passedRoles.contains { role in
                !role.isPlatform && role.services.map { !$0.isDisjoint(with: services) } ?? true
            }
        }

        func aims(of target: Target, services: [String]) -> [Aim] {
            guard target == .passedRole else { return byKind[target] ?? [] }
            return services.flatMap { service in
                [Aim(pattern: everyRole, service: service)]
                    + passedRoles.compactMap { role in
                        // A trust policy that cannot be read may trust anyone.
                        guard let trusted = role.services else {
                            return Aim(pattern: role.pattern, answer: .unknown, service: service)
                        }
                        guard trusted.contains(service) else { return nil }
                        return Aim(pattern: role.pattern, answer: role.answer, service: service)
                    }
            }
        }
    }

    /// A customer policy that a principal holds.
    struct OwnPolicy: Sendable {
        var pattern: Wildcard
        /// Whether a version that is not the default one gives everything.
        var hasWiderVersion: Bool
    }

    /// The same for all principals of an account, made once.
    struct AccountTargets: Sendable {
        let users: [Wildcard]
        let roles: [Wildcard]
        let policies: [Wildcard]
        let adminUsers: [Aim]
        let adminRoles: [AdminRole]
        let adminGroups: [Aim]

        struct AdminRole: Sendable {
            var pattern: Wildcard
            var answer: AccountInventory.Answer
            /// The services that the role trusts; nil where its trust policy cannot be read.
            var services: Set<String>?
            var isPlatform: Bool
        }

        /// `answers` says of users, roles and groups, by ARN, whether they are administrators.
        init(
            _ details: AuthorizationDetails,
            account: ARN,
            answers: [String: AccountInventory.Answer] = [:],
            platformRoles: Set<String> = [],
            trustedServices: (Role) -> Set<String>? = { _ in [] }
        ) {
            func admins(_ arns: [String], _ kind: String) -> [Aim] {
                [Aim(pattern: account.iamResources(of: kind))]
                    + arns.compactMap { arn in
                        guard let answer = answers[arn], answer != .no else { return nil }
                        return Aim(pattern: Wildcard(arn), answer: answer)
                    }
            }
            users = [account.iamResources(of: "user/*")] + details.users.map { Wildcard($0.arn) }
            roles = [account.iamResources(of: "role/*")] + details.roles.map { Wildcard($0.arn) }
            policies = [account.iamResources(of: "policy/*")] + details.policies.map { Wildcard($0.arn) }
            adminUsers = admins(details.users.map(\.arn), "user/*")
            adminGroups = admins(details.groups.map(\.arn), "group/*")
            adminRoles = details.roles.compactMap { role in
                guard let answer = answers[role.arn], answer != .no else { return nil }
                return AdminRole(
                    pattern: Wildcard(role.arn),
                    answer: answer,
                    services: trustedServices(role),
                    isPlatform: platformRoles.contains(role.arn)
                )
            }
        }
    }
}
