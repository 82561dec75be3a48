import Domain
import Foundation
import LoopbackAWS
import Testing

struct RehearsalOrganizationTests {
    private static func organization(
        seed: UInt64 = 7,
        accounts: Int = 25,
        identities: Int? = nil
    ) -> RehearsalOrganization {
        RehearsalOrganization(seed: seed, accounts: accounts, identitiesPerAccount: identities, asOf: Harness.start)
    }

    @Test func `the seed alone decides`() {
        for index in 0..<25 {
            #expect(Self.organization().account(at: index) == Self.organization().account(at: index))
        }
        #expect(Self.organization().account(at: 4) != Self.organization(seed: 8).account(at: 4))
        // An account is the same however many others there are.
        #expect(Self.organization(accounts: 5).account(at: 4) == Self.organization(accounts: 10_000).account(at: 4))
    }

    @Test func `ids are twelve digits, different, and lead back to their account`() {
        let organization = Self.organization(accounts: 2_000)
        let ids = (0..<2_000).map { organization.account(at: $0).id }
        #expect(Set(ids).count == 2_000)
        for (index, id) in ids.enumerated() where organization.index(of: id) != index {
            Issue.record("\(id) leads to \(String(describing: organization.index(of: id))) and not to \(index)")
        }
        #expect(ids.contains { $0.description.hasPrefix("0") })
        #expect(AccountID("444455556666").map { organization.index(of: $0) } == .some(nil))
    }

    @Test func `accounts of ordinary size hold 12 to 40 identities`() {
        let organization = Self.organization(accounts: 300)
        for index in 0..<300 {
            let account = organization.account(at: index)
            #expect((12...40).contains(account.users.count + account.roles.count), "\(account.name)")
        }
    }

