import Domain
import Foundation
import Ledger
import LoopbackAWS
import Sweep
import Synchronization
import Testing

@Suite(.serialized)
struct EndToEndTests {
    @Test func `every account ends on one line and what was read is what exists`() async throws {
        try await Rehearsal.run { rehearsal in
            let run = try await rehearsal.sweep()
            let outcomes = try run.outcomes
            #expect(outcomes.count == rehearsal.organization.accountCount)
            let readable = Set(rehearsal.readable.map(\.id))
            for account in rehearsal.truth {
                let outcome = try #require(outcomes[account.id])
                let expected: Coverage =
                    if !account.state.isSwept {
                        .notActive
                    } else if !readable.contains(account.id) {
                        .notAssumed
                    } else {
                        account.deniedActions.isEmpty ? .swept : .partial
                    }
                #expect(outcome.coverage == expected, "\(account.name): \(outcome)")
                guard expected == .swept || expected == .partial else { continue }
                #expect(outcome.narrowed == true)
                #expect(outcome.usersRead == account.users.count)
                #expect(outcome.usersExpected == account.users.count)
                #expect(outcome.rolesRead == account.roles.count)
            }
            #expect(Set(outcomes.values.map(\.coverage)) == [.swept, .partial, .notAssumed, .notActive])
            #expect(run.result.exitCode == 3)
            try identitiesAreThose(of: rehearsal, in: run)
            try credentialsAreThose(of: rehearsal, in: run)
        }
    }

    private func identitiesAreThose(of rehearsal: Rehearsal, in run: Run) throws {
        var found: [String] = []
        try run.ledger.forEachIdentity { _, identity in
            if identity.type != "root" { found.append(identity.arn) }
        }
        let expected = rehearsal.readable.flatMap { $0.users.map(\.arn) + $0.roles.map(\.arn) }
        #expect(found.sorted() == expected.sorted())
        #expect(expected.count > 300)
    }

    private func credentialsAreThose(of rehearsal: Rehearsal, in run: Run) throws {
        var found: [String: [String]] = [:]
        try run.ledger.forEachCredential { account, credential in
            guard credential.userName != CredentialReport.rootUserName else { return }
            let line = "\(account) \(credential.userName) \(credential.credentialID) \(credential.status)"
            found[credential.kind, default: []].append(line)
        }
        var keys: [String] = []
        var sshKeys: [String] = []
        for account in rehearsal.readable {
            for user in account.users {
                keys += user.accessKeys.map { "\(account.id) \(user.name) \($0.key.id) \($0.key.status)" }
                sshKeys += user.sshKeys.map { "\(account.id) \(user.name) \($0.id) \($0.status)" }
            }
        }
        #expect(found["access_key"]?.sorted() == keys.sorted())
        #expect(found["ssh_key"]?.sorted() == sshKeys.sorted())
        #expect(!keys.isEmpty && !sshKeys.isEmpty)
    }

    @Test func `old keys and tokens without expiry are found, all of them and no others`() async throws {
        try await Rehearsal.run { rehearsal in
            let run = try await rehearsal.sweep()
            var oldKeys: [String] = []
            var oldSSHKeys: [String] = []
            var tokens = 0
            for account in rehearsal.readable {
                for user in account.users {
                    for key in user.accessKeys.map(\.key) where key.status == "Active" {
                        if isOld(key.createdAt) { oldKeys.append("\(account.id) \(user.name)") }
                    }
                    for key in user.sshKeys where key.status == "Active" && isOld(key.uploadedAt) {
                        oldSSHKeys.append("\(account.id) \(user.name)")
                    }
                    guard account.deniedActions.isEmpty else { continue }
                    let endless = ["bedrock", "aws-external-anthropic", "logs", "cloudwatch"].map {
                        $0 + ".amazonaws.com"
                    }
                    tokens += user.serviceCredentials.count {
                        $0.status == "Active" && $0.expiresAt == nil && endless.contains($0.serviceName)
                    }
                }
            }
            let names = { (lines: [String]) in lines.map { $0.split(separator: " ").prefix(2).joined(separator: " ") } }
            #expect(names(try run.failures(of: "key-age")).sorted() == oldKeys.sorted())
            #expect(names(try run.failures(of: "ssh-key-age")).sorted() == oldSSHKeys.sorted())
            #expect(try run.failures(of: "token-no-expiry").count == tokens)
            #expect(!oldKeys.isEmpty && !oldSSHKeys.isEmpty && tokens > 0)
        }
    }

    private func isOld(_ instant: Instant) -> Bool {
        Rehearsal.asOf.seconds(since: instant) > 90 * 86_400
    }

    @Test func `two sweeps of the same facts write the same bytes`() async throws {
        try await Rehearsal.run(accounts: 12) { rehearsal in
            let first = try await rehearsal.sweep(into: "first") { $0.overrides.concurrency = 1 }
            let second = try await rehearsal.sweep(into: "second") { $0.overrides.concurrency = 12 }
            let names = [
                "findings", "identities", "credentials", "entitlements", "trusts", "roster_matches", "assessments",
            ]
            for name in names {
                let isEqual = try first.bytes(of: "\(name).csv") == second.bytes(of: "\(name).csv")
                #expect(isEqual, "\(name).csv")
            }
        }
    }

    @Test func `no secret reaches a file`() async throws {
        try await Rehearsal.run(accounts: 8) { rehearsal in
            let run = try await rehearsal.sweep { options in
                options.environment["AWS_ENDPOINT_URL_S3"] = "http://bob:hunter2@minio:9000"
            }
            let base = rehearsal.organization.baseCredentials
            let secrets = [
                base.secretAccessKey.reveal, base.sessionToken?.reveal ?? "", rehearsal.organization.externalID,
                "Base32StringSeed", "hunter2",
            ]
            for file in try run.files where file != "ledger.sqlite" {
                let text = String(decoding: try run.bytes(of: file), as: UTF8.self)
                for secret in secrets { #expect(!text.contains(secret), "\(file)") }
            }
            // The ledger keeps policy documents as they are, an external id in a trust policy included.
            let ledger = String(decoding: try run.bytes(of: "ledger.sqlite"), as: UTF8.self)
            #expect(!ledger.contains(secrets[0]) && !ledger.contains(secrets[1]))
        }
    }

    @Test func `hostile names stay text in every file`() async throws {
        try await Rehearsal.run(hostileNames: true) { rehearsal in
            let run = try await rehearsal.sweep()
            let hostile = try #require(rehearsal.truth.first { $0.name.contains("<script>") })
            let page = String(decoding: try run.bytes(of: "report.html"), as: UTF8.self)
            #expect(!page.contains(hostile.name))
            #expect(page.contains("&lt;script&gt;"))
            for file in try run.files where file.hasSuffix(".csv") {
                let text = String(decoding: try run.bytes(of: file), as: UTF8.self)
                #expect(!text.contains(",=") && !text.contains("\n=") && !text.contains(",@"), "\(file)")
            }
        }
    }
}
