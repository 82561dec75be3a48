import Domain

extension AccountBuilder {
    mutating func addRoles() {
        var random = SeededRandom(organization.seed, 0x201E, UInt64(account.index))
        addReader(&random)
        addRolesOfEveryAccount(&random)
        addPlatformRoles()
        addFederatedRoles(&random)
        addParticularRoles(&random)
        addOpenRoles()
        addLooseRoles()
        let room = 40 - account.users.count - account.roles.count
        let ordinary = account.roles.count + max(1, min(room, random.number(in: 2...4)))
        let wanted = organization.identitiesPerAccount.map { $0 / 2 } ?? ordinary
        for number in 0..<max(0, wanted - account.roles.count) {
            account.roles.append(workload(number))
        }
    }

    func role(
        _ name: String,
        path: String = "/",
        trust: RehearsalTrust,
        attached: [String] = [],
        used: ClosedRange<Int>? = 0...30,
        _ random: inout SeededRandom
    ) -> RehearsalRole {
        let createdAt = ago(120...1_600, since: account.joinedAt, &random)
        return RehearsalRole(
            name: name,
            path: path,
            id: random.uniqueID("AROA"),
            arn: arn("role", name, path: path),
            createdAt: createdAt,
            trust: trust,
            attachedPolicies: attached.map { $0.hasPrefix("arn:") ? $0 : AWSManagedPolicy.arn($0) },
            lastUsedAt: used.map { ago($0, since: createdAt, &random) },
            lastUsedRegion: used == nil ? nil : random.pick(["eu-central-1", "us-east-1"])
        )
    }

    // MARK: The security team's roles

    private static let remediator = "security-remediation"

    private mutating func addReader(_ random: inout SeededRandom) {
        let hub = "arn:aws:iam::\(organization.hubAccountID):role/\(RehearsalOrganization.hubRoleName)"
        if account.index == AccountProfile.auditIndex {
            var hubRole = role(
                RehearsalOrganization.hubRoleName,
                trust: .service("pods.eks.amazonaws.com"),
                &random
            )
            let readers = PolicyDocuments.allow(["sts:AssumeRole"], on: "arn:aws:iam::*:role/\(organization.roleName)")
            let gateway = PolicyDocuments.allow(["sts:AssumeRole"], on: organization.gatewayRoleARN)
            let population = PolicyDocuments.allow(
                ["iam:ListOrganizationsFeatures", "organizations:DescribeOrganization", "organizations:ListAccounts"],
                on: "*"
            )
            hubRole.inlinePolicies = [
                RehearsalInlinePolicy(name: "population", document: population),
                RehearsalInlinePolicy(name: "sweep", document: organization.readers.behindGateway ? gateway : readers),
            ]
            account.roles.append(hubRole)
            var remediator = role(Self.remediator, trust: .service("lambda.amazonaws.com"), &random)
            let targets = PolicyDocuments.allow(["sts:AssumeRole"], on: "arn:aws:iam::*:role/security/remediation")
            remediator.inlinePolicies = [RehearsalInlinePolicy(name: "members", document: targets)]
            account.roles.append(remediator)
            if organization.readers.behindGateway { account.roles.append(gatewayRole(readers, trusting: hub)) }
        }
        let isClosedToUs = has(.trustDeniesHub)
        // The previous owner's auditors still stand in the trust policy of the account that was bought.
        let reached = organization.readers.behindGateway ? organization.gatewayRoleARN : hub
        let auditor = isClosedToUs ? "arn:aws:iam::999900001111:role/auditor" : reached
        var reader = role(
            organization.roleName,
            trust: .principal(auditor, externalID: organization.externalID),
            attached: has(.readerMayNotListServiceCredentials) ? [arn("policy", "AuditReader")] : ["SecurityAudit"],
            &random
        )
        reader.description = "Read by the central security team"
        if !isClosedToUs { reader.hubTrust = .withExternalID(organization.externalID) }
        account.roles.append(reader)
    }