    @Test(arguments: [1, 50, 200, 2_500]) func `a given number of identities is exact`(_ count: Int) {
        let account = Self.organization(identities: count).account(at: 11)
        #expect(account.users.count == count)
        #expect(Set(account.users.map { $0.name.lowercased() }).count == count)
        #expect(Set(account.roles.map(\.name)).count == account.roles.count)
        if count >= 50 { #expect(account.roles.count == count / 2) }
    }

    @Test func `what an account refers to is there`() {
        let organization = Self.organization(accounts: 200)
        for index in 0..<200 {
            let account = organization.account(at: index)
            let groups = Set(account.groups.map(\.name))
            let policies = Set(account.policies.map(\.arn))
            #expect(account.users.flatMap(\.groups).allSatisfy(groups.contains), "\(account.name)")
            let attached = account.users.flatMap(\.attachedPolicies) + account.roles.flatMap(\.attachedPolicies)
            let boundaries =
                account.users.compactMap(\.permissionsBoundary) + account.roles.compactMap(\.permissionsBoundary)
            for arn in attached + account.groups.flatMap(\.attachedPolicies) + boundaries
            where !arn.hasPrefix("arn:aws:iam::aws:") {
                #expect(policies.contains(arn), "\(account.name)")
            }
            for policy in account.policies { #expect(policy.defaultVersion != nil) }
            #expect(account.policies.reduce(0) { $0 + $1.attachmentCount } > 0)
        }
    }

    @Test func `nothing is used before it exists, and nothing comes from the future`() {
        let organization = Self.organization(accounts: 200)
        for account in (0..<200).map({ organization.account(at: $0) }) {
            for user in account.users {
                let name = "\(user.name) in \(account.name)"
                #expect(user.createdAt >= account.joinedAt && user.createdAt <= Harness.start, "\(name)")
                for key in user.accessKeys {
                    #expect(key.key.createdAt >= user.createdAt && key.key.createdAt <= Harness.start, "\(name)")
                    if let use = key.lastUse {
                        #expect(use.at >= key.key.createdAt && use.at <= Harness.start, "\(name)")
                    }
                }
                if let used = user.password?.lastUsedAt {
                    #expect(used >= user.createdAt && used <= Harness.start, "\(name)")
                }
                #expect(user.accessKeys.map(\.key.id) == user.accessKeys.map(\.key.id).sorted())
            }
            for role in account.roles {
                if let used = role.lastUsedAt { #expect(used >= role.createdAt && used <= Harness.start) }
            }
        }
    }

    @Test func `names keep to IAM's alphabet`() {
        let pattern = /[\w+=,.@-]{1,64}/.asciiOnlyWordCharacters()
        let organization = Self.organization(accounts: 200)
        for account in (0..<200).map({ organization.account(at: $0) }) {
            let names = account.users.map(\.name) + account.roles.map(\.name) + account.groups.map(\.name)
            for name in names { #expect(name.wholeMatch(of: pattern) != nil, "\(name)") }
        }
    }

    @Test func `a chain of roles crosses accounts, from a build to an administrator`() throws {
        let accounts = (0..<25).map { Self.organization().account(at: $0) }
        let deployers = accounts.flatMap(\.roles).filter { $0.name == "deployer" }
        #expect(!deployers.isEmpty)
        for deployer in deployers {
            guard case .principal(let arn, _) = deployer.trust.party else { continue }
            let source = try #require(accounts.flatMap(\.roles).first { $0.arn == arn })
            #expect(source.inlinePolicies.contains { $0.document.contains("role/deployer") })
            #expect(deployer.trustPolicy.contains(arn))
        }
    }

    @Test func `the roster has a row for each employment`() throws {
        let organization = Self.organization()
        let rows = organization.roster.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(rows.first == ["employee_id", "email", "aliases", "start_date", "end_date", "status"])
        #expect(rows.allSatisfy { $0.count == 6 })
        let people = rows.dropFirst()
        #expect(people.allSatisfy { ($0[5] == "left") == !$0[4].isEmpty && ($0[4].isEmpty || $0[3] < $0[4]) })
        let back = Dictionary(grouping: people) { $0[0] }.filter { $0.value.count > 1 }
        #expect(back.count == 1 && back.allSatisfy { $0.value.map { $0[5] } == ["left", "active"] })
        #expect(people.count == organization.peopleCount + back.count)
        #expect(Set(people.map { $0[1] }).count == organization.peopleCount)
    }

    @Test func `people are met again, under names and tags of several kinds`() {
        let organization = Self.organization(accounts: 200)
        let users = (0..<200).flatMap { organization.account(at: $0).users }
        let people = Dictionary(grouping: users.filter { $0.employeeID != nil }) { $0.employeeID }
        #expect(people.values.contains { Set($0.map(\.name)).count >= 4 })
        #expect(Set(users.flatMap(\.tags).map(\.key)).isSuperset(of: ["owner", "email", "employeeId"]))
        let leavers = (0..<organization.peopleCount).map { organization.person(at: $0) }.filter(\.hasLeft)
        #expect(leavers.contains { people[$0.employeeID] != nil })
    }

    @Test func `documents are JSON of the policy language`() throws {
        let organization = Self.organization(accounts: 60)
        for account in (0..<60).map({ organization.account(at: $0) }) {
            var documents = account.roles.map(\.trustPolicy)
            documents += account.roles.flatMap(\.inlinePolicies).map(\.document)
            documents += account.users.flatMap(\.inlinePolicies).map(\.document)
            documents += account.policies.flatMap(\.versions).map(\.document)
            for document in documents {
                let value = try JSONSerialization.jsonObject(with: Data(document.utf8)) as? [String: Any]
                #expect(value?["Version"] as? String == "2012-10-17")
                #expect(value?["Statement"] is [Any])
            }
        }
    }

    @Test func `most is well, and enough is not`() {
        let organization = Self.organization()
        let accounts = (0..<25).map { organization.account(at: $0) }
        let users = accounts.flatMap(\.users)
        let console = users.filter { $0.password != nil }
        let withoutMFA = console.count { $0.mfa == nil }
        #expect((1...console.count / 5).contains(withoutMFA))
        let keys = users.flatMap(\.accessKeys).filter { $0.key.status == "Active" }
        let old = keys.count { $0.key.createdAt.age(at: Harness.start) > 90 * 86_400 }
        #expect((3...keys.count / 3).contains(old))
        #expect(accounts.count { $0.passwordPolicy == nil } == 2)
        #expect(accounts.count { !$0.root.accessKeys.isEmpty } == 1)
        #expect(accounts.count { $0.root.password != nil && $0.root.mfa == nil } == 2)
        #expect(users.contains { $0.name == "=cmd.calc@A1" })
        // The same people are met again.
        let people = users.compactMap(\.employeeID)
        #expect(Set(people).count < people.count * 2 / 3)
        #expect((0..<organization.peopleCount).contains { organization.person(at: $0).endedAt != nil })
    }
}
