import Domain

extension Check {
    static let serviceUserPassword = Check(
        "service-user-password",
        family: .users,
        title: "Service users have no console password",
        severity: .medium,
        rationale:
            "A password that several people know signs in as the service, and nobody can tell afterwards who it was.",
        remediation: "Delete the password; people sign in as themselves.",
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html"],
        mappings: .init(soc2: ["CC6.1"]),
        peers: .init(scoutSuite: ["iam-service-user-with-password"]),
        needs: [.authorization, .credentialReport],
        examples: [
            .passes("a person's user with a password") { _ in },
            .passes("a service user without one") { $0.editRow(of: "svc-export") { $0.passwordEnabled = false } },
            .fails("a service user with a password", on: ["svc-export"], severity: .medium) {
                $0.setPassword(changedAgo: .days(10), usedAgo: 60, of: "svc-export")
            },
            .fails("by a name that the configuration says is a service", on: ["j.doe"]) {
                $0.configuration.serviceUsers = ["svc-*", "j.*"]
            },
            .notAssessed("a service user whose password is not told", on: ["svc-export"]) {
                $0.editRow(of: "svc-export") { $0.passwordEnabled = nil }
            },
            .notAssessed("report denied") { $0.facts.credentialReport = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.account.users.map { user in
            let resource = Resource.user(user.user)
            let name = input.name(of: user)
            guard input.isServiceUser(user) else {
                return .notApplicable(resource, "\(name) is not a service user by its name.")
            }
            switch user.password {
            case .known(nil):
                return .pass(resource)
            case .unknown(let reason):
                return .notAssessed(resource, "The console password of \(name) is not known because \(reason).")
            case .known(let password?):
                return .fail(
                    resource,
                    "\(name) is a service user and has a console password.",
                    facts: [
                        Fact("last_used_at", password.lastUsedAt?.iso8601 ?? "not recorded"),
                        Fact("changed_at", password.changedAt),
                        Fact("service_users", input.settings.serviceUsers.joined(separator: ", ")),
                    ]
                )
            }
        }
    }
}
