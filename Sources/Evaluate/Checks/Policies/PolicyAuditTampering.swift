import Domain

extension Check {
    static let policyAuditTampering = Check(
        "policy-audit-tampering",
        family: .policies,
        title: "No policy allows to stop the audit trail",
        severity: .high,
        rationale: "Whoever stops the trail, the recorder or the detector acts unseen from then on.",
        remediation: "Take the actions away, and deny them to everybody by a service control policy.",
        references: [
            "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html",
            "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html",
        ],
        mappings: .init(soc2: ["CC7.2"], iso27001: ["A.8.15"], nist80053: ["AU-9"]),
        peers: .init(
            prowler: ["iam_inline_policy_no_full_access_to_cloudtrail", "iam_policy_no_full_access_to_cloudtrail"]
        ),
        needs: [.authorization],
        discriminator: "the name of the inline policy",
        examples: [
            .passes("no such action") { _ in },
            .fails("stops trails", on: ["p"]) {
                $0.addPolicy("p", #"{"Statement":{"Effect":"Allow","Action":"cloudtrail:StopLogging","Resource":"*"}}"#)
            },
            .fails("by wildcards, inline", on: ["app"]) {
                $0.grant(
                    #"{"Statement":{"Effect":"Allow","Action":["config:*","guardduty:Delete*"],"Resource":"*"}}"#,
                    toRole: "app"
                )
            },
            .passes("one trail") {
                $0.addPolicy(
                    "p",
                    """
                    {"Statement":{"Effect":"Allow","Action":"cloudtrail:*",\
                    "Resource":"arn:aws:cloudtrail:eu-central-1:111122223333:trail/own"}}
                    """
                )
            },
            .passes("reads trails") {
                $0.addPolicy(
                    "p",
                    #"{"Statement":{"Effect":"Allow","Action":["cloudtrail:Get*","cloudtrail:List*"],"Resource":"*"}}"#
                )
            },
            .passes("taken back by a Deny beside it") {
                $0.addPolicy(
                    "p",
                    """
                    {"Statement":[{"Effect":"Allow","Action":"cloudtrail:*","Resource":"*"},\
                    {"Effect":"Deny","Action":["cloudtrail:*Trail","cloudtrail:StopLogging","cloudtrail:Put*"],\
                    "Resource":"*"}]}
                    """
                )
            },
            .passes("held by a break-glass user alone") {
                $0.addPolicy("p", #"{"Statement":{"Effect":"Allow","Action":"cloudtrail:*","Resource":"*"}}"#)
                $0.makeBreakGlass("\(ExampleAccount.arn):user/j.doe")
            },
            .fails("held by a break-glass user and a role", on: ["p"]) {
                $0.addPolicy("p", #"{"Statement":{"Effect":"Allow","Action":"cloudtrail:*","Resource":"*"}}"#)
                $0.makeBreakGlass("\(ExampleAccount.arn):user/j.doe")
                $0.editRole {
                    $0.attachedPolicies.append(AttachedPolicy(arn: "\(ExampleAccount.arn):policy/p", name: "p"))
                }
            },
            .passes("everything, which is another check's") { $0.grant(ExampleAccount.administratorDocument) },
            .notAssessed("a document that cannot be parsed", on: ["j.doe"]) { $0.grant("[]") },
            .notAssessed("policies unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let trusted = input.account.documents.filter(\.isOfTheTrusted).map { held in
            Assessment.notApplicable(
                held.resource,
                discriminator: held.inlineName,
                "\(held.name(in: input.place)) is held by platform roles and break-glass identities alone."
            )
        }
        let others = input.account.documents.filter { !$0.isOfTheTrusted }
        return trusted
            + input.judgeDocuments(
                others,
                says: "allows to stop the audit trail",
                facts: { found in
                    let given = actionsOnAuditTrails.filter { action in
                        found.contains { $0.statement.actions.covers(Wildcard(action: action)) }
                    }
                    return given.map { Fact("action", $0) }
                }
            ) { document in
                let given = actionsOnAuditTrails.flatMap { action in
                    document.allowing(Wildcard(action: action), on: Wildcard("*"))
                }
                let places = Set(given.map(\.index))
                return document.allowing { _ in true }.filter { places.contains($0.index) }
            }
    }
}

private let actionsOnAuditTrails = [
    "cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "cloudtrail:UpdateTrail", "cloudtrail:PutEventSelectors",
    "config:StopConfigurationRecorder", "config:DeleteConfigurationRecorder", "guardduty:DeleteDetector",
]
