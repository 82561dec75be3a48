import Domain

extension Check {
    static let userMFA = Check(
        "user-mfa",
        family: .users,
        title: "Users with a console password have MFA",
        severity: .high,
        rationale: "A password that was guessed, reused or phished must not be enough to sign in.",
        remediation: "Assign an MFA device to the user, or delete the password if the user needs no console.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html",
            "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-5",
        ],
        mappings: .init(
            soc2: ["CC6.1", "CC6.6"],
            iso27001: ["A.8.5"],
            nist80053: ["IA-2(1)", "IA-2(2)"],
            cis: ["5.0 1.9", "6.0 2.9", "7.0 2.10"],
            fsbp: ["IAM.5"]
        ),
        peers: .init(
            prowler: ["iam_administrator_access_with_mfa", "iam_user_mfa_enabled_console_access"],
            scoutSuite: ["iam-user-without-mfa"]
        ),
        needs: [.authorization, .credentialReport],
        examples: [
            .passes("password and MFA") { _ in },
            .passes("no password") {
                $0.editRow { row in
                    row.passwordEnabled = false
                    row.mfaActive = false
                }
            },
            .fails("password only", on: ["j.doe"], severity: .high) { $0.editRow { $0.mfaActive = false } },
            .fails("password only, administrator", on: ["j.doe"], severity: .critical) {
                $0.editRow { $0.mfaActive = false }
                $0.grant(ExampleAccount.administratorDocument)
            },
            .fails("newer than the report, password only", on: ["new.hire"]) {
                $0.addUnreportedUser("new.hire", hasPassword: true, mfaDevices: .value([]))
            },
            .passes("newer than the report, with a device") {
                $0.addUnreportedUser(
                    "new.hire",
                    hasPassword: true,
                    mfaDevices: .value(["arn:aws:iam::111122223333:mfa/x"])
                )
            },
            .notAssessed("newer than the report, devices unreadable", on: ["new.hire"]) {
                $0.addUnreportedUser("new.hire", hasPassword: true, mfaDevices: .unavailable(ExampleAccount.denied))
            },
            .notAssessed("not in the report and not read by itself", on: ["new.hire"]) {
                $0.addUnreportedUser("new.hire", hasPassword: true, mfaDevices: .value([]))
                $0.facts.unreportedUsers = [:]
            },
            .passes("a report row whose user is gone") {
                $0.edit { $0.users = [] }
                $0.editRow { $0.mfaActive = false }
            },
            .notAssessed("report denied") { $0.facts.credentialReport = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.account.users.map { user in
            let resource = Resource.user(user.user)
            let name = "\(user.user.name) in \(input.place)"
            switch (user.password, user.mfa) {
            case (.known(nil), _):
                return .notApplicable(resource, "\(name) has no console password.")
            case (.unknown(let reason), _):
                return .notAssessed(resource, "The console password of \(name) is not known because \(reason).")
            case (_, .unknown(let reason)):
                return .notAssessed(resource, "The MFA devices of \(name) are not known because \(reason).")
            case (_, .known(let mfa)) where mfa != .none:
                return .pass(resource)
            default:
                let isAdmin = user.isAdmin == .yes
                return .fail(
                    resource,
                    severity: isAdmin ? .critical : nil,
                    "\(name) has a console password and no MFA\(isAdmin ? ", and is an administrator" : "").",
                    facts: [
                        Fact("password_changed_at", user.password.value??.changedAt),
                        Fact("admin", user.isAdmin.rawValue),
                    ]
                )
            }
        }
    }
}
