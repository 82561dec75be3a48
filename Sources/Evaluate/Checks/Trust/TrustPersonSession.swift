import Domain

extension Check {
    /// Whether the person has left is a question to the roster; without one a session is a session.
    static let trustPersonSession = Check(
        "trust-person-session",
        family: .trust,
        title: "No role trusts the session of a person",
        severity: .medium,
        rationale: "The trust follows the person's sign-in name, past every change of duties, and nobody reviews it.",
        remediation: "Trust the role that the person's team uses, and give people access by permission set or group.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-role-session"
        ],
        mappings: .init(soc2: ["CC6.2"], iso27001: ["A.6.5"], nist80053: ["PS-4"]),
        needs: [.authorization],
        discriminator: "the principal as the trust policy writes it",
        examples: [
            .passes("roles and users") { _ in },
            .fails("a session of IAM Identity Center", on: ["app"], severity: .medium) {
                $0.trust(
                    """
                    {"AWS":"arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/j.doe@example.com"}
                    """
                )
            },
            .fails("of another account", on: ["app"]) {
                $0.trust(#"{"AWS":"arn:aws:sts::444455556666:assumed-role/AWSReservedSSO_Audit_01/jdoe"}"#)
            },
            .fails("a federated user", on: ["app"]) {
                $0.trust(#"{"AWS":"arn:aws:sts::111122223333:federated-user/jdoe"}"#)
            },
            .fails("a person's session of another role", on: ["app"]) {
                $0.trust(#"{"AWS":"arn:aws-cn:sts::111122223333:assumed-role/Ops/j.doe@example.com"}"#)
            },
            .fails("of somebody who has left", on: ["app"], severity: .high) {
                $0.trust(#"{"AWS":"arn:aws:sts::111122223333:assumed-role/Ops/ann.lee@example.com"}"#)
                $0.leave("E2", endedAgo: .days(30))
            },
            .passes("the session of a machine") {
                $0.trust(#"{"AWS":"arn:aws:sts::111122223333:assumed-role/build/i-0123456789abcdef0"}"#)
            },
            .passes("the role itself") {
                $0.trust(#"{"AWS":"arn:aws:iam::111122223333:role/aws-reserved/AWSReservedSSO_Audit_01"}"#)
            },
            .notAssessed("a trust policy that cannot be parsed", on: ["app"]) { $0.setTrustPolicy("{") },
            .notAssessed("roles unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.judgeRoles { view, grants in
            let sessions = grants.grouped { $0.party.isSessionOfPerson }
            guard !sessions.isEmpty else { return [.pass(.role(view.role))] }
            return sessions.map { party, grants in
                let name = ARN(party.text)?.name ?? party.text
                let leaver = input.people.roster.join(session: name).leaver
                let who = leaver == nil ? "a person" : "somebody who has left"
                return .fail(
                    .role(view.role),
                    discriminator: party.text,
                    severity: leaver == nil ? nil : .high,
                    "\(input.name(view.role)) trusts the session of \(who): \(name).",
                    facts: party.facts(grants) + (leaver.map { input.facts(about: $0, Fact("session", name)) } ?? [])
                )
            }
        }
    }
}

extension TrustedParty {
    /// A permission set's sessions bear the name of who signed in; elsewhere a mail address tells a person from a machine.
    fileprivate var isSessionOfPerson: Bool {
        guard kind == .session, let resource = ARN(text)?.resource else { return false }
        let parts = resource.split(separator: "/")
        guard parts.first == "assumed-role", parts.count > 2 else { return true }
        return parts[1].hasPrefix("AWSReservedSSO_") || parts[2].contains("@")
    }
}
