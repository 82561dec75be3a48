import Domain

extension CheckInput {
    /// What sentences call a role.
    func name(_ role: Role) -> String { "Role \(role.name) in \(place)" }

    func standing(of grant: TrustGrant) -> TrustGrant.Standing {
        grant.standing(in: facts.accountID, organization, settings.trusted)
    }

    /// The entries of `trusted.accounts` whose accounts the grant lets in.
    func approvedParties(of grant: TrustGrant) -> [Trusted.Party] {
        guard standing(of: grant) == .approved else { return [] }
        if let account = grant.party.accountID { return [settings.trusted.accounts[account]].compactMap(\.self) }
        return grant.confinements.flatMap { confinement -> [Trusted.Party] in
            guard case .accounts(let accounts) = confinement else { return [] }
            return accounts.compactMap { settings.trusted.accounts[$0] }
        }
    }

    /// Judges every role by the parties that it trusts: `judge` gets the grants of one party and says what is wrong with them.
    ///
    /// A role passes with all its parties, is not applicable where `isConcerned` finds none, for which `nobody` stands as the
    /// end of a sentence, or where `exemption` has such an end, and is not assessed where its trust policy cannot be read.
    func judgeTrusts(
        _ nobody: String,
        where isConcerned: (RoleView, TrustGrant) -> Bool,
        exemption: (RoleView) -> String? = { _ in nil },
        _ judge: (RoleView, TrustedParty, [TrustGrant]) -> Assessment?
    ) -> [Assessment] {
        judgeRoles { view, grants in
            if let reason = exemption(view) {
                return [.notApplicable(.role(view.role), "\(name(view.role)) \(reason).")]
            }
            let parties = grants.grouped { isConcerned(view, $0) }
            guard !parties.isEmpty else {
                return [.notApplicable(.role(view.role), "\(name(view.role)) \(nobody).")]
            }
            let findings = parties.compactMap { judge(view, $0.party, $0.grants) }
            return findings.isEmpty ? [.pass(.role(view.role))] : findings
        }
    }

    /// The end of a sentence where a role is not judged by how much it may do: a platform's role, or no administrator at all.
    ///
    /// Platform roles are the same in every account; who reads of one in each reads nothing else.
    func exemptionOfOrdinaryRoles(_ view: RoleView, becomingOneCounts: Bool = false) -> String? {
        if let platform = view.platform { return "is a platform role (\(platform.name))" }
        if view.isAdmin == .yes || becomingOneCounts && view.canBecomeAdmin == .yes { return nil }
        return view.power.permissions?.isReadable == true ? "is no administrator" : nil
    }

    /// That nothing can be said of a role because some policy of it is not known.
    func powerUnknown(_ view: RoleView, discriminator: String = "") -> Assessment {
        .notAssessed(
            .role(view.role),
            discriminator: discriminator,
            "\(name(view.role)) could not be assessed because one of its policies could not be read."
        )
    }

    /// Judges every role whose trust policy can be read; the others are not assessed.
    func judgeRoles(_ judge: (RoleView, [TrustGrant]) -> [Assessment]) -> [Assessment] {
        account.roles.flatMap { view -> [Assessment] in
            switch view.trust {
            case .success(let grants): judge(view, grants)
            case .failure(let error):
                [
                    .notAssessed(
                        .role(view.role),
                        "\(name(view.role)) could not be assessed because of its trust policy: \(error)."
                    )
                ]
            }
        }
    }
}

extension RoleView {
    /// What a sentence adds about a role's power, with a comma before it; empty for an ordinary one.
    var powerPhrase: String {
        switch (isAdmin, canBecomeAdmin) {
        case (.yes, _): ", and is an administrator"
        case (_, .yes): ", and can make itself an administrator"
        default: ""
        }
    }

    var isPowerful: Bool { isAdmin == .yes || canBecomeAdmin == .yes }

    /// The facts about its power that stand with a finding.
    var powerFacts: [Fact] {
        [Fact("admin", isAdmin.rawValue), Fact("can_become_admin", canBecomeAdmin.rawValue)]
            + escalation.paths.filter { !$0.isConditional }.map { Fact("escalation_path", $0.id) }
    }
}

extension TrustedParty {
    /// The facts of a finding about a party, with the conditions of the statements that let it in.
    func facts(_ grants: [TrustGrant]) -> [Fact] {
        [Fact("principal", text), Fact("principal_kind", kind.rawValue), Fact("conditions", grants.conditionsJSON)]
    }
}
