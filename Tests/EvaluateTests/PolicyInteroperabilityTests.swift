import Domain
import Foundation
import Testing

@testable import Evaluate

struct PolicyInteroperabilityTests {
    private static let vectors = ProcessInfo.processInfo.environment["ORGSWEEP_POLICY_VECTORS"]

    private struct Vectors: Decodable {
        var actions: [String]
        var policies: [Policy]

        struct Policy: Decodable {
            var document: String
            /// The places of the allowed ones among the actions.
            var allowed: [Int]
        }
    }

    @Test(
        .enabled(if: vectors != nil, "set ORGSWEEP_POLICY_VECTORS to a file of Tests/Interoperability/policies.py")
    )
    func `the engine agrees with policyuniverse on what generated policies allow`() throws {
        let file = try URL(filePath: #require(Self.vectors))
        let vectors = try JSONDecoder().decode(Vectors.self, from: Data(contentsOf: file))
        #expect(vectors.policies.count >= 500 && vectors.actions.count >= 500)
        let user = ARN(partition: "aws", service: "iam", account: "111122223333", resource: "user/j.doe")
        let actions = vectors.actions.map { Wildcard(action: $0) }
        let everything = Wildcard("*")
        for policy in vectors.policies {
            let parsed = ParsedPolicy(parsing: Array(policy.document.utf8))
            #expect(parsed.document != nil, "\(policy.document)")
            let permissions = Permissions(of: Caller(user), policies: [HeldPolicy(parsed, name: "generated")])
            let allowed = actions.indices.filter { permissions.allows(actions[$0], on: everything) == .yes }
            let differing = Set(allowed).symmetricDifference(policy.allowed).map { vectors.actions[$0] }.sorted()
            #expect(differing.isEmpty, "\(differing.prefix(5)) in \(policy.document)")
        }
    }
}
