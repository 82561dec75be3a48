import Domain
import Testing

@testable import Accounts

struct OrganizationFileTests {
    private static let catalogue = [
        check("key-age", parameters: ["limit"]), check("key-two-active", parameters: []),
    ]

    private static func check(_ id: String, parameters: [String]) -> CheckDescription {
        CheckDescription(
            id: id,
            title: "",
            family: "",
            severity: .medium,
            rationale: "",
            remediation: "",
            references: [],
            mappings: CheckDescription.Mappings(),
            needs: [],
            parameters: parameters.map { .init(name: $0, summary: "", defaultSeconds: 90 * 86_400) },
            discriminator: "",
            isOrganizational: false,
            isCoverage: false
        )
    }

    private func read(_ text: String) throws -> Configuration {
        try OrganizationFile(catalogue: Self.catalogue).read(text, file: "organization.yaml")
    }

    @Test func `one line is enough`() throws {
        var expected = Configuration()
        expected.role = "SecurityAudit"
        #expect(try read("role: SecurityAudit\n") == expected)
    }

    @Test func `every supported key is read`() throws {
        let configuration = try read(
            """
            organizations: false
            role: arn:aws:iam::{account_id}:role/audit/Reader
            external_id: "3f1c"
            management_with_base_credentials: true
            session: { name: sweep, duration: 30m, source_identity: jane, tags: { team: Audit Zürich, cost: "7" } }
            region: eu-central-1
            include: { ous: [ou-1, Prod/EU], tags: { env: [prod, test], team: a }, accounts: [ 012345678901 ] }
            exclude:
              - { account: "111122223333", reason: sandbox, owner: a@x, approver: b@x, expires: 2027-01-31, ticket: S-1 }
              - { ou: Sandbox, reason: r, owner: a@x, approver: b@x, expires: 2027-01-31 }
              - { tag: "env=a=b", reason: r, owner: a@x, approver: b@x, expires: 2027-01-31 }
            thresholds: { key-age: { limit: 60d } }
            severities: { key-two-active: info }
            controls: { IAM-04: [key-age, key-two-active], "7.1 (b)": [key-age] }
            people: { owner_tags: [team], service_users: ["bot-*"], leaver_grace: 36h, break_glass: [ { account: "111122223333", arn: "arn:x", ticket: S-2 } ] }
            roster:
              system: Workday
              query: all workers
              extracted_at: 2026-11-20T08:00:00+01:00
              extracted_by: hr-api
              max_age: 36h
              time_zone: Europe/Berlin
            identity_center: false
            trusted:
              accounts: { "444455556666": { name: Vendor, owner: a@x, ticket: T-1, review: 2027-03-01, external_id: not_required,
                allow: [ read_data ] } }
              identity_providers: [ okta, "*.okta.com" ]
              github_orgs: [ acme, Acme-Labs ]
              organizations: [ o-a1b2c3d4e5 ]
              platform_roles: [ { name: "ours-*", principal: management } ]
            service_levels: { high: 14d }
            concurrency: 8
            deadline: 90m
            fail_on: never
            """
        )
        #expect(!configuration.usesOrganizations)
        #expect(configuration.externalID?.reveal == "3f1c")
        #expect(configuration.managementWithBaseCredentials)
        #expect(configuration.session.name == "sweep")
        #expect(configuration.session.durationSeconds == 1_800)
        #expect(configuration.session.sourceIdentity == "jane")
        #expect(configuration.session.tags.map(\.key) == ["cost", "team"])
        #expect(configuration.hops.isEmpty)
        #expect(configuration.region == "eu-central-1")
        // YAML 1.1 would read this number as octal: the digits must survive.
        #expect(configuration.includedAccounts.map(\.description) == ["012345678901"])
        #expect(configuration.includedUnits == ["ou-1", "Prod/EU"])
        #expect(configuration.includedTags == ["env": ["prod", "test"], "team": ["a"]])
        let excluded = try #require(AccountID("111122223333"))
        #expect(
            configuration.exclusions.map(\.target)
                == [.account(excluded), .unit("Sandbox"), .tag(key: "env", value: "a=b")]
        )
        #expect(configuration.exclusions.first?.expires == Instant(year: 2027, month: 1, day: 31))
        #expect(configuration.thresholds == ["key-age": ["limit": 60 * 86_400]])
        #expect(configuration.severities == ["key-two-active": .info])
        #expect(configuration.controls == ["IAM-04": ["key-age", "key-two-active"], "7.1 (b)": ["key-age"]])
        #expect(configuration.ownerTags == ["team"] && configuration.requiresOwnerTags)
        #expect(configuration.serviceUsers == ["bot-*"])
        #expect(configuration.breakGlass.map(\.ticket) == ["S-2"])
        #expect(configuration.leaverGraceSeconds == 36 * 3_600)
        let roster = try #require(configuration.rosterSource)
        #expect([roster.system, roster.query, roster.extractedBy] == ["Workday", "all workers", "hr-api"])
        #expect(roster.extractedAt == Instant(year: 2026, month: 11, day: 20, hour: 7))
        #expect(roster.maxAgeSeconds == 36 * 3_600 && roster.timeZone == "Europe/Berlin")
        let vendor = try #require(AccountID("444455556666"))
        #expect(configuration.trusted.accounts[vendor]?.requiresExternalID == false)
        #expect(configuration.trusted.accounts[vendor]?.mayReadData == true)
        #expect(configuration.trusted.identityProviders == ["okta", "*.okta.com"])
        #expect(configuration.trusted.githubOrganizations == ["acme", "Acme-Labs"])
        #expect(configuration.trusted.organizations == ["o-a1b2c3d4e5"])
        #expect(configuration.trusted.platformRoles.last?.name == "ours-*")
        #expect(configuration.serviceLevels[.high] == Int64(14 * 86_400))
        #expect(configuration.serviceLevels[.critical] == Int64(7 * 86_400))
        #expect(configuration.concurrency == 8)
        #expect(configuration.deadlineSeconds == 5_400)
        #expect(configuration.failOn == nil)
    }

    @Test func `without people the usual tags and names hold, and no user must carry a tag`() throws {
        let configuration = try read("role: Audit")
        #expect(configuration.ownerTags == ["owner", "email"] && !configuration.requiresOwnerTags)
        #expect(configuration.serviceUsers == ["svc-*", "ci-*"])
        #expect(configuration.leaverGraceSeconds == 86_400 && configuration.rosterSource == nil)
        #expect(try read("role: Audit\nroster: {}").rosterSource == nil)
        let source = try #require(try read("roster: { system: Workday }").rosterSource)
        #expect(source.maxAgeSeconds == 7 * 86_400 && source.timeZone == "UTC" && source.extractedAt == nil)
    }

    @Test func `a chain ends in the role of each account`() throws {
        let configuration = try read(
            """
            role:
              - arn:aws:iam::111122223333:role/gate
              - arn:aws:iam::{account_id}:role/door
              - audit/SecurityAudit
            """
        )
        #expect(configuration.role == "audit/SecurityAudit")
        #expect(
            configuration.hops == ["arn:aws:iam::111122223333:role/gate", "arn:aws:iam::{account_id}:role/door"]
        )
        #expect(try read("role: [SecurityAudit]").hops.isEmpty)
    }

    struct Refusal: CustomTestStringConvertible, Sendable {
        let yaml: String
        let message: String
        var testDescription: String { message }
    }

    @Test(arguments: [
        Refusal(yaml: "role: x\nrolle: y", message: "organization.yaml:2: rolle: unknown key. The keys here are: "),
        Refusal(yaml: "role: x\nrole: y", message: "organization.yaml:1: the key role stands twice. Keep one of them."),
        Refusal(yaml: "role: []", message: "organization.yaml:1: role: an empty list. Name the read-only role"),
        Refusal(
            yaml: "role:\n  - a\n  - b",
            message: "organization.yaml:2: role[0]: not the ARN of a role. Write arn:aws:iam::111122223333:role/NAME;"
        ),
        Refusal(yaml: "role: [\"arn:aws:iam::1:role/x\", b]", message: ":1: role[0]: not the ARN of a role."),
        Refusal(yaml: "role: x\nidentity_center: true", message: ":2: identity_center: not yet: reading Identity"),
        Refusal(yaml: "roster: { file: x.csv }", message: ":1: roster.file: unknown key. The keys here are: extracted"),
        Refusal(
            yaml: "roster: { extracted_at: yesterday }",
            message: ":1: roster.extracted_at: not an instant. Write it as 2026-11-20T08:00:00Z."
        ),
        Refusal(
            yaml: "roster: { max_age: 7d }",
            message: ":1: roster.max_age: of no use without extracted_at. Say when the roster was extracted, too."
        ),
        Refusal(
            yaml: "roster: { extracted_at: 2026-11-20T08:00:00Z, max_age: 0d }",
            message: ":1: roster.max_age: must be positive. Write it as 7d or 36h."
        ),
        Refusal(
            yaml: "roster: { time_zone: Europe/Berln }",
            message: ":1: roster.time_zone: not a time zone. Write a name such as Europe/Berlin or UTC."
        ),
        Refusal(yaml: "people: { leaver_grace: soon }", message: ":1: people.leaver_grace: not a duration. Write a"),
        Refusal(yaml: "include: { units: [ou-1] }", message: ":1: include.units: unknown key. The keys here are: acc"),
        Refusal(
            yaml: "exclude: [ { ou: a, tag: b=c, reason: r, owner: a, approver: b, expires: 2027-01-31 } ]",
            message: ":1: exclude[0]: more than one of account, ou and tag. Write one entry for each."
        ),
        Refusal(
            yaml: "exclude: [ { tag: sandbox, reason: r, owner: a, approver: b, expires: 2027-01-31 } ]",
            message: ":1: exclude[0].tag: not key=value. Write it as environment=sandbox."
        ),
        Refusal(
            yaml: "exclude: [ { ou: a, owner: a, approver: b, expires: 2027-01-31 } ]",
            message: ":1: exclude[0]: an exclusion without reason. Give account (or ou or tag), reason, owner, "
        ),
        Refusal(
            yaml: "exclude: [ { ou: a, reason: r, owner: a, approver: b } ]",
            message: ":1: exclude[0]: an exclusion without expires."
        ),
        Refusal(
            yaml: "exclude: [ { reason: r, owner: a, approver: b, expires: 2027-01-31 } ]",
            message: ":1: exclude[0]: an exclusion without account."
        ),
        Refusal(
            yaml: "exclude: [ { ou: A, reason: r, owner: a, approver: b, expires: 2027-01-31 }, "
                + "{ ou: A, reason: s, owner: a, approver: b, expires: 2027-01-31 } ]",
            message: ":1: exclude[1]: ou A is excluded twice. Keep one of the two entries."
        ),
        Refusal(
            yaml: "exclude: [ { ou: A, reason: r, owner: a@x, approver: \"A@x \", expires: 2027-01-31 } ]",
            message: ":1: exclude[0]: approved by its owner."
        ),
        Refusal(
            yaml: "exclude: [ { ou: A, reason: \" \", owner: a, approver: b, expires: 2027-01-31 } ]",
            message: ":1: exclude[0].reason: an empty reason."
        ),
        Refusal(
            yaml: "include: { accounts: [\"111122223333\", \"111122223333\"] }",
            message: ":1: include.accounts[1]: stands twice. Keep one of the two."
        ),
        Refusal(yaml: "include: { tags: { env: [] } }", message: ":1: include.tags.env: an empty list."),
        Refusal(
            yaml: "session:\n  source_identity: x",
            message: ":2: session.source_identity: \"x\" is not a source identity. Write 2 to 64 letters, digits or"
        ),
        Refusal(yaml: "session: { name: a b }", message: ":1: session.name: \"a b\" is not a role session name. Write"),
        Refusal(yaml: "session: { tags: { a: 1, A: 2 } }", message: ":1: session.tags: "),
        Refusal(yaml: "session: { tags: [a] }", message: ":1: session.tags: must be a mapping."),
        Refusal(yaml: "session: { duration: 5m }", message: ":1: session.duration: outside AWS's limits. Write a"),
        Refusal(
            yaml: "session: { duration: soon }",
            message: ":1: session.duration: not a duration. Write a number and"
        ),
        Refusal(
            yaml: "include: { accounts: [ 12345678901 ] }",
            message: ":1: \"12345678901\" is not an account id (Excel dropped the leading zero?). Write all 12 digits"
        ),
        Refusal(yaml: "thresholds: { key-old: { limit: 1d } }", message: ":1: thresholds.key-old: unknown check."),
        Refusal(yaml: "thresholds: { key-age: { days: 1d } }", message: "The parameters of key-age are: limit."),
        Refusal(yaml: "thresholds: { key-two-active: { limit: 1d } }", message: "key-two-active has no threshold."),
        Refusal(
            yaml: "thresholds: { key-age: { limit: 0d } }",
            message: ":1: thresholds.key-age.limit: must be positive. Write it as 90d or 36h."
        ),
        Refusal(
            yaml: "role: x\ncontrols:\n  IAM-04:\n    - key-age\n    - nonsense",
            message: "organization.yaml:5: controls.IAM-04[1]: unknown check. `orgsweep checks` lists the ids."
        ),
        Refusal(yaml: "controls: { A: [key-age, key-age] }", message: "controls.A[1]: key-age stands twice."),
        Refusal(yaml: "controls: { A: key-age }", message: ":1: controls.A: must be a list."),
        Refusal(yaml: "controls: { A: [] }", message: ":1: controls.A: an empty list."),
        Refusal(yaml: "controls: { \" \": [key-age] }", message: "not a control id."),
        Refusal(yaml: "controls: { \"A;B\": [key-age] }", message: ":1: controls.A;B: not a control id."),
        Refusal(yaml: "severities: { nonsense: info }", message: ":1: severities.nonsense: unknown check."),
        Refusal(yaml: "severities: { key-age: severe }", message: ":1: severities.key-age: unknown severity."),
        Refusal(
            yaml: "exclude: [ { account: \"111122223333\", reason: r, owner: a, expires: 2027-01-31 } ]",
            message: ":1: exclude[0]: an exclusion without approver."
        ),
        Refusal(
            yaml: "exclude: [ { account: \"111122223333\", reason: r, owner: a, approver: a, expires: 2027-01-31 } ]",
            message: ":1: exclude[0]: approved by its owner."
        ),
        Refusal(
            yaml: "exclude: [ { account: \"111122223333\", reason: r, owner: a, approver: b, expires: 31.1.2027 } ]",
            message: ":1: exclude[0].expires: not a date. Write it as YYYY-MM-DD."
        ),
        Refusal(yaml: "trusted: { accounts: { \"123\": {} } }", message: "\"123\" is not an account id."),
        Refusal(
            yaml: "trusted: { github_orgs: [acme, \"acme/*\"] }",
            message: "trusted.github_orgs[1]: not the name of a GitHub organization. Write the name alone"
        ),
        Refusal(yaml: "trusted: { github_orgs: [\"\"] }", message: "trusted.github_orgs[0]: must be text."),
        Refusal(
            yaml: "trusted: { identity_providers: [\"**\"] }",
            message: "trusted.identity_providers[0]: approves every provider. Write a name or a URL"
        ),
        Refusal(
            yaml: "trusted: { accounts: { \"444455556666\": { name: n, owner: o, ticket: t, allow: [read_all] } } }",
            message: "444455556666.allow[0]: unknown value. Write allow: [read_data], or leave it out."
        ),
        Refusal(yaml: "deadline: 0h", message: ":1: deadline: must be positive. Write it as 2h, 90m or 5400s"),
        Refusal(yaml: "deadline: 2", message: ":1: deadline: not a duration"),
        Refusal(yaml: "fail_on: info", message: ":1: fail_on: not a fail level. Write critical, high, medium, low or"),
        Refusal(yaml: "concurrency: 0", message: ":1: concurrency: must be a whole number from 1 to 1000. Write one"),
        Refusal(yaml: "organizations: maybe", message: ":1: organizations: must be true or false."),
        Refusal(yaml: "role: x\n  bad: [", message: "organization.yaml:2: not valid YAML:"),
        Refusal(yaml: "- role: x", message: "organization.yaml:1: must be a mapping."),
        Refusal(yaml: "role:\n  name: x", message: "role: must be text."),
    ])
    func `what is wrong is refused with file, line and what to do`(refusal: Refusal) throws {
        let failure = try #require(throws: ConfigurationFailure.self) { try read(refusal.yaml) }
        #expect(failure.description.contains(refusal.message), "\(failure)")
    }
}
