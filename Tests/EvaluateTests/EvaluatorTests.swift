import Domain
import Testing

@testable import Evaluate

struct EvaluatorTests {
    @Test func `a configured threshold replaces the default and stands in the description`() {
        var account = ExampleAccount()
        account.setKeys(.init(age: .days(91)))
        account.configuration.thresholds = ["key-age": ["limit": .days(120)]]
        let evaluator = account.evaluator()
        let assessments = evaluator.evaluate(account.facts).assessments.filter { $0.checkID == "key-age" }
        #expect(!assessments.contains { $0.outcome == .fail })
        let limit = evaluator.catalogue.first { $0.id == "key-age" }?.parameters.first
        #expect(limit?.text == "120d" && limit?.defaultSeconds == .days(90))
        #expect(Evaluator.catalogue.first { $0.id == "key-age" }?.parameters.first?.seconds == .days(90))
    }

    @Test func `two keys of one second are two findings, in the order of their ids`() {
        var account = ExampleAccount()
        account.setKeys(
            .init(id: "AKIAI44QH8DHBEXAMPLE", age: .days(91)),
            .init(id: "AKIAIOSFODNN7EXAMPLE", age: .days(91))
        )
        let findings = account.evaluator(checks: [.keyAge]).evaluate(account.facts).assessments
            .filter { $0.outcome == .fail }
        let created = ExampleAccount.ago(.days(91)).iso8601
        #expect(findings.map(\.discriminator) == [created, "\(created)#2"])
        #expect(findings.map { $0.facts[0].value } == ["AKIAI44QH8DHBEXAMPLE", "AKIAIOSFODNN7EXAMPLE"])
    }

    @Test func `the sentence of an old key says whose, where and how old, with the id masked`() throws {
        var account = ExampleAccount()
        account.setKeys(.init(age: .days(412) + 5))
        let finding = try #require(account.evaluator(checks: [.keyAge]).evaluate(account.facts).assessments.first)
        #expect(finding.sentence == "Access key AKIA...MPLE of j.doe in prod-payments is 412 days old.")
        #expect(finding.facts.contains(Fact("access_key_id", "AKIAIOSFODNN7EXAMPLE")))
        #expect(finding.facts.contains(Fact("limit", "> 90d")))
    }

    @Test func `a state that comes from the report says as of when`() throws {
        var account = ExampleAccount()
        account.setKeys(.init(age: .days(91)))
        account.facts.accessKeys["j.doe"] = .unavailable(ExampleAccount.denied)
        let finding = try #require(account.evaluator(checks: [.keyAge]).evaluate(account.facts).assessments.first)
        #expect(
            finding.sentence
                == "An access key of j.doe in prod-payments is 91 days old, as of the credential report of "
                + "2026-11-22T14:30:00Z."
        )
    }

    @Test func `a slot whose key was deleted since the report is dropped`() {
        var account = ExampleAccount()
        account.setKeys(.init(age: .days(91)))
        account.facts.accessKeys["j.doe"] = .value([])
        let assessments = account.evaluator(checks: [.keyAge]).evaluate(account.facts).assessments
        #expect(assessments.allSatisfy { $0.resource.name != "j.doe" })
    }

    @Test func `a report row of a deleted user of the same name is not taken for the new one`() {
        var account = ExampleAccount()
        account.setPassword(changedAgo: .days(300), usedAgo: .days(300))
        account.editUser { $0.createdAt = ExampleAccount.ago(600) }
        let assessments = account.evaluator(checks: [.passwordUnused]).evaluate(account.facts).assessments
        let outcomes = assessments.filter { $0.resource.name == "j.doe" }.map(\.outcome)
        #expect(outcomes == [.notAssessed])
    }

    @Test func `a new user whose last use is not readable is still known to have a password`() {
        var account = ExampleAccount()
        account.addUnreportedUser("new.hire", hasPassword: true, mfaDevices: .value([]))
        account.facts.unreportedUsers["new.hire"]?.passwordLastUsedAt = .unavailable(ExampleAccount.denied)
        let assessments = account.evaluator(checks: [.userMFA, .passwordUnused]).evaluate(account.facts).assessments
        let outcomes = assessments.filter { $0.resource.name == "new.hire" }.map(\.outcome)
        #expect(outcomes == [.fail, .pass])
    }

    @Test func `an external id stands nowhere in what the evaluator returns`() {
        var account = ExampleAccount()
        account.trust(
            #"{"AWS":"777788889999"}"#,
            condition: #"{"StringEquals":{"STS:externalid":"s3cr3t-4711"},"Bool":{"aws:SecureTransport":true}}"#
        )
        let evaluation = account.evaluator().evaluate(account.facts)
        #expect(!"\(evaluation)".contains("s3cr3t-4711"))
        let masked = #"{"Bool":{"aws:SecureTransport":["true"]},"StringEquals":{"STS:externalid":["[masked]"]}}"#
        #expect(evaluation.inventory.trusts.first { $0.party == "777788889999" }?.conditions == masked)
    }

    @Test func `the same facts give the same evaluation whatever their order`() {
        var account = ExampleAccount()
        account.addUnreportedUser("a.first", hasPassword: true, mfaDevices: .value([]))
        let first = account.evaluator().evaluate(account.facts)
        account.edit { details in
            details.users.reverse()
            details.roles.reverse()
        }
        #expect(account.evaluator().evaluate(account.facts) == first)
    }

    @Test(arguments: Coverage.allCases)
    func `each coverage has its outcome in account-not-assumed`(_ coverage: Coverage) {
        var view = ExampleAccount().organizationView
        view.accounts[0].outcome.coverage = coverage
        let outcome = ExampleAccount().evaluator().evaluate(view).map(\.assessment)
            .filter { $0.checkID == "account-not-assumed" }.map(\.outcome)
        switch coverage {
        case .swept, .partial: #expect(outcome == [.pass])
        case .notAssumed: #expect(outcome == [.fail])
        case .notReached: #expect(outcome == [.notAssessed])
        case .excluded, .notActive: #expect(outcome == [.notApplicable])
        }
    }
}
