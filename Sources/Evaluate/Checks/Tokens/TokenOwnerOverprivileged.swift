import Domain

extension Check {
    /// Rights beyond the token's service count from what they can do: whatever only lists or describes, the read-only
    /// actions of iam, kms and ec2 that the console attaches, and what only the service itself may do on the user's behalf
    /// (`aws:CalledVia`) do not.
    static let tokenOwnerOverprivileged = Check(
        "token-owner-overprivileged",
        family: .tokens,
        title: "Owners of API tokens may use the token's service and nothing else",
        severity: .high,
        rationale: """
            The token acts with all rights of its user, so a key meant for a model opens whatever else the user \
            may do.
            """,
        remediation: """
            Give the token to a user of its own that may use the one service, and delete it from this one; better, \
            use short-term tokens of a role.
            """,
        references: ["https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html"],
        mappings: .init(soc2: ["CC6.3"], iso27001: ["A.8.2"]),
        peers: .init(prowler: ["bedrock_api_key_no_administrative_privileges"]),
        needs: [.authorization, .serviceCredentials],
        examples: [
            .passes("no active API token") { $0.addToken(status: "Inactive", expiresIn: nil) },
            .passes("the service, and what the console attaches") {
                $0.addPhantom(tokenStatus: "Active")
                $0.grant(
                    ExampleAccount.allow(
                        "bedrock:*",
                        "bedrock-mantle:*",
                        "iam:ListRoles",
                        "kms:DescribeKey",
                        "ec2:Get*"
                    ),
                    to: "BedrockAPIKey-x1y2"
                )
            },
            .fails("data of another service", on: ["j.doe"], severity: .high) { $0.addToken(expiresIn: .days(30)) },
            .fails("an administrator", on: ["BedrockAPIKey-x1y2"]) {
                $0.addPhantom(tokenStatus: "Active")
                $0.grant(ExampleAccount.administratorDocument, to: "BedrockAPIKey-x1y2")
            },
            .fails("all but something", on: ["BedrockAPIKey-x1y2"]) {
                $0.addPhantom(tokenStatus: "Active")
                $0.grant(
                    #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}}"#,
                    to: "BedrockAPIKey-x1y2"
                )
            },
            .passes("data of another service, taken back by a Deny") {
                $0.addPhantom(tokenStatus: "Active")
                $0.grant(ExampleAccount.allow("bedrock:*", "s3:GetObject"), to: "BedrockAPIKey-x1y2")
                $0.grant(
                    #"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}"#,
                    to: "BedrockAPIKey-x1y2"
                )
            },
            .notAssessed("a policy that cannot be parsed", on: ["BedrockAPIKey-x1y2"]) {
                $0.addPhantom(tokenStatus: "Active")
                $0.grant("{", to: "BedrockAPIKey-x1y2")
            },
            .notAssessed("list denied") { $0.facts.serviceCredentials = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.account.users.map { user in
            let resource = Resource.user(user.user)
            let name = input.name(of: user)
            let tokens = input.account.serviceCredentials(of: user.user.name).filter { $0.isAPIToken && $0.isActive }
            guard !tokens.isEmpty else { return .notApplicable(resource, "\(name) has no active API token.") }
            let services = Set(tokens.map(\.service))
            let power = input.isOrCanBecomeAdmin(user)
            let beyond = input.rights(of: user, beyond: services)
            guard power.value == true || !beyond.isEmpty else {
                guard let reason = power.reason ?? input.unreadPolicy(of: user.user).map({ "\($0) could not be read" })
                else { return .pass(resource) }
                return .notAssessed(
                    resource,
                    "What \(name), who has an API token, may do is not known because \(reason)."
                )
            }
            let service = services.sorted().joined(separator: ", ")
            let sentence =
                power.value == true
                ? "\(name) has an API token for \(service) and is or can become an administrator."
                : "\(name) has an API token for \(service) and rights beyond that service."
            return .fail(
                resource,
                sentence,
                facts: tokens.map { Fact("token_id", $0.id) }
                    + [Fact("admin", user.isAdmin.rawValue), Fact("can_become_admin", user.canBecomeAdmin.rawValue)]
                    + beyond.prefix(10).map { Fact("right", $0) }
            )
        }
    }
}

extension CheckInput {
    /// The patterns of allowed actions that write, or read data, outside `services`, sorted.
    fileprivate func rights(of user: UserView, beyond services: Set<String>) -> [String] {
        let held = heldPolicies(of: user.user)
        guard let permissions = user.power.permissions else { return [] }
        var rights: Set<String> = []
        for statement in held.compactMap(\.policy?.document).flatMap(\.statements) where statement.effect == .allow {
            let isOnBehalf = statement.conditions.contains { $0.key.lowercased().hasPrefix("aws:calledvia") }
            guard !isOnBehalf else { continue }
            switch statement.actions {
            case .only(let actions):
                for action in actions where !action.isHarmless(beside: services) {
                    if permissions.allowsSomewhere(action) != .no { rights.insert(action.text) }
                }
            case .allBut(let actions):
                rights.insert("all but \(actions.map(\.text).sorted().joined(separator: ", "))")
            }
        }
        return rights.sorted()
    }
}

extension Wildcard {
    /// Whether an action belongs to one of the services, or neither writes nor reads data.
    fileprivate func isHarmless(beside services: Set<String>) -> Bool {
        let parts = text.lowercased().split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return false }
        // The newer endpoint of Bedrock has an action prefix of its own.
        if services.contains(parts[0]) || services.contains("bedrock") && parts[0] == "bedrock-mantle" { return true }
        if parts[1].hasPrefix("list") || parts[1].hasPrefix("describe") { return !parts[0].contains("*") }
        return ["iam", "kms", "ec2"].contains(parts[0]) && parts[1].hasPrefix("get")
    }
}
