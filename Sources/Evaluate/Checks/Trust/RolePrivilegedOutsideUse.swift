import Domain

extension Check {
    static let rolePrivilegedOutsideUse = Check(
        "role-privileged-outside-use",
        family: .trust,
        title: "No administrator role that outsiders may assume was used lately",
        severity: .info,
        rationale: "Somebody acted as an administrator, and it may have been somebody outside; IAM does not say who.",
        remediation: """
            Look up in CloudTrail (AssumeRole) who used the role, confirm it with the outside party, and narrow the role's \
            rights.
            """,
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_access-advisor.html",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html",
        ],
        mappings: .init(soc2: ["CC7.2"], iso27001: ["A.8.2"]),
        needs: [.authorization],
        parameters: [.days(30, "recent", "A role fails when its last use is not as long ago as this")],
        examples: [
            .passes("an ordinary role that an outsider used") {
                $0.trust(#"{"AWS":"777788889999"}"#)
                $0.editRole { $0.lastUsedAt = ExampleAccount.ago(60) }
            },
            .fails("an outsider's administrator, used 30 days less one second ago", on: ["app"], severity: .info) {
                $0.openToOutsider(usedAgo: .days(30) - 1)
            },
            .passes("an outsider's administrator, used exactly 30 days ago") {
                $0.openToOutsider(usedAgo: .days(30))
            },
            .fails("an approved party's administrator", on: ["app"]) {
                $0.openToOutsider(usedAgo: .days(1))
                $0.approve(ExampleAccount.outsiderID)
            },
            .fails("everyone's administrator", on: ["app"]) {
                $0.openToOutsider(usedAgo: .days(1))
                $0.trust(#""*""#)
            },
            .passes("an outsider's administrator, never used") {
                $0.openToOutsider(usedAgo: .days(1))
                $0.editRole { $0.lastUsedAt = nil }
            },
            .passes("an administrator of the organization") {
                $0.openToOutsider(usedAgo: .days(1))
                $0.trust(#"{"AWS":"444455556666"}"#)
            },
            .notAssessed("organization not confirmed", on: ["app"]) {
                $0.openToOutsider(usedAgo: .days(1))
                $0.organization.confirmed = false
            },
            .notAssessed("a policy that cannot be read", on: ["app"]) {
                $0.openToOutsider(usedAgo: .days(1))
                $0.editRole { $0.inlinePolicies = [] }
                $0.grant("{", toRole: "app")
            },
            .notAssessed("roles unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeRoles { view, grants in
            let resource = Resource.role(view.role)
            let name = input.name(view.role)
            if view.isAdmin != .yes, view.power.permissions?.isReadable == true {
                return [.notApplicable(resource, "\(name) is no administrator.")]
            }
            guard let lastUsedAt = view.role.lastUsedAt, input.age(lastUsedAt) < input.parameters["recent"] else {
                return [.pass(resource)]
            }
            let parties = grants.grouped { [.outside, .approved, .public].contains(input.standing(of: $0)) }
            guard !parties.isEmpty else {
                guard grants.contains(where: { input.standing(of: $0) == .unknown && $0.party.accountID != nil }) else {
                    return [.pass(resource)]
                }
                let sentence = "\(name) was used, but whether by outsiders it trusts is not known: no list of accounts."
                return [.notAssessed(resource, sentence)]
            }
            guard view.isAdmin == .yes else { return [input.powerUnknown(view)] }
            return [
                .fail(
                    resource,
                    "\(name) is an administrator, is open to outsiders and was used \(days(input.age(lastUsedAt))) ago.",
                    facts: [
                        Fact("last_used_at", lastUsedAt), Fact("last_used_region", view.role.lastUsedRegion ?? ""),
                        Fact("recent", input.parameters.text("<", "recent")),
                    ] + parties.map { Fact("principal", $0.party.text) }
                )
            ]
        }
    }
}

extension ExampleAccount {
    fileprivate mutating func openToOutsider(usedAgo seconds: Int64) {
        trust(#"{"AWS":"777788889999"}"#)
        grant(Self.administratorDocument, toRole: Self.roleName)
        editRole { $0.lastUsedAt = Self.ago(seconds) }
    }
}
