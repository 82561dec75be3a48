import Testing

/// Inventory files that are refused; those in YAML stand in `MalformedYAMLTests`.
struct MalformedInventoryTests {
    @Test(arguments: [
        MalformedFile("a", "", ": names no AWS account. Fill it, or take it out of the folder."),
        MalformedFile("a", "# later\n\n", ": names no AWS account. Fill it, or take it out of the folder."),
        MalformedFile("a", bytes: [0x61, 0xFF, 0x0A], ": not UTF-8 text. Save it as UTF-8."),
        MalformedFile("a", bytes: [0xFF, 0xFE, 0x31, 0x00], ": UTF-16 text. Save it as UTF-8."),
        MalformedFile("a", bytes: [0xFE, 0xFF, 0x00, 0x31], ": UTF-16 text. Save it as UTF-8."),
        MalformedFile("a", bytes: [0x31, 0x00, 0x31, 0x00], ": NUL bytes, as UTF-16 text has them. Save it as UTF-8."),
        MalformedFile(
            "a",
            "hello\n",
            """
            : not an inventory of a known kind. Known are the output of `aws organizations list-accounts`, c7n-org's \
            accounts.yml, Prowler's list of providers, profiles of an AWS config file, a CSV with the column account_id, \
            and text with one account id on each line.
            """
        ),
    ])
    func `what is no inventory`(file: MalformedFile) throws {
        try file.expectRefusal()
    }

    @Test(arguments: [
        MalformedFile("a.csv", "account_id,name\n", ": names no AWS account. Fill it, or take it out of the folder."),
        MalformedFile("a.csv", "# x\naccount_id,acount\n", ":2: unknown column \"acount\". \(Wording.columns)"),
        MalformedFile("a.csv", "111122223333,prod\n", ":1: unknown column \"111122223333\". \(Wording.columns)"),
        MalformedFile(
            "a.csv",
            "account_id;name\n111122223333;x\n",
            ":1: the columns are not separated by commas. Save it as CSV with commas between the cells."
        ),
        MalformedFile(
            "a.csv",
            "name,email\nx,y\n",
            ":1: the header must name account_id, and every column once. Begin with a line such as "
                + "account_id,name,owner."
        ),
        MalformedFile(
            "a.csv",
            "account_id,name,name\n",
            ":1: the header must name account_id, and every column once. Begin with a line such as "
                + "account_id,name,owner."
        ),
        MalformedFile(
            "a.csv",
            "account_id\n12345678901\n",
            ":2: account_id: \"12345678901\" \(Wording.lostZero) \(Wording.twelveDigits)"
        ),
        MalformedFile(
            "a.csv",
            "account_id\n1.23457E+11\n",
            ":2: account_id: \"1.23457E+11\" is not an account id. \(Wording.twelveDigits)"
        ),
        MalformedFile(
            "a.csv",
            "account_id,name\n111122223333\n",
            ":2: 1 cells where the header has 2. Quote cells that contain a comma."
        ),
        MalformedFile(
            "a.csv",
            "account_id,name\n111122223333,\"x\n",
            ":2: a quoted cell is not closed. Add the closing quote."
        ),
        MalformedFile(
            "a.csv",
            "account_id,name\n111122223333,\"x\"y\n",
            ":2: text after a closing quote. Double the quotes inside a quoted cell."
        ),
        MalformedFile(
            "a.csv",
            "account_id\n111122223333\n222222222222\n111122223333\n",
            ":4: account 111122223333 stands twice, first at a.csv:2. Keep one of the two."
        ),
        MalformedFile(
            "a.csv",
            "account_id,role_arn\n111122223333,arn:aws:iam::222222222222:role/x\n",
            ":2: role_arn is not the ARN of a role in account 111122223333. Write arn:aws:iam::111122223333:role/NAME, "
                + "or leave it empty for the role of organization.yaml."
        ),
    ])
    func `CSV`(file: MalformedFile) throws {
        try file.expectRefusal()
    }

    @Test(arguments: [
        MalformedFile(
            "a.txt",
            "111122223333\n12345678901 # x\n",
            ":2: \"12345678901\" \(Wording.lostZero) \(Wording.twelveDigits)"
        ),
        MalformedFile(
            "a.txt",
            "111122223333 2\n",
            ":1: \"111122223333 2\" is not an account id. \(Wording.twelveDigits)"
        ),
        MalformedFile(
            "a.txt",
            "1111-2222-3333\n",
            ":1: \"1111-2222-3333\" is not an account id. \(Wording.twelveDigits)"
        ),
        MalformedFile(
            "a.txt",
            "111122223333\nprod\u{1B}[2J\n",
            ":2: \"prod[2J\" is not an account id. \(Wording.twelveDigits)"
        ),
        MalformedFile(
            "a.txt",
            "111122223333\n\n111122223333\n",
            ":3: account 111122223333 stands twice, first at a.txt:1. Keep one of the two."
        ),
    ])
    func `text`(file: MalformedFile) throws {
        try file.expectRefusal()
    }

