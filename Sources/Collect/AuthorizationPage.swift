import AWS
import Domain

/// One page of the authorization details, with the documents that its records name.
struct AuthorizationPage: Sendable, Equatable {
    var details = AuthorizationDetails()
    var documents: [DocumentID: PolicyText] = [:]

    /// The pages as one, each entity once and in order of its ARN.
    ///
    /// Pages are read at different moments: what is changed meanwhile can stand on two of them, and then the later one
    /// tells the newer state.
    init(merging pages: [AuthorizationPage]) {
        self.details = AuthorizationDetails(
            users: pages.flatMap(\.details.users).lastOfEach(\.arn),
            roles: pages.flatMap(\.details.roles).lastOfEach(\.arn),
            groups: pages.flatMap(\.details.groups).lastOfEach(\.arn),
            policies: pages.flatMap(\.details.policies).lastOfEach(\.arn)
        )
        for page in pages { documents.merge(page.documents) { first, _ in first } }
    }

    init() {}
}

extension Array {
    /// The elements in order of their keys, of equal keys only the last.
    func lastOfEach(_ key: (Element) -> String) -> [Element] {
        // As AWS nearly always sends them, from one page.
        if zip(self, dropFirst()).allSatisfy({ key($0) < key($1) }) { return self }
        let last = Dictionary(map { (key($0), $0) }) { _, later in later }
        return last.sorted { $0.key < $1.key }.map(\.value)
    }
}

/// The fields of a user, role, group or policy, as far as they have arrived.
struct EntityFields: Sendable {
    var path: String?
    var name: String?
    var id: String?
    var arn: String?
    var createdAt: Instant?
    var updatedAt: Instant?
    var trustPolicy: DocumentID?
    var groups: [String] = []
    var attachedPolicies: [AttachedPolicy] = []
    var inlinePolicies: [InlinePolicy] = []
    var permissionsBoundary: String?
    var lastUsedAt: Instant?
    var lastUsedRegion: String?
    var instanceProfiles: [String] = []
    var tags: [Tag] = []
    var defaultVersionID: String?
    var attachmentCount: Int?
    var boundaryUsageCount: Int?
    var versions: [PolicyVersion] = []

    func user() throws(XMLFailure) -> User {
        User(
            arn: try arn.required("Arn"),
            name: try name.required("UserName"),
            path: path ?? "/",
            id: id ?? "",
            createdAt: try createdAt.required("CreateDate"),
            groups: groups.sorted(),
            attachedPolicies: attachedPolicies.sorted { $0.arn < $1.arn },
            inlinePolicies: inlinePolicies.sorted { $0.name < $1.name },
            permissionsBoundary: permissionsBoundary,
            tags: tags.sorted { $0.key < $1.key }
        )
    }

    func role() throws(XMLFailure) -> Role {
        Role(
            arn: try arn.required("Arn"),
            name: try name.required("RoleName"),
            path: path ?? "/",
            id: id ?? "",
            createdAt: try createdAt.required("CreateDate"),
            trustPolicy: try trustPolicy.required("AssumeRolePolicyDocument"),
            attachedPolicies: attachedPolicies.sorted { $0.arn < $1.arn },
            inlinePolicies: inlinePolicies.sorted { $0.name < $1.name },
            permissionsBoundary: permissionsBoundary,
            lastUsedAt: lastUsedAt,
            lastUsedRegion: lastUsedRegion,
            instanceProfiles: instanceProfiles.sorted(),
            tags: tags.sorted { $0.key < $1.key }
        )
    }

    func group() throws(XMLFailure) -> Group {
        Group(
            arn: try arn.required("Arn"),
            name: try name.required("GroupName"),
            path: path ?? "/",
            id: id ?? "",
            createdAt: try createdAt.required("CreateDate"),
            attachedPolicies: attachedPolicies.sorted { $0.arn < $1.arn },
            inlinePolicies: inlinePolicies.sorted { $0.name < $1.name }
        )
    }

    func policy() throws(XMLFailure) -> CustomerPolicy {
        let arn = try arn.required("Arn")
        let createdAt = try createdAt.required("CreateDate")
        return CustomerPolicy(
            arn: arn,
            name: name ?? ARN(arn)?.name ?? arn,
            path: path ?? "/",
            id: id ?? "",
            createdAt: createdAt,
            updatedAt: updatedAt ?? createdAt,
            attachmentCount: attachmentCount ?? 0,
            boundaryUsageCount: boundaryUsageCount ?? 0,
            defaultVersionID: try defaultVersionID.required("DefaultVersionId"),
            versions: versions
        )
    }
}

/// The fields of a member of one of an entity's own lists, as far as they have arrived.
struct ItemFields: Sendable {
    var policyName: String?
    var policyARN: String?
    var document: DocumentID?
    var versionID: String?
    var createdAt: Instant?
    var arn: String?
    var key: String?
    var value: String?

    func attachedPolicy() throws(XMLFailure) -> AttachedPolicy {
        let arn = try policyARN.required("PolicyArn")
        return AttachedPolicy(arn: arn, name: policyName ?? ARN(arn)?.name ?? arn)
    }

    func inlinePolicy() throws(XMLFailure) -> InlinePolicy {
        InlinePolicy(
            name: try policyName.required("PolicyName"),
            document: try document.required("PolicyDocument")
        )
    }

    func policyVersion() throws(XMLFailure) -> PolicyVersion {
        PolicyVersion(
            id: try versionID.required("VersionId"),
            createdAt: createdAt,
            document: try document.required("Document")
        )
    }

    func tag(keptBy filter: TagFilter) throws(XMLFailure) -> Tag? {
        let key = try key.required("Key")
        return filter.keeps(key) ? Tag(key: key, value: value ?? "") : nil
    }
}
