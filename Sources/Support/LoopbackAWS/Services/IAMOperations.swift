import Domain

/// One IAM request with all that an operation may look at.
struct IAMCall {
    let organization: RehearsalOrganization
    let account: RehearsalAccount
    let isHub: Bool
    let parameters: Parameters
    let reports: CredentialReports
    let now: Instant

    func user() throws(ServiceError) -> RehearsalUser {
        let name = try parameters.required("UserName")
        guard let user = account.user(named: name) else {
            throw .missing("The user with name \(name) cannot be found.")
        }
        return user
    }
}

/// The IAM calls of the rehearsal, by the name of the action.
enum IAMOperations {
    static let version = "2010-05-08"
    static let namespace = "https://iam.amazonaws.com/doc/2010-05-08/"

    typealias Operation = @Sendable (IAMCall, inout XMLWriter) throws(ServiceError) -> Void

    /// Nil for an operation that AWS has and the rehearsal never allows; throws for a name that AWS does not know.
    static func operation(_ action: String, version: String?) throws(ServiceError) -> Operation? {
        guard version == Self.version else { throw unknown(action, version) }
        if let operation = operations[action] { return operation }
        let writes = ["Add", "Attach", "Create", "Deactivate", "Delete", "Detach", "Put", "Remove", "Set", "Update"]
        guard writes.contains(where: action.hasPrefix) else { throw unknown(action, version) }
        return nil
    }

    private static func unknown(_ action: String, _ version: String?) -> ServiceError {
        ServiceError(400, "InvalidAction", "Could not find operation \(action) for version \(version ?? "")")
    }

    private static let operations: [String: Operation] = [
        "GenerateCredentialReport": generateCredentialReport,
        "GetAccountAuthorizationDetails": getAccountAuthorizationDetails,
        "GetAccountPasswordPolicy": getAccountPasswordPolicy,
        "GetAccountSummary": getAccountSummary,
        "GetCredentialReport": getCredentialReport,
        "GetLoginProfile": getLoginProfile,
        "GetOpenIDConnectProvider": getOpenIDConnectProvider,
        "GetPolicy": getPolicy,
        "GetPolicyVersion": getPolicyVersion,
        "GetUser": getUser,
        "ListAccessKeys": listAccessKeys,
        "ListAccountAliases": listAccountAliases,
        "ListMFADevices": listMFADevices,
        "ListOpenIDConnectProviders": listOpenIDConnectProviders,
        "ListOrganizationsFeatures": listOrganizationsFeatures,
        "ListRoles": listRoles,
        "ListSAMLProviders": listSAMLProviders,
        "ListSSHPublicKeys": listSSHPublicKeys,
        "ListServerCertificates": listServerCertificates,
        "ListServiceSpecificCredentials": listServiceSpecificCredentials,
        "ListSigningCertificates": listSigningCertificates,
        "ListUsers": listUsers,
        "ListVirtualMFADevices": listVirtualMFADevices,
    ]
}

/// One page of an IAM list.
struct ListPage<Element> {
    let elements: ArraySlice<Element>
    /// Set while there is more.
    let marker: String?

    /// Cuts the page that MaxItems and Marker ask for; the kind keeps a marker of one list out of another.
    init(_ all: [Element], _ parameters: Parameters, kind: String) throws(ServiceError) {
        let limit = try parameters.number("MaxItems", in: 1...1_000, default: 100)
        var start = 0
        if let marker = parameters["Marker"] {
            let parts = marker.split(separator: ".")
            guard parts.count == 2, parts[0] == kind, let offset = Int(parts[1]), offset >= 0 else {
                throw .validation("Invalid Marker.")
            }
            // Entities may have gone since the last page: the rest is then empty.
            start = min(offset, all.count)
        }
        let end = min(start + limit, all.count)
        self.elements = all[start..<end]
        self.marker = end < all.count ? "\(kind).\(end)" : nil
    }

    func writeEnd(_ xml: inout XMLWriter) {
        xml.element("IsTruncated", marker != nil)
        xml.element("Marker", marker)
    }
}
