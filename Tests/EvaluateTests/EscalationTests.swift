import Domain
import Testing

@testable import Evaluate

struct EscalationTests {
    private static let all = PowerCase.all
    private static let read = PowerCase.read
    private static let mfa = PowerCase.mfa

    @Test(arguments: [
        PowerCase(name: "reads", policies: [read], expected: .no),
        PowerCase(name: "is an administrator already", policies: [all], expected: .no),
        PowerCase(
            name: "puts a policy on itself by name",
            policies: [
                #"{"Effect":"Allow","Action":"iam:PutUserPolicy","Resource":"arn:aws:iam::111122223333:user/j.doe"}"#
            ],
            expected: .yes
        ),
        PowerCase(
            name: "puts a policy on itself through a variable",
            policies: [#"{"Effect":"Allow","Action":"iam:Put*","Resource":"arn:aws:iam::*:user/${aws:UserName}"}"#],
            expected: .yes
        ),
        PowerCase(
            name: "an unknown variable names nothing",
            policies: [#"{"Effect":"Allow","Action":"iam:Put*","Resource":"arn:aws:iam::*:user/${saml:sub}"}"#],
            expected: .no
        ),
        PowerCase(
            name: "makes keys for itself, as self-service does",
            policies: [
                #"{"Effect":"Allow","Action":"iam:*AccessKey","Resource":"arn:aws:iam::*:user/${aws:username}"}"#
            ],
            expected: .no
        ),
        PowerCase(
            name: "makes keys for others",
            policies: [#"{"Effect":"Allow","Action":"iam:CreateAccessKey","Resource":"*"}"#],
            expected: .yes
        ),
        PowerCase(
            name: "a role's right in a user's hands",
            policies: [
                #"{"Effect":"Allow","Action":"iam:PutRolePolicy","Resource":"arn:aws:iam::111122223333:user/j.doe"}"#
            ],
            expected: .no
        ),
        PowerCase(
            name: "edits AWS-managed policies only",
            policies: [
                #"{"Effect":"Allow","Action":"iam:CreatePolicyVersion","Resource":"arn:aws:iam::aws:policy/*"}"#
            ],
            expected: .no
        ),
        PowerCase(
            name: "edits the policy that its group holds",
            policies: [
                #"""
                {"Effect":"Allow","Action":"iam:CreatePolicyVersion",
                 "Resource":"arn:aws:iam::111122223333:policy/payments-read"}
                """#
            ],
            expected: .yes
        ),
        PowerCase(
            name: "sets the default version, and none is wider",
            policies: [#"{"Effect":"Allow","Action":"iam:SetDefaultPolicyVersion","Resource":"*"}"#],
            expected: .unknown
        ),
        PowerCase(
            name: "a path split over two policies",
            policies: [#"{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"}"#],
            groupPolicies: [#"{"Effect":"Allow","Action":["lambda:Create*","lambda:InvokeFunction"],"Resource":"*"}"#],
            expected: .yes
        ),
        PowerCase(
            name: "half a path",
            policies: [#"{"Effect":"Allow","Action":["iam:PassRole","lambda:InvokeFunction"],"Resource":"*"}"#],
            expected: .no
        ),
        PowerCase(
            name: "two steps that never meet on one role",
            policies: [
                #"{"Effect":"Allow","Action":"iam:AttachRolePolicy","Resource":"arn:aws:iam::*:role/app"}"#,
                #"{"Effect":"Allow","Action":"iam:UpdateAssumeRolePolicy","Resource":"arn:aws:iam::*:role/gone"}"#,
            ],
            expected: .no
        ),
        PowerCase(
            name: "a Deny in another policy",
            policies: [
                #"{"Effect":"Allow","Action":"iam:PutUserPolicy","Resource":"*"}"#,
                #"{"Effect":"Deny","Action":"iam:Put*","Resource":"*"}"#,
            ],
            expected: .no
        ),
        PowerCase(
            name: "a boundary without it",
            policies: [#"{"Effect":"Allow","Action":"iam:PutUserPolicy","Resource":"*"}"#],
            boundary: read,
            expected: .no
        ),
        PowerCase(
            name: "under a condition",
            policies: [#"{"Effect":"Allow","Action":"iam:PutUserPolicy","Resource":"*",\#(mfa)}"#],
            expected: .unknown
        ),
        PowerCase(
            name: "under a condition that no user's request meets",
            policies: [
                #"""
                {"Effect":"Allow","Action":"iam:PutUserPolicy","Resource":"*",
                 "Condition":{"StringEquals":{"aws:PrincipalType":"AssumedRole"}}}
                """#
            ],
            expected: .no
        ),
        PowerCase(
            name: "a Deny that MFA escapes",
            policies: [
                #"{"Effect":"Allow","Action":"iam:PutUserPolicy","Resource":"*"}"#,
                #"""
                {"Effect":"Deny","NotAction":"sts:GetSessionToken","Resource":"*",
                 "Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}
                """#,
            ],
            expected: .unknown
        ),
        PowerCase(
            name: "the user's own policy through a tag that is not known",
            policies: [
                #"{"Effect":"Allow","Action":"iam:Put*","Resource":"arn:aws:iam::*:user/${aws:PrincipalTag/login}"}"#
            ],
            expected: .unknown
        ),
        PowerCase(
            name: "through a variable with a default",
            policies: [
                #"{"Effect":"Allow","Action":"iam:Put*","Resource":"arn:aws:iam::*:user/${saml:sub, 'j.doe'}"}"#
            ],
            expected: .yes
        ),
        PowerCase(
            name: "passes roles to the service of the path",
            policies: [
                #"""
                {"Effect":"Allow","Action":"iam:PassRole","Resource":"*",
                 "Condition":{"StringEquals":{"iam:PassedToService":["lambda.amazonaws.com"]}}}
                """#,
                #"{"Effect":"Allow","Action":["lambda:CreateFunction","lambda:InvokeFunction"],"Resource":"*"}"#,
            ],
            expected: .yes
        ),
        PowerCase(
            name: "passes roles to another service",
            policies: [
                #"""
                {"Effect":"Allow","Action":"iam:PassRole","Resource":"*",
                 "Condition":{"StringLike":{"iam:PassedToService":"ec2.*"}}}
                """#,
                #"{"Effect":"Allow","Action":["lambda:CreateFunction","lambda:InvokeFunction"],"Resource":"*"}"#,
            ],
            expected: .no
        ),
        PowerCase(
            name: "passes one role that is no administrator",
            policies: [
                #"{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::111122223333:role/app"}"#,
                #"{"Effect":"Allow","Action":["lambda:CreateFunction","lambda:InvokeFunction"],"Resource":"*"}"#,
            ],
            expected: .no
        ),
        PowerCase(
            name: "makes keys for one user that is no administrator",
            policies: [#"{"Effect":"Allow","Action":"iam:CreateAccessKey","Resource":"arn:aws:iam::*:user/app-*"}"#],
            expected: .no
        ),
        PowerCase(
            name: "takes over a workload that nobody sees",
            policies: [#"{"Effect":"Allow","Action":"ssm:SendCommand","Resource":"*"}"#],
            expected: .unknown
        ),
        PowerCase(name: "unparseable policy", policies: ["}"], expected: .unknown),
    ])
    func `an escalation path holds on the whole of the permissions`(_ power: PowerCase) throws {
        var account = ExampleAccount()
        account.hold(power)
        let view = try account.user()
        #expect(view.canBecomeAdmin == power.expected, "\(view.escalation.paths)")
    }

    @Test func `an administrator as target is a way, through the service that it trusts`() throws {
        let pass = """
            {"Version":"2012-10-17","Statement":[
             {"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::111122223333:role/app"},
             {"Effect":"Allow","Action":["lambda:CreateFunction","lambda:InvokeFunction","ec2:RunInstances"],
              "Resource":"*"}]}
            """
        var account = ExampleAccount()
        account.grant(pass)
        account.grant(ExampleAccount.administratorDocument, toRole: "app")
        let escalation = try account.user().escalation
        #expect(escalation.answer == .yes)
        #expect(escalation.paths.map(\.id) == ["lambda-001"])
        #expect(escalation.paths.first?.steps.first?.target == "\(ExampleAccount.arn):role/app")
    }

    @Test func `a wider version that can be made the default is a way`() throws {
        var account = ExampleAccount()
        account.addPolicy(
            "own",
            #"{"Statement":{"Effect":"Allow","Action":"iam:SetDefaultPolicyVersion","Resource":"*"}}"#
        )
        let wide = account.document(ExampleAccount.administratorDocument)
        account.edit { $0.policies[$0.policies.count - 1].versions.append(PolicyVersion(id: "v2", document: wide)) }
        #expect(try account.user().canBecomeAdmin == .yes)
    }

    @Test func `a policy of the older version knows no variables`() throws {
        let statement = #"{"Effect":"Allow","Action":"iam:Put*","Resource":"arn:aws:iam::*:user/${aws:username}"}"#
        var account = ExampleAccount()
        account.grant(#"{"Version":"2008-10-17","Statement":\#(statement)}"#)
        #expect(try account.user().canBecomeAdmin == .no)
    }

    @Test func `every path of the table holds for someone who may do all of its steps and nothing else`() throws {
        #expect(Escalation.paths.count == 65)
        #expect(Set(Escalation.paths.map(\.id)).count == Escalation.paths.count)
        for path in Escalation.paths {
            let actions = path.steps.map { #""\#($0.name)""# }.joined(separator: ",")
            var account = ExampleAccount()
            let document = #"{"Statement":{"Effect":"Allow","Action":[\#(actions)],"Resource":"*"}}"#
            account.grant(document)
            account.grant(document, toRole: "app")
            let view = account.view()
            let held = view.users.flatMap(\.escalation.paths) + view.roles.flatMap(\.escalation.paths)
            let own = try #require(held.first { $0.id == path.id }, "\(path.id)")
            let isConditional = path.category == .existingPassRole || path.id == "orgsweep-001"
            #expect(own.isConditional == isConditional, "\(path.id)")
            #expect(own.steps.map(\.action) == path.steps.map(\.name))
            for step in own.steps {
                #expect(step.reasons.statements.map(\.description) == ["inline (inline) statement 1"])
            }
        }
    }
}
