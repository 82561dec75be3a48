import Domain

extension Check {
    /// Roles of a platform and those that IAM Identity Center makes are not applicable here.
    ///
    /// Which of them are unused, and in how many accounts, is a question about the organization; the rows that roll them up
    /// come with the issue "The whole catalogue".
    static let roleUnused = Check(
        "role-unused",
        family: .trust,
        title: "Roles were used within 90 days",
        severity: .medium,
        rationale: "An unused role keeps rights and trust alive that nobody reviews any more.",
        remediation: "Check the last use once more, deny the role for a while, then delete it.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage_delete.html#roles-delete_prerequisites"
        ],
        mappings: .init(
            soc2: ["CC6.2", "CC6.3"],
            iso27001: ["A.5.18"],
            nist80053: ["AC-2(3)"]
        ),
        needs: [.authorization],
        parameters: [.days(90, "limit", "A role fails when its last use, or its creation, is longer ago than this")],
        examples: [
            .passes("used exactly 90 days ago") {
                $0.editRole { $0.lastUsedAt = ExampleAccount.ago(.days(90)) }
            },
            .fails("used 90 days and one second ago", on: ["app"]) {
                $0.editRole { $0.lastUsedAt = ExampleAccount.ago(.days(90) + 1) }
            },
            .passes("no use recorded, exactly 90 days old") {
                $0.editRole { role in
                    role.lastUsedAt = nil
                    role.createdAt = ExampleAccount.ago(.days(90))
                }
            },
            .fails("no use recorded, 90 days and one second old", on: ["app"]) {
                $0.editRole { role in
                    role.lastUsedAt = nil
                    role.createdAt = ExampleAccount.ago(.days(90) + 1)
                }
            },
            .passes("service-linked") {
                $0.editRole { role in
                    role.path = "/aws-service-role/ops.amazonaws.com/"
                    role.lastUsedAt = nil
                }
            },
            .passes("made by IAM Identity Center") {
                $0.editRole { role in
                    role.name = "AWSReservedSSO_Audit_0123456789abcdef"
                    role.lastUsedAt = nil
                }
                $0.trust(
                    #"{"Federated":"arn:aws:iam::111122223333:saml-provider/AWSSSO_1a2b_DO_NOT_DELETE"}"#,
                    action: "sts:AssumeRoleWithSAML",
                    in: "AWSReservedSSO_Audit_0123456789abcdef"
                )
            },
            .fails("a look-alike of IAM Identity Center", on: ["AWSReservedSSO_Audit_fake"]) {
                $0.editRole { role in
                    role.name = "AWSReservedSSO_Audit_fake"
                    role.lastUsedAt = nil
                }
            },
            .passes("a platform role of the management account") {
                $0.editRole { role in
                    role.name = "OrganizationAccountAccessRole"
                    role.lastUsedAt = nil
                }
                $0.trust(#"{"AWS":"arn:aws:iam::444455556666:root"}"#, in: "OrganizationAccountAccessRole")
            },
            .passes("a platform role that trusts another account of the organization") {
                $0.editRole { role in
                    role.name = "AWSAFTExecution"
                    role.lastUsedAt = nil
                }
                $0.trust(#"{"AWS":"arn:aws:iam::444455556666:role/AWSAFTAdmin"}"#, in: "AWSAFTExecution")
            },
            .fails("a look-alike that trusts an outsider of the platform's name", on: ["AWSAFTExecution"]) {
                $0.editRole { role in
                    role.name = "AWSAFTExecution"
                    role.lastUsedAt = nil
                }
                $0.trust(#"{"AWS":"arn:aws:iam::777788889999:role/AWSAFTAdmin"}"#, in: "AWSAFTExecution")
            },
            .fails("a platform role, organization not confirmed", on: ["AWSAFTExecution"]) {
                $0.editRole { role in
                    role.name = "AWSAFTExecution"
                    role.lastUsedAt = nil
                }
                $0.trust(#"{"AWS":"arn:aws:iam::444455556666:role/AWSAFTAdmin"}"#, in: "AWSAFTExecution")
                $0.organization.confirmed = false
            },
            .passes("a platform role whose pattern names the outside account") {
                $0.editRole { role in
                    role.name = "ours-deploy"
                    role.lastUsedAt = nil
                }
                $0.trust(#"{"AWS":"arn:aws:iam::777788889999:role/deployer"}"#, in: "ours-deploy")
                $0.configuration.trusted.platformRoles = [
                    PlatformRole(name: "ours-*", principal: "arn:aws:iam::777788889999:role/*")
                ]
            },
            .passes("break-glass role") {
                $0.editRole { $0.lastUsedAt = nil }
                $0.makeBreakGlass("\(ExampleAccount.arn):role/app")
            },
            .notAssessed("roles unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.account.roles.map { view in
            let role = view.role
            let resource = Resource.role(role)
            let name = "Role \(role.name) in \(input.place)"
            if view.isServiceLinked {
                return .notApplicable(resource, "\(name) is service-linked: AWS decides when it is used.")
            }
            if view.isBreakGlass {
                return .notApplicable(resource, "\(name) is a break-glass role, which is meant to be unused.")
            }
            if let platform = view.platform {
                return .notApplicable(resource, "\(name) is a platform role (\(platform.name)).")
            }
            let age = input.age(role.lastUsedAt ?? role.createdAt)
            guard age > input.parameters["limit"] else { return .pass(resource) }
            let sentence =
                role.lastUsedAt == nil
                ? "\(name) is \(days(age)) old and AWS, which keeps 400 days, recorded no use."
                : "\(name) was last used \(days(age)) ago."
            return .fail(
                resource,
                sentence,
                facts: [
                    Fact("last_used_at", role.lastUsedAt?.iso8601 ?? "not recorded"),
                    Fact("last_used_region", role.lastUsedRegion ?? ""),
                    Fact("created_at", role.createdAt),
                    Fact("admin", view.isAdmin.rawValue),
                    Fact("limit", input.parameters.text(">", "limit")),
                ]
            )
        }
    }
}
