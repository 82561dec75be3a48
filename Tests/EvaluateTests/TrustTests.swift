import Domain
import Testing

@testable import Evaluate

struct TrustTests {
    private func assessments(
        of principal: String,
        condition: String = "{}",
        by check: Check = .trustAnyone,
        _ change: (inout ExampleAccount) -> Void = { _ in }
    ) -> [Assessment] {
        var account = ExampleAccount()
        account.trust(principal, condition: condition)
        change(&account)
        let assessments = account.evaluator(checks: [check]).evaluate(account.facts).assessments
        return assessments.filter { $0.resource.name == ExampleAccount.roleName }
    }

    @Test(arguments: [
        #"{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}"#,
        #"{"StringEquals":{"AWS:principalorgid":["o-a1b2c3d4e5"]}}"#,
        #"{"StringLike":{"aws:PrincipalOrgID":["o-a1b2c3d4e5","o-a1b2c3d4e5"]}}"#,
        #"{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"}}"#,
        #"{"StringEquals":{"aws:PrincipalAccount":["111122223333","444455556666"]}}"#,
        #"{"StringEquals":{"aws:SourceAccount":"111122223333"}}"#,
        #"{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/ci-*"}}"#,
        #"{"StringLike":{"aws:PrincipalArn":"arn:aws:iam::444455556666:*"}}"#,
        #"{"ForAllValues:StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"},"Null":{"aws:PrincipalOrgID":false}}"#,
        #"{"StringEquals":{"aws:PrincipalOrgID":"o-stranger01","aws:PrincipalAccount":"111122223333"}}"#,
    ])
    func `a condition that names the organization or its accounts limits anyone`(_ condition: String) {
        #expect(assessments(of: #"{"AWS":"*"}"#, condition: condition).map(\.outcome) == [.pass])
    }

    @Test(arguments: [
        "{}",
        #"{"StringEquals":{"sts:ExternalId":"4711"}}"#,
        #"{"StringEquals":{"aws:PrincipalTag/team":"payments"}}"#,
        #"{"Bool":{"aws:MultiFactorAuthPresent":"true"}}"#,
        #"{"StringLike":{"aws:PrincipalOrgID":"o-*"}}"#,
        #"{"StringLike":{"aws:PrincipalOrgID":["o-a1b2c3d4e5","*"]}}"#,
        #"{"StringEquals":{"aws:PrincipalOrgID":[]}}"#,
        #"{"StringNotEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}"#,
        #"{"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}"#,
        #"{"ForAllValues:StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}"#,
        #"{"ForAllValues:StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"},"Null":{"aws:PrincipalOrgID":true}}"#,
        #"{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"*/r-ab12/*"}}"#,
        #"{"StringLike":{"aws:PrincipalAccount":"1111*"}}"#,
        #"{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/app"}}"#,
        #"{"StringLike":{"aws:PrincipalArn":"arn:*:iam::111122223333:role/app"}}"#,
        #"{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::payments"}}"#,
    ])
    func `any other condition leaves the role to anyone`(_ condition: String) throws {
        for isConfirmed in [true, false] {
            let found = assessments(of: #"{"AWS":"*"}"#, condition: condition) {
                $0.organization.confirmed = isConfirmed
            }
            let finding = try #require(found.first)
            #expect(found.count == 1 && finding.outcome == .fail)
            #expect(finding.discriminator == "*")
            #expect(finding.sentence == "Role app in prod-payments can be assumed by anyone.")
        }
    }

    @Test func `a condition that names an outsider beside ourselves limits nobody`() {
        let condition = #"{"StringEquals":{"aws:PrincipalAccount":["111122223333","777788889999"]}}"#
        let outside = assessments(of: #""*""#, condition: condition)
        #expect(outside.map(\.outcome) == [.fail])
        #expect(
            assessments(of: #""*""#, condition: condition) { $0.approve(ExampleAccount.outsiderID) }.map(\.outcome) == [
                .pass
            ]
        )
    }

    @Test func `one statement without a condition opens the role, whatever the other says`() throws {
        var account = ExampleAccount()
        let id = account.document(
            """
            {"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole",\
            "Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}},\
            {"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}]}
            """
        )
        account.editRole { $0.trustPolicy = id }
        let evaluation = account.evaluator().evaluate(account.facts)
        let trust = try #require(evaluation.inventory.trusts.first { $0.party == "*" })
        #expect(trust.standing == .public)
        #expect(
            evaluation.assessments.contains { $0.sentence == "Role app in prod-payments can be assumed by anyone." }
        )
    }

    @Test(arguments: [
        #"{"Service":"ec2.amazonaws.com"}"#,
        #"{"Federated":"arn:aws:iam::111122223333:oidc-provider/x"}"#,
        #"{"AWS":"AROAIOSFODNN7EXAMPLE"}"#,
        #"{"CanonicalUser":"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}"#,
    ])
    func `a role that trusts no account is not counted among the passes`(_ principal: String) {
        #expect(assessments(of: principal, by: .trustOutsideOrganization).map(\.outcome) == [.notApplicable])
    }

    @Test func `a role that trusts a service and an account is judged by the account`() {
        let own = #"{"Service":"ec2.amazonaws.com","AWS":"111122223333"}"#
        #expect(assessments(of: own, by: .trustOutsideOrganization).map(\.outcome) == [.pass])
        let outside = #"{"Service":"ec2.amazonaws.com","AWS":"777788889999"}"#
        #expect(assessments(of: outside, by: .trustOutsideOrganization).map(\.discriminator) == ["777788889999"])
    }
}
