import Domain

extension FixtureRun {
    /// A believable month of 25 accounts: what the page is designed for.
    static var organization: FixtureRun {
        var run = FixtureRun()
        run.addPopulation()
        run.addFindings()
        run.addGaps()
        run.addJudgements()
        run.passes = 11
        run.header.organization.accountIDs = Set(run.accounts.map(\.id))
        return run
    }

    private mutating func addPopulation() {
        let names = [
            "management", "log-archive", "security-tooling", "network-hub", "shared-services", "prod-payments",
            "prod-checkout", "prod-identity", "prod-search", "prod-data-platform", "prod-mobile-backend",
            "staging-payments",
            "staging-checkout", "staging-identity", "dev-payments", "dev-checkout", "dev-search", "data-science",
            "ml-training", "ci-runners", "vendor-integrations", "marketing-site", "acquired-northwind-erp",
            "sandbox-interns", "old-mobile-2019",
        ]
        for (position, name) in names.enumerated() {
            let number = 100_000_000_001 + position * 1_011
            switch name {
            case "marketing-site":
                add(
                    number,
                    name,
                    .notAssumed,
                    reason: .scpDeny,
                    errorCode: "AccessDenied",
                    message:
                        "User: arn:aws:sts::100000000001:assumed-role/orgsweep-hub/orgsweep is not authorized to perform: "
                        + "sts:AssumeRole on resource: arn:aws:iam::\(Self.id(number)):role/SecurityAudit with an explicit deny "
                        + "in a service control policy"
                )
            case "acquired-northwind-erp":
                add(
                    number,
                    name,
                    .notAssumed,
                    reason: .roleMissingOrTrustDenied,
                    errorCode: "AccessDenied",
                    message:
                        "User: arn:aws:sts::100000000001:assumed-role/orgsweep-hub/orgsweep is not authorized to perform: "
                        + "sts:AssumeRole on resource: arn:aws:iam::\(Self.id(number)):role/SecurityAudit"
                )
            case "vendor-integrations":
                add(
                    number,
                    name,
                    .partial,
                    reason: .callDenied,
                    errorCode: "AccessDenied",
                    message: "not authorized to perform: iam:ListSSHPublicKeys on resource: user datadog-forwarder",
                    users: 31,
                    roles: 58
                )
            case "sandbox-interns":
                add(
                    number,
                    name,
                    .excluded,
                    reason: .excludedByRule,
                    message: "Sandbox without production data or trust."
                )
            case "old-mobile-2019":
                add(number, name, .notActive, reason: .suspended, state: .suspended)
            default:
                add(number, name, users: 4 + position * 7 % 23, roles: 18 + position * 13 % 71)
            }
        }
    }

    private func number(_ name: String) -> Int {
        accounts.first { $0.name == name }.flatMap { Int($0.id.description) } ?? 0
    }

    private mutating func addFindings() {
        let payments = number("prod-payments")
        find(
            "root-mfa",
            in: payments,
            .root(in: payments),
            "Root of prod-payments (\(payments)) signs in without MFA.",
            facts: [Fact("password present", "true"), Fact("password last used", "2026-10-03T08:11:52Z")],
            ageDays: 61,
            owner: "payments@example.com"
        )
        let erp = number("data-science")
        find(
            "root-access-key",
            in: erp,
            .root(in: erp),
            "Root of data-science (\(erp)) has one active access key, last used 3 days ago from us-east-1.",
            facts: [
                Fact("access key 1 active", "true"), Fact("last used", "2026-11-19T04:31:00Z"), Fact("service", "s3"),
            ],
            owner: "datascience@example.com"
        )
        addTrusts()
        for (position, name) in ["dev-payments", "ml-training", "shared-services", "vendor-integrations"].enumerated() {
            let account = number(name)
            let user = ["terraform-legacy", "k.okafor", "jenkins-deploy", "datadog-forwarder"][position]
            find(
                "user-admin",
                in: account,
                .user(user, in: account),
                "User \(user) is an administrator by AdministratorAccess, attached directly.",
                facts: [Fact("policy", "arn:aws:iam::aws:policy/AdministratorAccess"), Fact("attached", "directly")],
                ageDays: Int64(position * 40),
                owner: position == 1 ? "k.okafor@example.com" : ""
            )
        }
        addKeys()
    }

