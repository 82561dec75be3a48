import Domain

// Where somebody who left is named, though the place is not their own user.

extension CheckInput {
    func leaversInTrust() -> [Assessment] {
        account.roles.flatMap { view -> [Assessment] in
            let name = "The trust policy of role \(view.role.name) in \(place)"
            switch view.trust {
            case .failure(let error):
                let sentence = "\(name) could not be searched for people who left because of the policy: \(error)."
                return [.notAssessed(.role(view.role), sentence)]
            case .success(let grants):
                var seen: Set<String> = []
                return grants.flatMap(names).filter { seen.insert($0.place).inserted }.compactMap { place, candidates in
                    people.roster.leaver(namedBy: candidates).map {
                        named($0, .role(view.role), discriminator: place, "\(name) names", place)
                    }
                }
            }
        }
    }

    /// The whole values of a grant that may be somebody's name, each with the place where it stands.
    private func names(in grant: TrustGrant) -> [(place: String, candidates: RosterIndex.Candidates?)] {
        var names: [(String, RosterIndex.Candidates?)] = []
        let party = grant.party
        if let session = party.sessionName {
            names.append((party.text, people.roster.find(session: session)))
        } else if party.kind == .user, let user = party.text.split(separator: "/").last {
            names.append((party.text, people.roster.find(session: String(user))))
        }
        for condition in grant.conditions where !condition.operator.lowercased().contains("not") {
            names += condition.values.map { ("\(condition.key) \($0)", people.roster.find(session: $0)) }
        }
        return names
    }

    func leaversInTags() -> [Assessment] {
        let users = account.users.flatMap { view -> [Assessment] in
            let own = people[view].leaver ?? (isServiceUser(view) ? people.owner(of: view)?.member : nil)
            let resource = Resource.user(view.user)
            return leavers(in: view.user.tags, of: resource, "User \(name(of: view))", besides: own)
        }
        let roles = account.roles.flatMap { view in
            let name = "Role \(view.role.name) in \(place)"
            return leavers(in: view.role.tags, of: .role(view.role), name, besides: nil)
        }
        return users + roles
    }

    private func leavers(
        in tags: [Tag],
        of resource: Resource,
        _ name: String,
        besides own: RosterIndex.Member?
    ) -> [Assessment] {
        tags.sorted { $0.key < $1.key }.compactMap { tag in
            guard let leaver = people.roster.leaver(namedBy: people.roster.find(tag: tag.value)), leaver != own else {
                return nil
            }
            let place = "tag \(tag.key)"
            return named(leaver, resource, discriminator: place, "\(name) names in its \(place)", place)
        }
    }

    func leaversInDevices() -> [Assessment] {
        let owners = Dictionary(account.users.map { ($0.user.arn, $0) }) { first, _ in first }
        let devices = (facts.virtualMFADevices.value ?? []).sorted { $0.serialNumber < $1.serialNumber }
        return devices.compactMap { device in
            let name = ARN(device.serialNumber)?.name ?? device.serialNumber
            let own = device.userARN.flatMap { owners[$0] }.flatMap { people[$0].leaver }
            guard let leaver = people.roster.leaver(namedBy: people.roster.find(session: name)), leaver != own else {
                return nil
            }
            let resource = Resource(type: .mfaDevice, arn: device.serialNumber, name: name)
            return named(leaver, resource, "The MFA device \(name) in \(place) bears the name of", "device name")
        }
    }

    func leaversInAliases() -> [Assessment] {
        let users = Dictionary(account.users.map { ($0.user.name, $0) }) { first, _ in first }
        return (facts.serviceCredentials.value ?? []).sorted { $0.id < $1.id }.compactMap { token in
            guard let alias = token.alias else { return nil }
            let user = users[token.userName]
            guard let leaver = people.roster.leaver(namedBy: people.roster.find(session: alias)),
                leaver != user.flatMap({ people[$0].leaver })
            else { return nil }
            let resource = Resource(type: .token, arn: user?.user.arn ?? userARN(token.userName), name: token.userName)
            let opening = "A \(token.serviceName) credential of \(token.userName) in \(place) bears the name of"
            return named(leaver, resource, discriminator: token.createdAt.iso8601, opening, "alias")
        }
    }

    private func named(
        _ leaver: RosterIndex.Member,
        _ resource: Resource,
        discriminator: String = "",
        _ opening: String,
        _ spot: String
    ) -> Assessment {
        .fail(
            resource,
            discriminator: discriminator,
            "\(opening) \(leaver.person.name), whose last day was \(leaver.standing.departure?.lastDay ?? "").",
            facts: facts(about: leaver, Fact("named_in", spot))
        )
    }
}
