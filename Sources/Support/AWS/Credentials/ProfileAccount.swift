package import Domain

/// A profile of a config file as the account that it leads to: by the role that it assumes, or by IAM Identity Center.
package struct ProfileAccount: Sendable, Equatable {
    package var name: String
    package var line: Int
    package var accountID: AccountID
    /// Empty for Identity Center, whose roles nobody can assume from outside.
    package var roleARN: String
    package var externalID: Secret?

    /// What is wrong and where; never a value that may be secret.
    package struct Failure: Error, Equatable {
        package var line: Int
        package var problem: String
        package var remedy: String
    }

    /// The profiles with a role or an account, in the order of the file; the others only lead to credentials.
    ///
    /// Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html and
    /// https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html
    package static func all(in text: String) throws(Failure) -> [ProfileAccount] {
        let file: INIFile
        do throws(INIFile.Failure) {
            file = try INIFile(text)
        } catch {
            throw Failure(
                line: error.line,
                problem: error.detail,
                remedy: "Write it as `aws configure` does: [profile NAME], and key = value lines below"
            )
        }
        let lines = headerLines(in: text)
        for section in file.sections where section.values["aws_secret_access_key"] != nil {
            throw Failure(
                line: lines[section.name] ?? 1,
                problem: "[\(section.name)] holds an access key",
                remedy:
                    "Take it out and keep it out: the folder is evidence; base credentials come from the environment"
            )
        }
        // botocore lets the later of `[default]` and `[profile default]` win.
        var profiles: [String: INIFile.Section] = [:]
        var names: [String] = []
        for section in file.sections {
            let name = section.name == "default" ? section.name : INIFile.name(in: section.name, after: "profile")
            guard let name else {
                try requireNoAccount(in: section, line: lines[section.name] ?? 1)
                continue
            }
            if profiles.updateValue(section, forKey: name) == nil { names.append(name) }
        }
        var accounts: [ProfileAccount] = []
        for name in names {
            guard let section = profiles[name] else { continue }
            let line = lines[section.name] ?? 1
            if let account = try ProfileAccount(name, section, line: line) { accounts.append(account) }
        }
        return accounts
    }

    /// A section that no tool takes for a profile, but whose writer did, would lose its account.
    private static func requireNoAccount(in section: INIFile.Section, line: Int) throws(Failure) {
        guard ["role_arn", "sso_account_id"].contains(where: { section.values[$0] != nil }) else { return }
        throw Failure(
            line: line,
            problem: "[\(section.name)] names an account and is no profile",
            remedy: "Write [profile NAME], with quotation marks around a name that has a space in it"
        )
    }

    private init?(_ name: String, _ section: INIFile.Section, line: Int) throws(Failure) {
        func value(_ key: String) -> String? { section.values[key]?.text.flatMap { $0.isEmpty ? nil : $0 } }
        if let roleARN = value("role_arn") {
            guard let arn = ARN(roleARN), arn.service == "iam", arn.resource.hasPrefix("role/"), let id = arn.accountID
            else {
                throw Failure(
                    line: line,
                    problem: "[\(section.name)] role_arn is not the ARN of a role",
                    remedy: "Write role_arn = arn:aws:iam::111122223333:role/NAME"
                )
            }
            guard value("sso_account_id").map({ $0 == id.description }) ?? true else {
                throw Failure(
                    line: line,
                    problem: "[\(section.name)] role_arn and sso_account_id name two accounts",
                    remedy: "Write a profile for each"
                )
            }
            self.init(
                name: name,
                line: line,
                accountID: id,
                roleARN: roleARN,
                externalID: value("external_id").map(Secret.init)
            )
        } else if let text = value("sso_account_id") {
            guard let id = AccountID(text) else {
                let hint = text.utf8.count == 11 ? " (a leading zero lost?)" : ""
                throw Failure(
                    line: line,
                    problem: "[\(section.name)] sso_account_id is not an account id\(hint)",
                    remedy: "Write all 12 digits, leading zeros included"
                )
            }
            self.init(name: name, line: line, accountID: id, roleARN: "", externalID: nil)
        } else {
            return nil
        }
    }

    private init(name: String, line: Int, accountID: AccountID, roleARN: String, externalID: Secret?) {
        self.name = name
        self.line = line
        self.accountID = accountID
        self.roleARN = roleARN
        self.externalID = externalID
    }

    /// Where each section begins, by the name in its brackets.
    private static func headerLines(in text: String) -> [String: Int] {
        var lines: [String: Int] = [:]
        let all = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        for (index, line) in all.enumerated() {
            let content = line.drop(while: \.isWhitespace)
            guard content.first == "[", let end = content.lastIndex(of: "]") else { continue }
            let name = String(content[..<end].dropFirst())
            if lines[name] == nil { lines[name] = index + 1 }
        }
        return lines
    }
}
