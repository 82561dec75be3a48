import Domain

extension Check {
    static let roleLongSession = Check(
        "role-long-session",
        family: .trust,
        title: "Sessions of administrator roles last 4 hours at most",
        severity: .low,
        rationale: "A stolen session of an administrator works until it ends, and cannot be taken back one by one.",
        remediation: "Lower the role's maximum session duration; who needs longer signs in again.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html#id_roles_update-session-duration"
        ],
        mappings: .init(soc2: ["CC6.1"], iso27001: ["A.8.2"], nist80053: ["AC-12"]),
        needs: [.authorization, .roleSettings],
        parameters: [
            CheckDescription.Parameter(
                name: "limit",
                summary: "An administrator role fails when its sessions may last longer than this",
                defaultSeconds: 4 * 3_600
            )
        ],
        examples: [
            .passes("an ordinary role with 12 hours") { $0.setMaximumSession(43_200) },
            .passes("an administrator with exactly 4 hours") {
                $0.grant(ExampleAccount.administratorDocument, toRole: "app")
                $0.setMaximumSession(14_400)
            },
            .fails("an administrator with 4 hours and one second", on: ["app"], severity: .low) {
                $0.grant(ExampleAccount.administratorDocument, toRole: "app")
                $0.setMaximumSession(14_401)
            },
            .passes("a role of IAM Identity Center with 12 hours") {
                let name = "AWSReservedSSO_Admin_0123456789abcdef"
                $0.setMaximumSession(43_200)
                $0.editRole { $0.name = name }
                $0.grant(ExampleAccount.administratorDocument, toRole: name)
                $0.trust(
                    #"{"Federated":"arn:aws:iam::111122223333:saml-provider/AWSSSO_1a2b_DO_NOT_DELETE"}"#,
                    action: "sts:AssumeRoleWithSAML",
                    in: name
                )
            },
            .fails("a look-alike of IAM Identity Center with 12 hours", on: ["AWSReservedSSO_fake"]) {
                $0.setMaximumSession(43_200)
                $0.editRole { $0.name = "AWSReservedSSO_fake" }
                $0.grant(ExampleAccount.administratorDocument, toRole: "AWSReservedSSO_fake")
            },
            .notAssessed("long sessions, and a policy that cannot be read", on: ["app"]) {
                $0.grant("{", toRole: "app")
                $0.setMaximumSession(43_200)
            },
            .notAssessed("an administrator that the list of roles does not hold", on: ["app"]) {
                $0.grant(ExampleAccount.administratorDocument, toRole: "app")
                $0.facts.roleSettings = .value([])
            },
            .notAssessed("the settings of roles unreadable") {
                $0.facts.roleSettings = .unavailable(ExampleAccount.denied)
            },
        ]
    ) { input in
        let settings = input.facts.roleSettings.value ?? []
        let durations = Dictionary(settings.map { ($0.arn, $0.maxSessionSeconds) }) { first, _ in first }
        return input.account.roles.map { view in
            let resource = Resource.role(view.role)
            let name = input.name(view.role)
            if let reason = input.exemptionOfOrdinaryRoles(view) {
                return .notApplicable(resource, "\(name) \(reason).")
            }
            guard let seconds = durations[view.role.arn] ?? nil else {
                let sentence = "\(name) could not be assessed because its session duration is not known."
                return .notAssessed(resource, sentence)
            }
            guard Int64(seconds) > input.parameters["limit"] else { return .pass(resource) }
            guard view.isAdmin == .yes else { return input.powerUnknown(view) }
            let duration = CheckDescription.Parameter.text(Int64(seconds))
            return .fail(
                resource,
                "\(name) is an administrator, and its sessions may last \(duration).",
                facts: [
                    Fact("max_session_seconds", String(seconds)),
                    Fact("limit", input.parameters.text(">", "limit")),
                ]
            )
        }
    }
}
