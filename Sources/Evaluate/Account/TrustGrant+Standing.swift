import Domain

extension TrustGrant {
    /// Where the trusted party stands: within the organization, approved, outside.
    ///
    /// `departed` needs the accounts of earlier runs and is not told here.
    func standing(
        in accountID: AccountID,
        _ organization: OrganizationContext,
        _ trusted: Trusted
    ) -> AccountInventory.Trust.Standing {
        switch party.kind {
        case .anyone: return .public
        case .service, .federated: return .service
        case .uniqueID, .canonicalUser, .unrecognized: return .unknown
        case .account, .user, .role, .session: break
        }
        guard let party = party.accountID else { return .unknown }
        if party == accountID || organization.accountIDs.contains(party) { return .organization }
        let required = requiredOrganizations
        let isBoundToApproved = !required.isEmpty && required.allSatisfy(trusted.organizations.contains)
        if trusted.accounts[party] != nil || isBoundToApproved { return .approved }
        return organization.confirmed ? .outside : .unknown
    }
}

extension [TrustGrant] {
    /// The grants that `isIncluded` keeps, by party, in the order of the parties' texts.
    func grouped(_ isIncluded: (TrustGrant) -> Bool = { _ in true }) -> [(party: TrustedParty, grants: [TrustGrant])] {
        Dictionary(grouping: filter(isIncluded), by: \.party).map { (party: $0.key, grants: $0.value) }.sorted {
            ($0.party.text, $0.party.kind.rawValue) < ($1.party.text, $1.party.kind.rawValue)
        }
    }

    /// The conditions as compact JSON: one object for one statement, else a list with one object for each.
    ///
    /// An external id is a shared secret between the parties, so its values are masked.
    var conditionsJSON: String {
        var writer = JSONWriter()
        if count == 1 {
            self[0].write(to: &writer)
        } else {
            writer.array(self) { writer, grant in grant.write(to: &writer) }
        }
        return writer.text
    }
}

extension TrustGrant {
    fileprivate func write(to writer: inout JSONWriter) {
        let byOperator = Dictionary(grouping: conditions, by: \.operator).sorted { $0.key < $1.key }
        writer.object { writer in
            for (name, conditions) in byOperator {
                writer.key(name)
                writer.object { writer in
                    for condition in conditions.sorted(by: { $0.key < $1.key }) {
                        let values = condition.isOn("sts:ExternalId") ? ["[masked]"] : condition.values
                        writer.key(condition.key)
                        writer.array(values) { $0.value($1) }
                    }
                }
            }
        }
    }
}
