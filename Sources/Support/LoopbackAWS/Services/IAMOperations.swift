import Domain

/// One IAM request with all that an operation may look at.
struct IAMCall {
    let organization: RehearsalOrganization
    let account: RehearsalAccount
    let isHub: Bool
    let parameters: Parameters
    let reports: CredentialReports
    let faults: StruckFaults
    let now: Instant

    func user() throws(ServiceError) -> RehearsalUser {
        // The parameter is optional for users alone, and every caller here is a role's session.
        guard let name = parameters["UserName"] else {
            throw .validation("Must specify userName when calling with non-User credentials")
        }
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

    static let actions = Set(operations.keys)

    /// The lists that come in pages, as `--faults` spells them.
    static let pagedActions: Set = [
        "iam:GetAccountAuthorizationDetails", "iam:ListAccessKeys", "iam:ListAccountAliases", "iam:ListGroups",
        "iam:ListMFADevices", "iam:ListRoles", "iam:ListSSHPublicKeys", "iam:ListServerCertificates",
        "iam:ListServiceSpecificCredentials", "iam:ListSigningCertificates", "iam:ListUsers",
        "iam:ListVirtualMFADevices",
    ]

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
        "GetSSHPublicKey": getSSHPublicKey,
        "GetUser": getUser,
        "ListAccessKeys": listAccessKeys,
        "ListAccountAliases": listAccountAliases,
        "ListGroups": listGroups,
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
    let isTruncated: Bool
    let marker: String?

    /// Cuts the page that MaxItems and Marker ask for; the kind keeps a marker of one list out of another.
    init(_ all: [Element], _ call: IAMCall, kind: String) throws(ServiceError) {
        let limit = try call.parameters.number("MaxItems", in: 1...1_000, default: 100)
        var start = 0
        var isAfterGap = false
        if let marker = call.parameters["Marker"] {
            let parts = marker.split(separator: ".")
            guard parts.count >= 2, parts[0] == kind, let offset = Int(parts[1]), offset >= 0 else {
                throw .validation("Invalid Marker.")
            }
            // Entities may have gone since the last page: the rest is then empty.
            start = min(offset, all.count)
            isAfterGap = parts.count > 2
        }
        let end = min(start + limit, all.count)
        if let fault = call.faults.pageEnd(kind: kind, start: start, isAfterGap: isAfterGap) {
            self.elements = all[start..<(fault.isEmpty ? start : end)]
            self.marker = fault.marker
            self.isTruncated = true
        } else {
            self.elements = all[start..<end]
            self.marker = end < all.count ? "\(kind).\(end)" : nil
            self.isTruncated = end < all.count
        }
    }

    func writeEnd(_ xml: inout XMLWriter) {
        xml.element("IsTruncated", isTruncated)
        xml.element("Marker", marker)
    }
}
