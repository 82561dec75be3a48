import Domain
import Foundation
import LoopbackAWS
import Testing

struct CredentialReportTests {
    private func rows(_ harness: Harness, _ session: Credentials) throws -> [[String: String]] {
        let result = try harness.result("GetCredentialReport", as: session)
        #expect(result.text("ReportFormat") == "text/csv")
        let content = try #require(result.text("Content").flatMap { Data(base64Encoded: $0) })
        let text = String(decoding: content, as: UTF8.self)
        #expect(!text.hasSuffix("\n") && !text.contains("\r"))
        let lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        #expect(lines.allSatisfy { $0.count == 22 })
        return lines.dropFirst().map { line in
            Dictionary(uniqueKeysWithValues: zip(lines[0].map(String.init), line.map(String.init)))
        }
    }

    private func complete(_ harness: Harness, _ session: Credentials) throws {
        for _ in 0..<3 where try harness.result("GenerateCredentialReport", as: session).text("State") == "COMPLETE" {
            return
        }
        Issue.record("the report was never complete")
    }

    @Test func `a report is started, in progress and complete`() async throws {
        try await Harness.run { harness in
            let session = try harness.session(harness.organization.account(at: 4))
            let early = try harness.iam("GetCredentialReport", as: session)
            #expect(early.status == 410)
            #expect(early.errorCode == "ReportNotPresent")
            #expect(early.errorMessage == "Unknown")
            let first = try harness.result("GenerateCredentialReport", as: session)
            #expect(first.text("State") == "STARTED")
            #expect(first.text("Description") == "No report exists. Starting a new report generation task")
            let waiting = try harness.iam("GetCredentialReport", as: session)
            #expect(waiting.status == 404)
            #expect(waiting.errorCode == "ReportInProgress")
            let done = try harness.result("GenerateCredentialReport", as: session)
            #expect(done.text("State") == "COMPLETE")
            #expect(done["Description"] == nil)
            #expect(try harness.iam("GetCredentialReport", as: session).status == 200)
        }
    }

    @Test func `polling Generate alone ends too`() async throws {
        try await Harness.run { harness in
            let session = try harness.session(harness.organization.account(at: 4))
            let states = try (0..<4).map { _ in
                try harness.result("GenerateCredentialReport", as: session).text("State")
            }
            #expect(states == ["STARTED", "INPROGRESS", "COMPLETE", "COMPLETE"])
        }
    }

    @Test func `after four hours a report has expired and is made anew`() async throws {
        try await Harness.run { harness in
            let account = harness.organization.account(at: 4)
            try complete(harness, harness.session(account))
            harness.advance(seconds: 4 * 3_600)
            let session = try harness.session(account)
            #expect(try harness.iam("GetCredentialReport", as: session).errorCode == "ReportExpired")
            #expect(try harness.result("GenerateCredentialReport", as: session).text("State") == "STARTED")
        }
    }

    @Test func `an old report does not know the latest user`() async throws {
        try await Harness.run { harness in
            let account = try harness.account(named: "prod-identity")
            let session = try harness.session(account)
            #expect(try harness.result("GenerateCredentialReport", as: session).text("State") == "COMPLETE")
            let generated = try harness.result("GetCredentialReport", as: session).text("GeneratedTime")
            #expect(generated == "2026-11-22T12:00:00Z")
            let known = Set(try rows(harness, session).compactMap { $0["user"] })
            #expect(Set(account.users.map(\.name)).subtracting(known) == ["new.starter"])
            let user = try harness.result("GetUser", ["UserName": "new.starter"], as: session)
            #expect(user["User"]?.text("CreateDate") == "2026-11-22T14:00:00Z")
            let profile = try harness.result("GetLoginProfile", ["UserName": "new.starter"], as: session)
            #expect(profile["LoginProfile"]?.text("CreateDate") == "2026-11-22T14:00:00Z")
        }
    }

    @Test func `rows tell of each user what the model knows`() async throws {
        try await Harness.run { harness in
            let account = try harness.account(named: "legacy-erp")
            let session = try harness.session(account)
            try complete(harness, session)
            let rows = try rows(harness, session)
            #expect(rows.map { $0["user"] } == ["<root_account>"] + account.users.map(\.name))
            for (user, row) in zip(account.users, rows.dropFirst()) {
                #expect(row["arn"] == user.arn)
                #expect(row["password_enabled"] == (user.password == nil ? "false" : "true"))
                let used = user.password.map { $0.lastUsedAt?.iso8601 ?? "no_information" } ?? "N/A"
                #expect(row["password_last_used"] == used)
                #expect(row["mfa_active"] == (user.mfa == nil ? "false" : "true"))
                for slot in 0..<2 {
                    let key = slot < user.accessKeys.count ? user.accessKeys[slot] : nil
                    let prefix = "access_key_\(slot + 1)"
                    #expect(row["\(prefix)_active"] == (key?.key.status == "Active" ? "true" : "false"))
                    #expect(row["\(prefix)_last_rotated"] == key?.key.createdAt.iso8601 ?? "N/A")
                    #expect(row["\(prefix)_last_used_date"] == key?.lastUse?.at.iso8601 ?? "N/A")
                    #expect(row["\(prefix)_last_used_service"] == key?.lastUse?.service ?? "N/A")
                }
            }
            let soap = rows.first { $0["user"] == "svc-soap" }
            #expect(soap?["cert_1_active"] == "false" && soap?["cert_1_last_rotated"] != "N/A")
            #expect(soap?["cert_2_active"] == "true")
        }
    }

    @Test func `root stands first, in the forms of 2026`() async throws {
        try await Harness.run { harness in
            let legacy = try harness.session(try harness.account(named: "legacy-erp"))
            try complete(harness, legacy)
            let root = try #require(try rows(harness, legacy).first)
            #expect(root["password_enabled"] == "true")
            #expect(root["password_last_changed"]?.hasSuffix("Z") == true)
            #expect(root["password_next_rotation"] == "not_supported")
            #expect(root["mfa_active"] == "false")
            #expect(root["access_key_1_active"] == "true")
            let member = try harness.session(harness.organization.account(at: 4))
            try complete(harness, member)
            let bare = try #require(try rows(harness, member).first)
            #expect(bare["password_enabled"] == "false")
            #expect(bare["password_last_used"] == "N/A")
        }
    }
}
