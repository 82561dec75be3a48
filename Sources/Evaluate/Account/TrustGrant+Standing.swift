import Domain

extension TrustGrant {
    typealias Standing = AccountInventory.Trust.Standing

    /// Where those stand whom the grant lets in: within the organization, approved, outside, anywhere.
    ///
    /// `departed` needs the accounts of earlier runs and is not told here.
    func standing(in accountID: AccountID, _ organization: OrganizationContext, _ trusted: Trusted) -> Standing {
        switch party.kind {
        case .service, .federated: return .service
        case .uniqueID, .canonicalUser, .unrecognized: return .unknown
        case .anyone, .account, .user, .role, .session: break
        }
        func standing(of account: AccountID) -> Standing {
            if account == accountID || organization.accountIDs.contains(account) { return .organization }
            if trusted.accounts[account] != nil { return .approved }
            return organization.confirmed ? .outside : .unknown
        }
        func standing(of id: String) -> Standing {
            if id == organization.organizationID { return .organization }
            if trusted.organizations.contains(id) { return .approved }
            return organization.confirmed && organization.organizationID != nil ? .outside : .unknown
        }
        let principal = party.accountID.map(standing) ?? .public
        let confined = confinements.map { confinement in
            switch confinement {
            case .accounts(let ids): ids.map(standing).widest
            case .organizations(let ids): ids.map(standing).widest
            }
        }
        // A caller must be named by the principal and meet every condition, so the narrowest of them decides.
        return confined.reduce(principal) { Standing.narrower($0, $1) }
    }
}

extension AccountInventory.Trust.Standing {
    /// From the narrowest to the widest.
    private static let byWidth: [Self] = [.service, .organization, .approved, .unknown, .departed, .outside, .public]

    private var width: Int { Self.byWidth.firstIndex(of: self) ?? Self.byWidth.endIndex }

    static func narrower(_ left: Self, _ right: Self) -> Self { right.width < left.width ? right : left }

    static func isNarrower(_ left: Self, _ right: Self) -> Bool { left.width < right.width }
}

extension [AccountInventory.Trust.Standing] {
    /// One way in is enough, so of several the widest counts.
    var widest: Element { self.max(by: Element.isNarrower) ?? .unknown }
}

extension [TrustGrant] {
    /// The grants that `isIncluded` keeps, by party, in the order of the parties' texts.
    func grouped(_ isIncluded: (TrustGrant) -> Bool = { _ in true }) -> [(party: TrustedParty, grants: [TrustGrant])] {
        Dictionary(grouping: filter(isIncluded), by: \.party).map { (party: $0.key, grants: $0.value) }.sorted {
            ($0.party.text, $0.party.kind.rawValue) < ($1.party.text, $1.party.kind.rawValue)
        }
    }

    /// The conditions as compact JSON: one object for one statement, else a list with one object for each.
    var conditionsJSON: String {
        if count == 1 { return self[0].conditions.json }
        var writer = JSONWriter()
        writer.array(self) { writer, grant in grant.conditions.write(to: &writer) }
        return writer.text
    }
}
