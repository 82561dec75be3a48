import Domain

/// What a team deploys so that a sweep can look: generated from `CallPlan`, so that role and calls cannot drift.
///
/// `deploy/` in the repository holds each text with its defaults.
package struct RoleDeployment: Sendable {
    package static let standardName = "orgsweep-reader"

    /// The name of the role in every account.
    package let roleName: String
    /// With a slash at both ends; `/` for a role without a path.
    package let path: String
    /// Whether the hub may set a source identity and session tags; the roles allow both in any case.
    package var allowsTagging = false
    /// The organization whose accounts alone the hub may enter; nil for whatever account the inventory names.
    package var organizationID: String?
    /// Principals beside StackSets that may change the protected role, as patterns of ARNs.
    package var deployers: [String] = []

    /// Takes a name with or without a path (`audit/reader`), as `role` in organization.yaml does; nil for what IAM takes
    /// for neither, which would also spoil the texts.
    ///
    /// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
    package init?(roleName: String = standardName) {
        guard IAMNames.isRole(roleName), let name = roleName.split(separator: "/").last else { return nil }
        self.roleName = String(name)
        self.path = "/" + roleName.dropLast(name.count)
    }

    /// The roles that StackSets make in member accounts to deploy by.
    ///
    /// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-enable-trusted-access.html
    private static let stackSetsPattern = "arn:*:iam::*:role/stacksets-exec-*"

    /// The role in any account of any partition.
    private var rolePattern: String { "arn:*:iam::*:role\(path)\(roleName)" }

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
            "organizations:ListAccountsForParent",
            "organizations:ListDelegatedAdministrators", "organizations:ListOrganizationalUnitsForParent",
            "organizations:ListRoots", "organizations:ListTagsForResource",
        ]
        let organization = organizationID.map { ("StringEquals", "aws:ResourceOrgID", [$0]) }
        return IndentedPolicy(statements: [
            IndentedPolicy.Statement(
                sid: "AssumeReaders",
                actions: assume,
                resource: rolePattern,
                condition: organization
            ),
            IndentedPolicy.Statement(sid: "ReadPopulation", actions: population, resource: "*"),
        ]).json
    }

    /// A service control policy that keeps administrators of member accounts from changing the role, from making one of
    /// its name before it is deployed, and from making or changing the roles by which StackSets deploy it.
    ///
    /// StackSets make theirs by a service-linked role, which no service control policy binds; so nobody else need to.
    /// Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
    package var serviceControlPolicy: String {
        let protection = IndentedPolicy.Statement(
            sid: "ProtectReader",
            effect: "Deny",
            actions: Self.changes,
            resource: rolePattern,
            condition: ("ArnNotLike", "aws:PrincipalArn", [Self.stackSetsPattern] + deployers)
        )
        let deployment = IndentedPolicy.Statement(
            sid: "ProtectStackSets",
            effect: "Deny",
            actions: Self.changes,
            resource: Self.stackSetsPattern
        )
        return IndentedPolicy(statements: [protection, deployment]).json
    }

    private static let changes = [
        "iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRole", "iam:DeleteRolePermissionsBoundary",
        "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy",
        "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription",
    ]
}
