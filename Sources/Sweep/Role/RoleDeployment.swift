import Domain

/// What a team deploys so that a sweep can look: generated from `CallPlan`, so that role and calls cannot drift.
///
/// `deploy/` in the repository holds each text with its defaults.
package struct RoleDeployment: Sendable {
    package static let standardName = "orgsweep-reader"

    /// The name of the role in every account.
    package let roleName: String
    /// Whether the hub may set a source identity and session tags; the roles allow both in any case.
    package var allowsTagging = false
    /// Principals beside StackSets that may change the protected role, as patterns of ARNs.
    package var deployers: [String] = []

    /// Nil for a name that IAM does not take, which would also spoil the texts.
    package init?(roleName: String = standardName) {
        let isLegal = roleName.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "_+=,.@-".utf8.contains(byte)
            }
        }
        guard isLegal, (1...64).contains(roleName.utf8.count) else { return nil }
        self.roleName = roleName
    }

    /// The role in any account of any partition.
    private var rolePattern: String { "arn:*:iam::*:role/\(roleName)" }

    /// The permissions policy of the role in each account: exactly the calls of a sweep.
    package var policy: String {
        let statements = CallPlan.statements.map { statement in
            IndentedPolicy.Statement(actions: statement.actions, resource: statement.resource)
        }
        return IndentedPolicy(statements: statements).json
    }

    /// The permissions policy of whoever runs the sweep: the way into the accounts, and the list of them.
    package var hub: String {
        let assume = allowsTagging ? ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"] : ["sts:AssumeRole"]
        let population = [
            "iam:ListOrganizationsFeatures", "organizations:DescribeOrganization", "organizations:ListAccounts",
            "organizations:ListDelegatedAdministrators", "organizations:ListOrganizationalUnitsForParent",
            "organizations:ListRoots", "organizations:ListTagsForResource",
        ]
        return IndentedPolicy(statements: [
            IndentedPolicy.Statement(sid: "AssumeReaders", actions: assume, resource: rolePattern),
            IndentedPolicy.Statement(sid: "ReadPopulation", actions: population, resource: "*"),
        ]).json
    }

    /// A service control policy that keeps administrators of member accounts from changing the role, or from making one
    /// of its name before it is deployed.
    package var serviceControlPolicy: String {
        let changes = [
            "iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRole", "iam:DeleteRolePermissionsBoundary",
            "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy",
            "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription",
        ]
        let protection = IndentedPolicy.Statement(
            sid: "ProtectReader",
            effect: "Deny",
            actions: changes,
            resource: rolePattern,
            condition: ("ArnNotLike", "aws:PrincipalArn", ["arn:*:iam::*:role/stacksets-exec-*"] + deployers)
        )
        return IndentedPolicy(statements: [protection]).json
    }
}
