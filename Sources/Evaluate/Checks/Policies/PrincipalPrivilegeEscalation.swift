import Domain

extension Check {
    /// Judged on the whole of what a principal has: all policies, every Deny, the boundary.
    ///
    /// A path through a workload that is there already is always conditional, because IAM does not show workloads. Who
    /// reaches only some of them is held to the administrator roles of the account; who reaches all is reported, low where no
    /// such role trusts the service.
    static let principalPrivilegeEscalation = Check(
        "principal-privilege-escalation",
        family: .policies,
        title: "Nobody but administrators can become an administrator",
        severity: .high,
        rationale: "Such a principal is an administrator in all but name, and no list of administrators shows it.",
        remediation: """
            Take away one step of each path: name the roles that may be passed and the service, and keep iam: actions that \
            write to pipelines with a permission boundary.
            """,
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
        ],
        mappings: .init(soc2: ["CC6.3"], iso27001: ["A.8.2"], nist80053: ["AC-6(10)"]),
        peers: .init(
            prowler: [
                "iam_inline_policy_allows_privilege_escalation",
                "iam_policy_passrole_to_bedrock_agentcore_restricted",
                "iam_policy_allows_privilege_escalation",
            ]
        ),
        needs: [.authorization],
        examples: [
            .passes("reads one bucket") { _ in },
            .fails("puts a policy on itself", on: ["j.doe"], severity: .high) {
                $0.grant(#"{"Statement":{"Effect":"Allow","Action":"iam:PutUserPolicy","Resource":"*"}}"#)
            },
            .fails("a role with many paths is one finding", on: ["app"], severity: .high) {
                $0.grant(
                    #"{"Statement":{"Effect":"Allow","Action":["iam:Put*","iam:Attach*"],"Resource":"*"}}"#,
                    toRole: "app"
                )
            },
            .fails("under a condition that can hold", on: ["j.doe"], severity: .high) {
                $0.grant(
                    """
                    {"Statement":{"Effect":"Allow","Action":"iam:PutUserPolicy","Resource":"*",\
                    "Condition":{"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}}}
                    """
                )
            },
            .passes("under a condition that cannot") {
                $0.grant(
                    """
                    {"Statement":{"Effect":"Allow","Action":"iam:PutUserPolicy","Resource":"*",\
                    "Condition":{"StringLike":{"saml:sub":"*"}}}}
                    """
                )
            },
            .fails("is an administrator under a condition", on: ["j.doe"], severity: .high) {
                $0.grant(
                    """
                    {"Statement":{"Effect":"Allow","Action":"iam:*","Resource":"*",\
                    "Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}}
                    """
                )
            },
            .passes("is an administrator") { $0.grant(ExampleAccount.administratorDocument) },
            .fails(
                "reaches every workload, none of which is known to be an administrator",
                on: ["j.doe"],
                severity: .low
            ) {
                $0.grant(#"{"Statement":{"Effect":"Allow","Action":"ssm:SendCommand","Resource":"*"}}"#)
            },
            .fails(
                "reaches some functions, and a function's role is an administrator",
                on: ["j.doe"],
                severity: .medium
            ) {
                $0.grant(
                    """
                    {"Statement":{"Effect":"Allow","Action":"lambda:UpdateFunctionCode",\
                    "Resource":"arn:aws:lambda:*:111122223333:function:web-*"}}
                    """
                )
                $0.grant(ExampleAccount.administratorDocument, toRole: "app")
            },
            .passes("reaches some functions, and no function's role is an administrator") {
                $0.grant(
                    """
                    {"Statement":{"Effect":"Allow","Action":"lambda:UpdateFunctionCode",\
                    "Resource":"arn:aws:lambda:*:111122223333:function:web-*"}}
                    """
                )
            },
            .passes("a platform role") {
                $0.editRole { $0.name = "AWSControlTowerExecution" }
                $0.trust(#"{"AWS":"arn:aws:iam::444455556666:root"}"#, in: "AWSControlTowerExecution")
                $0.grant(
                    #"{"Statement":{"Effect":"Allow","Action":"iam:PutRolePolicy","Resource":"*"}}"#,
                    toRole: "AWSControlTowerExecution"
                )
            },
            .passes("a break-glass user") {
                $0.grant(#"{"Statement":{"Effect":"Allow","Action":"iam:PutUserPolicy","Resource":"*"}}"#)
                $0.makeBreakGlass("\(ExampleAccount.arn):user/j.doe")
            },
            .notAssessed("a policy that cannot be parsed", on: ["j.doe"]) { $0.grant("{") },
            .notAssessed("a boundary that cannot be parsed", on: ["j.doe"]) {
                $0.grant(#"{"Statement":{"Effect":"Allow","Action":"iam:PutUserPolicy","Resource":"*"}}"#)
                $0.addPolicy("limit", "{", attach: false)
                $0.editUser { $0.permissionsBoundary = "\(ExampleAccount.arn):policy/limit" }
            },
            .notAssessed("policies unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let users = input.account.users.map { view in
            input.escalation(.user(view.user), "User", view.power, isBreakGlass: view.isBreakGlass)
        }
        let roles = input.account.roles.map { view -> Assessment in
            let resource = Resource.role(view.role)
            let name = "Role \(view.role.name) in \(input.place)"
            if view.isServiceLinked {
                return .notApplicable(resource, "\(name) is service-linked: AWS writes its policies.")
            }
            if let platform = view.platform {
                return .notApplicable(resource, "\(name) is a platform role (\(platform.name)).")
            }
            return input.escalation(resource, "Role", view.power, isBreakGlass: view.isBreakGlass)
        }
        return users + roles
    }
}

extension CheckInput {
    fileprivate func escalation(
        _ resource: Resource,
        _ kind: String,
        _ power: Power,
        isBreakGlass: Bool
    ) -> Assessment {
        let name = "\(kind) \(resource.name) in \(place)"
        if isBreakGlass {
            return .notApplicable(resource, "\(name) is a break-glass identity, which is meant to be privileged.")
        }
        if power.isAdmin == .yes { return .notApplicable(resource, "\(name) is an administrator already.") }
        let paths = power.escalation.paths
        guard power.permissions?.isReadable == true else {
            return power.escalation.answer == .no
                ? .pass(resource)
                : .notAssessed(resource, "\(name) could not be assessed because a policy of it could not be read.")
        }
        guard !paths.isEmpty || power.isAdmin == .unknown else { return .pass(resource) }
        let notSeen = Fact("not_seen", "service and resource control policies, session policies")
        if power.isAdmin == .unknown {
            let facts =
                power.adminReasons.statements.map { Fact("statement", $0.description) }
                + power.adminReasons.conditions.map { Fact("condition", $0) }
            return .fail(
                resource,
                "\(name) is an administrator under a condition.",
                facts: [Fact("conditional", "true")] + facts + [notSeen]
            )
        }
        let isConditional = paths.allSatisfy(\.isConditional)
        return .fail(
            resource,
            severity: paths.severity,
            """
            \(name) can make itself an administrator\(isConditional ? ", under conditions," : "") by \
            \(paths.count == 1 ? "a path" : "\(paths.count) paths"): \(paths.prefix(3).map(\.id).joined(separator: ", "))\
            \(paths.count > 3 ? " and others" : "").
            """,
            facts: [Fact("conditional", String(isConditional))] + paths.map { Fact("escalation_path", $0.text) }
                + [notSeen]
        )
    }
}

extension [Escalation.Result.HeldPath] {
    /// Nil for the default: a path that leads through what IAM shows.
    fileprivate var severity: Severity? {
        guard allSatisfy({ $0.category == .existingPassRole }) else { return nil }
        return contains(where: \.hasWorkloadRole) ? .medium : .low
    }
}

extension Escalation.Result.HeldPath {
    /// For example `iam-007: iam:PutUserPolicy on arn:... (release v3 statement 2); conditional: {"Bool":...}`.
    fileprivate var text: String {
        let steps = steps.map { step in
            let target = step.target.map { " on \($0)" } ?? ""
            return "\(step.action)\(target) (\(step.reasons.statements.map(\.description).joined(separator: ", ")))"
        }
        var conditions: [String] = []
        for condition in self.steps.flatMap(\.reasons.conditions) where !conditions.contains(condition) {
            conditions.append(condition)
        }
        if isConditional, conditions.isEmpty {
            conditions = [
                category == .existingPassRole
                    ? "a workload runs as an administrator" : "the target is or becomes an administrator"
            ]
        }
        let tail = conditions.isEmpty ? "" : "; conditional: \(conditions.joined(separator: " and "))"
        return "\(id): \(steps.joined(separator: ", "))\(tail)"
    }
}
