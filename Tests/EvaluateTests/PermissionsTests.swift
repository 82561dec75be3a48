import Domain
import Testing

@testable import Evaluate

/// A user's policies as statements, and what follows from them.
struct PowerCase: Sendable, CustomTestStringConvertible {
    let name: String
    var policies: [String] = []
    var groupPolicies: [String] = []
    var boundary: String?
    let expected: AccountInventory.Answer

    var testDescription: String { name }

    static let all = #"{"Effect":"Allow","Action":"*","Resource":"*"}"#
    static let read = #"{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}"#
    static let mfa = #""Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}"#
}

struct PermissionsTests {
    private static let all = PowerCase.all
    private static let read = PowerCase.read
    private static let mfa = PowerCase.mfa

    @Test(arguments: [
        PowerCase(name: "no policy", expected: .no),
        PowerCase(name: "reads", policies: [read], expected: .no),
        PowerCase(name: "* on *", policies: [all], expected: .yes),
        PowerCase(name: "through a group", groupPolicies: [all], expected: .yes),
        PowerCase(
            name: "iam:* on *",
            policies: [#"{"Effect":"Allow","Action":"IAM:*","Resource":"*"}"#],
            expected: .yes
        ),
        PowerCase(
            name: "iam:* on all of the account",
            policies: [#"{"Effect":"Allow","Action":"iam:*","Resource":"arn:aws:iam::111122223333:*"}"#],
            expected: .yes
        ),
        PowerCase(
            name: "iam:* on users only",
            policies: [#"{"Effect":"Allow","Action":"iam:*","Resource":"arn:aws:iam::111122223333:user/*"}"#],
            expected: .no
        ),
        PowerCase(
            name: "iam:* in another account",
            policies: [#"{"Effect":"Allow","Action":"iam:*","Resource":"arn:aws:iam::444455556666:*"}"#],
            expected: .no
        ),
        PowerCase(
            name: "NotAction that leaves IAM in",
            policies: [#"{"Effect":"Allow","NotAction":["s3:*","organizations:*"],"Resource":"*"}"#],
            expected: .yes
        ),
        PowerCase(
            name: "NotAction that takes IAM out, as PowerUserAccess does",
            policies: [#"{"Effect":"Allow","NotAction":["iam:*","organizations:*","account:*"],"Resource":"*"}"#],
            expected: .no
        ),
        PowerCase(
            name: "NotAction that takes one IAM action out",
            policies: [#"{"Effect":"Allow","NotAction":"iam:CreateUser","Resource":"*"}"#],
            expected: .no
        ),
        PowerCase(
            name: "NotResource elsewhere",
            policies: [#"{"Effect":"Allow","Action":"*","NotResource":"arn:aws:s3:::secret/*"}"#],
            expected: .yes
        ),
        PowerCase(
            name: "under a condition that no user's request meets",
            policies: [String(all.dropLast()) + #","Condition":{"StringLike":{"saml:sub":"*"}}}"#],
            expected: .no
        ),
        PowerCase(
            name: "under a condition that every request meets",
            policies: [
                String(all.dropLast())
                    + #","Condition":{"StringEquals":{"aws:ResourceAccount":"${aws:PrincipalAccount}"}}}"#
            ],
            expected: .yes
        ),
        PowerCase(
            name: "under a condition that the key meets and the session does not",
            policies: [String(all.dropLast()) + #","Condition":{"Null":{"aws:TokenIssueTime":"true"}}}"#],
            expected: .yes
        ),
        PowerCase(
            name: "until a day that has passed",
            policies: [String(all.dropLast()) + #","Condition":{"DateLessThan":{"aws:CurrentTime":"2026-11-01"}}}"#],
            expected: .no
        ),
        PowerCase(
            name: "Deny for the key, none for the session",
            policies: [
                all,
                #"{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Null":{"aws:TokenIssueTime":"true"}}}"#,
            ],
            expected: .yes
        ),
        PowerCase(
            name: "Deny under a condition that always holds",
            policies: [
                all,
                #"{"Effect":"Deny","Action":"iam:*","Resource":"*","Condition":{"StringLike":{"aws:PrincipalArn":"*"}}}"#,
            ],
            expected: .no
        ),
        PowerCase(
            name: "an operator that does not exist",
            policies: [String(all.dropLast()) + #","Condition":{"StringIs":{"aws:username":"x"}}}"#],
            expected: .unknown
        ),
        PowerCase(name: "Allow under a condition", policies: [String(all.dropLast()) + ",\(mfa)}"], expected: .unknown),
        PowerCase(
            name: "Deny of everything in another policy",
            policies: [all, #"{"Effect":"Deny","Action":"*","Resource":"*"}"#],
            expected: .no
        ),
        PowerCase(
            name: "Deny of IAM in a group",
            policies: [all],
            groupPolicies: [#"{"Effect":"Deny","Action":"iam:*","Resource":"*"}"#],
            expected: .no
        ),
        PowerCase(
            name: "Deny by NotAction",
            policies: [all, #"{"Effect":"Deny","NotAction":"s3:*","Resource":"*"}"#],
            expected: .no
        ),
        PowerCase(
            name: "Deny of what hands out rights",
            policies: [all, #"{"Effect":"Deny","Action":"iam:Attach*","Resource":"*"}"#],
            expected: .no
        ),
        PowerCase(
            name: "Deny of something else",
            policies: [all, #"{"Effect":"Deny","Action":["organizations:*","iam:DeleteUser"],"Resource":"*"}"#],
            expected: .yes
        ),
        PowerCase(
            name: "Deny on one role",
            policies: [all, #"{"Effect":"Deny","Action":"*","Resource":"arn:aws:iam::111122223333:role/x"}"#],
            expected: .yes
        ),
        PowerCase(
            name: "Deny under a condition",
            policies: [all, #"{"Effect":"Deny","Action":"*","Resource":"*",\#(mfa)}"#],
            expected: .yes
        ),
        PowerCase(
            name: "Deny with an exception that is not known",
            policies: [all, #"{"Effect":"Deny","Action":"*","NotResource":"${aws:PrincipalTag/own}"}"#],
            expected: .yes
        ),
        PowerCase(
            name: "NotResource that is not known",
            policies: [#"{"Effect":"Allow","Action":"*","NotResource":"${aws:PrincipalTag/own}"}"#],
            expected: .unknown
        ),
        PowerCase(name: "boundary that allows everything", policies: [all], boundary: all, expected: .yes),
        PowerCase(name: "boundary that allows reading", policies: [all], boundary: read, expected: .no),
        PowerCase(
            name: "boundary that denies IAM",
            policies: [all],
            boundary: all + #",{"Effect":"Deny","Action":"iam:*","Resource":"*"}"#,
            expected: .no
        ),
        PowerCase(
            name: "boundary under a condition",
            policies: [all],
            boundary: String(all.dropLast()) + ",\(mfa)}",
            expected: .unknown
        ),
        PowerCase(name: "boundary alone gives nothing", boundary: all, expected: .no),
        PowerCase(name: "unparseable policy", policies: ["}"], expected: .unknown),
        PowerCase(name: "unparseable policy beside * on *", policies: [all, "}"], expected: .unknown),
        PowerCase(name: "unparseable policy within a narrow boundary", policies: ["}"], boundary: read, expected: .no),
        PowerCase(
            name: "unparseable policy beside a Deny",
            policies: ["}", #"{"Effect":"Deny","Action":"iam:*","Resource":"*"}"#],
            expected: .no
        ),
        PowerCase(name: "unparseable boundary", policies: [all], boundary: "}", expected: .unknown),
        PowerCase(name: "unparseable boundary around nothing", boundary: "}", expected: .no),
    ])
    func `an administrator is one after boundary and Deny`(_ power: PowerCase) throws {
        var account = ExampleAccount()
        account.hold(power)
        let view = try account.user()
        #expect(view.isAdmin == power.expected)
    }

    @Test func `an answer names the statements that decided it, and the conditions that leave it open`() throws {
        var account = ExampleAccount()
        account.addPolicy("first", #"{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#)
        account.addPolicy(
            "second",
            """
            {"Statement":[{"Effect":"Allow","Action":"ec2:*","Resource":"*"},
             {"Sid":"Self","Effect":"Allow","Action":"iam:PutUserPolicy","Resource":"*",
              "Condition":{"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}}]}
            """
        )
        let path = try #require(try account.user().escalation.paths.first { $0.id == "iam-007" })
        #expect(path.isConditional)
        #expect(path.steps[0].reasons.statements.map(\.description) == ["second v1 statement 2 (Self)"])
        #expect(path.steps[0].reasons.conditions == [#"{"IpAddress":{"aws:SourceIp":["192.0.2.0/24"]}}"#])

        let document = account.document(ExampleAccount.administratorDocument)
        account.edit { details in
            details.groups[0].inlinePolicies.append(InlinePolicy(name: "all", document: document))
        }
        let power = try account.user().power
        #expect(power.isAdmin == .yes)
        #expect(
            power.adminReasons.statements.map(\.description) == ["all (inline) statement 1 through group developers"]
        )
        #expect(power.adminReasons.conditions.isEmpty)
    }

    @Test func `a user without password and device has no session`() throws {
        let late = """
            {"Statement":{"Effect":"Allow","Action":"*","Resource":"*",
             "Condition":{"DateGreaterThan":{"aws:TokenIssueTime":"2020-01-01"}}}}
            """
        var account = ExampleAccount()
        account.grant(late)
        #expect(try account.user().isAdmin == .yes)
        account.editRow { row in
            row.passwordEnabled = false
            row.mfaActive = false
        }
        #expect(try account.user().isAdmin == .no)
        // It can still register a device.
        account.grant(Self.policyWithMFA)
        #expect(try account.user().isAdmin == .unknown)
    }

    private static let policyWithMFA = #"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*",\#(mfa)}}"#

    @Test func `an AWS-managed policy that could not be read leaves the question open`() throws {
        let arn = "arn:aws:iam::aws:policy/AdministratorAccess"
        var account = ExampleAccount()
        account.editUser { $0.attachedPolicies = [AttachedPolicy(arn: arn, name: "AdministratorAccess")] }
        #expect(try account.user().isAdmin == .unknown)
        account.facts.managedPolicies[arn] = .unavailable(ExampleAccount.denied)
        #expect(try account.user().isAdmin == .unknown)
        let document = account.document(ExampleAccount.administratorDocument)
        account.facts.managedPolicies[arn] = .value(ManagedPolicy(arn: arn, versionID: "v1", document: document))
        #expect(try account.user().isAdmin == .yes)
    }
}

extension ExampleAccount {
    mutating func hold(_ power: PowerCase) {
        for statement in power.policies { grant(Self.policy(statement)) }
        for (index, statement) in power.groupPolicies.enumerated() {
            let id = document(Self.policy(statement))
            edit { $0.groups[0].inlinePolicies.append(InlinePolicy(name: "inline-\(index)", document: id)) }
        }
        if let boundary = power.boundary {
            addPolicy("boundary", Self.policy(boundary), attach: false)
            editUser { $0.permissionsBoundary = "\(Self.arn):policy/boundary" }
        }
    }

    private static func policy(_ statements: String) -> String {
        #"{"Version":"2012-10-17","Statement":[\#(statements)]}"#
    }

    func user() throws -> UserView { try #require(view().users.first { $0.user.name == Self.userName }) }

    func view() -> AccountView {
        AccountView(
            facts,
            settings: EvaluationSettings(configuration),
            organization: organization,
            library: PolicyLibrary(),
            asOf: Self.asOf
        )
    }
}
