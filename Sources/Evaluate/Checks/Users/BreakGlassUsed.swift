import Domain

extension Check {
    static let breakGlassUsed = Check(
        "break-glass-used",
        family: .users,
        title: "Break-glass identities were not used since the last run",
        severity: .high,
        rationale: """
            An emergency identity is used in emergencies only, and each of those has a record; a use without one \
            is misuse.
            """,
        remediation:
            "Find out with CloudTrail who used it and for what, and put the record of the emergency beside it.",
        references: [
            "https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/break-glass-access.html"
        ],
        mappings: .init(soc2: ["CC6.1", "CC7.2"], iso27001: ["A.8.2"], nist80053: ["AC-6(9)"]),
        needs: [.authorization, .credentialReport],
        parameters: [
            .days(
                31,
                "window",
                "A break-glass identity fails when it was used within this time, or since the previous run"
            )
        ],
        examples: [
            .passes("none configured") { _ in },
            .passes("used one second more than 31 days ago") {
                $0.setKeys()
                $0.setPassword(changedAgo: .days(300), usedAgo: .days(31) + 1)
                $0.makeBreakGlass("\(ExampleAccount.arn):user/j.doe")
            },
            .fails("used exactly 31 days ago", on: ["j.doe"], severity: .high) {
                $0.setKeys()
                $0.setPassword(changedAgo: .days(300), usedAgo: .days(31))
                $0.makeBreakGlass("\(ExampleAccount.arn):user/j.doe")
            },
            .fails("used 40 days ago, the previous run 60 days ago", on: ["j.doe"]) {
                $0.setKeys()
                $0.setPassword(changedAgo: .days(300), usedAgo: .days(40))
                $0.makeBreakGlass("\(ExampleAccount.arn):user/j.doe")
                $0.previousRunAt = ExampleAccount.ago(.days(60))
            },
            .fails("a role used yesterday", on: ["app"]) { $0.makeBreakGlass("\(ExampleAccount.arn):role/app") },
            .passes("never used") {
                $0.setKeys()
                $0.setPassword(changedAgo: .days(300), usedAgo: nil)
                $0.makeBreakGlass("\(ExampleAccount.arn):user/j.doe")
            },
            .notAssessed("the password is not told", on: ["j.doe"]) {
                $0.setKeys()
                $0.editRow { $0.passwordEnabled = nil }
                $0.makeBreakGlass("\(ExampleAccount.arn):user/j.doe")
            },
            .notAssessed("report denied") { $0.facts.credentialReport = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let users = input.account.users.filter(\.isBreakGlass).map { user in
            input.use(of: .user(user.user), at: user.lastUsedAt, gap: input.gapInUses(of: user))
        }
        let roles = input.account.roles.filter(\.isBreakGlass).map { role in
            input.use(of: .role(role.role), at: role.role.lastUsedAt, gap: nil)
        }
        guard users.isEmpty, roles.isEmpty else { return users + roles }
        return [.notApplicable(.account(input.facts), "No break-glass identity of \(input.place) is configured.")]
    }
}

extension CheckInput {
    fileprivate func use(of resource: Resource, at lastUsedAt: Instant?, gap: String?) -> Assessment {
        let name = "\(resource.name) in \(place)"
        if let lastUsedAt, isRecent(lastUsedAt, "window") {
            return .fail(
                resource,
                "The break-glass identity \(name) was used \(days(age(lastUsedAt))) ago.",
                facts: [
                    Fact("last_used_at", lastUsedAt),
                    Fact("previous_run_at", settings.previousRunAt),
                    Fact("limit", parameters.text("<=", "window")),
                ]
            )
        }
        guard let gap else { return .pass(resource) }
        let sentence = "Whether the break-glass identity \(name) was used is not known because \(gap)."
        return .notAssessed(resource, sentence)
    }
}
