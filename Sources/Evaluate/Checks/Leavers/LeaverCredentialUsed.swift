import Domain

extension Check {
    static let leaverCredentialUsed = Check(
        "leaver-credential-used",
        family: .leavers,
        title: "No credential was used after its owner left",
        severity: .critical,
        rationale: "Somebody acts in the name of a person who is gone: that person, or whoever has the credential now.",
        remediation: """
            Treat it as an incident: find out with CloudTrail what was done since the last day and from where. \
            Deactivate the credential; sessions that are already issued live on, up to 36 hours for a user and 12 for \
            a role it assumed, until a Deny under the condition aws:TokenIssueTime before now is attached.
            """,
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_disable-perms.html"
        ],
        mappings: .init(soc2: ["CC6.2", "CC7.3"], nist80053: ["PS-4"]),
        needs: [.authorization],
        needsRoster: true,
        examples: [
            .passes("works here and uses the password") { _ in },
            .passes("left, last used when the grace ended") {
                $0.leave(endedAgo: .days(30))
                $0.setPassword(changedAgo: .days(90), usedAgo: .days(29))
            },
            .fails("left, last used one second later", on: ["j.doe"], severity: .critical) {
                $0.leave(endedAgo: .days(30))
                $0.setPassword(changedAgo: .days(90), usedAgo: .days(29) - 1)
            },
            .fails("an inactive key that was used", on: ["j.doe"]) {
                $0.removeCredentials()
                $0.setKeys(.init(isActive: false, age: .days(90), usedAgo: .days(3)))
                $0.leave(endedAgo: .days(30))
            },
            .passes("left, never used") {
                $0.removeCredentials()
                $0.setKeys(.init(age: .days(90), usedAgo: nil))
                $0.leave(endedAgo: .days(30))
            },
            .passes("came back") {
                $0.editPerson { $0.employments = [.ended(ago: .days(300)), Roster.Employment()] }
            },
            .notAssessed("left, and the use of a key is not told", on: ["j.doe"]) {
                $0.leave(endedAgo: .days(30))
                $0.setPassword(changedAgo: .days(90), usedAgo: .days(40))
                $0.facts.accessKeys["j.doe"] = .value([
                    AccessKey(id: "AKIAIOSFODNN7EXAMPLE", status: "Active", createdAt: ExampleAccount.ago(.days(100)))
                ])
            },
            .fails("one use too late, another not told", on: ["j.doe"]) {
                $0.leave(endedAgo: .days(30))
                $0.facts.accessKeys["j.doe"] = .value([
                    AccessKey(id: "AKIAIOSFODNN7EXAMPLE", status: "Active", createdAt: ExampleAccount.ago(.days(100)))
                ])
            },
            .notAssessed("users unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.account.users.map { user in
            let resource = Resource.user(user.user)
            let name = input.name(of: user)
            guard case .member(let member, let rule) = input.people[user],
                let departure = member.standing.departure
            else { return .notApplicable(resource, "\(name) is not known to belong to anybody who left.") }
            if let last = user.lastUsedAt, last > departure.graceEndsAt {
                return .fail(
                    resource,
                    "\(name) was used at \(last.iso8601); it belongs to \(member.person.name), whose last day was "
                        + "\(departure.lastDay).",
                    facts: input.facts(about: member, Fact("matched_by", rule.text))
                        + [Fact("last_used_at", last)] + input.access(of: user).facts
                )
            }
            guard let gap = input.gapInUses(of: user) else { return .pass(resource) }
            return .notAssessed(
                resource,
                "Whether \(name) was used after \(member.person.name) had left is not known because \(gap)."
            )
        }
    }
}
