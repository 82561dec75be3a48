import Domain

extension Check {
    static let breakGlassWeak = Check(
        "break-glass-weak",
        family: .users,
        title: "Break-glass identities exist, have hardware MFA and no access key",
        severity: .high,
        rationale: """
            An emergency identity can do everything and is watched by nobody between emergencies, so it must be \
            hard to steal.
            """,
        remediation: """
            Assign a FIDO security key that lies in a safe, and delete every access key; take entries that match \
            no identity out of people.break_glass.
            """,
        references: [
            "https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/break-glass-access.html"
        ],
        mappings: .init(soc2: ["CC6.1"], iso27001: ["A.8.5"], nist80053: ["IA-2(1)"]),
        needs: [.authorization, .credentialReport, .virtualMFADevices],
        examples: [
            .passes("none configured") { _ in },
            .passes("hardware MFA and no key") {
                $0.setKeys()
                $0.facts.virtualMFADevices = .value([])
                $0.makeBreakGlass("\(ExampleAccount.arn):user/j.doe")
            },
            .passes("a role, which has no credentials of its own") {
                $0.makeBreakGlass("\(ExampleAccount.arn):role/app")
            },
            .fails("a virtual device", on: ["j.doe"], severity: .high) {
                $0.setKeys()
                $0.makeBreakGlass("\(ExampleAccount.arn):user/j.doe")
            },
            .fails("no MFA", on: ["j.doe"], severity: .high) {
                $0.setKeys()
                $0.editRow { $0.mfaActive = false }
                $0.makeBreakGlass("\(ExampleAccount.arn):user/j.doe")
            },
            .fails("hardware MFA and an inactive key", on: ["j.doe"]) {
                $0.setKeys(.init(isActive: false, age: .days(10)))
                $0.facts.virtualMFADevices = .value([])
                $0.makeBreakGlass("\(ExampleAccount.arn):user/j.doe")
            },
            .fails("an entry that matches no identity", on: ["gone"], severity: .info) {
                $0.makeBreakGlass("\(ExampleAccount.arn):user/gone")
            },
            .notAssessed("hardware MFA, the keys not known", on: ["emergency"]) {
                $0.addUnreportedUser("emergency", hasPassword: true, mfaDevices: .value(["GAHT10422917"]))
                $0.facts.accessKeys["emergency"] = .unavailable(ExampleAccount.denied)
                $0.makeBreakGlass("\(ExampleAccount.arn):user/emergency")
            },
            .notAssessed("devices denied") { $0.facts.virtualMFADevices = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let users = input.account.users.filter(\.isBreakGlass)
        let roles = input.account.roles.filter(\.isBreakGlass)
        let known = Set(users.map(\.user.arn) + roles.map(\.role.arn) + [input.account.root.arn])
        let unmatched = input.settings.breakGlass.filter {
            !known.contains($0) && ARN($0)?.accountID == input.facts.accountID
        }
        let assessments =
            users.map(input.guarding)
            + roles.map { role -> Assessment in
                let sentence = "\(role.role.name) in \(input.place) is a role, which has no credentials of its own."
                return .notApplicable(.role(role.role), sentence)
            }
            + unmatched.sorted().map { arn -> Assessment in
                let isRole = ARN(arn)?.resource.hasPrefix("role/") == true
                let resource = Resource(type: isRole ? .role : .user, arn: arn, name: ARN(arn)?.name ?? arn)
                let sentence = "people.break_glass names \(resource.name) in \(input.place), which does not exist."
                return .fail(resource, severity: .info, sentence)
            }
        guard assessments.isEmpty else { return assessments }
        return [.notApplicable(.account(input.facts), "No break-glass identity of \(input.place) is configured.")]
    }
}

extension CheckInput {
    fileprivate func guarding(_ user: UserView) -> Assessment {
        let resource = Resource.user(user.user)
        let name = "The break-glass user \(name(of: user))"
        let keys = user.keys.value ?? []
        let facts =
            [Fact("mfa", user.mfa.value?.rawValue ?? "unknown")]
            + keys.map { Fact("access_key", "\($0.id ?? "not listed"), \($0.status)") }
        let hasWeakMFA = user.mfa.value.map { $0 != .hardware } ?? false
        switch (hasWeakMFA, keys.isEmpty) {
        case (true, true): return .fail(resource, "\(name) has no hardware MFA.", facts: facts)
        case (false, false): return .fail(resource, "\(name) has an access key.", facts: facts)
        case (true, false): return .fail(resource, "\(name) has an access key and no hardware MFA.", facts: facts)
        case (false, true): break
        }
        if let reason = user.mfa.reason ?? user.keys.reason {
            return .notAssessed(resource, "How \(name) is guarded is not known because \(reason).")
        }
        return .pass(resource)
    }
}