    @Test(arguments: [
        MalformedFile(
            "a.json",
            "{\n  \"Accounts\": [\n",
            ":3: not valid JSON: the document ends too early. \(Wording.export)."
        ),
        MalformedFile(
            "a.json",
            "{\"Accounts\": [],\n \"Accounts\": []}",
            ":2: not valid JSON: the key Accounts stands twice. "
                + "\(Wording.export)."
        ),
        MalformedFile("a.json", "{\"Accounts\": []}", ": names no AWS account. Fill it, or take it out of the folder."),
        MalformedFile(
            "a.json",
            "[]",
            ":1: not the output of list-accounts, which holds \"Accounts\". \(Wording.export)."
        ),
        MalformedFile(
            "a.json",
            "{\"Roots\": []}",
            ":1: not the output of list-accounts, which holds \"Accounts\". \(Wording.export)."
        ),
        MalformedFile("a.json", "{\"Accounts\": {}}", ":1: Accounts: must be a list. Write [ ]."),
        MalformedFile("a.json", "{\"Accounts\": [\n\"x\"]}", ":2: Accounts[0]: must be an object. Write { }."),
        MalformedFile("a.json", "{\"Accounts\": [\n{}]}", ":2: Accounts[0]: Id is missing. \(Wording.export)."),
        MalformedFile(
            "a.json",
            "{\"Accounts\": [\n{\"Name\": \"x\",\n\"Id\": 111122223333}]}",
            ":3: Accounts[0].Id: must be text. Put it in quotes."
        ),
        MalformedFile(
            "a.json",
            "{\"Accounts\": [{\"Id\": \"12345678901\"}]}",
            ":1: Accounts[0].Id: \"12345678901\" \(Wording.lostZero) \(Wording.twelveDigits)"
        ),
        MalformedFile(
            "a.json",
            "{\"Accounts\": [{\"Id\": \"111122223333\"}],\n\"NextToken\": \"eyJ\"}",
            ":2: NextToken: more accounts follow, so the export is cut off. \(Wording.export), without --max-items."
        ),
        MalformedFile(
            "a.json",
            "{\"Accounts\": [{\"Id\": \"111122223333\",\n\"Arn\": \"arn:aws:organizations::2:account/o-a/1\"}]}",
            ":2: Accounts[0].Arn: not the ARN of account 111122223333 in an organization. \(Wording.export)."
        ),
        MalformedFile(
            "a.json",
            "{\"Accounts\": [{\"Id\": \"111122223333\", \"Name\": 7}]}",
            ":1: Accounts[0].Name: must be text. Put it in quotes."
        ),
        MalformedFile(
            "a.json",
            "{\"Accounts\": [{\"Id\": \"111122223333\"},\n{\"Id\": \"111122223333\"}]}",
            ":2: account 111122223333 stands twice, first at a.json:1. Keep one of the two."
        ),
    ])
    func `list-accounts`(file: MalformedFile) throws {
        try file.expectRefusal()
    }

    @Test(arguments: [
        MalformedFile(
            "config",
            "[default]\nregion = x\n",
            ": names no AWS account. Fill it, or take it out of the folder."
        ),
        MalformedFile(
            "config",
            "[profile a]\nrole_arn\n",
            ":2: neither a [section] nor a key = value. Write it as `aws configure` does: [profile NAME], and key = value "
                + "lines below."
        ),
        MalformedFile(
            "config",
            "[profile a]\n[profile a]\n",
            ":2: the section [profile a] is there twice. Write it as `aws configure` does: [profile NAME], and key = value "
                + "lines below."
        ),
        MalformedFile(
            "config",
            "\n[profile a]\nrole_arn = Reader\n",
            ":2: [profile a] role_arn is not the ARN of a role. Write role_arn = arn:aws:iam::111122223333:role/NAME."
        ),
        MalformedFile(
            "config",
            "[profile a]\nsso_account_id = 12345678901\n",
            ":1: [profile a] sso_account_id is not an account id (a leading zero lost?). \(Wording.twelveDigits)"
        ),
        MalformedFile(
            "credentials",
            "[a]\nregion = x\n[b]\naws_secret_access_key = hunter2\n",
            ":3: [b] holds an access key. \(Wording.keep)"
        ),
    ])
    func `profiles`(file: MalformedFile) throws {
        try file.expectRefusal()
    }
}
