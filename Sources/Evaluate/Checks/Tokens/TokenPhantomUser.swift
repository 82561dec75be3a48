import Domain

extension Check {
    static let tokenPhantomUser = Check(
        "token-phantom-user",
        family: .tokens,
        title: "Users that the Bedrock console made have a token, and nothing else",
        severity: .medium,
        rationale: """
            The console makes a user for each long-term key and leaves it behind; with a key or password it is a \
            way in that nobody owns.
            """,
        remediation:
            "Delete the user where its token is gone; delete its access keys and password where it is in use.",
        references: ["https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html"],
        mappings: .init(soc2: ["CC6.2"], iso27001: ["A.5.16"]),
        needs: [.authorization, .serviceCredentials],
        examples: [
            .passes("an active token alone") { $0.addPhantom(tokenStatus: "Active") },
            .fails("its token expired", on: ["BedrockAPIKey-x1y2"], severity: .medium) {
                $0.addPhantom(tokenStatus: "Expired")
            },
            .fails("no token left", on: ["BedrockAPIKey-x1y2"], severity: .medium) { $0.addPhantom(tokenStatus: nil) },
            .fails("an active token and an access key", on: ["BedrockAPIKey-x1y2"], severity: .high) {
                $0.addPhantom(tokenStatus: "Active")
                $0.setKeys(.init(age: .days(10)), of: "BedrockAPIKey-x1y2")
            },
            .fails("an active token and a password", on: ["BedrockAPIKey-x1y2"], severity: .high) {
                $0.addPhantom(tokenStatus: "Active")
                $0.setPassword(changedAgo: .days(10), usedAgo: nil, of: "BedrockAPIKey-x1y2")
            },
            .notAssessed("an active token, the keys not known", on: ["BedrockAPIKey-x1y2"]) {
                $0.addPhantom(tokenStatus: "Active")
                $0.facts.credentialReport = .unavailable(ExampleAccount.denied)
                $0.facts.accessKeys["BedrockAPIKey-x1y2"] = .unavailable(ExampleAccount.denied)
            },
            .notAssessed("list denied") { $0.facts.serviceCredentials = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.account.users.map { user in
            let resource = Resource.user(user.user)
            let name = input.name(of: user)
            guard user.user.name.hasPrefix("BedrockAPIKey-") else {
                return .notApplicable(resource, "\(name) is not named like a user that the Bedrock console makes.")
            }
            let active = input.account.serviceCredentials(of: user.user.name).filter(\.isActive)
            let hasPassword = user.password.value.map { $0 != nil } ?? false
            let hasKey = user.keys.value?.isEmpty == false
            let facts = [
                Fact("active_tokens", String(active.count)),
                Fact("password", user.password.value.map { String($0 != nil) } ?? "unknown"),
                Fact("access_keys", user.keys.value.map { String($0.count) } ?? "unknown"),
            ]
            if hasPassword || hasKey {
                let other = hasKey ? "an access key" : "a console password"
                return .fail(
                    resource,
                    severity: .high,
                    "\(name) was made for a Bedrock token and has \(other).",
                    facts: facts
                )
            }
            if active.isEmpty {
                return .fail(resource, "\(name) was made for a Bedrock token and has none left.", facts: facts)
            }
            guard let reason = user.keys.reason ?? user.password.reason else { return .pass(resource) }
            let sentence = "Whether \(name) has more than its Bedrock token is not known because \(reason)."
            return .notAssessed(resource, sentence, facts: facts)
        }
    }
}
