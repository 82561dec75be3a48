import Domain

extension AccountBuilder {
    /// The users that the account's quirks ask for, each with the one thing that it is there to show.
    func particularUsers() -> [RehearsalUser] {
        var random = SeededRandom(organization.seed, 0x9A47, UInt64(account.index))
        var users: [RehearsalUser] = []
        if has(.breakGlassUser) { users += [breakGlass(&random), breakGlassInUse(&random)] }
        if has(.adminUsers) { users.append(administrator(&random)) }
        if has(.hostileUserName) { users.append(hostile(&random)) }
        if has(.recentlyHiredUser) { users.append(recentlyHired(&random)) }
        if has(.legacySOAPClient) { users.append(soapClient(&random)) }
        if has(.escalation) {
            users.append(automation("ci-release-train", inline: PolicyDocuments.escalation, &random))
        }
        if has(.inlineAdmin) { users.append(automation("svc-hotfix", inline: PolicyDocuments.administrator, &random)) }
        if has(.bedrockTokens) { users += bedrockUsers(&random) }
        if has(.endlessAPITokens) { users.append(codeGenerator(&random)) }
        if has(.leaverAtWork) { users.append(leaverAtWork(&random)) }
        if has(.leftovers) { users += leftovers(&random) }
        if has(.limitedAdmins) { users += limitedAdministrators(&random) }
        if has(.unusualKeys) { users += usersOfUnusualKeys(&random) }
        if has(.idleUsers) { users += idleUsers(&random) }
        return users
    }

    private func breakGlass(_ random: inout SeededRandom) -> RehearsalUser {
        var user = plainUser("break-glass-1", createdAt: ago(500...800, since: account.joinedAt, &random), &random)
        user.attachedPolicies = [AWSManagedPolicy.arn("AdministratorAccess")]
        user.password = RehearsalPassword(
            createdAt: user.createdAt,
            changedAt: ago(30...60, &random),
            lastUsedAt: ago(100...200, &random)
        )
        user.mfa = RehearsalMFADevice(serialNumber: "GAHT10422917", isVirtual: false, enabledAt: user.createdAt)
        return user
    }

    /// The second one, which somebody took for daily work: used last week, and guarded by a phone.
    private func breakGlassInUse(_ random: inout SeededRandom) -> RehearsalUser {
        var user = breakGlass(&random)
        user.name = "break-glass-2"
        user.id = random.uniqueID("AIDA")
        user.arn = arn("user", user.name)
        user.password?.lastUsedAt = ago(3...7, &random)
        user.mfa = RehearsalMFADevice(
            serialNumber: arn("mfa", "break-glass-2"),
            isVirtual: true,
            enabledAt: user.createdAt
        )
        return user
    }

    private func administrator(_ random: inout SeededRandom) -> RehearsalUser {
        let person = organization.people.person(at: 7)
        var user = plainUser(
            "admin.\(person.lastName.lowercased())",
            createdAt: ago(300...700, since: account.joinedAt, &random),
            &random
        )
        user.employeeID = person.employeeID
        user.groups = ["admins"]
        user.tags = [Tag(key: "owner", value: person.email)]
        user.password = RehearsalPassword(
            createdAt: user.createdAt,
            changedAt: ago(100...200, since: user.createdAt, &random),
            lastUsedAt: ago(0...5, &random)
        )
        user.accessKeys = [key(of: user, age: 400...600, used: 0...3, &random)]
        return user
    }

    /// A name that a spreadsheet takes for a formula; IAM allows every one of its letters.
    private func hostile(_ random: inout SeededRandom) -> RehearsalUser {
        var user = plainUser("=cmd.calc@A1", createdAt: ago(100...200, since: account.joinedAt, &random), &random)
        user.accessKeys = [key(of: user, age: 95...99, used: 50...60, &random)]
        user.tags = [Tag(key: "owner", value: "@SUM(1+1)*cmd|' /C calc'!A0")]
        return user
    }

    private func recentlyHired(_ random: inout SeededRandom) -> RehearsalUser {
        var user = plainUser("new.starter", createdAt: asOf.adding(seconds: -3_600), &random)
        user.groups = [peopleGroup]
        user.password = RehearsalPassword(createdAt: user.createdAt, changedAt: user.createdAt, lastUsedAt: nil)
        user.mfa = RehearsalMFADevice(
            serialNumber: arn("mfa", "new.starter-phone"),
            isVirtual: true,
            enabledAt: user.createdAt.adding(seconds: 300)
        )
        return user
    }