    private mutating func addTrusts() {
        let vendor = number("vendor-integrations")
        for (party, role) in [("590031846622", "PartnerReadOnly"), ("771925004518", "legacy-billing-export")] {
            find(
                "trust-outside-organization",
                in: vendor,
                .role(role, in: vendor),
                "Role \(role) trusts account \(party), which is neither in the organization nor approved.",
                facts: [
                    Fact("principal", "arn:aws:iam::\(party):root"), Fact("external id required", "no"),
                    Fact("last used", "2026-11-20T22:02:17Z in eu-central-1"),
                ],
                severity: role == "legacy-billing-export" ? .critical : nil,
                ageDays: 92,
                owner: "vendors@example.com"
            )
        }
    }

    private mutating func addKeys() {
        let users = [
            "ci-deploy", "backup-agent", "m.schulz", "a.fernandez", "svc-exporter", "grafana-reader", "airflow",
            "p.nowak",
        ]
        for (position, account) in accounts.enumerated() where outcomes[position].coverage == .swept {
            guard let number = Int(account.id.description) else { continue }
            for slot in 0..<(position % 4) {
                let user = users[(position * 3 + slot) % users.count]
                let age = 97 + (position * 53 + slot * 211) % 900
                find(
                    "key-age",
                    in: number,
                    .key(
                        "AKIA\(String(repeating: "Q", count: 12))\(1_000 + position * 17 + slot)",
                        of: user,
                        in: number
                    ),
                    "Key AKIA\(String(repeating: "Q", count: 12))\(1_000 + position * 17 + slot) of \(user) is \(age) days old.",
                    facts: [
                        Fact("created", Self.asOf.adding(seconds: Int64(-age) * 86_400).iso8601),
                        Fact("last used", "2026-11-21T06:00:00Z"), Fact("last used service", "sts"),
                    ],
                    severity: age > 365 ? .high : nil,
                    ageDays: Int64(age % 120),
                    owner: slot == 0 ? account.owner : ""
                )
            }
            if position % 3 == 0 {
                let user = users[(position + 2) % users.count]
                find(
                    "user-dormant",
                    in: number,
                    .user(user, in: number),
                    "User \(user) was last seen \(130 + position * 9) days ago and still holds a password.",
                    facts: [Fact("password last used", "2026-06-02T09:14:00Z")],
                    ageDays: 31
                )
            }
            if position % 2 == 1 {
                let user = users[position % users.count]
                find(
                    "user-direct-policy",
                    in: number,
                    .user(user, in: number),
                    "User \(user) has 2 policies attached directly."
                )
            }
        }
    }

    private mutating func addGaps() {
        let vendor = number("vendor-integrations")
        for user in ["datadog-forwarder", "snowflake-loader", "p.nowak"] {
            find(
                "user-dormant",
                in: vendor,
                .user(user, in: vendor),
                "Not assessed: iam:ListSSHPublicKeys was denied.",
                status: .notAssessed
            )
        }
        find(
            "account-not-assumed",
            in: number("marketing-site"),
            Resource(type: .account, arn: "", name: "marketing-site"),
            "Account marketing-site could not be assumed.",
            ageDays: 31
        )
        for position in 0..<3 {
            calls.append(
                CallRecord(
                    accountID: Self.id(vendor),
                    service: "iam",
                    action: "ListSSHPublicKeys",
                    requestID: "5bd0c8aa-1111-4222-8333-00000000000\(position)",
                    httpStatus: 403,
                    errorCode: "AccessDenied",
                    attempts: 1,
                    startedAt: Self.asOf.adding(seconds: 30),
                    durationMilliseconds: 21
                )
            )
        }
    }

    private mutating func addJudgements() {
        header.judgements = [
            .init(
                kind: "exclusion",
                accountID: Self.id(number("sandbox-interns")).description,
                owner: "it@example.com",
                approver: "ciso@example.com",
                approved: "2026-06-01",
                expires: "2027-01-31",
                ticket: "SEC-481",
                reason: "Sandbox without production data or trust."
            ),
            .init(
                kind: "trusted account",
                accountID: "464622532012",
                resource: "Datadog",
                owner: "observability@example.com",
                approver: "ciso@example.com",
                approved: "2026-02-11",
                expires: "2027-03-01",
                ticket: "TPRM-12",
                reason: "Metrics, external id required"
            ),
            .init(kind: "platform role", resource: "acme-deploy-*", reason: "trusts management"),
            .init(kind: "threshold", checkID: "user-dormant", reason: "limit is 120d instead of 90d"),
            .init(
                kind: "severity",
                checkID: "role-unused",
                reason: "always info; the check's own is low or as it computes"
            ),
        ]
    }
}
