import Domain

extension Check {
    static let userAdmin = Check(
        "user-admin",
        family: .users,
        title: "Users have no administrator rights",
        severity: .high,
        rationale: """
            A user's credentials do not expire, so an administrator among the users is a lasting key to the \
            account.
            """,
        remediation: """
            Let administrators sign in through IAM Identity Center or assume a role with MFA, take the named \
            policies from the user, and keep at most two break-glass users, listed under people.break_glass.
            """,
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html"],
        mappings: .init(soc2: ["CC6.3"], iso27001: ["A.8.2"], nist80053: ["AC-6"]),
        peers: .init(prowler: ["iam_user_administrator_access_policy"]),
        needs: [.authorization],
        examples: [
            .passes("an ordinary user") { _ in },
            .fails("everything on everything", on: ["j.doe"], severity: .high) {
                $0.grant(ExampleAccount.administratorDocument)
            },
            .fails("by two policies, which is one finding", on: ["j.doe"]) {
                $0.grant(ExampleAccount.administratorDocument)
                $0.addPolicy("everything", ExampleAccount.administratorDocument)
            },
            .passes("everything under a boundary without IAM") {
                $0.grant(ExampleAccount.administratorDocument)
                $0.addPolicy(
                    "boundary",
                    #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#,
                    attach: false
                )
                $0.editUser { $0.permissionsBoundary = "\(ExampleAccount.arn):policy/boundary" }
            },
            .passes("everything under a condition") { $0.grant(ExampleAccount.conditionalAdministratorDocument) },
            .passes("break-glass user") {
                $0.grant(ExampleAccount.administratorDocument)
                $0.makeBreakGlass("\(ExampleAccount.arn):user/j.doe")
            },
            .notAssessed("a policy that cannot be parsed", on: ["j.doe"]) { $0.grant("{") },
            .notAssessed("users unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.account.users.map { user in
            let resource = Resource.user(user.user)
            let name = input.name(of: user)
            guard !user.isBreakGlass else {
                return .notApplicable(resource, "\(name) is a break-glass user, which is meant to be an administrator.")
            }
            switch input.isAdmin(user) {
            case .known(false):
                return .pass(resource)
            case .unknown(let reason):
                return .notAssessed(resource, "Whether \(name) is an administrator is not known because \(reason).")
            case .known(true):
                let granting = ARN(user.user.arn).map { arn in
                    input.heldPolicies(of: user.user).filter {
                        input.account.policies.isAdmin($0.policy, for: arn) == .yes
                    }
                }
                return .fail(
                    resource,
                    "\(name) is an administrator.",
                    facts: (granting ?? []).map { Fact("granted_by", $0.label) }
                )
            }
        }
    }
}
