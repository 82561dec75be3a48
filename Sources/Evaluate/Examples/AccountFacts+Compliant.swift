import Domain

extension AccountFacts {
    /// Facts in which no check finds anything: a person's user, a service's user, a few roles, one customer policy, one token.
    static var compliant: AccountFacts {
        let nothing = Unavailable(reason: .callDenied, action: "")
        var facts = AccountFacts(
            accountID: ExampleAccount.id,
            accountName: ExampleAccount.name,
            nothingReadBecause: nothing
        )
        facts.summary = .value(
            AccountSummary(entries: [
                "AccountMFAEnabled": 1, "AccountAccessKeysPresent": 0, "AccountPasswordPresent": 0,
                "AccountSigningCertificatesPresent": 0, "Users": 2, "Roles": 3, "Groups": 1, "Policies": 1,
            ])
        )
        facts.passwordPolicy = .value(
            PasswordPolicy(
                minimumLength: 14,
                requiresSymbols: true,
                requiresNumbers: true,
                requiresUppercase: true,
                requiresLowercase: true,
                allowsChange: true,
                reusePrevention: 24
            )
        )
        facts.aliases = .value([ExampleAccount.name])
        facts.serverCertificates = .value([])
        facts.samlProviders = .value([])
        facts.oidcProviders = .value([])
        facts.addPrincipals()
        facts.addCredentials()
        return facts
    }

    private mutating func addPrincipals() {
        let arn = ExampleAccount.arn
        let (read, readText) = ExampleAccount.document(
            """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],\
            "Resource":["arn:aws:s3:::payments","arn:aws:s3:::payments/*"]}}
            """
        )
        let (support, supportText) = ExampleAccount.document(
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["support:*"],"Resource":"*"}]}"#
        )
        let lambda = trust(#"{"Service":"lambda.amazonaws.com"}"#)
        let person = trust(#"{"AWS":"\#(arn):user/j.doe"}"#)
        let awsSupport = trust(#"{"Service":"support.amazonaws.com"}"#)
        let supportPolicy = AttachedPolicy(
            arn: "arn:aws:iam::aws:policy/AWSSupportAccess",
            name: "AWSSupportAccess"
        )
        let readPolicy = AttachedPolicy(arn: "\(arn):policy/payments-read", name: "payments-read")
        let created = ExampleAccount.ago(.days(400))
        let used = ExampleAccount.ago(.days(1))
        documents[read] = readText
        documents[support] = supportText
        managedPolicies[supportPolicy.arn] = .value(
            ManagedPolicy(arn: supportPolicy.arn, versionID: "v1", document: support)
        )
        let roles = [
            role("app", trust: lambda, attached: [readPolicy], lastUsed: used),
            role("incident-support", trust: person, attached: [supportPolicy], lastUsed: used),
            role(
                "AWSServiceRoleForSupport",
                path: "/aws-service-role/support.amazonaws.com/",
                trust: awsSupport,
                lastUsed: nil
            ),
        ]
        authorization = .value(
            AuthorizationDetails(
                users: [
                    User(
                        arn: "\(arn):user/j.doe",
                        name: "j.doe",
                        id: "AIDAEXAMPLEJDOE00001",
                        createdAt: created,
                        groups: ["developers"],
                        tags: [Tag(key: "owner", value: "j.doe@example.com")]
                    ),
                    User(
                        arn: "\(arn):user/svc-export",
                        name: "svc-export",
                        id: "AIDAEXAMPLESVC000001",
                        createdAt: created,
                        groups: ["developers"],
                        tags: [Tag(key: "owner", value: "j.doe@example.com")]
                    ),
                ],
                roles: roles,
                groups: [
                    Group(
                        arn: "\(arn):group/developers",
                        name: "developers",
                        createdAt: created,
                        attachedPolicies: [readPolicy]
                    )
                ],
                policies: [
                    CustomerPolicy(
                        arn: readPolicy.arn,
                        name: readPolicy.name,
                        createdAt: created,
                        updatedAt: created,
                        attachmentCount: 2,
                        versions: [PolicyVersion(id: "v1", createdAt: created, document: read)]
                    )
                ]
            )
        )
        roleSettings = .value(
            roles.map { RoleSettings(arn: $0.arn, maxSessionSeconds: 3_600, description: nil) }.sorted {
                $0.arn < $1.arn
            }
        )
    }

    private func role(
        _ name: String,
        path: String = "/",
        trust: DocumentID,
        attached: [AttachedPolicy] = [],
        lastUsed: Instant?
    ) -> Role {
        Role(
            arn: "\(ExampleAccount.arn):role\(path)\(name)",
            name: name,
            path: path,
            createdAt: ExampleAccount.ago(.days(400)),
            trustPolicy: trust,
            attachedPolicies: attached,
            lastUsedAt: lastUsed
        )
    }

    private mutating func trust(_ principal: String) -> DocumentID {
        let (id, text) = ExampleAccount.document(
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":\(principal),\
            "Action":"sts:AssumeRole"}]}
            """
        )
        documents[id] = text
        return id
    }

    private mutating func addCredentials() {
        let arn = ExampleAccount.arn
        let keyCreated = ExampleAccount.ago(.days(30))
        let lastUse = ExampleAccount.ago(.days(1))
        accessKeys["svc-export"] = .value([
            AccessKey(id: "AKIAIOSFODNN7EXAMPLE", status: "Active", createdAt: keyCreated)
        ])
        sshKeys["svc-export"] = .value([])
        sshKeys["j.doe"] = .value([
            SSHPublicKey(id: "APKAEIVFHP46CEXAMPLE", status: "Active", uploadedAt: keyCreated)
        ])
        serviceCredentials = .value([
            ServiceSpecificCredential(
                id: "ACCAEXAMPLE000000001",
                userName: "j.doe",
                serviceName: "codecommit.amazonaws.com",
                status: "Active",
                createdAt: keyCreated
            )
        ])
        virtualMFADevices = .value([
            VirtualMFADevice(serialNumber: "\(arn):mfa/j.doe", userARN: "\(arn):user/j.doe", enabledAt: keyCreated)
        ])
        credentialReport = .value(
            CredentialReport(
                generatedAt: ExampleAccount.ago(1_800),
                rows: [
                    CredentialReport.Row(
                        user: CredentialReport.rootUserName,
                        arn: "\(arn):root",
                        createdAt: ExampleAccount.ago(.days(900)),
                        passwordLastUsed: .at(ExampleAccount.ago(.days(300))),
                        mfaActive: true
                    ),
                    CredentialReport.Row(
                        user: "j.doe",
                        arn: "\(arn):user/j.doe",
                        createdAt: ExampleAccount.ago(.days(400)),
                        passwordEnabled: true,
                        passwordLastUsed: .at(lastUse),
                        passwordLastChangedAt: ExampleAccount.ago(.days(60)),
                        mfaActive: true
                    ),
                    CredentialReport.Row(
                        user: "svc-export",
                        arn: "\(arn):user/svc-export",
                        createdAt: ExampleAccount.ago(.days(400)),
                        accessKeys: [
                            CredentialReport.KeySlot(
                                active: true,
                                rotatedAt: keyCreated,
                                lastUsedAt: lastUse,
                                lastUsedRegion: "eu-central-1",
                                lastUsedService: "s3"
                            ),
                            CredentialReport.KeySlot(),
                        ]
                    ),
                ]
            )
        )
    }
}
