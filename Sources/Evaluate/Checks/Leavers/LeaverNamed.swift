import Domain

extension Check {
    /// Whole values only: `j.doe` in `j.doe-backup` names nobody.
    ///
    /// What belongs to a leaver's own user is left to `leaver-user`, and the owner of a service user to `owner-left`.
    static let leaverNamed = Check(
        "leaver-named",
        family: .leavers,
        title: "No trust, device, token or tag names somebody who left",
        severity: .high,
        rationale: """
            A way in that names a person outlives that person's user: a session of that name opens the role, the phone \
            of that name approves the sign-in.
            """,
        remediation: """
            Take the name out of the trust policy, remove the device or the token, or tag the role with whoever answers \
            for it now. Sessions that are already issued live on, up to 12 hours for a role, until a Deny under the \
            condition aws:TokenIssueTime before now is attached.
            """,
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html",
        ],
        mappings: .init(soc2: ["CC6.2"], iso27001: ["A.6.5"]),
        needs: [.authorization],
        needsRoster: true,
        discriminator: "the principal, or the condition key, tag key or credential that bears the name",
        examples: [
            .passes("nobody left") { $0.trust(Self.session("j.doe@example.com")) },
            .fails("a session in a trust policy", on: ["app"], severity: .high) {
                $0.trust(Self.session("Ann.Lee@example.com"))
                $0.leave("E2", endedAgo: .days(1) + 1)
            },
            .passes("a session, and the grace ends this second") {
                $0.trust(Self.session("ann.lee@example.com"))
                $0.leave("E2", endedAgo: .days(1))
            },
            .passes("a session that a leaver's login is only a part of") {
                $0.trust(Self.session("ann.lee@example.com.backup"))
                $0.leave("E2", endedAgo: .days(30))
            },
            .fails("a user of another account in a trust policy", on: ["app"]) {
                $0.trust(#"{"AWS":"arn:aws:iam::444455556666:user/people/ann.lee"}"#)
                $0.leave("E2", endedAgo: .days(30))
            },
            .fails("a condition that lets the leaver in", on: ["app"]) {
                $0.trust(
                    #"{"Federated":"arn:aws:iam::111122223333:saml-provider/okta"}"#,
                    action: "sts:AssumeRoleWithSAML",
                    condition: #"{"StringEquals":{"saml:sub":["j.doe@example.com","ann.lee@example.com"]}}"#
                )
                $0.leave("E2", endedAgo: .days(30))
            },
            .passes("a condition that keeps the leaver out") {
                $0.trust(
                    #"{"AWS":"111122223333"}"#,
                    condition: #"{"StringNotEquals":{"sts:RoleSessionName":"ann.lee@example.com"}}"#
                )
                $0.leave("E2", endedAgo: .days(30))
            },
            .fails("a tag of a role, and one of a break-glass user", on: ["app", "j.doe"]) {
                $0.editRole { $0.tags = [Tag(key: "owner", value: "ann.lee@example.com")] }
                $0.setTags(["owner": "ann.lee"])
                $0.makeBreakGlass("\(ExampleAccount.arn):user/j.doe")
                $0.leave("E2", endedAgo: .days(30))
            },
            .fails("a role that trusts the leaver's own user", on: ["incident-support"]) {
                $0.leave(endedAgo: .days(30))
            },
            .passes("tag and device of the leaver's own user, and the tag of a service of theirs") {
                $0.trust(#"{"Service":"lambda.amazonaws.com"}"#, in: "incident-support")
                $0.leave(endedAgo: .days(30))
            },
            .fails("a device of root", on: ["ann.lee"]) {
                $0.addVirtualDevice("ann.lee", of: "root")
                $0.leave("E2", endedAgo: .days(30))
            },
            .fails("the alias of a service's token", on: ["svc-export"]) {
                $0.addToken(of: "svc-export", expiresIn: .days(10))
                $0.setAlias("ann.lee@example.com")
                $0.leave("E2", endedAgo: .days(30))
            },
            .passes("a login that two people can have") {
                $0.editRole { $0.tags = [Tag(key: "owner", value: "alee")] }
                $0.addPerson("E3", "amy.lee@example.com")
                $0.leave("E2", endedAgo: .days(30))
            },
            .notAssessed("a trust policy that cannot be parsed", on: ["app"]) {
                let id = $0.document("{")
                $0.editRole { $0.trustPolicy = id }
            },
            .notAssessed("tokens denied") { $0.facts.serviceCredentials = .unavailable(ExampleAccount.denied) },
            .notAssessed("users and roles unreadable") {
                $0.facts.authorization = .unavailable(ExampleAccount.denied)
            },
        ]
    ) { input in
        let found =
            input.leaversInTrust() + input.leaversInTags() + input.leaversInDevices() + input.leaversInAliases()
        let gaps = [input.facts.virtualMFADevices.unavailable, input.facts.serviceCredentials.unavailable]
        guard let gap = gaps.compactMap(\.self).first else {
            return found.isEmpty ? [.pass(.account(input.facts))] : found
        }
        let sentence =
            "Whether all names of \(input.place) are of people who work here is not known because \(gap.phrase)."
        return found + [.notAssessed(.account(input.facts), sentence)]
    }

    private static func session(_ name: String) -> String {
        #"{"AWS":"arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_ReadOnly_0123456789abcdef/\#(name)"}"#
    }
}
