import Domain

extension FixtureRun {
    /// One account of each kind and one finding of each status: the run of the golden files.
    static var small: FixtureRun {
        var run = FixtureRun()
        run.add(1, "payments")
        run.add(2, "search", .partial, reason: .callDenied, errorCode: "AccessDenied", message: "no iam:GetUser")
        run.add(3, "marketing", .notAssumed, reason: .scpDeny, errorCode: "AccessDenied", message: "explicit deny")
        run.add(4, "sandbox", .excluded, reason: .excludedByRule, message: "no production data")
        run.add(5, "museum", .notActive, reason: .closed, state: .closed)
        run.add(6, "late", .notReached)
        run.addSmallFindings()
        run.addSmallInventory()
        run.header.organization.accountIDs = Set(run.accounts.map(\.id))
        run.header.isRehearsal = true
        run.header.judgements = [
            .init(
                kind: "exclusion",
                accountID: id(4).description,
                owner: "it@example.com",
                approver: "ciso@example.com",
                approved: "2026-06-01",
                expires: "2027-01-31",
                ticket: "SEC-1",
                reason: "no production data"
            ),
            .init(kind: "threshold", checkID: "user-dormant", reason: "limit 120d instead of 90d"),
        ]
        run.header.settings.controls = ["IAM-04": ["key-age"], "IAM-01": ["key-age", "root-mfa"]]
        run.header.settings.severities = ["user-dormant": .low]
        run.throttledMilliseconds = [id(1): 1_400, id(2): 12_000]
        run.resumption = Resumption(
            startedAt: asOf.adding(seconds: 120),
            callerARN: "arn:aws:sts::100000000001:assumed-role/orgsweep-hub/night-shift",
            callerRequestID: "c3d5a1f0-0000-4000-8000-000000000002",
            host: "sweep-02",
            commandLine: ["orgsweep", "sweep", "--resume", "2026-11-22T150000Z"],
            accounts: 4
        )
        run.passes = 2
        return run
    }

    private mutating func addSmallFindings() {
        find(
            "root-mfa",
            in: 1,
            .root(in: 1),
            "Root of payments (000000000001) signs in without MFA.",
            facts: [Fact("password present", "true")],
            ageDays: 61,
            owner: "payments@example.com"
        )
        find(
            "key-age",
            in: 1,
            .key("AKIAIOSFODNN7EXAMPLE", of: "ci-deploy", in: 1),
            "Key AKIAIOSFODNN7EXAMPLE of ci-deploy is 120 days old.",
            facts: [Fact("created", "2026-07-25T15:00:00Z")]
        )
        find("user-admin", in: 2, .user("ops", in: 2), "User ops is an administrator.", status: .excepted)
        find(
            "user-dormant",
            in: 2,
            .user("p.nowak", in: 2),
            "Not assessed: iam:GetUser was denied.",
            status: .notAssessed
        )
        find(
            "account-not-assumed",
            in: 3,
            Resource(type: .account, arn: "", name: "marketing"),
            "Account marketing could not be assumed."
        )
    }

    private mutating func addSmallInventory() {
        let user = Resource.user("ci-deploy", in: 1)
        inventories[Self.id(1)] = AccountInventory(
            identities: [
                .init(
                    type: "user",
                    arn: user.arn,
                    name: user.name,
                    path: "/",
                    createdAt: Self.asOf.adding(seconds: -200 * 86_400),
                    owner: "payments@example.com",
                    isAdmin: .no,
                    mfa: "none",
                    tags: [Tag(key: "owner", value: "payments@example.com")]
                )
            ],
            credentials: [
                .init(
                    userARN: user.arn,
                    userName: user.name,
                    kind: "access_key",
                    credentialID: "AKIAIOSFODNN7EXAMPLE",
                    status: "Active",
                    createdAt: Self.asOf.adding(seconds: -120 * 86_400),
                    lastUsedService: "sts",
                    lastUsedRegion: "eu-central-1"
                )
            ],
            entitlements: [
                .init(
                    principalARN: user.arn,
                    via: "group:deployers",
                    policyARN: "arn:aws:iam::aws:policy/ReadOnlyAccess",
                    policyName: "ReadOnlyAccess",
                    isAdmin: .no
                )
            ],
            trusts: [
                .init(
                    roleARN: Resource.role("export", in: 1).arn,
                    party: "arn:aws:iam::999988887777:root",
                    partyKind: "account",
                    standing: .outside,
                    conditions: #"{"StringEquals":{"sts:ExternalId":"***"}}"#,
                    isAdmin: .unknown
                )
            ]
        )
    }
}
