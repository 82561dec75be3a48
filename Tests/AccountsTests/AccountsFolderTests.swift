import Domain
import Foundation
import Testing

@testable import Accounts

struct AccountsFolderTests {
    private func withFolder<Result>(_ files: [String: String], _ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "accounts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        return try body(folder.path())
    }

    private func read(_ files: [String: String], overrides: Overrides = Overrides()) throws -> AccountsFolder {
        try withFolder(files) { path in
            var folder = try AccountsFolder.read(path, catalogue: [])
            try folder.apply(overrides)
            return folder
        }
    }

    @Test func `files are read in order of their names, each with its digest`() throws {
        let folder = try read([
            "organization.yaml": "role: audit\norganizations: false\n", "b.csv": "account_id\n111122223333\n",
            "a.csv": "account_id\n222222222222\n", "README.md": "not ours", ".hidden": "not ours",
        ])
        #expect(folder.files.map(\.name) == ["a.csv", "b.csv", "organization.yaml"])
        // printf 'account_id\n222222222222\n' | sha256sum
        #expect(folder.files.first?.sha256 == "2c4c02705292b11a0ccec623393a99bd947bd882a07754085f494d090ea26950")
        #expect(folder.inventory.map(\.id.description) == ["111122223333", "222222222222"])
    }

    @Test func `the command line wins over the file`() throws {
        var overrides = Overrides()
        overrides.role = "other"
        overrides.region = "eu-west-1"
        overrides.concurrency = 3
        overrides.failOn = .some(nil)
        let configuration = try read(["organization.yaml": "role: audit\nregion: us-east-2\n"], overrides: overrides)
            .configuration
        #expect(configuration.role == "other")
        #expect(configuration.region == "eu-west-1")
        #expect(configuration.concurrency == 3)
        #expect(configuration.failOn == nil)
    }

    @Test(arguments: [
        (["organization.yaml": "organizations: true\n"], "the key role is missing"),
        ([:], "organization.yaml: no such file. Write `role: NAME`"),
        (["organization.yml": "role: x\n"], "organization.yml: not the name that is looked for. Rename it"),
        (["organization.yaml": "role: a b\n"], "\"a b\" is not a role name"),
        (
            ["organization.yaml": "role: arn:aws:iam::111122223333:role/x\n"],
            "Write arn:aws:iam::{account_id}:role/NAME"
        ),
        (["organization.yaml": "role: x\nsession: { name: a }\n"], "session.name: \"a\" is not a role session name"),
        (["organization.yaml": "role: x\norganizations: false\n"], "no inventory file names an account"),
        (
            [
                "organization.yaml": "role: x\norganizations: false\nmanagement_with_base_credentials: true\n",
                "a.csv": "account_id\n111122223333\n",
            ],
            "management_with_base_credentials needs AWS Organizations"
        ),
        (["organization.yaml": "role: x\n", "roster.csv": ""], "roster.csv: not yet: joining people"),
        (["organization.yaml": "role: x\n", "exceptions.yaml": ""], "exceptions.yaml: not yet: exceptions"),
        (["organization.yaml": "role: x\n", "accounts.json": "{}"], "accounts.json: not yet: this kind of inventory"),
    ])
    func `a folder that says too little or too much is refused`(files: [String: String], message: String) throws {
        let failure = try #require(throws: ConfigurationFailure.self) { try read(files) }
        #expect(failure.description.contains(message), "\(failure)")
    }

    @Test func `a folder that is not there is refused`() throws {
        let failure = try #require(throws: ConfigurationFailure.self) {
            try AccountsFolder.read("/nonexistent/accounts", catalogue: [])
        }
        #expect(failure.description.hasPrefix("/nonexistent/accounts: not a readable folder. Name the folder"))
    }

    @Test func `the example that the repository ships is taken`() throws {
        let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        var folder = try AccountsFolder.read(repository.appending(path: "accounts").path(), catalogue: [])
        try folder.apply(Overrides())
        #expect(folder.configuration.role == "SecurityAudit")
    }
}
