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
            name: "sets the default version",
            policies: [#"{"Effect":"Allow","Action":"iam:SetDefaultPolicyVersion","Resource":"*"}"#],
            expected: .yes
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

    @Test func `a policy of the older version knows no variables`() throws {
        let statement = #"{"Effect":"Allow","Action":"iam:Put*","Resource":"arn:aws:iam::*:user/${aws:username}"}"#
        var account = ExampleAccount()
        account.grant(#"{"Version":"2008-10-17","Statement":\#(statement)}"#)
        #expect(try account.user().canBecomeAdmin == .no)
    }

    @Test func `every path of the table holds for someone who may do all of its steps and nothing else`() {
        let user = ARN("arn:aws:iam::111122223333:user/j.doe")
        let role = ARN("arn:aws:iam::111122223333:role/app")
        #expect(Escalation.paths.count == 65)
        #expect(Set(Escalation.paths.map(\.id)).count == Escalation.paths.count)
        for path in Escalation.paths {
            let actions = path.steps.map { #""\#($0.action.text)""# }.joined(separator: ",")
            let text = #"{"Statement":{"Effect":"Allow","Action":[\#(actions)],"Resource":"*"}}"#
            let policy = ParsedPolicy(parsing: Array(text.utf8))
            let held = [user, role].compactMap(\.self).flatMap { principal in
                Escalation.result(
                    for: Permissions(of: principal, policies: [policy]),
                    targets: Escalation.Targets(
                        of: principal,
                        ownGroups: ["arn:aws:iam::111122223333:group/g"],
                        ownPolicies: [],
                        account: Escalation.AccountTargets(AuthorizationDetails(), account: principal)
                    )
                ).paths
            }
            let isConditional = path.category == .existingPassRole
            #expect(held.contains(.init(id: path.id, isConditional: isConditional)), "\(path.id)")
        }
    }
}
