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
