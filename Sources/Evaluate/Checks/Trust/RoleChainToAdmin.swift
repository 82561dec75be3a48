import Domain

extension Check {
    /// An edge needs both halves, trust of the role and permission of the principal.
    ///
    /// The role's trust policy names the principal or its account, and a policy of the principal allows sts:AssumeRole on the
    /// role; a trust that names the principal is not taken for its permission.
    static let roleChainToAdmin = Check(
        organization: "role-chain-to-admin",
        family: .trust,
        title: "No chain of roles leads from an ordinary identity to an administrator",
        severity: .medium,
        rationale:
            "Whoever takes over the first link is an administrator a few calls later, in another account perhaps.",
        remediation: """
            Break the chain at its weakest link: narrow the resource of the sts:AssumeRole permission, or take the principal \
            out of the role's trust policy.
            """,
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html#iam-term-role-chaining",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html",
        ],
        mappings: .init(soc2: ["CC6.3"], iso27001: ["A.8.2"], nist80053: ["AC-6"]),
        examples: [
            .organization("no edges", .passes) { _ in },
            .organization("one step", .fails(on: ["ci"], severity: .medium)) { view in
                view.allow("ci", "arn:aws:iam::111122223333:role/admin")
                view.trust("admin", "arn:aws:iam::111122223333:role/ci", isAdmin: true)
            },
            .organization("two steps, each a finding", .fails(on: ["ci", "deploy"], severity: .medium)) { view in
                view.allow("ci", "*")
                view.allow("deploy", "arn:aws:iam::*:role/adm?n")
                view.trust("deploy", "111122223333")
                view.trust("admin", "arn:aws:iam::111122223333:role/deploy", isAdmin: true)
            },
            .organization("the trust alone", .passes) { view in
                view.trust("admin", "arn:aws:iam::111122223333:root", isAdmin: true)
                view.allow("ci", "arn:aws:iam::111122223333:role/other")
            },
            .organization("the permission alone", .passes) { view in
                view.allow("ci", "*")
                view.trust("admin", "arn:aws:iam::111122223333:role/somebody", isAdmin: true)
            },
            .organization("a role that is no administrator", .passes) { view in
                view.allow("ci", "*")
                view.trust("reader", "111122223333")
            },
            .organization("denied", .passes) { view in
                view.allow("ci", "*")
                view.say("ci", .deny, "arn:aws:iam::111122223333:role/a*")
                view.trust("admin", "111122223333", isAdmin: true)
            },
            .organization("outside the boundary", .passes) { view in
                view.allow("ci", "*")
                view.say("ci", .boundaryAllow, "arn:aws:iam::111122223333:role/reader")
                view.trust("admin", "111122223333", isAdmin: true)
            },
            .organization("all but another role", .fails(on: ["ci"], severity: nil)) { view in
                view.say("ci", .allow, "arn:aws:iam::111122223333:role/reader", isNegated: true)
                view.trust("admin", "111122223333", isAdmin: true)
            },
            .organization("all but this role", .passes) { view in
                view.say("ci", .allow, "arn:aws:iam::111122223333:role/admin", isNegated: true)
                view.trust("admin", "111122223333", isAdmin: true)
            },
            .organization("the account, but only another role of it", .passes) { view in
                view.allow("ci", "*")
                let condition = #"{"ArnLike":{"aws:PrincipalArn":["arn:aws:iam::111122223333:role/ops-*"]}}"#
                view.trust("admin", "111122223333", condition, isAdmin: true)
            },
            .organization("only with MFA, which a role never has", .passes) { view in
                view.allow("ci", "*")
                let condition = #"{"Bool":{"aws:MultiFactorAuthPresent":["true"]}}"#
                view.trust("admin", "111122223333", condition, isAdmin: true)
            },
            .organization("only with an external id, in one statement of two", .fails(on: ["ci"], severity: nil)) {
                view in
                view.allow("ci", "*")
                let condition = #"[{"StringEquals":{"sts:ExternalId":["[masked]"]}},{}]"#
                view.trust("admin", "111122223333", condition, isAdmin: true)
            },
            .organization("a circle of roles", .passes) { view in
                view.allow("one", "*:role/two")
                view.allow("two", "*:role/one")
                view.trust("one", "111122223333")
                view.trust("two", "111122223333")
            },
            .organization("an account that was not read", .notAssessed(on: [ExampleAccount.name])) { view in
                view.accounts[0].outcome.coverage = .notAssumed
            },
        ]
    ) { input in
        var chains = RoleChains(input.view.edges)
        let names = Dictionary(input.view.accounts.map { ($0.account.id, $0.account.name) }) { first, _ in first }
        let findings = chains.search().compactMap { chains.chain(from: $0).finding(names) }
        let failing = Set(findings.map(\.accountID))
        return findings
            + input.view.accounts.compactMap { line in
                failing.contains(line.account.id) ? nil : line.assessmentWithoutChain
            }
    }
}

