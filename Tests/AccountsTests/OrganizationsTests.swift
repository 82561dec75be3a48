import AWS
import Domain
import HTTP
import Logging
import TestSupport
import Testing

@testable import Accounts

/// The calls of Organizations against a scripted server: what AWS may answer and the rehearsal does not.
struct OrganizationsTests {
    /// Answers by operation, and by its parent or resource where it has one: `ListRoots`, `ListTagsForResource 1111...`.
    private func resolve(
        _ answers: [String: String],
        inventory: [InventoryEntry] = [],
        _ change: (inout Configuration) -> Void = { _ in }
    ) async throws -> (population: Population, calls: [String]) {
        let server = try ScriptedServer { request in
            let operation = request.header("x-amz-target")?.split(separator: ".").last ?? ""
            let key = answers.keys.filter { key in
                let words = key.split(separator: " ")
                return words[0] == operation && (words.count == 1 || request.bodyText.contains("\"\(words[1])\""))
            }
            let answer = key.max { $0.count < $1.count }.flatMap { answers[$0] } ?? Self.denied
            return .http(status: answer.contains("__type") ? 400 : 200, body: answer)
        }
        defer { server.stop() }
        let http = try HTTPClient(HTTPConfiguration(loops: 1))
        defer { http.shutdown() }
        let time = ManualTime()
        let client = AWSClient(
            http: http,
            endpoints: try Endpoints(region: "us-east-1", environment: ["AWS_ENDPOINT_URL": server.url]),
            retry: RetryPolicy(maximumAttempts: 2, random: { 0.5 }),
            time: time.timekeeper,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let credentials = Credentials(accessKeyID: "AKIDFIRST", secretAccessKey: Secret("wJalrXUtnFEMI"))
        var configuration = Configuration()
        configuration.role = "audit"
        change(&configuration)
        let resolver = PopulationResolver(
            configuration: configuration,
            inventory: inventory,
            partition: .aws,
            asOf: Instant(year: 2026, month: 11, day: 22)
        )
        let context = CallContext(accountID: nil)
        let fixed = ExpiringCredentials(credentials, now: { Instant(epochSeconds: 0) }, renew: { credentials })
        let population = try await resolver.resolve(
            Organizations(client: client, credentials: fixed, context: context)
        )
        return (population, context.calls.map(\.action))
    }

    private static let denied = #"{"__type":"AccessDeniedException","Message":"You don't have permissions."}"#
    private static let notInUse = #"{"__type":"AWSOrganizationsNotInUseException","Message":"Not a member."}"#
    private static let throttled = #"{"__type":"TooManyRequestsException","Message":"Slow down."}"#
    private static let organization = #"{"Organization":{"Id":"o-1","MasterAccountId":"999999999999"}}"#
    private static let account = #"{"Accounts":[{"Id":"111122223333","Name":"prod","State":"ACTIVE"}]}"#

    private func entry(_ text: String = "111122223333") throws -> InventoryEntry {
        InventoryEntry(id: try #require(AccountID(text)), source: "a.txt:1")
    }

    // MARK: Not permitted

    @Test(
        arguments: [
            (["DescribeOrganization": notInUse], nil, "AWSOrganizationsNotInUseException"),
            (["DescribeOrganization": denied], nil, "organizations:DescribeOrganization was denied"),
            (["DescribeOrganization": organization], "o-1", "organizations:ListAccounts was denied: AccessDenied"),
        ] as [([String: String], String?, String)]
    )
    func `the inventory alone works where Organizations is not ours to ask, and nobody confirmed it`(
        answers: [String: String],
        organizationID: String?,
        words: String
    ) async throws {
        let population = try await resolve(answers, inventory: [entry()]).population
        #expect(population.accounts.map(\.source) == ["a.txt:1"])
        #expect(population.accounts.map(\.state) == [.unknown])
        #expect(!population.organization.confirmed)
        #expect(population.organization.organizationID == organizationID)
        #expect(population.organization.unconfirmedBecause?.contains(words) == true)

        let failure = try await #require(throws: PopulationFailure.self) { try await resolve(answers) }
        #expect(failure.description.contains(words))
        #expect(failure.description.hasSuffix("or name the accounts in an inventory file"))
    }

    @Test func `throttling is no question of permission`() async throws {
        let answers = ["DescribeOrganization": Self.organization, "ListAccounts": Self.throttled]
        let failure = try await #require(throws: PopulationFailure.self) {
            try await resolve(answers, inventory: [entry()])
        }
        #expect(failure.description.contains("organizations:ListAccounts was throttled"))
        #expect(!failure.description.contains("an inventory file"))
    }

    @Test func `an export tells state, unit and management account where Organizations does not`() async throws {
        var exported = try entry()
        exported.state = .suspended
        exported.ouPath = "o-1/r-1/"
        exported.managementAccountID = AccountID("222222222222")
        exported.label = "alias"
        let other = try entry("222222222222")
        let population = try await resolve([:], inventory: [exported, other]).population
        #expect(population.accounts.map(\.state) == [.suspended, .unknown])
        #expect(population.accounts.map(\.isManagement) == [false, true])
        #expect(population.accounts.map(\.ouPath) == ["o-1/r-1/", ""])
        #expect(population.accounts.map(\.name) == ["alias", ""])
        let listed = try await resolve(
            ["DescribeOrganization": Self.organization, "ListAccounts": Self.account],
            inventory: [exported]
        ).population
        #expect(listed.accounts.map(\.state) == [.active])
        #expect(listed.accounts.map(\.name) == ["prod"])
        #expect(listed.organization.managementAccountID?.description == "999999999999")
    }

    @Test func `a filter by unit or tag cannot do with the inventory alone`() async throws {
        let inventory = try [entry()]
        for filtersByTag in [true, false] {
            let failure = try await #require(throws: PopulationFailure.self) {
                try await resolve([:], inventory: inventory) {
                    if filtersByTag { $0.includedTags = ["env": ["prod"]] } else { $0.onlyUnits = ["Prod"] }
                }
            }
            #expect(
                failure.description.hasPrefix("the scope is narrowed by organizational unit or tag, which only AWS")
            )
            #expect(failure.description.contains("organizations:DescribeOrganization was denied"))
        }
    }

    // MARK: What is optional

    @Test func `names of units and delegated administrators may be denied`() async throws {
        let paths = Self.account.replacing("\"State\"", with: "\"Paths\":[\"o-1/r-1/ou-1/\"],\"State\"")
        let (population, calls) = try await resolve([
            "DescribeOrganization": Self.organization, "ListAccounts": paths,
        ])
        #expect(population.organization.confirmed)
        #expect(population.organization.delegatedAdministratorIDs == nil)
        #expect(population.accounts.map(\.ouPath) == ["o-1/r-1/ou-1/"])
        #expect(calls == ["DescribeOrganization", "ListAccounts", "ListRoots", "ListDelegatedAdministrators"])
    }

    @Test func `trouble that may pass ends the run, in an optional call as well`() async throws {
        let failure = try await #require(throws: PopulationFailure.self) {
            try await resolve([
                "DescribeOrganization": Self.organization, "ListAccounts": Self.account, "ListRoots": Self.throttled,
            ])
        }
        #expect(failure.description.contains("organizations:ListRoots was throttled"))
    }

    // MARK: The tree

    @Test func `units are asked for their accounts where AWS tells no paths`() async throws {
        let accounts = """
            {"Accounts":[{"Id":"111122223333","State":"ACTIVE"},{"Id":"222222222222","State":"ACTIVE"}]}
            """
        let (population, calls) = try await resolve([
            "DescribeOrganization": Self.organization, "ListAccounts": accounts,
            "ListRoots": #"{"Roots":[{"Id":"r-1","Name":"Root"}]}"#,
            "ListOrganizationalUnitsForParent r-1": #"{"OrganizationalUnits":[{"Id":"ou-1","Name":"Prod"}]}"#,
            "ListOrganizationalUnitsForParent ou-1": #"{"OrganizationalUnits":[{"Id":"ou-2","Name":"EU"}]}"#,
            "ListOrganizationalUnitsForParent ou-2": #"{"OrganizationalUnits":[]}"#,
            "ListAccountsForParent r-1": #"{"Accounts":[{"Id":"222222222222"}]}"#,
            "ListAccountsForParent ou-1": #"{"Accounts":[]}"#,
            "ListAccountsForParent ou-2": #"{"Accounts":[{"Id":"111122223333"}]}"#,
            "ListDelegatedAdministrators": #"{"DelegatedAdministrators":[{"Id":"222222222222"}]}"#,
        ])
        #expect(population.accounts.map(\.ouPath) == ["Root/Prod/EU", "Root"])
        #expect(population.organization.delegatedAdministratorIDs?.map(\.description) == ["222222222222"])
        #expect(calls.count { $0 == "ListAccountsForParent" } == 3)
    }

    @Test func `only units that lead to an account are walked through`() async throws {
        let paths = Self.account.replacing("\"State\"", with: "\"Paths\":[\"o-1/r-1/ou-1/ou-2/\"],\"State\"")
        let (population, calls) = try await resolve([
            "DescribeOrganization": Self.organization, "ListAccounts": paths,
            "ListRoots": #"{"Roots":[{"Id":"r-1","Name":"Root"}]}"#,
            "ListOrganizationalUnitsForParent r-1":
                #"{"OrganizationalUnits":[{"Id":"ou-1","Name":"a"},{"Id":"ou-9","Name":"empty"}]}"#,
            "ListOrganizationalUnitsForParent ou-1": #"{"OrganizationalUnits":[{"Id":"ou-2","Name":"b"}]}"#,
        ])
        #expect(population.accounts.map(\.ouPath) == ["Root/a/b"])
        #expect(calls.count { $0 == "ListOrganizationalUnitsForParent" } == 2)
    }

    @Test func `tags are asked for only where a filter needs them`() async throws {
        let answers = [
            "DescribeOrganization": Self.organization,
            "ListAccounts": #"{"Accounts":[{"Id":"111122223333"},{"Id":"222222222222"}]}"#,
            "ListTagsForResource 111122223333": #"{"Tags":[{"Key":"env","Value":"prod"}]}"#,
            "ListTagsForResource 222222222222": #"{"Tags":[]}"#,
        ]
        #expect(try await !resolve(answers).calls.contains("ListTagsForResource"))
        let (population, calls) = try await resolve(answers) { $0.onlyTags = ["env": ["prod"]] }
        #expect(calls.count { $0 == "ListTagsForResource" } == 2)
        #expect(population.accounts.map(\.scope) == [.included, .excluded(rule: "not in --tag")])
    }

    @Test func `a page token that comes twice ends the run`() async throws {
        let page = #"{"Accounts":[{"Id":"111122223333"}],"NextToken":"t"}"#
        let failure = try await #require(throws: PopulationFailure.self) {
            try await resolve(["DescribeOrganization": Self.organization, "ListAccounts": page])
        }
        #expect(failure.description.contains("sent the same page token twice"))
    }
}
