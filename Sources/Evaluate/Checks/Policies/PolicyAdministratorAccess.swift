import Domain

extension Check {
    /// A role that a platform made is not applicable: that it is an administrator is what it is for.
    static let policyAdministratorAccess = Check(
        "policy-administrator-access",
        family: .policies,
        title: "AdministratorAccess is attached to nobody but the platform",
        severity: .high,
        rationale:
            "Whoever holds AWS's AdministratorAccess, or can run code as its holder, can do anything in the account.",
        remediation:
            "Attach a policy for the job at hand; leave administration to IAM Identity Center and break-glass.",
        references: [
            "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
        ],
        mappings: .init(soc2: ["CC6.3"], iso27001: ["A.8.2"], nist80053: ["AC-6"]),
        peers: .init(
            prowler: [
                "iam_aws_attached_policy_no_administrative_privileges",
                "iam_group_administrator_access_policy",
                "iam_role_administratoraccess_policy",
            ]
        ),
        needs: [.authorization],
        examples: [
            .passes("attached to nobody") { _ in },
            .fails("a user", on: ["j.doe"], severity: .high) {
                $0.editUser { $0.attachedPolicies.append(ExampleAccount.administratorAccess) }
            },
            .fails("a group", on: ["developers"], severity: .high) {
                $0.edit { $0.groups[0].attachedPolicies.append(ExampleAccount.administratorAccess) }
            },
            .fails("a role that code runs as", on: ["app"], severity: .high) {
                $0.editRole { $0.attachedPolicies.append(ExampleAccount.administratorAccess) }
            },
            .fails("a role of another service", on: ["app"], severity: .medium) {
                $0.trust(#"{"Service":"backup.amazonaws.com"}"#)
                $0.editRole { $0.attachedPolicies.append(ExampleAccount.administratorAccess) }
            },
            .fails("a role of a person", on: ["app"], severity: .medium) {
                $0.trust(#"{"AWS":"arn:aws:iam::111122223333:user/j.doe"}"#)
                $0.editRole { $0.attachedPolicies.append(ExampleAccount.administratorAccess) }
            },
            .fails("a role of pods on EKS through the cluster's issuer", on: ["app"], severity: .high) {
                $0.trust(
                    #"{"Federated":"arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/A1"}"#,
                    action: "sts:AssumeRoleWithWebIdentity"
                )
                $0.editRole { $0.attachedPolicies.append(ExampleAccount.administratorAccess) }
            },
            .passes("a platform role") {
                $0.editRole { role in
                    role.name = "OrganizationAccountAccessRole"
                    role.attachedPolicies.append(ExampleAccount.administratorAccess)
                }
                $0.trust(#"{"AWS":"arn:aws:iam::444455556666:root"}"#, in: "OrganizationAccountAccessRole")
            },
            .fails("a look-alike of a platform role", on: ["OrganizationAccountAccessRole"], severity: .medium) {
                $0.editRole { role in
                    role.name = "OrganizationAccountAccessRole"
                    role.attachedPolicies.append(ExampleAccount.administratorAccess)
                }
                $0.trust(#"{"AWS":"arn:aws:iam::777788889999:root"}"#, in: "OrganizationAccountAccessRole")
            },
            .passes("a break-glass user") {
                $0.editUser { $0.attachedPolicies.append(ExampleAccount.administratorAccess) }
                $0.makeBreakGlass("\(ExampleAccount.arn):user/j.doe")
            },
            .passes("a customer policy of the same name") {
                $0.addPolicy("AdministratorAccess", #"{"Statement":[]}"#)
            },
            .notAssessed("policies unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let holds = { (policies: [AttachedPolicy]) in
            policies.contains { $0.arn.hasSuffix(":iam::aws:policy/AdministratorAccess") }
        }
        let users = input.account.users.map { view -> Assessment in
            let resource = Resource.user(view.user)
            let name = "User \(view.user.name) in \(input.place)"
            if view.isBreakGlass {
                return .notApplicable(resource, "\(name) is a break-glass identity, which is meant to be one.")
            }
            guard holds(view.user.attachedPolicies) else { return .pass(resource) }
            return .fail(resource, "\(name) has AdministratorAccess.", facts: [Fact("admin", view.isAdmin.rawValue)])
        }
        let groups = (input.facts.authorization.value?.groups ?? []).sorted { $0.arn < $1.arn }.map {
            group -> Assessment in
            guard holds(group.attachedPolicies) else { return .pass(.group(group)) }
            let members = input.account.users.filter { $0.user.groups.contains(group.name) }.map(\.user.arn)
            return .fail(
                .group(group),
                "Group \(group.name) in \(input.place) has AdministratorAccess.",
                facts: members.map { Fact("member", $0) }
            )
        }
        let roles = input.account.roles.map { view -> Assessment in
            let resource = Resource.role(view.role)
            let name = "Role \(view.role.name) in \(input.place)"
            if let platform = view.platform {
                return .notApplicable(resource, "\(name) is a platform role (\(platform.name)).")
            }
            if view.isBreakGlass {
                return .notApplicable(resource, "\(name) is a break-glass identity, which is meant to be one.")
            }
            guard holds(view.role.attachedPolicies) else { return .pass(resource) }
            let computed = view.computeParties
            return .fail(
                resource,
                severity: computed.isEmpty ? .medium : nil,
                "\(name) has AdministratorAccess\(computed.isEmpty ? "" : ", and code runs as it").",
                facts: [Fact("admin", view.isAdmin.rawValue)] + computed.map { Fact("runs_on", $0) }
            )
        }
        return users + groups + roles
    }
}

extension RoleView {
    /// The trusted parties through which code that runs in the account gets the role.
    fileprivate var computeParties: [String] {
        let services: Set = [
            "ec2.amazonaws.com", "lambda.amazonaws.com", "ecs-tasks.amazonaws.com", "ecs.amazonaws.com",
            "eks.amazonaws.com", "pods.eks.amazonaws.com", "eks-fargate-pods.amazonaws.com",
        ]
        let parties = ((try? trust.get()) ?? []).map(\.party)
        let computed = parties.filter { party in
            party.kind == .service && services.contains(party.text)
                || party.kind == .federated && party.text.contains(":oidc-provider/oidc.eks.")
        }
        return Set(computed.map(\.text)).sorted()
    }
}