extension RoleChains.Chain {
    fileprivate func finding(_ accountNames: [AccountID: String]) -> AccountAssessment? {
        guard let start = ARN(principal), let account = start.accountID, let last = hops.last, let end = ARN(last.role)
        else { return nil }
        func place(_ arn: ARN) -> String {
            guard let id = arn.accountID, let name = accountNames[id], !name.isEmpty else { return arn.account }
            return name
        }
        let isUser = start.resource.hasPrefix("user/")
        let between = hops.count == 1 ? "" : " by way of \(hops.count - 1) more"
        let condition = isConditional ? ", under conditions" : ""
        let assessment = Assessment.fail(
            Resource(type: isUser ? .user : .role, arn: principal, name: start.name),
            """
            \(isUser ? "User" : "Role") \(start.name) in \(place(start)) may assume administrator role \(end.name) in \
            \(place(end))\(between)\(condition).
            """,
            // Nobody follows a longer one on paper; the sentence tells how long it is and where it ends.
            facts: hops.prefix(10).enumerated().map { Fact("hop_\($0 + 1)", "\($1.role) by \($1.statement)") }
                + [Fact("hops", String(hops.count)), Fact("conditional", String(isConditional))]
        )
        return AccountAssessment(accountID: account, assessment: assessment)
    }
}

extension OrganizationView.Line {
    /// What is said of an account from which no chain was found.
    fileprivate var assessmentWithoutChain: AccountAssessment {
        let partition = ARN(account.roleARN)?.partition ?? Partition.aws.rawValue
        let resource = Resource.account(account.id, name: account.name, partition: partition)
        let assessment: Assessment =
            switch outcome.coverage {
            case .excluded, .notActive: .notApplicable(resource, "\(resource.name) was not to be read.")
            case .notAssumed, .notReached:
                .notAssessed(resource, "Chains of roles from \(resource.name) are not known because it was not read.")
            case .partial where outcome.rolesRead == nil:
                .notAssessed(resource, "Chains of roles from \(resource.name) are not known: its roles were not read.")
            case .swept, .partial: .pass(resource)
            }
        return AccountAssessment(accountID: account.id, assessment: assessment)
    }
}

// MARK: - Examples

extension OrganizationView {
    fileprivate mutating func allow(_ role: String, _ resource: String) { say(role, .allow, resource) }

    fileprivate mutating func say(
        _ role: String,
        _ effect: AccountInventory.Assumption.Effect,
        _ resource: String,
        isNegated: Bool = false
    ) {
        edges.permissions.append(
            AssumeRoleEdges.Permission(
                principal: edges.texts.number(of: "\(ExampleAccount.arn):role/\(role)"),
                resources: edges.texts.number(of: resource),
                statement: edges.texts.number(of: "inline policy assume, statement 1"),
                effect: effect,
                isNegated: isNegated,
                isConditional: false
            )
        )
    }

    fileprivate mutating func trust(_ role: String, _ party: String, _ condition: String = "{}", isAdmin: Bool = false)
    {
        edges.trusts.append(
            AssumeRoleEdges.Trust(
                role: edges.texts.number(of: "\(ExampleAccount.arn):role/\(role)"),
                party: edges.texts.number(of: party),
                conditions: edges.texts.number(of: condition),
                isWholeAccount: AccountID(party) != nil || party.hasSuffix(":root"),
                isAdmin: isAdmin
            )
        )
    }
}
