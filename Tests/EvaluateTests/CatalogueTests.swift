import Domain
import Foundation
import Testing

@testable import Evaluate

/// One example of one check, so that a failure reads `key-age: exactly 90 days old`.
struct CheckExample: Sendable, CustomTestStringConvertible {
    let check: Check
    let example: Example

    var testDescription: String { "\(check.id): \(example.title)" }

    static let all = Catalogue.checks.flatMap { check in
        check.examples.map { CheckExample(check: check, example: $0) }
    }
}

extension Check: CustomTestStringConvertible {
    package var testDescription: String { id }
}

struct CatalogueTests {
    @Test(arguments: CheckExample.all)
    func `each example finds exactly its resources`(_ subject: CheckExample) {
        let assessments = subject.example.assessments(by: subject.check)
        let failed = assessments.filter { $0.outcome == .fail }
        let notAssessed = assessments.filter { $0.outcome == .notAssessed }
        switch subject.example.expectation {
        case .passes:
            #expect(failed.isEmpty && notAssessed.isEmpty, "\((failed + notAssessed).map(\.sentence))")
        case .fails(let names, let severity):
            #expect(failed.map(\.resource.name).sorted() == names.sorted())
            #expect(notAssessed.isEmpty, "\(notAssessed.map(\.sentence))")
            if let severity { #expect(failed.allSatisfy { ($0.severity ?? subject.check.severity) == severity }) }
        case .notAssessed(let names):
            #expect(notAssessed.map(\.resource.name).sorted() == names.sorted())
            #expect(failed.isEmpty, "\(failed.map(\.sentence))")
        }
    }

    @Test(arguments: CheckExample.all)
    func `each sentence and each assessment is well formed`(_ subject: CheckExample) {
        let assessments = subject.example.assessments(by: subject.check)
        #expect(!assessments.isEmpty || subject.example.expectation == .passes)
        for assessment in assessments {
            #expect(assessment.checkID == subject.check.id)
            #expect(assessment.resource.arn.hasPrefix("arn:"))
            guard assessment.outcome == .fail || assessment.outcome == .notAssessed else { continue }
            #expect(assessment.sentence.hasSuffix("."))
            let place = assessment.resource.type == .organization ? assessment.resource.name : ExampleAccount.name
            #expect(assessment.sentence.contains(place), "\(assessment.sentence)")
            #expect(!assessment.sentence.contains("AKIAIOSFODNN7EXAMPLE"), "\(assessment.sentence)")
        }
        let keys = assessments.map { "\($0.resource.arn) \($0.discriminator)" }
        #expect(Set(keys).count == keys.count, "two assessments would share one finding id")
    }

    @Test(arguments: Catalogue.checks)
    func `each check shows a pass, a failure and, where it needs facts, what it could not assess`(_ check: Check) {
        let expectations = check.examples.map(\.expectation)
        #expect(expectations.contains(.passes))
        #expect(expectations.contains { if case .fails = $0 { true } else { false } })
        if !check.needs.isEmpty {
            #expect(expectations.contains { if case .notAssessed = $0 { true } else { false } })
        }
        #expect(Set(check.examples.map(\.title)).count == check.examples.count)
    }

    @Test(arguments: Catalogue.checks)
    func `texts keep to the house style`(_ check: Check) throws {
        #expect(try #/[a-z0-9]+(-[a-z0-9]+)+/#.wholeMatch(in: check.id) != nil)
        #expect(!check.title.hasSuffix(".") && check.title.first?.isUppercase == true)
        #expect(check.rationale.hasSuffix(".") && check.remediation.hasSuffix("."))
        #expect(
            !check.references.isEmpty && check.references.allSatisfy { $0.hasPrefix("https://docs.aws.amazon.com/") }
        )
        #expect(!check.mappings.soc2.isEmpty)
        for parameter in check.parameters {
            #expect(!parameter.summary.isEmpty && parameter.defaultSeconds > 0)
        }
        let cis = try check.mappings.cis.map { try #/[567]\.0 [12](\.\d+)+/#.wholeMatch(in: $0) != nil }
        #expect(!cis.contains(false))
    }

    @Test func `every file under Checks is listed, once, in the folder of its family`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/Evaluate/Checks")
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
        let expected = Catalogue.checks.map { check in
            let words = check.id.split(separator: "-").map { word in
                ["kms", "mfa", "ssh"].contains(word)
                    ? word.uppercased() : word.prefix(1).uppercased() + word.dropFirst()
            }
            let family = "\(check.family)"
            return "\(family.prefix(3) == "ssh" ? "SSHKeys" : family.prefix(1).uppercased() + family.dropFirst())/"
                + "\(words.joined()).swift"
        }
        #expect(files.sorted() == expected.sorted())
        #expect(Set(Catalogue.checks.map(\.id)).count == Catalogue.checks.count)
    }

    @Test func `a compliant account produces no findings in any check`() {
        let account = ExampleAccount()
        let evaluation = account.evaluator().evaluate(account.facts)
        // A person's user is what most examples need, and this check is against all of them.
        let findings = evaluation.assessments.filter {
            ($0.outcome == .fail || $0.outcome == .notAssessed) && $0.checkID != "user-not-federated"
        }
        #expect(findings.isEmpty, "\(findings.map { "\($0.checkID): \($0.sentence)" })")
        let accountChecks = Set(Catalogue.checks.filter { !$0.isOrganizational }.map(\.id))
        #expect(Set(evaluation.assessments.map(\.checkID)) == accountChecks)
        #expect(account.evaluator().evaluate(account.organizationView).allSatisfy { $0.assessment.outcome == .pass })
    }

    @Test func `an account of which nothing was read is assessed by no check`() {
        let reason = Unavailable(reason: .roleMissingOrTrustDenied, action: "sts:AssumeRole", requestID: "r-1")
        let facts = AccountFacts(accountID: ExampleAccount.id, accountName: "lost", nothingReadBecause: reason)
        let evaluation = ExampleAccount().evaluator().evaluate(facts)
        for assessment in evaluation.assessments {
            let isToldElsewhere = ["account-partial", "account-totals-mismatch"].contains(assessment.checkID)
            let expected = isToldElsewhere ? Outcome.notApplicable : .notAssessed
            #expect(assessment.outcome == expected, "\(assessment.checkID)")
            #expect(assessment.resource.type == .account)
            #expect(assessment.sentence.hasPrefix("lost "))
            #expect(!"\(assessment)".contains("r-1"), "request ids differ from run to run")
        }
        #expect(evaluation.assessments.count == Catalogue.checks.count { !$0.isOrganizational })
        #expect(evaluation.inventory == AccountInventory())
    }

    @Test func `calls that are denied one by one are a partial account, not one that was never assumed`() {
        var facts = AccountFacts(
            accountID: ExampleAccount.id,
            nothingReadBecause: Unavailable(reason: .callDenied, action: "iam:GetAccountSummary")
        )
        facts.authorization = .unavailable(
            Unavailable(reason: .callDenied, action: "iam:GetAccountAuthorizationDetails")
        )
        let partial = ExampleAccount().evaluator().evaluate(facts).assessments.first { $0.checkID == "account-partial" }
        #expect(partial?.outcome == .fail)
    }
}
