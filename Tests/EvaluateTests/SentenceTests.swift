import Domain
import Testing

@testable import Evaluate

/// Sentences that must not say more than was read.
struct SentenceTests {
    private func finding(of check: Check, _ change: (inout ExampleAccount) -> Void) throws -> Assessment {
        var account = ExampleAccount()
        change(&account)
        let assessments = account.evaluator(checks: [check]).evaluate(account.facts).assessments
        return try #require(assessments.first { $0.outcome == .fail })
    }

    @Test func `a password without a recorded use is not said to be unused`() throws {
        let finding = try finding(of: .passwordUnused) { $0.setPassword(changedAgo: .days(45), usedAgo: nil) }
        #expect(
            finding.sentence
                == "No use of the console password of j.doe in prod-payments is recorded, and it was set 45 days ago."
        )
        #expect(finding.facts.contains(Fact("last_used_at", "not recorded")))
    }

    @Test(arguments: [
        ("{}", ""), (#"{"Bool":{"aws:MultiFactorAuthPresent":"true"}}"#, " under a condition"),
    ])
    func `a policy that allows everything says whether a condition limits it`(
        _ condition: String,
        _ qualification: String
    ) throws {
        let finding = try finding(of: .policyAdminAttached) {
            let statement = #"{"Effect":"Allow","Action":"*","Resource":"*","Condition":\#(condition)}"#
            $0.addPolicy("everything", #"{"Version":"2012-10-17","Statement":\#(statement)}"#)
        }
        #expect(
            finding.sentence == "Policy everything in prod-payments allows every action on every resource"
                + "\(qualification) and is attached."
        )
    }

    @Test func `one failed call failed one time`() throws {
        let once = try finding(of: .accountPartial) { $0.facts.aliases = .unavailable(ExampleAccount.denied) }
        #expect(once.facts.map(\.value) == ["iam:Example call_denied, 1 time"])
        let twice = try finding(of: .accountPartial) {
            $0.facts.aliases = .unavailable(ExampleAccount.denied)
            $0.facts.samlProviders = .unavailable(ExampleAccount.denied)
        }
        #expect(twice.facts.map(\.value) == ["iam:Example call_denied, 2 times"])
    }

    @Test func `a check that can be judged from either of two sections names both`() {
        let needs = Evaluator.catalogue.first { $0.id == "root-access-key" }?.needs
        #expect(needs == [.summary, .credentialReport])
    }
}
