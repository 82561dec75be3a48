import Domain

extension OrganizationsOperations {
    func listAccounts(_ parameters: Parameters) throws(ServiceError) -> [UInt8] {
        let page = try TokenPage(service.faults.listed(in: organization, faults), parameters, kind: "accounts")
        // Only the page on which the account stands again differs from the truth.
        if page.end > organization.accountCount { faults.apply(.duplicateAccount) }
        return page.json("Accounts") { json, index in writeAccount(at: index, &json) }
    }

    func listAccountsForParent(_ parameters: Parameters) throws(ServiceError) -> [UInt8] {
        let unit = try unit(parameters)
        let indexes = (0..<organization.accountCount).filter { organization.profile(at: $0).unit == unit }
        let page = try TokenPage(indexes, parameters, kind: "children")
        return page.json("Accounts") { json, index in writeAccount(at: index, &json) }
    }

    func listRoots(_ parameters: Parameters) throws(ServiceError) -> [UInt8] {
        let page = try TokenPage([organization.rootID], parameters, kind: "roots")
        return page.json("Roots") { json, id in
            json.member("Id", id)
            json.member("Arn", arn("root/\(organization.organizationID)/\(id)"))
            json.member("Name", "Root")
            json.key("PolicyTypes")
            json.array(["SERVICE_CONTROL_POLICY"]) { json, type in
                json.object { json in
                    json.member("Type", type)
                    json.member("Status", "ENABLED")
                }
            }
        }
    }

    /// All units stand directly below the root.
    func listOrganizationalUnitsForParent(_ parameters: Parameters) throws(ServiceError) -> [UInt8] {
        let units = try unit(parameters) == .root ? OrganizationalUnit.allCases.filter { $0 != .root } : []
        let page = try TokenPage(units, parameters, kind: "units")
        return page.json("OrganizationalUnits") { json, unit in
            let id = organization.unitID(unit)
            json.member("Id", id)
            json.member("Arn", arn("ou/\(organization.organizationID)/\(id)"))
            json.member("Name", unit.rawValue)
        }
    }

    /// The hub alone, for IAM: that is why it may list accounts and read the organization's features.
    func listDelegatedAdministrators(_ parameters: Parameters) throws(ServiceError) -> [UInt8] {
        let isDelegated = parameters.ServicePrincipal.map { $0 == "iam.amazonaws.com" } ?? true
        let page = try TokenPage(isDelegated ? [AccountProfile.auditIndex] : [], parameters, kind: "delegates")
        return page.json("DelegatedAdministrators") { json, index in
            let account = AccountBuilder(organization, index: index).account
            writeHead(account, &json)
            json.member("DelegationEnabledDate", account.joinedAt.epochSeconds)
        }
    }

    func listTagsForResource(_ parameters: Parameters) throws(ServiceError) -> [UInt8] {
        let page = try TokenPage(tags(of: parameters.ResourceId), parameters, kind: "tags")
        return page.json("Tags") { json, tag in
            json.member("Key", tag.key)
            json.member("Value", tag.value)
        }
    }

    /// An account is tagged with the use that its unit stands for; root and units bear no tags.
    private func tags(of resource: String?) throws(ServiceError) -> [Tag] {
        if let index = resource.flatMap({ AccountID($0) }).flatMap(organization.index(of:)) {
            return [Tag(key: "environment", value: organization.profile(at: index).unit.rawValue)]
        }
        guard OrganizationalUnit.allCases.contains(where: { id(of: $0) == resource }) else {
            throw ServiceError(400, "TargetNotFoundException", "You specified a target that doesn't exist.")
        }
        return []
    }

    private func unit(_ parameters: Parameters) throws(ServiceError) -> OrganizationalUnit {
        guard let unit = OrganizationalUnit.allCases.first(where: { id(of: $0) == parameters.ParentId }) else {
            throw ServiceError(400, "ParentNotFoundException", "You specified parent that doesn't exist.")
        }
        return unit
    }

    private func id(of unit: OrganizationalUnit) -> String {
        unit == .root ? organization.rootID : organization.unitID(unit)
    }
}

/// One page of a list of Organizations: at most 20 entries, or none although more follow.
struct TokenPage<Element> {
    /// AWS's largest page: an organization of 500 accounts takes 25 calls.
    private static var largest: Int { 20 }

    private let elements: ArraySlice<Element>
    private let next: Position?
    /// Behind the last entry of the page; 0 for an empty one.
    var end: Int { elements.endIndex }

    /// A place in a list; `-gap` marks the page that AWS documents and clients forget: empty, yet not the last.
    private struct Position {
        var kind: String
        var offset: Int
        var isGap: Bool

        var token: String { isGap ? "\(kind)-\(offset)-gap" : "\(kind)-\(offset)" }
    }

    /// Cuts the page that MaxResults and NextToken ask for; the kind keeps a token of one list out of another.
    init(
        _ all: [Element],
        _ parameters: OrganizationsOperations.Parameters,
        kind: String
    ) throws(ServiceError) {
        let size = parameters.MaxResults ?? Self.largest
        guard (1...Self.largest).contains(size) else { throw OrganizationsOperations.invalid("MaxResults") }
        // The gap follows the first page, or precedes the only one.
        var position = Position(kind: kind, offset: 0, isGap: !all.isEmpty && all.count <= size)
        if let token = parameters.NextToken {
            let parts = token.split(separator: "-")
            guard parts.count >= 2, parts[0] == kind, let offset = Int(parts[1]) else {
                throw OrganizationsOperations.invalid("NextToken")
            }
            // Entries may have gone since the last page: the rest is then empty.
            let isGap = parts.count == 3 && parts[2] == "gap"
            position = Position(kind: kind, offset: min(offset, all.count), isGap: isGap)
        }
        guard !position.isGap else {
            self.elements = []
            self.next = Position(kind: kind, offset: position.offset, isGap: false)
            return
        }
        let end = min(position.offset + size, all.count)
        self.elements = all[position.offset..<end]
        self.next = end < all.count ? Position(kind: kind, offset: end, isGap: position.offset == 0) : nil
    }

    func json(_ name: String, _ write: (inout JSONWriter, Element) -> Void) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.key(name)
            json.array(elements) { json, element in
                json.object { json in write(&json, element) }
            }
            if let next { json.member("NextToken", next.token) }
        }
        return json.bytes
    }
}
