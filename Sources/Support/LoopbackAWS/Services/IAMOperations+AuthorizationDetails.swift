import Domain

extension IAMOperations {
    /// The kinds of entity, in the order in which one page budget walks them, whatever the order of the filter.
    private enum Section: String, CaseIterable {
        case user = "User"
        case role = "Role"
        case group = "Group"
        case customerPolicy = "LocalManagedPolicy"
        case awsPolicy = "AWSManagedPolicy"
    }

    private enum Entity {
        case user(RehearsalUser)
        case role(RehearsalRole)
        case group(RehearsalGroup)
        case policy(RehearsalPolicy)
    }

    @Sendable
    static func getAccountAuthorizationDetails(_ call: IAMCall, _ xml: inout XMLWriter) throws(ServiceError) {
        let sections = try sections(call.parameters)
        let kind = "details-" + sections.map { String($0.rawValue.prefix(3)) }.joined()
        if let marker = call.parameters["Marker"], marker.hasPrefix("details-"), !marker.hasPrefix("\(kind).") {
            throw .validation("Marker and Filter do not match")
        }
        let page = try ListPage(sections.flatMap { entities($0, call.account) }, call, kind: kind)
        xml.list("Policies", page.elements.compactMap { if case .policy(let one) = $0 { one } else { nil } }, write)
        xml.list("UserDetailList", page.elements.compactMap { if case .user(let one) = $0 { one } else { nil } }, write)
        xml.list("RoleDetailList", page.elements.compactMap { if case .role(let one) = $0 { one } else { nil } }, write)
        xml.list(
            "GroupDetailList",
            page.elements.compactMap { if case .group(let one) = $0 { one } else { nil } },
            write
        )
        page.writeEnd(&xml)
    }

    private static func sections(_ parameters: Parameters) throws(ServiceError) -> [Section] {
        let names = parameters.list("Filter")
        if names.isEmpty { return Section.allCases }
        guard names.allSatisfy({ Section(rawValue: $0) != nil }) else {
            throw .constraint(
                "[\(names.joined(separator: ", "))]",
                "filter",
                "Member must satisfy constraint: [Member must satisfy enum value set: [User, Role, Group, "
                    + "LocalManagedPolicy, AWSManagedPolicy]]"
            )
        }
        return Section.allCases.filter { names.contains($0.rawValue) }
    }

    private static func entities(_ section: Section, _ account: RehearsalAccount) -> [Entity] {
        switch section {
        case .user: account.users.map { .user($0) }
        case .role: account.roles.map { .role($0) }
        case .group: account.groups.map { .group($0) }
        case .customerPolicy: account.policies.map { .policy($0) }
        case .awsPolicy: account.managedPoliciesInUse.compactMap(awsManagedPolicy).map { .policy($0) }
        }
    }

    // MARK: Entities

    private static func write(_ xml: inout XMLWriter, _ user: RehearsalUser) {
        xml.element("Path", user.path)
        xml.element("UserName", user.name)
        xml.element("UserId", user.id)
        xml.element("Arn", user.arn)
        xml.element("CreateDate", user.createdAt)
        // The one list that AWS leaves out when it is empty.
        if !user.inlinePolicies.isEmpty { write(&xml, "UserPolicyList", user.inlinePolicies) }
        xml.list("GroupList", user.groups)
        writeAttached(&xml, user.attachedPolicies)
        writeBoundary(&xml, user.permissionsBoundary)
        writeTags(&xml, user.tags)
    }

    private static func write(_ xml: inout XMLWriter, _ role: RehearsalRole) {
        writeHead(&xml, role)
        xml.list("InstanceProfileList", role.instanceProfiles) { xml, profile in
            xml.element("Path", "/")
            xml.element("InstanceProfileName", profile.name)
            xml.element("InstanceProfileId", profile.id)
            xml.element("Arn", profile.arn)
            xml.element("CreateDate", profile.createdAt)
            xml.list("Roles", [role], writeHead)
        }
        write(&xml, "RolePolicyList", role.inlinePolicies)
        writeAttached(&xml, role.attachedPolicies)
        writeBoundary(&xml, role.permissionsBoundary)
        writeTags(&xml, role.tags)
        xml.element("RoleLastUsed") { xml in
            xml.element("LastUsedDate", role.lastUsedAt)
            xml.element("Region", role.lastUsedRegion)
        }
    }

    private static func writeHead(_ xml: inout XMLWriter, _ role: RehearsalRole) {
        xml.element("Path", role.path)
        xml.element("RoleName", role.name)
        xml.element("RoleId", role.id)
        xml.element("Arn", role.arn)
        xml.element("CreateDate", role.createdAt)
        xml.document("AssumeRolePolicyDocument", role.trustPolicy)
    }

    private static func write(_ xml: inout XMLWriter, _ group: RehearsalGroup) {
        xml.element("Path", "/")
        xml.element("GroupName", group.name)
        xml.element("GroupId", group.id)
        xml.element("Arn", group.arn)
        xml.element("CreateDate", group.createdAt)
        write(&xml, "GroupPolicyList", group.inlinePolicies)
        writeAttached(&xml, group.attachedPolicies)
    }

    private static func write(_ xml: inout XMLWriter, _ policy: RehearsalPolicy) {
        writeFacts(&xml, policy)
        xml.list("PolicyVersionList", policy.versions) { xml, version in
            xml.document("Document", version.document)
            xml.element("VersionId", version.id)
            xml.element("IsDefaultVersion", version.id == policy.defaultVersionID)
            xml.element("CreateDate", version.createdAt)
        }
    }

    // MARK: Parts

    private static func write(_ xml: inout XMLWriter, _ name: String, _ policies: [RehearsalInlinePolicy]) {
        xml.list(name, policies) { xml, policy in
            xml.element("PolicyName", policy.name)
            xml.document("PolicyDocument", policy.document)
        }
    }

    private static func writeAttached(_ xml: inout XMLWriter, _ arns: [String]) {
        xml.list("AttachedManagedPolicies", arns) { xml, arn in
            xml.element("PolicyName", ARN(arn)?.name)
            xml.element("PolicyArn", arn)
        }
    }

    private static func writeBoundary(_ xml: inout XMLWriter, _ arn: String?) {
        guard let arn else { return }
        xml.element("PermissionsBoundary") { xml in
            // The model says PermissionsBoundaryPolicy; this is what is on the wire.
            xml.element("PermissionsBoundaryType", "Policy")
            xml.element("PermissionsBoundaryArn", arn)
        }
    }

    static func writeTags(_ xml: inout XMLWriter, _ tags: [Tag]) {
        xml.list("Tags", tags) { xml, tag in
            xml.element("Key", tag.key)
            xml.element("Value", tag.value)
        }
    }
}
