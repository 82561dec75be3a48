import Domain

/// The policies of AWS that the rehearsal attaches, with short documents of our own in the spirit of AWS's.
///
/// Only AdministratorAccess is word for word: `*` on `*` leaves no choice.
struct AWSManagedPolicy: Sendable {
    let name: String
    let path: String
    let document: String

    init(_ name: String, path: String = "/", _ document: String) {
        self.name = name
        self.path = path
        self.document = document
    }

    var arn: String { "arn:aws:iam::aws:policy\(path)\(name)" }

    /// The id is made from the name, for AWS's are the same in every account.
    var id: String {
        var random = SeededRandom(0xA35, UInt64(truncatingIfNeeded: name.utf8.reduce(5_381) { $0 &* 33 &+ Int($1) }))
        return random.uniqueID("ANPA")
    }

    static let createdAt = Instant(year: 2015, month: 2, day: 6, hour: 18, minute: 39, second: 46)
    static let updatedAt = Instant(year: 2026, month: 9, day: 14, hour: 20, minute: 5, second: 11)
    static let versionID = "v7"

    /// The policy with an ARN, if AWS has one of that name.
    static func policy(arn: String) -> AWSManagedPolicy? {
        byARN[arn]
    }

    static func arn(_ name: String) -> String { "arn:aws:iam::aws:policy/\(name)" }

    private static let byARN = Dictionary(all.map { ($0.arn, $0) }, uniquingKeysWith: { first, _ in first })

    private static let all =
        [
            AWSManagedPolicy("AdministratorAccess", PolicyDocuments.administrator),
            AWSManagedPolicy("AmazonBedrockLimitedAccess", allow(["bedrock:*", "kms:DescribeKey", "iam:ListRoles"])),
            AWSManagedPolicy(
                "AmazonSSMManagedInstanceCore",
                allow(["ssm:UpdateInstanceInformation", "ssmmessages:*"])
            ),
            AWSManagedPolicy("AWSCloudShellFullAccess", allow(["cloudshell:*"])),
            AWSManagedPolicy("AWSCompromisedKeyQuarantineV3", quarantine),
            AWSManagedPolicy("AWSSupportAccess", allow(["support:*", "supportplans:*"])),
            AWSManagedPolicy("IAMUserChangePassword", changePassword),
            AWSManagedPolicy("PowerUserAccess", powerUser),
            AWSManagedPolicy(
                "ReadOnlyAccess",
                allow(["ec2:Describe*", "iam:Get*", "iam:List*", "s3:Get*", "s3:List*"])
            ),
            AWSManagedPolicy("SecurityAudit", securityAudit),
            AWSManagedPolicy(
                "AWSLambdaBasicExecutionRole",
                path: "/service-role/",
                allow(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"])
            ),
            AWSManagedPolicy(
                "ViewOnlyAccess",
                path: "/job-function/",
                allow(["ec2:Describe*", "iam:List*", "s3:List*"])
            ),
            AWSManagedPolicy(
                "Billing",
                path: "/job-function/",
                allow(["aws-portal:View*", "ce:Get*", "cur:Describe*"])
            ),
        ] + ServiceLinkedRole.all.map(\.policy)

    private static func allow(_ actions: [String]) -> String {
        PolicyDocuments.allow(actions, on: "*")
    }

    private static let quarantine = PolicyDocuments.statement(
        "\"Effect\":\"Deny\",\"Action\":[\"iam:AttachUserPolicy\",\"iam:CreateAccessKey\",\"iam:CreateUser\"],"
            + "\"Resource\":\"*\""
    )
    private static let changePassword = """
        {"Version":"2012-10-17","Statement":[\
        {"Effect":"Allow","Action":["iam:ChangePassword"],"Resource":["arn:aws:iam::*:user/${aws:username}"]},\
        {"Effect":"Allow","Action":["iam:GetAccountPasswordPolicy"],"Resource":"*"}]}
        """
    private static let powerUser = """
        {"Version":"2012-10-17","Statement":[\
        {"Effect":"Allow","NotAction":["iam:*","organizations:*","account:*"],"Resource":"*"},\
        {"Effect":"Allow","Action":["account:ListRegions","iam:CreateServiceLinkedRole","iam:ListRoles"],\
        "Resource":"*"}]}
        """
    private static let securityAudit = allow([
        "iam:GenerateCredentialReport", "iam:Get*", "iam:List*", "iam:SimulatePrincipalPolicy",
        "organizations:Describe*", "organizations:List*",
    ])
}

/// A role that AWS creates and owns in an account, with the policy that goes with it.
struct ServiceLinkedRole: Sendable {
    let name: String
    let service: String
    let policyName: String
    let actions: [String]

    var policy: AWSManagedPolicy {
        AWSManagedPolicy(policyName, path: "/aws-service-role/", PolicyDocuments.allow(actions, on: "*"))
    }

    static let all = [
        ServiceLinkedRole(
            name: "AWSServiceRoleForSupport",
            service: "support.amazonaws.com",
            policyName: "AWSSupportServiceRolePolicy",
            actions: ["ec2:Describe*", "iam:List*"]
        ),
        ServiceLinkedRole(
            name: "AWSServiceRoleForTrustedAdvisor",
            service: "trustedadvisor.amazonaws.com",
            policyName: "AWSTrustedAdvisorServiceRolePolicy",
            actions: ["ec2:Describe*", "iam:GetAccountSummary"]
        ),
        ServiceLinkedRole(
            name: "AWSServiceRoleForOrganizations",
            service: "organizations.amazonaws.com",
            policyName: "AWSOrganizationsServiceTrustPolicy",
            actions: ["iam:DeleteRole", "iam:CreateServiceLinkedRole"]
        ),
        ServiceLinkedRole(
            name: "AWSServiceRoleForSSO",
            service: "sso.amazonaws.com",
            policyName: "AWSSSOServiceRolePolicy",
            actions: ["iam:GetSAMLProvider", "iam:ListRoles"]
        ),
        ServiceLinkedRole(
            name: "AWSServiceRoleForAmazonGuardDuty",
            service: "guardduty.amazonaws.com",
            policyName: "AmazonGuardDutyServiceRolePolicy",
            actions: ["ec2:DescribeInstances", "ec2:DescribeImages"]
        ),
        ServiceLinkedRole(
            name: "AWSServiceRoleForAutoScaling",
            service: "autoscaling.amazonaws.com",
            policyName: "AutoScalingServiceRolePolicy",
            actions: ["ec2:RunInstances", "ec2:TerminateInstances"]
        ),
        ServiceLinkedRole(
            name: "AWSServiceRoleForECS",
            service: "ecs.amazonaws.com",
            policyName: "AmazonECSServiceRolePolicy",
            actions: ["ec2:DescribeSubnets", "elasticloadbalancing:RegisterTargets"]
        ),
        ServiceLinkedRole(
            name: "AWSServiceRoleForRDS",
            service: "rds.amazonaws.com",
            policyName: "AmazonRDSServiceRolePolicy",
            actions: ["ec2:DescribeVpcs", "kms:DescribeKey"]
        ),
    ]
}
