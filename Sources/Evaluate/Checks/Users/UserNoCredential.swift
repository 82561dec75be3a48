import Domain

extension Check {
    static let userNoCredential = Check(
        "user-no-credential",
        family: .users,
        title: "Users have a credential",
        severity: .low,
        rationale:
            "Nobody can sign in as a user without any credential, but its rights wait for whoever may give it one.",
        remediation: "Delete the user.",
        references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html"],
        mappings: .init(soc2: ["CC6.2"], iso27001: ["A.5.18"], nist80053: ["AC-2"]),
        needs: [.authorization, .credentialReport, .serviceCredentials],
        examples: [
            .passes("a password and more") { _ in },
            .passes("an inactive key alone") {
                $0.removeCredentials()
                $0.setKeys(.init(isActive: false, age: .days(10)))
            },
            .passes("an SSH key alone") {
                $0.removeCredentials()
                $0.setSSHKey(age: .days(10))
            },
            .passes("a token alone") {
                $0.removeCredentials()
                $0.addToken(expiresIn: .days(10))
            },
            .passes("a certificate alone") {
                $0.removeCredentials()
                $0.editRow { $0.certificates[0] = .init(active: true, rotatedAt: ExampleAccount.ago(.days(10))) }
            },
            .fails("nothing at all", on: ["j.doe"], severity: .low) { $0.removeCredentials() },
            .notAssessed("nothing but SSH keys that are not known", on: ["j.doe"]) {
                $0.removeCredentials()
                $0.facts.sshKeys["j.doe"] = .unavailable(ExampleAccount.denied)
            },
            .notAssessed("service credentials denied") {
                $0.facts.serviceCredentials = .unavailable(ExampleAccount.denied)
            },
        ]
    ) { input in
        input.account.users.map { user in
            let resource = Resource.user(user.user)
            let name = user.user.name
            let certificates = input.certificates(of: user)
            let sshKeys = input.facts.sshKeys[name].map { Known($0) } ?? .known([])
            let hasCredential =
                user.password.value.map { $0 != nil } ?? false || user.keys.value?.isEmpty == false
                || certificates.value?.isEmpty == false || sshKeys.value?.isEmpty == false
                || !input.account.serviceCredentials(of: name).isEmpty
            if hasCredential { return .pass(resource) }
            let reasons = [user.password.reason, user.keys.reason, certificates.reason, sshKeys.reason]
            if let reason = reasons.lazy.compactMap(\.self).first {
                let sentence = "Whether \(input.name(of: user)) has any credential is not known because \(reason)."
                return .notAssessed(resource, sentence)
            }
            return .fail(
                resource,
                "\(input.name(of: user)) has no credential at all.",
                facts: [Fact("created_at", user.user.createdAt)]
            )
        }
    }
}
