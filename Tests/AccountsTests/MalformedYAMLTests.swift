import Testing

@testable import Accounts

/// Inventory files of other tools that are refused.
struct MalformedYAMLTests {
    @Test(arguments: [
        MalformedFile(
            "a.yml",
            "accounts:\n  - [\n",
            ":3: not valid YAML: did not find expected node content. "
                + "Check indentation, quotes and colons on that line."
        ),
        MalformedFile("a.yml", "accounts: []\n", ": names no AWS account. Fill it, or take it out of the folder."),
        MalformedFile(
            "a.yml",
            "accounts: []\nsubscriptions: []\n",
            ":2: subscriptions: unknown key. The keys here are: "
                + "accounts, vars."
        ),
        MalformedFile("a.yml", "accounts:\n  prod: {}\n", ":2: accounts: must be a list. Write it as [a, b]."),
        MalformedFile("a.yml", "accounts:\n- prod\n", ":2: accounts[0]: must be a mapping. Write `key: value` lines."),
        MalformedFile(
            "a.yml",
            "accounts:\n- name: x\n",
            ":2: accounts[0]: account_id is missing. Write account_id: \"111122223333\"."
        ),
        MalformedFile(
            "a.yml",
            "accounts:\n- name: x\n  account_id: 012345678901\n",
            ":3: accounts[0].account_id: a number, not text. Write \"012345678901\", in quotes, so that no reader drops a "
                + "leading zero."
        ),
        MalformedFile(
            "a.yml",
            "accounts:\n- account_id: 12345678901\n",
            ":2: accounts[0].account_id: \"12345678901\" \(Wording.lostZero) \(Wording.twelveDigits)"
        ),
        MalformedFile(
            "a.yml",
            "accounts:\n- account_id: '111122223333'\n  role: arn:aws:iam::{account}:role/x\n",
            ":3: accounts[0].role: not the ARN of a role in account 111122223333. \(Wording.placeholder)"
        ),
        MalformedFile(
            "a.yml",
            "accounts:\n- account_id: '111122223333'\n  role: arn:aws:iam::222222222222:role/x\n",
            ":3: accounts[0].role: not the ARN of a role in account 111122223333. \(Wording.placeholder)"
        ),
        MalformedFile(
            "a.yml",
            "accounts:\n- account_id: '111122223333'\n  role:\n  - hub\n  - arn:aws:iam::{account_id}:role/x\n",
            ":4: accounts[0].role[0]: not the ARN of a role. \(Wording.placeholder)"
        ),
        MalformedFile(
            "a.yml",
            "accounts:\n- account_id: '111122223333'\n  role: []\n",
            ":3: accounts[0].role: an empty list. Name at least one role."
        ),
        MalformedFile(
            "a.yml",
            "x: &x {role: y}\naccounts: []\n",
            ":1: x: unknown key. The keys here are: accounts, vars."
        ),
        MalformedFile(
            "a.yml",
            "vars: &x {role: y}\naccounts:\n- account_id: '111122223333'\n  <<: *x\n",
            ":1: accounts[0].<<: merge keys are not supported. Write the keys out."
        ),
        MalformedFile(
            "a.yml",
            "accounts:\n- account_id: '111122223333'\n  name: x\n  name: y\n",
            ":3: the key name stands twice. Keep one of them."
        ),
        MalformedFile(
            "a.yml",
            "accounts:\n- account_id: '111122223333'\n- account_id: '111122223333'\n",
            ":3: account 111122223333 stands twice, first at a.yml:2. Keep one of the two."
        ),
    ])
    func `c7n-org`(file: MalformedFile) throws {
        try file.expectRefusal()
    }

    @Test(arguments: [
        MalformedFile(
            "p.yaml",
            "- provider: gcp\n  uid: x\n",
            ": names no AWS account. Fill it, or take it out of the folder."
        ),
        MalformedFile(
            "p.yaml",
            "- provider: amazon\n  uid: '111122223333'\n- provider: aws\n  uid: '222222222222'\n",
            ":1: [0].provider: no provider that Prowler knows. Write aws, or the other cloud's name as Prowler does."
        ),
        MalformedFile("p.yaml", "- '111122223333'\n", ":1: [0]: must be a mapping. Write `key: value` lines."),
        MalformedFile("p.yaml", "- uid: '111122223333'\n", ":1: [0]: provider is missing. Write provider: aws."),
        MalformedFile("p.yaml", "- provider: aws\n", ":1: [0]: uid is missing. Write uid: \"111122223333\"."),
        MalformedFile(
            "p.yaml",
            "- provider: aws\n  uid: 111122223333\n",
            ":2: [0].uid: a number, not text. Write \"111122223333\", in quotes, so that no reader drops a leading zero."
        ),
        MalformedFile(
            "p.yaml",
            "- provider: aws\n  uid: '12345678901'\n",
            ":2: [0].uid: \"12345678901\" \(Wording.lostZero) \(Wording.twelveDigits)"
        ),
        MalformedFile(
            "p.yaml",
            "- provider: aws\n  uid: '111122223333'\n  auth_method: credentials\n",
            ":3: [0].auth_method: only a role can be assumed. Write auth_method: role, and credentials.role_arn."
        ),
        MalformedFile(
            "p.yaml",
            "- provider: aws\n  uid: '111122223333'\n  credentials:\n    secret_access_key: hunter2\n",
            ":4: [0].credentials.secret_access_key: an access key. \(Wording.keep)"
        ),
        MalformedFile(
            "p.yaml",
            "- provider: aws\n  uid: '111122223333'\n  credentials:\n    role_arn: arn:aws:iam::222222222222:role/x\n",
            ":4: [0].credentials.role_arn: not the ARN of a role in account 111122223333. Write "
                + "arn:aws:iam::111122223333:role/NAME."
        ),
    ])
    func `Prowler`(file: MalformedFile) throws {
        try file.expectRefusal()
    }

    @Test(arguments: [
        "? [a, b]\n: x\n", "role: x\n?\n  a: b\n: y\n", "a: &a [1]\n*a : x\n", "a: &a [1]\nb: {*a: x}\n",
        "role: {? *a : x}\n",
    ])
    func `a key that is no plain text is refused before it is composed`(yaml: String) throws {
        let failure = try #require(throws: ConfigurationFailure.self) { try YAMLReader.parse(yaml, file: "f") }
        #expect(failure.problem == "a key that is no plain text")
    }

    /// Each level holds the one before it twice: as a key it would be compared 2^40 times.
    @Test func `aliases of aliases do not hang it, as keys or as values`() throws {
        let levels = (1...40).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()
        let bomb = "a0: &a0 [x]\n" + levels
        #expect(throws: ConfigurationFailure.self) { try YAMLReader.parse(bomb + "? *a40\n: x\n", file: "f") }
        let values = try #require(try YAMLReader.parse(bomb, file: "f"))
        #expect(throws: ConfigurationFailure.self) { try values.members(known: ["role"]) }
    }

    @Test func `a question and a pattern are plain text`() throws {
        let root = try YAMLReader.parse("a: what? now *b\nb: [\"*\", svc-*]\n# ? c\nc: '*: x'\n", file: "f")
        #expect(try root?.entries().map(\.key) == ["a", "b", "c"])
    }
}
