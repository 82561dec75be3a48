import Domain

extension AccountBuilder {
    mutating func addGroups() {
        addGroup(
            "developers",
            attached: [arn("policy", "DeveloperAccess"), AWSManagedPolicy.arn("IAMUserChangePassword")]
        )
        addGroup("automation", attached: [arn("policy", "Automation")])
        if profile.unit == .production {
            addGroup("support", attached: ["arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"])
        }
        if has(.adminUsers) { addGroup("admins", attached: [AWSManagedPolicy.arn("AdministratorAccess")]) }
        if profile.unit == .sandbox {
            addGroup("power-users", attached: [AWSManagedPolicy.arn("PowerUserAccess")])
        }
        if has(.leftovers) {
            addGroup("alumni", attached: [])
            addGroup("contest-2023", attached: [AWSManagedPolicy.arn("ReadOnlyAccess")])
        }
    }

    private mutating func addGroup(_ name: String, attached: [String]) {
        account.groups.append(
            RehearsalGroup(
                name: name,
                id: random.uniqueID("AGPA"),
                arn: arn("group", name),
                createdAt: ago(400...900, since: account.joinedAt, &random),
                attachedPolicies: attached
            )
        )
    }

    mutating func addPolicies() {
        let narrow = PolicyDocuments.developer(id)
        addPolicy("DeveloperAccess", versions: [PolicyDocuments.workload("prototype", id), narrow])
        addPolicy("DeveloperBoundary", versions: [PolicyDocuments.boundary])
        addPolicy("Automation", versions: [PolicyDocuments.deployment("automation", id)])
        if profile.care == .neglected {
            addPolicy("old-reporting", versions: [PolicyDocuments.allow(["athena:StartQueryExecution"], on: "*")])
        }
        if has(.adminPolicyAttached) { addPolicy("FullAccessForMigration", versions: [PolicyDocuments.administrator]) }
        if has(.adminPolicyUnattached) {
            addPolicy("tmp-admin", versions: [narrow, narrow, PolicyDocuments.administrator])
        }
        if has(.loosePolicies) {
            for loose in LoosePolicy.all {
                let isUnreadable = loose.name == LoosePolicy.unreadableVersionOf
                addPolicy(loose.name, versions: (isUnreadable ? [LoosePolicy.unreadable] : []) + [loose.document])
                attach(loose.name, toRole: LoosePolicy.holder)
            }
        }
        if has(.danglingVersion) {
            addPolicy("pipeline-permissions", versions: [PolicyDocuments.administrator, narrow])
            attach("pipeline-permissions", toRole: "policy-pipeline")
        }
        if has(.readerMayNotListServiceCredentials) {
            let actions = CallPlan.allCases.filter { !account.deniedActions.contains($0.rawValue) }.map(\.permission)
            addPolicy("AuditReader", versions: [PolicyDocuments.allow(actions, on: "*")])
        }
    }

    /// Adds a policy whose newest version, the last of the list, is the default.
    private mutating func addPolicy(_ name: String, versions documents: [String]) {
        let createdAt = ago(300...900, since: account.joinedAt, &random)
        let last = documents.count
        let updatedAt = last == 1 ? createdAt : ago(30...290, since: createdAt, &random)
        let versions = documents.enumerated().map { position, document in
            RehearsalPolicy.Version(
                id: "v\(position + 1)",
                createdAt: position == 0 ? createdAt : updatedAt,
                document: document
            )
        }
        account.policies.append(
            RehearsalPolicy(
                name: name,
                id: random.uniqueID("ANPA"),
                arn: arn("policy", name),
                createdAt: createdAt,
                updatedAt: updatedAt,
                defaultVersionID: "v\(last)",
                versions: versions.reversed()
            )
        )
    }

    private mutating func attach(_ policy: String, toRole name: String) {
        guard let index = account.roles.firstIndex(where: { $0.name == name }) else { return }
        account.roles[index].attachedPolicies.append(arn("policy", policy))
    }
}
