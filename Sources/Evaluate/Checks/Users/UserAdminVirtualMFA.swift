import Domain

extension Check {
    /// The credential report tells that there is MFA, and the list of virtual devices whose they are: a user who has a
    /// hardware device beside a virtual one is found as well, for the weaker of the two is enough to sign in.
    static let userAdminVirtualMFA = Check(
        "user-admin-virtual-mfa",
        family: .users,
        title: "MFA of administrators is a hardware device",
        severity: .low,
        rationale:
            "The code of a virtual device can be phished together with the password; that of a security key cannot.",
        remediation: "Assign a FIDO security key to the user and remove the virtual device.",
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html"],
        mappings: .init(soc2: ["CC6.1"], iso27001: ["A.8.5"]),
        peers: .init(prowler: ["iam_user_hardware_mfa_enabled"]),
        needs: [.authorization, .credentialReport, .virtualMFADevices],
        examples: [
            .passes("an ordinary user with a virtual device") { _ in },
            .fails("an administrator with a virtual device", on: ["j.doe"], severity: .low) {
                $0.grant(ExampleAccount.administratorDocument)
            },
            .passes("an administrator with a hardware device") {
                $0.grant(ExampleAccount.administratorDocument)
                $0.facts.virtualMFADevices = .value([])
            },
            .passes("an administrator without MFA, which user-mfa judges") {
                $0.grant(ExampleAccount.administratorDocument)
                $0.editRow { $0.mfaActive = false }
            },
            .passes("a service user") {
                $0.grant(ExampleAccount.administratorDocument)
                $0.configuration.serviceUsers = ["j.*"]
            },
            .passes("break-glass user, which break-glass-weak judges") {
                $0.grant(ExampleAccount.administratorDocument)
                $0.makeBreakGlass("\(ExampleAccount.arn):user/j.doe")
            },
            .notAssessed("a policy that cannot be parsed", on: ["j.doe"]) { $0.grant("{") },
            .notAssessed("devices denied") { $0.facts.virtualMFADevices = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        input.account.users.map { user in
            let resource = Resource.user(user.user)
            let name = input.name(of: user)
            guard !input.isServiceUser(user), !user.isBreakGlass else {
                return .notApplicable(resource, "\(name) is a service or break-glass user.")
            }
            switch (user.mfa, input.isAdmin(user)) {
            case (_, .known(false)), (.known(.hardware), _):
                return .pass(resource)
            case (.known(.none), _):
                return .notApplicable(resource, "\(name) has no MFA; user-mfa judges it.")
            case (.unknown(let reason), _):
                return .notAssessed(resource, "The MFA devices of \(name) are not known because \(reason).")
            case (_, .unknown(let reason)):
                return .notAssessed(resource, "Whether \(name) is an administrator is not known because \(reason).")
            case (.known(.virtual), .known(true)), (.known(.active), .known(true)):
                return .fail(resource, "\(name) is an administrator and signs in with a virtual MFA device.")
            }
        }
    }
}
