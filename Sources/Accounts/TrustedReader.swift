import Domain

/// Reads the `trusted` part of organization.yaml.
enum TrustedReader {
    static func read(_ value: YAMLReader) throws(ConfigurationFailure) -> Trusted {
        let keys = try value.members(
            known: ["accounts", "organizations", "platform_roles"],
            later: ["github_orgs": "judging GitHub trusts", "identity_providers": "approving identity providers"]
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
        if let roles = keys["platform_roles"] { trusted.platformRoles += try platformRoles(roles) }
        return trusted
    }

    private static func party(_ value: YAMLReader) throws(ConfigurationFailure) -> Trusted.Party {
        let keys = try value.members(
            known: ["external_id", "name", "owner", "review", "ticket"],
            later: ["allow": "allowing a third party to read data"]
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
        return Trusted.Party(
            name: try name.text(),
            owner: try owner.text(),
            ticket: try ticket.text(),
            review: try keys["review"]?.day(),
            requiresExternalID: requiresExternalID
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
