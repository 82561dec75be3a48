import Domain
import Testing

@testable import Evaluate

/// One fault of one user is one row.
struct AbsorptionTests {
    private func failures(_ account: ExampleAccount) -> [Assessment] {
        let told: Set = [
            "key-unused", "key-never-used", "password-unused", "password-never-used", "user-dormant",
            "user-never-active",
        ]
        return account.evaluator().evaluate(account.facts).assessments
            .filter { $0.outcome == .fail && told.contains($0.checkID) }
    }

    @Test func `a dormant user carries the unused key and password as facts`() throws {
        var account = ExampleAccount()
        account.leaveOnlyPassword()
        account.setKeys(.init(age: .days(300), usedAgo: .days(200)))
        account.setPassword(changedAgo: .days(250), usedAgo: .days(150))
        let failures = failures(account)
        #expect(failures.map(\.checkID) == ["user-dormant"])
        let facts = try #require(failures.first).facts.map(\.name)
        #expect(facts == ["last_used_at", "limit", "key-unused", "password-unused"])
    }

    @Test func `a user that was never active carries what was never used`() throws {
        var account = ExampleAccount()
        account.leaveOnlyPassword()
        account.setKeys(.init(age: .days(300), usedAgo: nil))
        account.setPassword(changedAgo: .days(250), usedAgo: nil)
        let failures = failures(account)
        #expect(failures.map(\.checkID) == ["user-never-active"])
        let facts = try #require(failures.first).facts.map(\.name)
        #expect(facts == ["created_at", "limit", "key-never-used", "password-unused", "password-never-used"])
    }

    @Test func `a user whose SSH key may be at work keeps the rows of its other credentials`() {
        var account = ExampleAccount()
        account.setKeys(.init(age: .days(300), usedAgo: .days(200)))
        account.setPassword(changedAgo: .days(250), usedAgo: .days(150))
        #expect(failures(account).map(\.checkID) == ["key-unused", "password-unused"])
    }

    @Test func `where service credentials could not be read nothing is absorbed`() {
        var account = ExampleAccount()
        account.leaveOnlyPassword()
        account.setPassword(changedAgo: .days(250), usedAgo: .days(150))
        account.facts.serviceCredentials = .unavailable(ExampleAccount.denied)
        #expect(failures(account).map(\.checkID) == ["password-unused"])
    }

    @Test func `a configured threshold moves the line for both sides`() {
        var account = ExampleAccount()
        account.leaveOnlyPassword()
        account.setPassword(changedAgo: .days(250), usedAgo: .days(150))
        account.configuration.thresholds = ["user-dormant": ["limit": .days(150)]]
        #expect(failures(account).map(\.checkID) == ["password-unused"])
    }
}
