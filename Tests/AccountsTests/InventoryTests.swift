import Domain
import Testing

@testable import Accounts

/// What the readers of inventory files make of good ones; `MalformedInventoryTests` holds the others.
struct InventoryTests {
    private func read(_ text: String, file: String = "accounts") throws -> [InventoryEntry] {
        try InventoryReader.read(FileText(Array(text.utf8), file: file))
    }

    // MARK: CSV and text

    @Test func `a spreadsheet's file is read, with quotes, a byte order mark and CRLF`() throws {
        let entries = try read(
            "\u{FEFF}account_id,name,role_arn,external_id,owner\r\n"
                + "222222222222,\"Data, \"\"lake\"\"\nand more\",arn:aws:iam::222222222222:role/x,secret,a@x\r\n"
                + "# a comment\r\n\r\n"
                + "012345678901, prod ,,,\r\n"
        )
        #expect(entries.map(\.id.description) == ["222222222222", "012345678901"])
        #expect(entries.map(\.name) == ["Data, \"lake\"\nand more", "prod"])
        #expect(entries.map(\.source) == ["accounts:2", "accounts:6"])
        #expect(entries.map(\.externalID?.reveal) == ["secret", nil])
        #expect(entries.first?.roleARN == "arn:aws:iam::222222222222:role/x")
    }

