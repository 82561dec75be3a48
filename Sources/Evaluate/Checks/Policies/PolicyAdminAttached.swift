import Domain

extension Check {
    static let policyAdminAttached = Check(
        "policy-admin-attached",
        family: .policies,
        title: "No attached customer policy allows everything on everything",
        severity: .high,
        rationale: "A home-made administrator policy hides full rights under a name that nobody looks for.",
        remediation: "Grant what the workload uses (see Last Accessed), and detach the policy.",
        references: [
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
            "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-1",
        ],
        mappings: .init(
            soc2: ["CC6.3"],
            iso27001: ["A.8.2"],
            nist80053: ["AC-6"],
            cis: ["5.0 1.15", "6.0 2.15", "7.0 2.14"],
            fsbp: ["IAM.1"]
        ),
        needs: [.authorization],
        discriminator: "the digest of the statement",
        examples: [
            .passes("a narrow policy") { _ in },
            .fails("* on *, attached to a user", on: ["everything"]) {
                $0.addPolicy("everything", ExampleAccount.administratorDocument)
            },
            .fails("*:* among others, as lists", on: ["everything"]) {
                $0.addPolicy(
                    "everything",
                    """
                    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:Get*","*:*"],\
                    "Resource":["arn:aws:s3:::x","*"]}}
                    """
                )
            },
            .fails("* on * under a condition", on: ["everything"]) {
                $0.addPolicy(
                    "everything",
                    """
                    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*",\
                    "Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}}
                    """
                )
            },
            .passes("* on *, only as a permission boundary") {
                $0.addPolicy("everything", ExampleAccount.administratorDocument, attach: false)
                $0.editUser { $0.permissionsBoundary = "\(ExampleAccount.arn):policy/everything" }
            },
            .passes("* on *, in a version that is not the default") {
                $0.addPolicy("everything", ExampleAccount.administratorDocument)
                $0.edit { details in
                    let narrow = details.policies[0].versions[0].document
                    let last = details.policies.count - 1
                    details.policies[last].versions.append(PolicyVersion(id: "v2", document: narrow))
                    details.policies[last].defaultVersionID = "v2"
                }
            },
            .passes("everything is denied") {
                $0.addPolicy("nothing", #"{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#)
            },
            .notAssessed("a document that cannot be parsed", on: ["broken"]) {
                $0.addPolicy("broken", #"{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]"#)
            },
            .notAssessed("policies unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let details = input.facts.authorization.value ?? AuthorizationDetails()
        let holders = details.holdersByPolicy
        return details.policies.sorted { $0.arn < $1.arn }.flatMap { policy -> [Assessment] in
            let resource = Resource.policy(policy)
            let name = "Policy \(policy.name) in \(input.place)"
            let attachedTo = holders[policy.arn] ?? []
            guard !attachedTo.isEmpty || policy.attachmentCount > 0 else {
                return [.notApplicable(resource, "\(name) is not attached.")]
            }
            guard let version = policy.defaultVersion else {
                return [.notAssessed(resource, "\(name) could not be assessed because its default version is missing.")]
            }
            let document: PolicyDocument
            switch input.account.policies.policy(version.document).result {
            case .success(let parsed): document = parsed
            case .failure(let error):
                return [.notAssessed(resource, "\(name) could not be assessed because of its document: \(error).")]
            }
            let statements = document.statements.enumerated().filter { $0.element.allowsEverything }
            guard !statements.isEmpty else { return [.pass(resource)] }
            return statements.map { index, statement in
                .fail(
                    resource,
                    discriminator: statement.digest,
                    """
                    \(name) allows every action on every resource\(statement.isConditional ? " under a condition" : "") \
                    and is attached.
                    """,
                    facts: [
                        Fact("version", version.id),
                        Fact("statement", statement.label(at: index)),
                        Fact("conditional", String(statement.isConditional)),
                    ] + attachedTo.map { Fact("attached_to", $0) }
                )
            }
        }
    }
}

extension PolicyStatement {
    fileprivate var allowsEverything: Bool {
        guard effect == .allow, case .only(let actions) = actions, case .only(let resources) = resources else {
            return false
        }
        let everyAction = Wildcard(action: "*:*")
        return actions.contains { $0.isEverything || $0 == everyAction } && resources.contains(where: \.isEverything)
    }
}

extension AuthorizationDetails {
    /// The ARNs of the identities that hold each managed policy; boundaries are not among them.
    fileprivate var holdersByPolicy: [String: [String]] {
        let attachments =
            users.map { ($0.arn, $0.attachedPolicies) } + groups.map { ($0.arn, $0.attachedPolicies) }
            + roles.map { ($0.arn, $0.attachedPolicies) }
        var holders: [String: [String]] = [:]
        for (holder, policies) in attachments {
            for policy in policies { holders[policy.arn, default: []].append(holder) }
        }
        return holders.mapValues { $0.sorted() }
    }
}
