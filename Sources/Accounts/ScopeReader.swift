import Domain

/// Reads `include` and `exclude` of organization.yaml.
enum ScopeReader {
    static func include(_ value: YAMLReader, into configuration: inout Configuration) throws(ConfigurationFailure) {
        let keys = try value.members(known: ["accounts", "ous", "tags"])
        for element in try keys["accounts"]?.elements() ?? [] {
            guard configuration.includedAccounts.insert(try element.accountID()).inserted else {
                throw element.failure("stands twice", "Keep one of the two")
            }
        }
        for element in try keys["ous"]?.elements() ?? [] { configuration.includedUnits.append(try element.text()) }
        for (key, values) in try keys["tags"]?.entries() ?? [] {
            let elements = values.isList ? try values.elements() : [values]
            guard !elements.isEmpty else {
                throw values.failure("an empty list", "Name the values, or take the key out")
            }
            for element in elements {
                configuration.includedTags[key, default: []].insert(try element.text())
            }
        }
    }

    static func exclusions(_ value: YAMLReader) throws(ConfigurationFailure) -> [Configuration.Exclusion] {
        var exclusions: [Configuration.Exclusion] = []
        for element in try value.elements() {
            let exclusion = try exclusion(element)
            guard !exclusions.contains(where: { $0.target == exclusion.target }) else {
                let target = ConfigurationFailure.printable("\(exclusion.target)")
                throw element.failure("\(target) is excluded twice", "Keep one of the two entries")
            }
            exclusions.append(exclusion)
        }
        return exclusions
    }

    private static func exclusion(_ element: YAMLReader) throws(ConfigurationFailure) -> Configuration.Exclusion {
        let targets = ["account", "ou", "tag"]
        let keys = try element.members(known: targets + ["approver", "expires", "owner", "reason", "ticket"])
        func required(_ name: String) throws(ConfigurationFailure) -> YAMLReader {
            guard let member = keys[name] else {
                throw element.failure(
                    "an exclusion without \(name)",
                    "Give account (or ou or tag), reason, owner, approver and expires: an exclusion is a judgement"
                )
            }
            return member
        }
        func words(_ name: String) throws(ConfigurationFailure) -> String {
            let member = try required(name)
            let text = try member.text().trimmed
            guard !text.isEmpty else {
                throw member.failure("an empty \(name)", "An exclusion is a judgement: write it")
            }
            return text
        }
        guard targets.count(where: { keys[$0] != nil }) < 2 else {
            throw element.failure("more than one of account, ou and tag", "Write one entry for each")
        }
        let target: Configuration.Exclusion.Target
        if let filter = try filter(keys) {
            target = filter
        } else {
            target = .account(try required("account").accountID())
        }
        let exclusion = Configuration.Exclusion(
            target: target,
            reason: try words("reason"),
            owner: try words("owner"),
            approver: try words("approver"),
            expires: try required("expires").day(),
            ticket: try keys["ticket"]?.text() ?? ""
        )
        guard exclusion.owner.lowercased() != exclusion.approver.lowercased() else {
            throw element.failure("approved by its owner", "Name an approver who is not the owner")
        }
        return exclusion
    }

    private static func filter(
        _ keys: [String: YAMLReader]
    ) throws(ConfigurationFailure) -> Configuration.Exclusion.Target? {
        if let unit = keys["ou"] { return .unit(try unit.text()) }
        guard let tag = keys["tag"] else { return nil }
        let text = try tag.text()
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
            throw tag.failure("not key=value", "Write it as environment=sandbox")
        }
        return .tag(key: String(text[..<equals]), value: String(text[text.index(after: equals)...]))
    }
}
