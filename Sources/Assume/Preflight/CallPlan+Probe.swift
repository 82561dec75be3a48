import AWS
import Domain

extension CallPlan {
    /// The smallest request that only succeeds, or finds nothing, where the call is allowed.
    ///
    /// IAM asks for the right before it looks for the entity: a name that nobody has costs no reading and tells as much.
    func probe(in account: AccountID, partition: Partition) -> QueryCall {
        let nobody = "orgsweep-preflight-nobody"
        var parameters: [(name: String, value: String)] =
            switch self {
            case .generateCredentialReport, .getAccountPasswordPolicy, .getAccountSummary, .getCredentialReport,
                .listOpenIDConnectProviders, .listSAMLProviders:
                []
            case .getLoginProfile, .getUser: [("UserName", nobody)]
            case .listAccessKeys, .listMFADevices, .listSSHPublicKeys, .listSigningCertificates:
                [("UserName", nobody), Self.one]
            case .getOpenIDConnectProvider:
                [
                    (
                        "OpenIDConnectProviderArn",
                        "arn:\(partition.rawValue):iam::\(account):oidc-provider/\(nobody).invalid"
                    )
                ]
            case .getPolicy, .getPolicyVersion:
                [("PolicyArn", "arn:\(partition.rawValue):iam::aws:policy/\(nobody)")]
            case .listServiceSpecificCredentials: [("AllUsers", "true"), Self.one]
            case .getAccountAuthorizationDetails, .listAccountAliases, .listRoles, .listServerCertificates,
                .listVirtualMFADevices:
                [Self.one]
            }
        if self == .getPolicyVersion { parameters.append(("VersionId", "v1")) }
        return QueryCall(service: .iam, action: rawValue, parameters: parameters)
    }

    private static let one = (name: "MaxItems", value: "1")

    /// Whether the answer shows that the call is allowed, though it did not bring what was asked for.
    static func isAllowed(_ failure: AWSFailure) -> Bool {
        failure.kind == .notFound || reportCodes.contains(failure.code)
    }

    /// What is said of a credential report that is not there, not ready, too old or asked for too often.
    ///
    /// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetCredentialReport.html
    private static let reportCodes: Set = [
        "LimitExceeded", "ReportExpired", "ReportInProgress", "ReportNotPresent",
    ]
}
