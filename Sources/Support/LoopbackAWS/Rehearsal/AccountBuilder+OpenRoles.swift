import Domain

/// The roles that let somebody in from elsewhere: vendors, other accounts, those who are gone, and everybody.
extension AccountBuilder {
    mutating func addOpenRoles() {
        var random = SeededRandom(organization.seed, 0x09E4, UInt64(account.index))
        addVendorRole(&random)
        if has(.openToAnyone) { addRolesForAnyone(&random) }
        if has(.staleTrust) { addStaleRoles(&random) }
        if has(.departedTrust) {
            var backup = role("legacy-backup", trust: .account(organization.departedAccountID.description), &random)
            backup.inlinePolicies = [RehearsalInlinePolicy(name: "restore", document: PolicyDocuments.escalation)]
            account.roles.append(backup)
        }
        if has(.chainSource) {
            var pipeline = role(Self.pipeline, trust: .service("codebuild.amazonaws.com"), &random)
            let targets = PolicyDocuments.allow(["sts:AssumeRole"], on: "arn:aws:iam::*:role/\(Self.deployer)")
            pipeline.inlinePolicies = [RehearsalInlinePolicy(name: "targets", document: targets)]
            account.roles.append(pipeline)
        }
        if has(.chainTarget) {
            // Whoever gets into the build gets everything here.
            let source = organization.accountID(at: AccountProfile.pipelineIndex)
            let pipeline = RehearsalTrust.principal("arn:aws:iam::\(source):role/\(Self.pipeline)")
            account.roles.append(role(Self.deployer, trust: pipeline, attached: ["AdministratorAccess"], &random))
        }
    }

    static let pipeline = "release-pipeline"
    private static let deployer = "deployer"

    private mutating func addVendorRole(_ random: inout SeededRandom) {
        guard profile.unit == .production || has(.vendorWithoutExternalID) else { return }
        let vendor = random.pick(Vendor.all)
        let externalID = random.hex(32)
        let trust = RehearsalTrust.account(
            vendor.accountID,
            externalID: has(.vendorWithoutExternalID) ? nil : externalID
        )
        account.roles.append(role(vendor.roleName, trust: trust, attached: ["SecurityAudit"], used: 0...1, &random))
    }

    /// Five trusts of everybody, of which only the organization's id closes the door.
    private mutating func addRolesForAnyone(_ random: inout SeededRandom) {
        let trusts: [(name: String, trust: RehearsalTrust)] = [
            ("public-uploads", .anyone()),
            ("partner-portal", .anyone(.externalID(random.hex(16)))),
            ("office-dashboards", .anyone(.sourceIP("192.0.2.0/24"))),
            ("visitor-tours", .anyone(.mfa)),
            ("inventory-of-all", .anyone(.organization(organization.organizationID))),
        ]
        for (name, trust) in trusts {
            account.roles.append(role(name, trust: trust, attached: [viewOnly], &random))
        }
    }

    /// Trusts that outlived their owners.
    private mutating func addStaleRoles(_ random: inout SeededRandom) {
        let leaver = organization.people.person(at: People.firstLeaver)
        let administrators = account.roles.first { $0.name.hasPrefix("AWSReservedSSO_AdministratorAccess_") }
        let session = "assumed-role/\(administrators?.name ?? "Administrator")/\(leaver.email)"
        let trusts: [(name: String, trust: RehearsalTrust)] = [
            ("handover", RehearsalTrust(party: .deleted(uniqueID: random.uniqueID("AROA")))),
            ("debug-session", .principal("arn:aws:sts::\(id):\(session)")),
            ("pilot-import", .account(organization.accountID(at: AccountProfile.suspendedIndex).description)),
        ]
        // The pilot's account is there only for those that come after it.
        for (name, trust) in trusts where name != "pilot-import" || account.index > AccountProfile.suspendedIndex {
            account.roles.append(role(name, trust: trust, attached: [viewOnly], used: 95...200, &random))
        }
    }
}
