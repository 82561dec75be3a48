import Domain
import Foundation
import Testing

@testable import Accounts

struct AccountsFolderTests {
    @Test func `files of every kind stand in one folder, whatever their names`() throws {
        let folder = try read([
            "organization.yaml": "role: audit\norganizations: false\n",
            "a.json": #"{"Accounts": [{"Id": "000000000001", "Name": "one", "State": "SUSPENDED"}]}"#,
            "b.yml": "accounts:\n- account_id: '000000000002'\n  role: arn:aws:iam::000000000002:role/x\n",
            "c.yaml": "- {provider: aws, uid: '000000000003', alias: three}\n",
            "config": "[profile four]\nrole_arn = arn:aws:iam::000000000004:role/y\n",
            "e.csv": "account_id,owner\n000000000001,a@x\n000000000005,b@x\n",
            "f": "# six\n000000000006\n",
        ])
        #expect(folder.files.map(\.name) == ["a.json", "b.yml", "c.yaml", "config", "e.csv", "f", "organization.yaml"])
        let one = try #require(folder.inventory.first)
        #expect([one.name, one.owner, one.state?.rawValue] == ["one", "a@x", "SUSPENDED"])
        let sources = folder.inventory.map { $0.source.replacing("\(folder.folder)/", with: "") }
        #expect(sources == ["a.json:1, e.csv:2", "b.yml:2", "c.yaml:1", "config:1", "e.csv:3", "f:2"])
    }

    @Test func `a link is followed, as Kubernetes mounts files, and the folder of examples is left alone`() throws {
        let folder = try withFolder([".data": "111122223333\n", "organization.yaml": "role: x\n"]) { path in
            let files = FileManager.default
            try files.createSymbolicLink(atPath: path + "/accounts.txt", withDestinationPath: ".data")
            try files.createDirectory(atPath: path + "/examples", withIntermediateDirectories: true)
            try Data("junk".utf8).write(to: URL(filePath: path + "/examples/junk"))
            return try AccountsFolder.read(path, catalogue: [])
        }
        #expect(folder.inventory.map(\.id.description) == ["111122223333"])
        #expect(folder.files.map(\.name) == ["accounts.txt", "organization.yaml"])
    }

