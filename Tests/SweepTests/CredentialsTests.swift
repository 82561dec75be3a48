import Domain
import Foundation
import LoopbackAWS
import Sweep
import Testing

/// Whole sweeps that begin without keys in the environment.
@Suite(.serialized)
struct CredentialsTests {
    private func provenance(_ run: Run) throws -> (text: String, provider: String) {
        let data = try run.bytes(of: "run.json")
        let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        let caller = try #require(object?["caller"] as? [String: Any])
        return (String(decoding: data, as: UTF8.self), try #require(caller["credentials_provider"] as? String))
    }

    private func withoutKeys(_ rehearsal: Rehearsal, _ others: [String: String]) -> [String: String] {
        rehearsal.environment.filter { !$0.key.hasPrefix("AWS_ACCESS") && !$0.key.hasPrefix("AWS_SE") }
            .merging(["HOME": rehearsal.folder.path()]) { $1 }
            .merging(others) { $1 }
    }

    @Test func `a pod's web identity sweeps the organization, and the evidence says how`() async throws {
        try await Rehearsal.run(accounts: 6) { rehearsal in
            let token = try rehearsal.organization.webIdentityToken(expiresAt: Rehearsal.asOf.adding(seconds: 86_400))
            let file = rehearsal.folder.appending(path: "token")
            try Data(token.reveal.utf8).write(to: file)
            let environment = withoutKeys(
                rehearsal,
                ["AWS_WEB_IDENTITY_TOKEN_FILE": file.path(), "AWS_ROLE_ARN": rehearsal.organization.hubRoleARN]
            )
            let run = try await rehearsal.sweep { $0.environment = environment }
            #expect(run.result.coverage[.swept, default: 0] > 0)
            let (text, provider) = try provenance(run)
            #expect(provider == "web identity (AWS_WEB_IDENTITY_TOKEN_FILE)")
            let calls = String(decoding: try run.bytes(of: "calls.csv"), as: UTF8.self)
            #expect(calls.split(separator: "\r\n").count { $0.contains("AssumeRoleWithWebIdentity") } == 1)
            for file in try run.files where !file.hasPrefix(".") {
                let bytes = try run.bytes(of: file)
                #expect(bytes.range(of: Data(token.reveal.utf8)) == nil, "\(file)")
            }
            #expect(!text.contains(token.reveal))
        }
    }

    @Test func `a program's credentials sweep the organization, and the evidence has the profile's name`() async throws
    {
        try await Rehearsal.run(accounts: 6) { rehearsal in
            let keys = rehearsal.organization.baseCredentials
            let answer = """
                {"Version": 1, "AccessKeyId": "\(keys.accessKeyID)",
                 "SecretAccessKey": "\(keys.secretAccessKey.reveal)"
                 \(keys.sessionToken.map { ", \"SessionToken\": \"\($0.reveal)\"" } ?? "")}
                """
            try Data(answer.utf8).write(to: rehearsal.folder.appending(path: "answer.json"))
            try FileManager.default.createDirectory(
                at: rehearsal.folder.appending(path: ".aws"),
                withIntermediateDirectories: true
            )
            let config = "[profile audit]\ncredential_process = /bin/cat '\(rehearsal.folder.path())/answer.json'\n"
            try Data(config.utf8).write(to: rehearsal.folder.appending(path: ".aws/config"))
            let environment = withoutKeys(rehearsal, ["AWS_PROFILE": "audit"])
            let run = try await rehearsal.sweep { $0.environment = environment }
            #expect(run.result.coverage[.swept, default: 0] > 0)
            #expect(try provenance(run).provider == "profile audit: credential_process")
        }
    }

    @Test func `an expired token ends the sweep before any account, with what to do`() async throws {
        try await Rehearsal.run(accounts: 6) { rehearsal in
            let token = try rehearsal.organization.webIdentityToken(expiresAt: Rehearsal.asOf.adding(seconds: -60))
            let file = rehearsal.folder.appending(path: "token")
            try Data(token.reveal.utf8).write(to: file)
            let environment = withoutKeys(
                rehearsal,
                ["AWS_WEB_IDENTITY_TOKEN_FILE": file.path(), "AWS_ROLE_ARN": rehearsal.organization.hubRoleARN]
            )
            let failure = try await #require(throws: SweepFailure.self) {
                try await rehearsal.sweep { $0.environment = environment }
            }
            #expect(failure.kind == .usage)
            #expect(failure.description.contains("the token in \(file.path()) has expired: have it renewed"))
        }
    }
}
