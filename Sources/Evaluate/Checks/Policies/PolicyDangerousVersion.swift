import Domain

extension Check {
    /// Administrators may make any version the default, and need none of it; so only others are looked for.
    static let policyDangerousVersion = Check(
        "policy-dangerous-version",
        family: .policies,
        title: "No retained policy version is a way to become an administrator",
        severity: .medium,
        rationale:
            "Making an old version the default is one call, and whoever may make it has all that the version gives.",
        remediation: "Delete the version; four others are kept anyway.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html"
        ],
        mappings: .init(soc2: ["CC6.3", "CC8.1"], iso27001: ["A.8.2"], nist80053: ["AC-6"]),
        needs: [.authorization],
        discriminator: "the id of the version",
        examples: [
            .passes("one version") { _ in },
            .fails("an old version gives everything, and a user may switch to it", on: ["p"]) {
                $0.addPolicyWithOldVersion("p", ExampleAccount.administratorDocument)
                $0.grant(#"{"Statement":{"Effect":"Allow","Action":"iam:SetDefault*","Resource":"*"}}"#)
            },
            .fails("an old version makes an administrator of its holder", on: ["p"]) {
                $0.addPolicyWithOldVersion(
                    "p",
                    #"{"Statement":{"Effect":"Allow","Action":"iam:PutUserPolicy","Resource":"*"}}"#
                )
                $0.grant(#"{"Statement":{"Effect":"Allow","Action":"iam:SetDefault*","Resource":"*"}}"#, toRole: "app")
            },
            .passes("nobody may switch to it") {
                $0.addPolicyWithOldVersion("p", ExampleAccount.administratorDocument)
            },
            .passes("only an administrator may switch to it") {
                $0.addPolicyWithOldVersion("p", ExampleAccount.administratorDocument)
                $0.grant(ExampleAccount.administratorDocument)
            },
            .passes("somebody may switch another policy") {
                $0.addPolicyWithOldVersion("p", ExampleAccount.administratorDocument)
                $0.grant(
                    """
                    {"Statement":{"Effect":"Allow","Action":"iam:SetDefaultPolicyVersion",\
                    "Resource":"arn:aws:iam::111122223333:policy/other"}}
                    """
                )
            },
            .passes("the default gives everything as well") {
                $0.addPolicyWithOldVersion("p", ExampleAccount.administratorDocument)
                let wide = $0.document(#"{"Statement":{"Effect":"Allow","Action":"*:*","Resource":"*"}}"#)
                $0.editPolicy("p") { $0.versions[0].document = wide }
                $0.grant(#"{"Statement":{"Effect":"Allow","Action":"iam:SetDefault*","Resource":"*"}}"#, toRole: "app")
            },
            .passes("an old version that is narrow") {
                $0.addPolicyWithOldVersion("p", #"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#)
                $0.grant(#"{"Statement":{"Effect":"Allow","Action":"iam:SetDefault*","Resource":"*"}}"#)
            },
            .notAssessed("an old version that cannot be parsed", on: ["p"]) {
                $0.addPolicyWithOldVersion("p", "[]")
            },
            .notAssessed("policies unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let policies = (input.facts.authorization.value?.policies ?? []).sorted { $0.arn < $1.arn }
        return policies.flatMap(input.judgeVersions)
    }
}

extension CheckInput {
    fileprivate func judgeVersions(of policy: CustomerPolicy) -> [Assessment] {
        let resource = Resource.policy(policy)
        let name = "Policy \(policy.name) in \(place)"
        let others = policy.versions.filter { $0.id != policy.defaultVersionID }
        guard !others.isEmpty else { return [.pass(resource)] }
        if let version = policy.defaultVersion, isDangerous(version) {
            return [.notApplicable(resource, "\(name) gives as much by its default version.")]
        }
        let judged = others.compactMap { version -> Assessment? in
            if case .failure(let error) = account.policies.policy(version.document).result {
                return .notAssessed(
                    resource,
                    discriminator: version.id,
                    "Version \(version.id) of policy \(policy.name) in \(place) could not be assessed: \(error)."
                )
            }
            guard isDangerous(version), case let switchers = switchers(of: policy),
                !switchers.isEmpty
            else { return nil }
            return .fail(
                resource,
                discriminator: version.id,
                "\(name) keeps version \(version.id), which makes administrators, and \(switchers.count) may switch to it.",
                facts: [Fact("version", version.id), Fact("default_version", policy.defaultVersionID)]
                    + switchers.map { Fact("may_switch", $0) }
            )
        }
        return judged.isEmpty ? [.pass(resource)] : judged
    }

    private func isDangerous(_ version: PolicyVersion) -> Bool {
        account.powers.isDangerous(account.policies.policy(version.document)) == .yes
    }

    /// The principals, not administrators, that may make another version the default.
    private func switchers(of policy: CustomerPolicy) -> [String] {
        let action = Wildcard(action: "iam:SetDefaultPolicyVersion")
        let arn = Wildcard(policy.arn)
        let principals = account.users.map { ($0.user.arn, $0.power) } + account.roles.map { ($0.role.arn, $0.power) }
        return principals.filter { _, power in
            guard power.isAdmin != .yes, let permissions = power.permissions, permissions.isReadable else {
                return false
            }
            return permissions.allows(action, on: arn) != .no
        }.map(\.0)
    }
}

extension ExampleAccount {
    /// A policy whose default version is narrow and whose other one is this.
    fileprivate mutating func addPolicyWithOldVersion(_ name: String, _ json: String) {
        addPolicy(name, #"{"Statement":{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}}"#)
        let old = document(json)
        editPolicy(name) { policy in
            policy.versions.append(PolicyVersion(id: "v2", createdAt: policy.createdAt, document: old))
        }
    }
}
