import Foundation
import Testing

@testable import AWS

struct CredentialChainTests {
    private static let file = ProcessInfo.processInfo.environment["ORGSWEEP_CREDENTIAL_WAYS"]

    private struct Case: Decodable {
        let name: String
        let config: String
        let credentials: String
        let environment: [String: String]
        /// botocore's method, nil where it refuses or finds nothing.
        let way: String?
        /// The method of what a role is assumed with.
        let source: String?
    }

    @Test(.enabled(if: file != nil, "set ORGSWEEP_CREDENTIAL_WAYS to a file of Tests/Interoperability/credentials.py"))
    func `the way to credentials is that of botocore`() throws {
        struct Document: Decodable {
            let cases: [Case]
        }
        let data = try Data(contentsOf: URL(filePath: #require(Self.file)))
        let cases = try JSONDecoder().decode(Document.self, from: data).cases
        #expect(cases.count >= 700)
        #expect(Set(cases.map(\.way)).count >= 6)
        let fixture = try CredentialsFixture()
        defer { fixture.stop() }
        for example in cases {
            let (way, source) = try choose(example, fixture)
            #expect(way == example.way.map(Self.family), "\(example.name)")
            #expect(source == example.source.map(Self.family), "\(example.name)")
        }
    }

    private func choose(_ example: Case, _ fixture: CredentialsFixture) throws -> (way: String?, source: String?) {
        let environment = ["HOME": "/home/me", "AWS_PROFILE": "p"].merging(example.environment) { $1 }
        let files = [
            CredentialsFixture.configPath: example.config, CredentialsFixture.credentialsPath: example.credentials,
        ]
        let chain = CredentialChain(tools: try fixture.tools(region: nil, environment: environment))
        do {
            let base = try BaseProfile(environment: environment) { files[$0] }
            guard let found = try chain.configuredSource(of: base.profile) else { return (nil, nil) }
            // Each further way stands behind a colon: `profile p: assume-role via source_profile other: SSO`.
            let steps = found.name.split(separator: ": ").map(String.init)
            guard steps.count > 1, steps[1].hasPrefix("assume-role") else { return (Self.family(of: steps), nil) }
            return ("assume-role", steps.count > 2 ? Self.family(of: Array(steps[1...])) : "keys")
        } catch {
            return (nil, nil)
        }
    }

    /// The kind of way that a name's second step tells of.
    private static func family(of steps: [String]) -> String {
        if steps[0].hasPrefix("web identity") { return "web identity" }
        guard steps.count > 1 else { return steps[0].hasPrefix("profile ") ? "keys" : steps[0] }
        return steps[1].hasPrefix("assume-role") ? "assume-role" : steps[1]
    }

    /// Keys are told apart by their file nowhere but in botocore.
    private static func family(_ method: String) -> String {
        switch method {
        case "config-file", "shared-credentials-file": "keys"
        case "custom-process": "credential_process"
        case "sso": "SSO"
        case "assume-role-with-web-identity": "web identity"
        default: method
        }
    }
}