    @Test(arguments: ["x", "two words", "\"line\nline\"", "caf\u{E9}", String(repeating: "x", count: 1_225)])
    func `an external id that AWS does not take is refused, and not shown`(externalID: String) throws {
        let failure = try #require(throws: ConfigurationFailure.self) {
            try read("account_id,external_id\n111111111111,\(externalID)\n")
        }
        #expect(failure == .malformedExternalID(file: "accounts", line: 2))
        #expect(externalID.count < 2 || !failure.description.contains(externalID))
    }

    @Test func `a comment that is a whole row with an account id is refused`() throws {
        let failure = try #require(throws: ConfigurationFailure.self) {
            try read("name,account_id\nshop,111111111111\n#1 sandbox,011571043196\n")
        }
        #expect(failure.line == 3)
        #expect(failure.problem == "a comment that is a whole row with an account id")
        let entries = try read("account_id,name\n111111111111,a\n#222222222222,b\n# c, d\n")
        #expect(entries.map(\.id.description) == ["111111111111"])
    }

    @Test(arguments: ["[profile two words]", "[profile=x]", "[Profile d]", "[prod]"])
    func `a section with a role that is no profile is refused`(header: String) throws {
        let failure = try #require(throws: ConfigurationFailure.self) {
            try read("[profile a]\nregion = x\n\(header)\nrole_arn = arn:aws:iam::111111111111:role/r\n")
        }
        #expect(failure.line == 3)
        #expect(failure.problem == "\(header) names an account and is no profile")
    }

    @Test func `a profile that names two accounts is refused`() throws {
        let failure = try #require(throws: ConfigurationFailure.self) {
            try read("[profile a]\nrole_arn = arn:aws:iam::111111111111:role/r\nsso_account_id = 222222222222\n")
        }
        #expect(failure.problem == "[a] role_arn and sso_account_id name two accounts" || failure.line == 1)
    }

    @Test func `a quoted cell is neither a comment nor a blank line`() throws {
        let entries = try read("name,account_id\n\"#1 shop\",111111111111\n  # no account\n\" \",222222222222\n")
        #expect(entries.map(\.id.description) == ["111111111111", "222222222222"])
        #expect(entries.map(\.name) == ["#1 shop", " "])
        #expect(throws: ConfigurationFailure.self) { try read("account_id,name\n\"\"\n") }
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `text holds one id on each line, with comments`(end: String) throws {
        let lines = ["# production", "", "  111122223333  # payments: a, b", "012345678901", ""]
        let entries = try read(lines.joined(separator: end))
        #expect(entries.map(\.id.description) == ["111122223333", "012345678901"])
        #expect(entries.map(\.source) == ["accounts:3", "accounts:4"])
    }

    // MARK: list-accounts

    @Test func `the output of either version of the CLI is read`() throws {
        let entries = try read(
            """
            {
                "Accounts": [
                    {
                        "Id": "011111111111",
                        "Arn": "arn:aws:organizations::999999999999:account/o-abc/011111111111",
                        "Email": "a@x", "Name": "caf\\u00e9 \\ud83d\\ude80", "Status": "ACTIVE", "State": "SUSPENDED",
                        "Paths": ["o-abc/r-1/ou-1/"],
                        "JoinedMethod": "CREATED", "JoinedTimestamp": "2021-03-01T12:00:00.123000+00:00"
                    },
                    {"Id": "222222222222", "Status": "PENDING_CLOSURE", "JoinedTimestamp": 1614600000.123},
                    {"Id": "333333333333", "State": "A_NEW_WORD", "Name": null, "Paths": null}
                ],
                "NextToken": null
            }
            """
        )
        #expect(entries.map(\.id.description) == ["011111111111", "222222222222", "333333333333"])
        #expect(entries.map(\.name) == ["café 🚀", "", ""])
        #expect(entries.map(\.state) == [.suspended, .pendingClosure, nil])
        #expect(entries.map(\.source) == ["accounts:3", "accounts:10", "accounts:11"])
        #expect(entries.first?.ouPath == "o-abc/r-1/ou-1/")
        #expect(entries.map(\.managementAccountID?.description) == ["999999999999", nil, nil])
    }

    // MARK: YAML

    @Test func `c7n-org's accounts are read, with chains, placeholders and an owner's tag`() throws {
        let entries = try read(
            """
            vars: {charge_code: xyz}
            accounts:
            - account_id: '123123123123'
              name: account-1
              regions: [us-east-1]
              role: arn:aws:iam::{account_id}:role/CloudCustodian
              tags: [type:prod, "Owner: team-a@x", pci]
              vars: {anything: [goes]}
              vendor_key: 1
            - account_id: "012345678901"
              email: b@x
              external_id: 12345
              role:
              - arn:aws:iam::999999999999:role/Hub
              - arn:aws:iam::{account_id}:role/path/Reader
            - {account_id: '333333333333', profile: other}
            """
        )
        #expect(entries.map(\.name) == ["account-1", "", ""])
        #expect(
            entries.map(\.roleARN) == [
                "arn:aws:iam::123123123123:role/CloudCustodian", "arn:aws:iam::012345678901:role/path/Reader", "",
            ]
        )
        #expect(entries.map(\.hops) == [[], ["arn:aws:iam::999999999999:role/Hub"], []])
        #expect(entries.map(\.owner) == ["team-a@x", "", ""])
        #expect(entries.map(\.externalID?.reveal) == [nil, "12345", nil])
        #expect(entries.map(\.source) == ["accounts:3", "accounts:10", "accounts:16"])
    }

    @Test func `Prowler's providers are read, those of other clouds passed over`() throws {
        let entries = try read(
            """
            # generated
            - provider: azure
              uid: 00000000-1111-2222-3333-444444444444
              auth_method: service_principal
              credentials: { client_secret: theirs }
            - provider: aws
              uid: '111111111111'
              alias: Production-Account
              auth_method: role
              credentials:
                role_arn: arn:aws:iam::111111111111:role/ProwlerRole
                external_id: prowler-ext-id-12345
            - { provider: AWS, uid: "222222222222" }
            """
        )
        #expect(entries.map(\.id.description) == ["111111111111", "222222222222"])
        #expect(entries.map(\.label) == ["Production-Account", ""])
        #expect(entries.map(\.name) == ["", ""])
        #expect(entries.map(\.roleARN) == ["arn:aws:iam::111111111111:role/ProwlerRole", ""])
        #expect(entries.map(\.externalID?.reveal) == ["prowler-ext-id-12345", nil])
        #expect(entries.map(\.source) == ["accounts:6", "accounts:13"])
    }

    // MARK: Profiles

    @Test func `profiles lead to the account of their role or of Identity Center`() throws {
        let entries = try read(
            """
            ; ours
            [default]
            region = eu-central-1

            [profile prod]
            role_arn = arn:aws:iam::011111111111:role/Reader
            source_profile = default
            external_id = 3f1c

            [sso-session main]
            sso_start_url = https://example.awsapps.com/start
            [profile dev]
            sso_session = main
            sso_account_id = 222222222222
            sso_role_name = ReadOnly
            """
        )
        #expect(entries.map(\.id.description) == ["011111111111", "222222222222"])
        #expect(entries.map(\.label) == ["prod", "dev"])
        #expect(entries.map(\.roleARN) == ["arn:aws:iam::011111111111:role/Reader", ""])
        #expect(entries.map(\.externalID?.reveal) == ["3f1c", nil])
        #expect(entries.map(\.source) == ["accounts:5", "accounts:12"])
    }

    // MARK: Telling apart

    @Test(
        arguments: [
            #"{"Accounts": []}"#: .json, #"[{"Id": "1"}]"#: .json, "[]": .json, "[profile a]": .profiles,
            "[default] ; the first": .profiles, "account_id": .csv, "name,account_id": .csv,
            "\"account_id\";\"name\"": .csv, "account;id,name": .csv, "111122223333": .text,
            "12345678901  # note: a, b": .text, "111122223333,prod": .csv, "accounts:": .yaml, "- provider: aws": .yaml,
            "---": .yaml, "hello": nil,
        ] as [String: InventoryReader.Kind?]
    )
    func `the first line tells the kind`(line: String, kind: InventoryReader.Kind?) {
        #expect(InventoryReader.kind(of: line) == kind)
    }

    // MARK: Several files

    private func merge(_ files: String...) throws -> [InventoryEntry] {
        var entries: [InventoryEntry] = []
        for (index, text) in files.enumerated() { entries += try read(text, file: ["a", "b", "c"][index]) }
        return try InventoryEntry.merged(entries)
    }

    @Test func `files complement each other, in the order of the folder`() throws {
        let entries = try merge(
            #"{"Accounts": [{"Id": "111122223333", "Name": "prod", "Email": "AWS@x"}, {"Id": "000000000002"}]}"#,
            "account_id,email,owner,external_id\n111122223333,aws@x,team,s1\n",
            "accounts: [{account_id: '111122223333', name: prod, role: ['arn:aws:iam::999999999999:role/h', "
                + "'arn:aws:iam::111122223333:role/r']}]"
        )
        #expect(entries.map(\.id.description) == ["000000000002", "111122223333"])
        let merged = try #require(entries.last)
        #expect(merged.source == "a:1, b:2, c:1")
        #expect([merged.name, merged.email, merged.owner] == ["prod", "AWS@x", "team"])
        #expect(merged.roleARN == "arn:aws:iam::111122223333:role/r")
        #expect(merged.hops == ["arn:aws:iam::999999999999:role/h"])
        #expect(merged.externalID?.reveal == "s1")
    }

    @Test(arguments: [
        ("name\n111122223333,prod", "name\n111122223333,dev", "the name is \"dev\" here and \"prod\" at a:2."),
        ("email\n111122223333,a@x", "email\n111122223333,b@x", "the email is \"b@x\" here and \"a@x\" at a:2."),
        ("owner\n111122223333,a@x", "owner\n111122223333,b@x", "the owner is \"b@x\" here and \"a@x\" at a:2."),
        (
            "role_arn\n111122223333,arn:aws:iam::111122223333:role/a",
            "role_arn\n111122223333,arn:aws:iam::111122223333:role/b",
            "the role is \"arn:aws:iam::111122223333:role/b\" here and \"arn:aws:iam::111122223333:role/a\" at a:2."
        ),
        (
            "external_id\n111122223333,hunter2", "external_id\n111122223333,hunter3",
            "the external id is not the one at a:2."
        ),
    ])
    func `a contradiction is refused with both places`(one: String, other: String, difference: String) throws {
        let failure = try #require(throws: ConfigurationFailure.self) {
            try merge("account_id,\(one)\n", "account_id,\(other)\n")
        }
        let remedy = "Make both say the same, or leave it out in one of them."
        #expect(failure.description == "b:2: account 111122223333: \(difference) \(remedy)")
    }

    @Test func `a contradiction names the file that says otherwise, not the one that is silent`() throws {
        let failure = try #require(throws: ConfigurationFailure.self) {
            try merge("account_id,name\n111122223333,prod\n", "111122223333\n", "account_id,name\n111122223333,dev\n")
        }
        let contradiction = "c:2: account 111122223333: the name is \"dev\" here and \"prod\" at a:2."
        #expect(failure.description.hasPrefix(contradiction))
    }

    @Test func `two chains and two states contradict each other`() throws {
        let chain = { (hub: String) in
            "accounts: [{account_id: '111122223333', role: ['\(hub)', 'arn:aws:iam::111122223333:role/r']}]"
        }
        let chains = try #require(throws: ConfigurationFailure.self) {
            try merge(chain("arn:aws:iam::999999999999:role/h"), chain("arn:aws:iam::888888888888:role/h"))
        }
        #expect(chains.problem.contains("the chain of roles is \"arn:aws:iam::888888888888:role/h\" here"))
        let export = { (state: String) in #"{"Accounts": [{"Id": "111122223333", "State": "\#(state)"}]}"# }
        let states = try #require(throws: ConfigurationFailure.self) { try merge(export("ACTIVE"), export("CLOSED")) }
        #expect(states.problem.contains("the state is \"CLOSED\" here and \"ACTIVE\" at a:1"))
    }

    @Test func `two profiles of one account agree unless their roles differ`() throws {
        let sso = "[profile a]\nsso_account_id = 111122223333\n[profile b]\nsso_account_id = 111122223333\n"
        let merged = try #require(try merge(sso).first)
        #expect(merged.label == "a")
        #expect(merged.source == "a:1, a:3")
        let roles = ["admin", "audit"].map { "[profile \($0)]\nrole_arn = arn:aws:iam::111122223333:role/\($0)\n" }
        let failure = try #require(throws: ConfigurationFailure.self) { try merge(roles.joined()) }
        #expect(failure.description.hasPrefix("a:3: account 111122223333: the role is \"arn:"))
        #expect(failure.description.contains("role/audit\" here and \"arn:aws:iam::111122223333:role/admin\" at a:1."))
    }

    @Test func `an external id never shows in a description`() throws {
        let entry = try #require(try read("account_id,external_id\n111122223333,hunter2\n").first)
        #expect(!"\(entry)".contains("hunter2"))
    }
}
