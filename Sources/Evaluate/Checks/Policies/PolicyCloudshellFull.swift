import Domain

extension Check {
    static let policyCloudshellFull = Check(
        "policy-cloudshell-full",
        family: .policies,
        title: "AWSCloudShellFullAccess is attached to nobody",
        severity: .medium,
        rationale: "CloudShell moves files out of the account, past the network's controls, and nobody sees which.",
        remediation: "Attach a policy without cloudshell:GetFileUploadUrls and cloudshell:GetFileDownloadUrls instead.",
        references: [
            "https://docs.aws.amazon.com/cloudshell/latest/userguide/sec-auth-with-identities.html",
            "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-27",
        ],
        mappings: .init(
            soc2: ["CC6.7"],
            iso27001: ["A.8.12"],
            cis: ["5.0 1.21", "6.0 2.21", "7.0 2.20"],
            fsbp: ["IAM.27"]
        ),
        peers: .init(prowler: ["iam_policy_cloudshell_admin_not_attached"]),
        needs: [.authorization],
        examples: [
            .passes("attached to nobody") { _ in },
            .fails("a user", on: ["j.doe"]) {
                $0.editUser { $0.attachedPolicies.append(ExampleAccount.cloudShell) }
            },
            .fails("a group and a role", on: ["app", "developers"]) {
                $0.edit { $0.groups[0].attachedPolicies.append(ExampleAccount.cloudShell) }
                $0.editRole { $0.attachedPolicies.append(ExampleAccount.cloudShell) }
            },
            .passes("a customer policy of the same name") {
                $0.addPolicy("AWSCloudShellFullAccess", #"{"Statement":[]}"#)
            },
            .notAssessed("policies unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let details = input.facts.authorization.value ?? AuthorizationDetails()
        let holders =
            details.users.map { (Resource.user($0), $0.attachedPolicies) }
            + details.groups.map { (Resource.group($0), $0.attachedPolicies) }
            + details.roles.map { (Resource.role($0), $0.attachedPolicies) }
        return holders.sorted { $0.0.arn < $1.0.arn }.map { resource, policies in
            guard policies.contains(where: { $0.arn.hasSuffix(":iam::aws:policy/AWSCloudShellFullAccess") }) else {
                return .pass(resource)
            }
            let kind = resource.type.rawValue
            let name = "\(kind.prefix(1).uppercased())\(kind.dropFirst()) \(resource.name) in \(input.place)"
            return .fail(resource, "\(name) has AWSCloudShellFullAccess.")
        }
    }
}

extension ExampleAccount {
    fileprivate static let cloudShell = AttachedPolicy(
        arn: "arn:aws:iam::aws:policy/AWSCloudShellFullAccess",
        name: "AWSCloudShellFullAccess"
    )
}