    @Test func `a folder inside and a file beyond the limit are refused, not passed over`() throws {
        try withFolder([:]) { path in
            try FileManager.default.createDirectory(atPath: path + "/more", withIntermediateDirectories: true)
            let failure = try #require(throws: ConfigurationFailure.self) {
                try AccountsFolder.read(path, catalogue: [])
            }
            #expect(failure.description.hasPrefix("\(path)/more: a folder, and folders inside are not read. Move"))
        }
        try withFolder([:]) { path in
            let large = path + "/accounts.txt"
            try Data().write(to: URL(filePath: large))
            let handle = try FileHandle(forWritingTo: URL(filePath: large))
            try handle.truncate(atOffset: UInt64(AccountsFolder.sizeLimit) + 1)
            try handle.close()
            let failure = try #require(throws: ConfigurationFailure.self) {
                try AccountsFolder.read(path, catalogue: [])
            }
            #expect(failure.description.hasPrefix("\(large): larger than 32 MB. Take it out"))
        }
    }

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

    @Test func `a roster is read by what organization.yaml says of it, and counted among the files`() throws {
        let header = "employee_id,email,aliases,start_date,end_date,status\n"
        let folder = try read([
            "organization.yaml": "role: x\nroster: { system: HR, time_zone: Asia/Tokyo }\n",
            "roster.csv": header + "E1,a@x.com,,2020-01-01,2026-01-31,left\n",
        ])
        let roster = try #require(folder.configuration.roster)
        #expect(roster.source.system == "HR" && roster.source.people == 1)
        #expect(roster.people.first?.employments.first?.end?.at.iso8601 == "2026-01-31T15:00:00Z")
        #expect(folder.files.map(\.name) == ["organization.yaml", "roster.csv"] && folder.inventory.isEmpty)
        let bare = try read(["organization.yaml": "role: x\n", "roster.csv": header + "E1,,,,,active\n"])
        #expect(bare.configuration.roster?.source.extractedAt == nil && bare.configuration.roster?.people.count == 1)
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
        (
            ["organization.yaml": "role: x\norganizations: false\ninclude: { ous: [a] }\n", "a.txt": "111122223333\n"],
            "a filter by organizational unit or tag needs AWS Organizations, and organizations is false. Set"
        ),
        (["organization.yaml": "role: x\n", "roster.csv": ""], "roster.csv: empty. Begin with the header line"),
        (
            ["organization.yaml": "role: x\nroster: { system: Workday }\n"],
            "organization.yaml: roster: there is no roster.csv beside the file. Export it there, or take the key out."
        ),
        (["organization.yaml": "role: x\n", "exceptions.yaml": ""], "exceptions.yaml: not yet: exceptions"),
        (["organization.yaml": "role: x\n", "notes.txt": "to do\n"], "notes.txt: not an inventory of a known kind."),
    ])
    func `a folder that says too little or too much is refused`(files: [String: String], message: String) throws {
        let failure = try #require(throws: ConfigurationFailure.self) { try read(files) }
        #expect(failure.description.contains(message), "\(failure)")
    }

    @Test(arguments: [true, false])
    func `a filter of the command line needs Organizations as well`(filtersByTag: Bool) throws {
        var overrides = Overrides()
        if filtersByTag { overrides.tags = ["env": ["prod"]] } else { overrides.units = ["ou-1"] }
        let files = ["organization.yaml": "role: x\norganizations: false\n", "a.txt": "111122223333\n"]
        let failure = try #require(throws: ConfigurationFailure.self) { try read(files, overrides: overrides) }
        #expect(failure.problem.hasPrefix("\(filtersByTag ? "--tag" : "--ou") needs AWS Organizations"))
        #expect(try read(["organization.yaml": "role: x\n"], overrides: overrides).configuration.isPartialScope)
    }

    @Test func `an external id that AWS does not take is refused wherever it is given`() throws {
        let files = ["organization.yaml": "role: x\nexternal_id: |\n  hush-hush\n"]
        let ofFile = try #require(throws: ConfigurationFailure.self) { try read(files) }
        #expect(ofFile.line == 2)
        var overrides = Overrides()
        overrides.externalID = Secret("hush hush")
        let ofOption = try #require(throws: ConfigurationFailure.self) {
            try read(["organization.yaml": "role: x\n"], overrides: overrides)
        }
        for failure in [ofFile, ofOption] {
            #expect(failure.problem == "external_id is none that AWS takes")
            #expect(!failure.description.contains("hush"))
        }
    }

    @Test(arguments: ["*", "a*", "a?b", "a\"b", "a\\\\b", "a b", "a//b", "/a", String(repeating: "x", count: 65)])
    func `a hop whose name could say more than a name is refused`(name: String) throws {
        let yaml = "role:\n  - 'arn:aws:iam::111122223333:role/\(name)'\n  - x\n"
        let failure = try #require(throws: ConfigurationFailure.self) { try read(["organization.yaml": yaml]) }
        #expect(failure.problem.hasSuffix("not the ARN of a role"), "\(failure)")
    }

    @Test func `a folder that is not there is refused`() throws {
        let failure = try #require(throws: ConfigurationFailure.self) {
            try AccountsFolder.read("/nonexistent/accounts", catalogue: [])
        }
        #expect(failure.description.hasPrefix("/nonexistent/accounts: not a readable folder. Name the folder"))
    }

    private static let shipped = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "accounts")

    @Test func `the folder that the repository ships is taken, without its examples`() throws {
        var folder = try AccountsFolder.read(Self.shipped.path(), catalogue: [])
        try folder.apply(Overrides())
        #expect(folder.configuration.role == "SecurityAudit")
        #expect(folder.inventory.isEmpty)
    }

    @Test func `the examples that the repository ships are a folder of every kind of file`() throws {
        let path = Self.shipped.appending(path: "examples").path()
        var folder = try AccountsFolder.read(path, catalogue: ["key-age", "key-two-active"].map(Self.check))
        try folder.apply(Overrides())
        #expect(folder.configuration.exclusions.count == 3)
        let roster = try #require(folder.configuration.roster)
        #expect(roster.source.system == "Workday" && roster.source.rows == 5)
        #expect(roster.people.map(\.employments.count) == [1, 1, 2, 1])
        let accounts = folder.inventory.map { entry in
            "\(entry.id) \(entry.name)\(entry.label) \(entry.source.replacing("\(path)/", with: ""))"
        }
        #expect(
            accounts == [
                "012345678901 legacy list-accounts.json:13",
                "111122223333 prod-payments list-accounts.json:3, owners.csv:4",
                "222233334444 data-lake owners.csv:5",
                "333344445555  more-accounts.txt:2",
                "444455556666  more-accounts.txt:3",
                "555566667777 networking c7n-org.yml:4",
                "666677778888 acquired-shop c7n-org.yml:10",
                "777788889999 staging prowler.yaml:2",
                "888899990000 shared-services config:9",
                "999900001111 archive config:18",
            ]
        )
        #expect(folder.inventory.map(\.hops.count).reduce(0, +) == 1)
    }

    private static func check(_ id: String) -> CheckDescription {
        CheckDescription(
            id: id,
            title: "",
            family: "",
            severity: .medium,
            rationale: "",
            remediation: "",
            references: [],
            mappings: CheckDescription.Mappings(),
            needs: [],
            parameters: [.init(name: "limit", summary: "", defaultSeconds: 1)],
            discriminator: "",
            isOrganizational: false,
            isCoverage: false
        )
    }
}
