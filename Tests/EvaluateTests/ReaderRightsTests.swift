import Domain
import Testing

@testable import Evaluate

struct ReaderRightsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var statements: [String] = []
        /// By name, as AWS-managed policies.
        var managed: [String: String?] = [:]
        var boundary: String?
        let rights: ReaderRights
    }

    private static func allow(_ actions: String...) -> String {
        "{\"Effect\":\"Allow\",\"Action\":[\(actions.map { "\"\($0)\"" }.joined(separator: ","))],\"Resource\":\"*\"}"
    }

    private static let plan = allow(CallPlan.allCases.map(\.permission).joined(separator: "\",\""))
    private static let everything = allow("*")

    private static func deny(_ action: String) -> String {
        "{\"Effect\":\"Deny\",\"Action\":\"\(action)\",\"Resource\":\"*\"}"
    }

    @Test(arguments: [
        Case(testDescription: "the plan", statements: [plan], rights: .asPlanned),
        Case(testDescription: "less than the plan", statements: [allow("IAM:getuser")], rights: .asPlanned),
        Case(testDescription: "nothing at all", rights: .asPlanned),
        Case(testDescription: "all reads of IAM", statements: [allow("iam:Get*")], rights: .wider(["iam:get*"])),
        Case(
            testDescription: "the auditors' policy of AWS, whatever verbs it holds",
            managed: ["SecurityAudit": allow("config:DeliverConfigSnapshot", "iam:Get*")],
            rights: .wider(["SecurityAudit"])
        ),
        Case(
            testDescription: "a look-alike of it with a path of its own",
            managed: ["AuditSecurity": allow("config:DeliverConfigSnapshot")],
            rights: .dangerous(["config:deliverconfigsnapshot"])
        ),
        Case(testDescription: "everything", statements: [everything], rights: .dangerous(["*"])),
        Case(
            testDescription: "a write",
            statements: [plan, allow("iam:CreateUser")],
            rights: .dangerous(["iam:createuser"])
        ),
        Case(testDescription: "any service's reads", statements: [allow("*:Get*")], rights: .dangerous(["*:get*"])),
        Case(
            testDescription: "reading data behind a reading verb",
            statements: [allow("s3:Get*", "s3:ListBucket")],
            rights: .dangerous(["s3:getobject", "s3:getobjectversion"])
        ),
        Case(
            testDescription: "reading how things are set up",
            statements: [allow("s3:GetBucket*", "ec2:Describe*")],
            rights: .wider(["ec2:describe*", "s3:getbucket*"])
        ),
        Case(
            testDescription: "what a Deny takes away",
            statements: [plan, allow("iam:CreateUser"), deny("iam:Create*")],
            rights: .asPlanned
        ),
        Case(
            testDescription: "what a boundary leaves out",
            statements: [plan, allow("iam:CreateUser")],
            boundary: plan,
            rights: .asPlanned
        ),
        Case(
            testDescription: "everything but a little",
            statements: ["{\"Effect\":\"Allow\",\"NotAction\":\"iam:*\",\"Resource\":\"*\"}"],
            rights: .dangerous(["NotAction"])
        ),
        Case(
            testDescription: "everything but a little within a boundary",
            statements: ["{\"Effect\":\"Allow\",\"NotAction\":\"sts:*\",\"Resource\":\"*\"}"],
            boundary: plan,
            rights: .asPlanned
        ),
        Case(testDescription: "a policy nobody could read", managed: ["Other": nil], rights: .unknown),
        Case(
            testDescription: "a policy nobody could read beside a write",
            statements: [everything],
            managed: ["Other": nil],
            rights: .dangerous(["*"])
        ),
    ])
    func `are judged by what the role's own policies allow`(_ example: Case) throws {
        let account = try #require(AccountID("111122223333"))
        let roleARN = "arn:aws:iam::\(account):role/SecurityAudit"
        var facts = AccountFacts(
            accountID: account,
            nothingReadBecause: Unavailable(reason: .deadline, action: "iam:GetUser")
        )
        func document(_ statements: String, _ name: String) -> DocumentID {
            let id = DocumentID(hex: name)
            let text = "{\"Version\":\"2012-10-17\",\"Statement\":[\(statements)]}"
            facts.documents[id] = PolicyText(bytes: Array(text.utf8))
            return id
        }
        var attached: [AttachedPolicy] = []
        for (name, statement) in example.managed {
            let arn = "arn:aws:iam::aws:policy/\(name)"
            attached.append(AttachedPolicy(arn: arn, name: name))
            guard let statement else { continue }
            let policy = ManagedPolicy(
                arn: arn,
                versionID: "v1",
                document: document(statement, name),
                originAccountID: account
            )
            facts.managedPolicies[arn] = .value(policy)
        }
        let boundaryARN = "arn:aws:iam::aws:policy/Boundary"
        if let boundary = example.boundary {
            let policy = ManagedPolicy(
                arn: boundaryARN,
                versionID: "v1",
                document: document(boundary, "boundary"),
                originAccountID: account
            )
            facts.managedPolicies[boundaryARN] = .value(policy)
        }
        let inline = example.statements.enumerated().map { number, statement in
            InlinePolicy(name: "p\(number)", document: document(statement, "inline-\(number)"))
        }
        let role = Role(
            arn: roleARN,
            name: "SecurityAudit",
            createdAt: Instant(epochSeconds: 0),
            trustPolicy: DocumentID(hex: "trust"),
            attachedPolicies: attached,
            inlinePolicies: inline,
            permissionsBoundary: example.boundary.map { _ in boundaryARN }
        )
        facts.authorization = .value(AuthorizationDetails(users: [], roles: [role], groups: [], policies: []))
        let evaluator = Evaluator(
            settings: EvaluationSettings(),
            organization: OrganizationContext(),
            asOf: Instant(epochSeconds: 0)
        )
        #expect(evaluator.readerRights(of: roleARN, in: facts) == example.rights)
        #expect(evaluator.readerRights(of: roleARN + "2", in: facts) == .unknown)
    }
}
