import Domain

/// Users that are not what they seem at first sight.
extension AccountBuilder {
    /// Three with everything on paper: a Deny, a boundary and a condition take it back.
    func limitedAdministrators(_ random: inout SeededRandom) -> [RehearsalUser] {
        var guarded = consoleUser("ops.guarded", &random)
        guarded.attachedPolicies = [AWSManagedPolicy.arn("AdministratorAccess")]
        guarded.inlinePolicies = [
            RehearsalInlinePolicy(name: "hands-off", document: PolicyDocuments.withoutIdentity)
        ]
        var bounded = consoleUser("ops.contractor", &random)
        bounded.attachedPolicies = [AWSManagedPolicy.arn("AdministratorAccess")]
        bounded.permissionsBoundary = arn("policy", "DeveloperBoundary")
        var onCall = consoleUser("ops.on-call", &random)
        onCall.inlinePolicies = [
            RehearsalInlinePolicy(name: "on-call", document: PolicyDocuments.administratorOnCall)
        ]
        return [guarded, bounded, onCall]
    }

    private func consoleUser(_ name: String, _ random: inout SeededRandom) -> RehearsalUser {
        var user = plainUser(name, createdAt: ago(100...300, since: account.joinedAt, &random), &random)
        user.password = RehearsalPassword(
            createdAt: user.createdAt,
            changedAt: ago(20...80, since: user.createdAt, &random),
            lastUsedAt: ago(0...10, &random)
        )
        return user
    }

    /// A third key, a key that came with its user, a key that leaked, and a password that a key makes needless.
    func usersOfUnusualKeys(_ random: inout SeededRandom) -> [RehearsalUser] {
        var rotator = plainUser("svc-rotator", createdAt: ago(200...300, since: account.joinedAt, &random), &random)
        rotator.accessKeys = [
            key(of: rotator, age: 30...44, used: 0...3, &random),
            key(of: rotator, age: 60...80, used: 46...50, status: "Inactive", &random),
            key(of: rotator, age: 5...20, used: nil, &random),
        ]
        // The report shows the first two by id; the newest is the one that nobody sees.
        let ids = rotator.accessKeys.map(\.key.id).sorted()
        for (index, id) in ids.enumerated() { rotator.accessKeys[index].key.id = id }
        var starter = consoleUser("intern.summer", &random)
        starter.createdAt = ago(20...40, since: account.joinedAt, &random)
        starter.password = RehearsalPassword(
            createdAt: starter.createdAt,
            changedAt: starter.createdAt,
            lastUsedAt: ago(1...10, &random)
        )
        starter.mfa = mfaDevice(of: starter, &random)
        let setup = AccessKey(
            id: random.uniqueID("AKIA", count: 16),
            status: "Active",
            createdAt: starter.createdAt.adding(seconds: 20)
        )
        starter.accessKeys = [RehearsalAccessKey(key: setup)]
        var leaked = plainUser("ci-public", createdAt: ago(200...300, since: account.joinedAt, &random), &random)
        leaked.attachedPolicies = [AWSManagedPolicy.arn("AWSCompromisedKeyQuarantineV3")]
        leaked.accessKeys = [key(of: leaked, age: 20...60, used: 0...9, status: "Inactive", &random)]
        var scripts = plainUser("ops.scripts", createdAt: ago(100...300, since: account.joinedAt, &random), &random)
        let setAt = ago(50...85, &random)
        scripts.password = RehearsalPassword(createdAt: setAt, changedAt: setAt, lastUsedAt: nil)
        scripts.mfa = mfaDevice(of: scripts, &random)
        scripts.accessKeys = [key(of: scripts, age: 20...80, used: 0...9, &random)]
        return [rotator, starter, leaked, scripts]
    }

    /// An administrator with a phone, somebody who has not come for months, and an SSH key without any other sign of life.
    func idleUsers(_ random: inout SeededRandom) -> [RehearsalUser] {
        var administrator = consoleUser("ops.lead", &random)
        administrator.attachedPolicies = [AWSManagedPolicy.arn("AdministratorAccess")]
        administrator.mfa = RehearsalMFADevice(
            serialNumber: arn("mfa", "ops.lead-phone"),
            isVirtual: true,
            enabledAt: administrator.createdAt
        )
        var absent = plainUser("ops.absent", createdAt: ago(400...600, since: account.joinedAt, &random), &random)
        absent.password = RehearsalPassword(
            createdAt: absent.createdAt,
            changedAt: ago(250...300, &random),
            lastUsedAt: ago(150...200, &random)
        )
        absent.mfa = mfaDevice(of: absent, &random)
        absent.accessKeys = [key(of: absent, age: 200...240, used: 120...150, &random)]
        var mirror = plainUser("svc-mirror", createdAt: ago(200...300, since: account.joinedAt, &random), &random)
        let uploadedAt = ago(20...80, &random)
        mirror.sshKeys = [SSHPublicKey(id: random.uniqueID("APKA"), status: "Active", uploadedAt: uploadedAt)]
        return [administrator, absent, mirror]
    }

    /// Somebody who left and whose key still works, and still is at work.
    func leaverAtWork(_ random: inout SeededRandom) -> RehearsalUser {
        let leaver = organization.people.person(at: People.firstLeaver)
        var user = plainUser(
            leaver.login,
            createdAt: ago(300...500, since: max(leaver.startedAt, account.joinedAt), &random),
            &random
        )
        user.employeeID = leaver.employeeID
        user.groups = [peopleGroup]
        user.accessKeys = [key(of: user, age: 170...290, used: 0...2, &random)]
        return user
    }

    /// What remains of a trial: a service that people signed in as, with a key never used, and one with nothing.
    func leftovers(_ random: inout SeededRandom) -> [RehearsalUser] {
        var trial = consoleUser("svc-trial", &random)
        trial.mfa = mfaDevice(of: trial, &random)
        let keys = [
            key(of: trial, age: 50...85, used: nil, &random),
            key(of: trial, age: 92...99, used: nil, status: "Inactive", &random),
        ]
        trial.accessKeys = keys.sorted { $0.key.id < $1.key.id }
        let empty = plainUser("svc-trial-2", createdAt: trial.createdAt, &random)
        return [trial, empty]
    }

    /// Tokens for other companies' models and for logs, which nobody gave an end, or a distant one.
    func codeGenerator(_ random: inout SeededRandom) -> RehearsalUser {
        var user = plainUser("svc-codegen", path: "/service/", createdAt: ago(200...300, &random), &random)
        user.groups = ["automation"]
        user.serviceCredentials = [
            token(of: user, "aws-external-anthropic", age: 20...80, lifetime: nil, &random),
            token(of: user, "logs", age: 100...190, lifetime: nil, &random),
            token(of: user, "bedrock", age: 100...190, lifetime: nil, status: "Inactive", &random),
            token(of: user, "bedrock", age: 100...190, lifetime: 730, &random),
            token(of: user, "codecommit", age: 100...190, lifetime: nil, &random),
        ]
        return user
    }
}
