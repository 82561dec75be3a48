import Domain
import Testing

@testable import Evaluate

struct RoleChainsTests {
    /// In each account a chain of roles through it, whose last is let in by the first role of the next account, up to the one
    /// administrator there is.
    private func line(ofAccounts accounts: Int, roles: Int) -> AssumeRoleEdges {
        var edges = AssumeRoleEdges()
        func arn(_ number: Int) -> String {
            let account = String(100_000_000_000 + number / roles)
            return "arn:aws:iam::\(account):role/system/workload-\(number % roles)"
        }
        let count = accounts * roles
        let nothing = edges.texts.number(of: "{}")
        let statement = edges.texts.number(of: "inline policy next, statement 1")
        for number in 1..<count {
            edges.trusts.append(
                AssumeRoleEdges.Trust(
                    role: edges.texts.number(of: arn(number)),
                    party: edges.texts.number(of: arn(number - 1)),
                    conditions: nothing,
                    isWholeAccount: false,
                    isAdmin: number == count - 1
                )
            )
        }
        for number in 0..<count - 1 {
            edges.permissions.append(
                AssumeRoleEdges.Permission(
                    principal: edges.texts.number(of: arn(number)),
                    resources: edges.texts.number(of: arn(number + 1)),
                    statement: statement,
                    effect: .allow,
                    isNegated: false,
                    isConditional: false
                )
            )
        }
        return edges
    }

    @Test func `a chain crosses as many accounts as it has to`() throws {
        var chains = RoleChains(line(ofAccounts: 5, roles: 20))
        let found = chains.search().map(chains.chain)
        #expect(found.count == 99)
        let longest = try #require(found.max { $0.hops.count < $1.hops.count })
        #expect(longest.principal == "arn:aws:iam::100000000000:role/system/workload-0")
        #expect(longest.hops.count == 99 && !longest.isConditional)
        #expect(longest.hops.last?.role == "arn:aws:iam::100000000004:role/system/workload-19")
    }

    @Test func `the shortest chain wins, whatever the order of the edges`() throws {
        for isReversed in [false, true] {
            var edges = line(ofAccounts: 1, roles: 5)
            let first = edges.texts.number(of: "arn:aws:iam::100000000000:role/system/workload-0")
            let last = edges.texts.number(of: "arn:aws:iam::100000000000:role/system/workload-4")
            let shortcut = AssumeRoleEdges.Trust(
                role: last,
                party: first,
                conditions: edges.texts.number(of: #"{"StringEquals":{"sts:ExternalId":["[masked]"]}}"#),
                isWholeAccount: false,
                isAdmin: true
            )
            edges.trusts.insert(shortcut, at: isReversed ? edges.trusts.endIndex : edges.trusts.endIndex - 1)
            edges.permissions.insert(
                AssumeRoleEdges.Permission(
                    principal: first,
                    resources: edges.texts.number(of: "*"),
                    statement: edges.texts.number(of: "policy everything, statement 1"),
                    effect: .allow,
                    isNegated: false,
                    isConditional: false
                ),
                at: 0
            )
            var chains = RoleChains(edges)
            let found = chains.search().map(chains.chain)
            let chain = try #require(found.first { $0.principal.hasSuffix("workload-0") })
            #expect(chain.hops.map(\.role) == ["arn:aws:iam::100000000000:role/system/workload-4"])
            #expect(chain.isConditional)
        }
    }

    @Test func `texts stand once, in the order in which they came`() {
        var pool = TextPool()
        let texts = (0..<1_000).map { "text \($0 % 500)" } + ["", "\u{1F984}", ""]
        let numbers = texts.map { pool.number(of: $0) }
        #expect(pool.count == 502)
        #expect(numbers.map { pool[$0] } == texts)
    }

    @Test func `what a principal may assume is read out of all its policies`() throws {
        var account = ExampleAccount()
        account.grant(
            """
            {"Version":"2012-10-17","Statement":[\
            {"Sid":"Hop","Effect":"Allow","Action":"STS:assume*","Resource":["arn:aws:iam::*:role/x","${aws:username}"]},\
            {"Effect":"Deny","Action":"sts:*","Resource":"arn:aws:iam::444455556666:*"},\
            {"Effect":"Deny","Action":"sts:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}},\
            {"Effect":"Allow","Action":"s3:*","Resource":"*"}]}
            """,
            toRole: "app"
        )
        account.grant(ExampleAccount.administratorDocument, toRole: "incident-support")
        let inventory = account.evaluator().evaluate(account.facts).inventory
        #expect(
            inventory.assumptions.map(\.principalARN) == [
                "\(ExampleAccount.arn):role/app", "\(ExampleAccount.arn):role/app",
            ]
        )
        #expect(inventory.assumptions.map(\.effect) == [.allow, .deny])
        #expect(inventory.assumptions.first?.resources == ["arn:aws:iam::*:role/x"])
        #expect(inventory.assumptions.first?.statement == "inline policy inline, statement 1 (Hop)")
    }

    @Test func `a boundary that does not mention roles leaves nothing to assume`() {
        var account = ExampleAccount()
        account.grant(#"{"Statement":{"Effect":"Allow","Action":"sts:*","Resource":"*"}}"#, toRole: "app")
        account.editRole { $0.permissionsBoundary = "\(ExampleAccount.arn):policy/payments-read" }
        #expect(account.evaluator().evaluate(account.facts).inventory.assumptions.isEmpty)
    }
}
