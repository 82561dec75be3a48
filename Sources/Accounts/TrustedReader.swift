import Domain

/// Reads the `trusted` part of organization.yaml.
enum TrustedReader {
    static func read(_ value: YAMLReader) throws(ConfigurationFailure) -> Trusted {
        let keys = try value.members(
            known: ["accounts", "github_orgs", "identity_providers", "organizations", "platform_roles"]
        )
        var trusted = Trusted()
        for (id, party) in try keys["accounts"]?.entries() ?? [] {
            guard let account = AccountID(id) else {
                throw .malformedAccountID(id, file: party.file, line: party.line)
            }
            trusted.accounts[account] = try self.party(party)
        }
        for element in try keys["organizations"]?.elements() ?? [] {
            let id = try element.text()
            guard id.hasPrefix("o-") else {
                throw element.failure("not an organization id", "Write an id such as o-a1b2c3d4e5")
            }
            trusted.organizations.append(id)
        }
        for element in try keys["identity_providers"]?.elements() ?? [] {
            let name = try element.text()
            guard name.contains(where: { $0 != "*" && $0 != "?" }) else {
                throw element.failure("approves every provider", "Write a name or a URL, such as okta or gitlab.com")
            }
            trusted.identityProviders.append(name)
        }
        for element in try keys["github_orgs"]?.elements() ?? [] {
            let name = try element.text()
            guard !name.isEmpty, name.utf8.allSatisfy(isInNamesOfGitHub) else {
                throw element.failure("not the name of a GitHub organization", "Write the name alone, such as acme")
            }
            trusted.githubOrganizations.append(name)
        }
        if let roles = keys["platform_roles"] { trusted.platformRoles += try platformRoles(roles) }
        return trusted
    }

    private static func isInNamesOfGitHub(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func party(_ value: YAMLReader) throws(ConfigurationFailure) -> Trusted.Party {
        let keys = try value.members(
            known: ["allow", "external_id", "name", "owner", "review", "ticket"]
        )
        guard let name = keys["name"], let owner = keys["owner"], let ticket = keys["ticket"] else {
            throw value.failure("incomplete", "Give name, owner and ticket: trusting an outsider is a judgement")
        }
        var requiresExternalID = true
        if let externalID = keys["external_id"] {
            switch try externalID.text() {
            case "required": requiresExternalID = true
            case "not_required": requiresExternalID = false
            default: throw externalID.failure("unknown value", "Write required or not_required")
            }
        }
        for element in try keys["allow"]?.elements() ?? [] where try element.text() != "read_data" {
            throw element.failure("unknown value", "Write allow: [read_data], or leave it out")
        }
        return Trusted.Party(
            name: try name.text(),
            owner: try owner.text(),
            ticket: try ticket.text(),
            review: try keys["review"]?.day(),
            requiresExternalID: requiresExternalID,
            mayReadData: try keys["allow"]?.elements().isEmpty == false
        )
    }

    private static func platformRoles(_ value: YAMLReader) throws(ConfigurationFailure) -> [PlatformRole] {
        if value.isText("default") { return [] }
        var roles: [PlatformRole] = []
        for element in try value.elements() {
            let keys = try element.members(known: ["name", "principal"])
            guard let name = keys["name"], let principal = keys["principal"] else {
                throw element.failure("incomplete", "Give name and principal, so that a look-alike still fails")
            }
            roles.append(PlatformRole(name: try name.text(), principal: try principal.text()))
        }
        return roles
    }
}