    /// The role in the hub's account that alone is trusted by the members.
    private func gatewayRole(_ policy: String, trusting hub: String) -> RehearsalRole {
        var random = SeededRandom(organization.seed, 0x6A7E)
        var role = role(RehearsalOrganization.gatewayRoleName, trust: .principal(hub), &random)
        role.inlinePolicies = [RehearsalInlinePolicy(name: "sweep", document: policy)]
        return role
    }

    // MARK: What only some accounts have

    private mutating func addParticularRoles(_ random: inout SeededRandom) {
        if profile.unit == .production {
            let vendor = RehearsalTrust.account(Vendor.monitoringAccountID, externalID: random.hex(32))
            account.roles.append(role("monitoring-integration", trust: vendor, attached: [viewOnly], &random))
            let remediator = "arn:aws:iam::\(organization.hubAccountID):role/\(Self.remediator)"
            let trust = RehearsalTrust.principal(remediator)
            var remediation = role("remediation", path: "/security/", trust: trust, used: 40...85, &random)
            let document = PolicyDocuments.allow(["ec2:RevokeSecurityGroupIngress"], on: "*")
            remediation.inlinePolicies = [RehearsalInlinePolicy(name: "close-ports", document: document)]
            account.roles.append(remediation)
        }
        if has(.outsideTrustWithoutExternalID) {
            account.roles.append(
                role("cost-optimizer", trust: .account("999911112222"), attached: ["ReadOnlyAccess"], &random)
            )
        }
        if has(.adminPolicyAttached) {
            let service = RehearsalTrust.service("ec2.amazonaws.com")
            let policy = arn("policy", "FullAccessForMigration")
            account.roles.append(role("migration-runner", trust: service, attached: [policy], used: 150...300, &random))
        }
        if has(.loosePolicies) {
            let service = RehearsalTrust.service("codebuild.amazonaws.com")
            let shell = "AWSCloudShellFullAccess"
            account.roles.append(role(LoosePolicy.holder, trust: service, attached: [shell], used: 0...5, &random))
        }
        if has(.danglingVersion) {
            var pipeline = role("policy-pipeline", trust: .service("codebuild.amazonaws.com"), &random)
            pipeline.inlinePolicies = [
                RehearsalInlinePolicy(name: "versions", document: PolicyDocuments.switchingVersions(id))
            ]
            account.roles.append(pipeline)
        }
    }

    var viewOnly: String { "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess" }

    // MARK: Workloads

    private static let systems = [
        "checkout", "invoices", "catalog", "sessions", "mailer", "search", "thumbnails", "webhooks", "ledger", "quotes",
        "reports", "uploads",
    ]

    private func workload(_ number: Int) -> RehearsalRole {
        var random = SeededRandom(organization.seed, 0x3042, UInt64(account.index), UInt64(number))
        let system = Self.systems[(number + account.index) % Self.systems.count]
        let round = number / Self.systems.count
        let (suffix, service) = [
            ("function", "lambda.amazonaws.com"), ("task", "ecs-tasks.amazonaws.com"),
            ("instance", "ec2.amazonaws.com"),
        ][number % 3]
        let name = round == 0 ? "\(system)-\(suffix)" : "\(system)-\(suffix)-\(round + 1)"
        let isIdle = random.chance(faults)
        var role = role(
            name,
            trust: .service(service),
            used: isIdle ? (random.chance(500) ? nil : 100...380) : 0...20,
            &random
        )
        role.inlinePolicies = [
            RehearsalInlinePolicy(name: "\(system)-data", document: PolicyDocuments.workload(system, id))
        ]
        role.tags = [Tag(key: "system", value: system)]
        switch suffix {
        case "function":
            role.attachedPolicies = ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]
        case "instance":
            role.attachedPolicies = [AWSManagedPolicy.arn("AmazonSSMManagedInstanceCore")]
            role.instanceProfiles = [
                RehearsalInstanceProfile(
                    name: name,
                    id: random.uniqueID("AIPA"),
                    arn: arn("instance-profile", name),
                    createdAt: role.createdAt
                )
            ]
        default:
            role.permissionsBoundary = arn("policy", "DeveloperBoundary")
        }
        return role
    }
}