    /// The service that nobody dares to touch: a rotation that was never finished, and one of each older credential.
    private func soapClient(_ random: inout SeededRandom) -> RehearsalUser {
        var user = plainUser("svc-soap", createdAt: ago(2_000...2_400, since: account.joinedAt, &random), &random)
        user.groups = ["automation"]
        user.signingCertificates = [
            SigningCertificate(
                id: random.uniqueID("", count: 32),
                status: "Inactive",
                uploadedAt: ago(1_200...1_500, since: user.createdAt, &random)
            ),
            SigningCertificate(
                id: random.uniqueID("", count: 32),
                status: "Active",
                uploadedAt: ago(700...900, since: user.createdAt, &random)
            ),
        ]
        let rotation = [
            key(of: user, age: 700...900, used: 0...3, &random), key(of: user, age: 300...600, used: 20...40, &random),
        ]
        user.accessKeys = rotation.sorted { $0.key.id < $1.key.id }
        let uploadedAt = ago(800...1_000, since: user.createdAt, &random)
        user.sshKeys = [SSHPublicKey(id: random.uniqueID("APKA"), status: "Active", uploadedAt: uploadedAt)]
        return user
    }

    private func automation(_ name: String, inline document: String, _ random: inout SeededRandom) -> RehearsalUser {
        var user = plainUser(
            name,
            path: "/service/",
            createdAt: ago(200...400, since: account.joinedAt, &random),
            &random
        )
        user.inlinePolicies = [RehearsalInlinePolicy(name: "release", document: document)]
        user.accessKeys = [key(of: user, age: 20...70, used: 0...2, &random)]
        user.tags = [Tag(key: "owner", value: organization.people.person(at: 22).email)]
        return user
    }

    // MARK: API tokens

    /// What the Bedrock console leaves behind: a user per key, some keys without an end, and a user whose key is gone.
    private func bedrockUsers(_ random: inout SeededRandom) -> [RehearsalUser] {
        var forever = bedrockUser(&random)
        forever.serviceCredentials = [token(of: forever, "bedrock", age: 120...300, lifetime: nil, &random)]
        var limited = bedrockUser(&random)
        limited.serviceCredentials = [token(of: limited, "bedrock", age: 5...20, lifetime: 90, &random)]
        var phantom = bedrockUser(&random)
        phantom.serviceCredentials = [
            token(of: phantom, "bedrock", age: 200...300, lifetime: 30, status: "Expired", &random)
        ]
        phantom.accessKeys = [key(of: phantom, age: 100...150, used: 1...9, &random)]
        var assistant = plainUser("svc-assistant", createdAt: ago(150...300, &random), &random)
        assistant.groups = ["automation"]
        assistant.serviceCredentials = [
            token(of: assistant, "aws-external-anthropic", age: 30...80, lifetime: 365, &random),
            token(of: assistant, "codecommit", age: 100...140, lifetime: nil, &random),
        ]
        return [forever, limited, phantom, assistant]
    }

    private func bedrockUser(_ random: inout SeededRandom) -> RehearsalUser {
        var user = plainUser(
            "BedrockAPIKey-\(random.lowercaseID(4))",
            createdAt: ago(310...400, since: account.joinedAt, &random),
            &random
        )
        user.attachedPolicies = [AWSManagedPolicy.arn("AmazonBedrockLimitedAccess")]
        return user
    }

    func token(
        of user: RehearsalUser,
        _ service: String,
        age: ClosedRange<Int>,
        lifetime days: Int64?,
        status: String = "Active",
        _ random: inout SeededRandom
    ) -> ServiceSpecificCredential {
        let createdAt = ago(age, since: user.createdAt, &random)
        let hasAlias = service != "codecommit"
        return ServiceSpecificCredential(
            id: random.uniqueID("ACCA"),
            userName: user.name,
            serviceName: "\(service).amazonaws.com",
            serviceUserName: hasAlias ? nil : "\(user.name)-at-\(id)",
            alias: hasAlias ? "\(user.name)-at-\(id)" : nil,
            status: status,
            createdAt: createdAt,
            expiresAt: days.map { createdAt.adding(seconds: $0 * 86_400) }
        )
    }
}
