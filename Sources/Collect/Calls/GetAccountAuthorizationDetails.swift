import AWS
import Domain

/// Every user, role, group and customer policy of the account, with their documents.
///
/// Without a filter AWS adds every retained version of the AWS-managed policies in use, megabytes that nobody reads:
/// `ManagedPolicyCache` fetches their default versions once per sweep instead. A marker is bound to the filter, so the
/// filter is the same on every page.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
struct GetAccountAuthorizationDetails: PlannedCall {
    static let action = CallPlan.getAccountAuthorizationDetails
    let documents: DocumentPool
    let tags: TagFilter
    var entities = ["User", "Role", "Group", "LocalManagedPolicy"]

    var parameters: [(name: String, value: String)] {
        zip(1..., entities).map { ("Filter.member.\($0)", $1) } + [longestPages]
    }

    func makeDecoder() -> Decoder { Decoder(documents: documents, tags: tags) }

    /// Walks `<List><member>`, an entity, and inside of it `<List><member>`, something that belongs to the entity.
    struct Decoder: XMLRecordDecoder {
        private let documents: DocumentPool
        private let tags: TagFilter
        private var page = AuthorizationPage()
        private var entity = EntityFields()
        private var item = ItemFields()
        private var lists: Set<Element> = []

        init(documents: DocumentPool, tags: TagFilter) {
            self.documents = documents
            self.tags = tags
        }

        mutating func start(_ element: Element, in path: XMLPath<Element>) throws(XMLFailure) {
            guard element == .member else { return }
            if path.depth == 1 { entity = EntityFields() }
            if path.depth == 3 { item = ItemFields() }
        }

        mutating func end(_ element: Element, in path: XMLPath<Element>, text: XMLText) throws(XMLFailure) {
            switch path.depth {
            case 0: lists.insert(element)
            case 1 where element == .member: try endEntity(of: path.parent)
            case 2: try setEntity(element, text)
            case 3: try endPart(element, of: path.parent, text)
            case 4: try setItem(element, text)
            default: break
            }
        }

        mutating func finish() throws(XMLFailure) -> AuthorizationPage {
            // AWS sends all four on every page, empty ones too: a page without one would pass for a clean account.
            for list in [Element.userDetailList, .groupDetailList, .roleDetailList, .policies] {
                guard lists.contains(list) else { throw .missing(element: list.rawValue) }
            }
            return page
        }

        private mutating func endEntity(of list: Element?) throws(XMLFailure) {
            switch list {
            case .userDetailList: page.details.users.append(try entity.user())
            case .roleDetailList: page.details.roles.append(try entity.role())
            case .groupDetailList: page.details.groups.append(try entity.group())
            case .policies: page.details.policies.append(try entity.policy())
            default: break
            }
        }

        private mutating func setEntity(_ element: Element, _ text: XMLText) throws(XMLFailure) {
            switch element {
            case .path: entity.path = text.string
            case .userName, .roleName, .groupName, .policyName: entity.name = text.nonEmpty
            case .userID, .roleID, .groupID, .policyID: entity.id = text.string
            case .arn: entity.arn = try text.requireString("Arn")
            case .createDate: entity.createdAt = try text.requireInstant("CreateDate")
            case .updateDate: entity.updatedAt = text.isEmpty ? nil : try text.requireInstant("UpdateDate")
            case .assumeRolePolicyDocument: entity.trustPolicy = try document(element, text)
            case .defaultVersionID: entity.defaultVersionID = text.nonEmpty
            case .attachmentCount: entity.attachmentCount = try text.requireInt("AttachmentCount")
            case .permissionsBoundaryUsageCount:
                entity.boundaryUsageCount = try text.requireInt("PermissionsBoundaryUsageCount")
            default: break
            }
        }

        /// Ends what stands in a list or structure of the entity: a whole member, or the field of a structure.
        private mutating func endPart(
            _ element: Element,
            of parent: Element?,
            _ text: XMLText
        ) throws(XMLFailure) {
            switch (parent, element) {
            case (.groupList, .member): entity.groups.append(try text.requireString("GroupList"))
            case (.attachedManagedPolicies, .member): entity.attachedPolicies.append(try item.attachedPolicy())
            case (.userPolicyList, .member), (.rolePolicyList, .member), (.groupPolicyList, .member):
                entity.inlinePolicies.append(try item.inlinePolicy())
            case (.policyVersionList, .member): entity.versions.append(try item.policyVersion())
            case (.instanceProfileList, .member): entity.instanceProfiles.append(try item.arn.required("Arn"))
            case (.tags, .member):
                if let tag = try item.tag(keptBy: tags) { entity.tags.append(tag) }
            case (.permissionsBoundary, .permissionsBoundaryARN): entity.permissionsBoundary = text.nonEmpty
            case (.roleLastUsed, .lastUsedDate):
                entity.lastUsedAt = text.isEmpty ? nil : try text.requireInstant("LastUsedDate")
            case (.roleLastUsed, .region): entity.lastUsedRegion = text.nonEmpty
            default: break
            }
        }

        private mutating func setItem(_ element: Element, _ text: XMLText) throws(XMLFailure) {
            switch element {
            case .policyName: item.policyName = text.nonEmpty
            case .policyARN: item.policyARN = try text.requireString("PolicyArn")
            case .policyDocument, .document: item.document = try document(element, text)
            case .versionID: item.versionID = try text.requireString("VersionId")
            case .createDate: item.createdAt = text.isEmpty ? nil : try text.requireInstant("CreateDate")
            case .arn: item.arn = try text.requireString("Arn")
            case .key: item.key = text.string
            case .value: item.value = text.string
            default: break
            }
        }

        private mutating func document(_ element: Element, _ text: XMLText) throws(XMLFailure) -> DocumentID {
            guard !text.isEmpty else { throw .invalid(element: element.rawValue, detail: "empty") }
            let document = documents.intern(text.percentDecoded())
            page.documents[document.id] = document.text
            return document.id
        }
    }
}

extension GetAccountAuthorizationDetails.Decoder {
    enum Element: String, CaseIterable {
        case userDetailList = "UserDetailList"
        case roleDetailList = "RoleDetailList"
        case groupDetailList = "GroupDetailList"
        case policies = "Policies"
        case member
        case path = "Path"
        case userName = "UserName"
        case roleName = "RoleName"
        case groupName = "GroupName"
        case policyName = "PolicyName"
        case userID = "UserId"
        case roleID = "RoleId"
        case groupID = "GroupId"
        case policyID = "PolicyId"
        case arn = "Arn"
        case createDate = "CreateDate"
        case updateDate = "UpdateDate"
        case assumeRolePolicyDocument = "AssumeRolePolicyDocument"
        case groupList = "GroupList"
        case attachedManagedPolicies = "AttachedManagedPolicies"
        case policyARN = "PolicyArn"
        case userPolicyList = "UserPolicyList"
        case rolePolicyList = "RolePolicyList"
        case groupPolicyList = "GroupPolicyList"
        case policyDocument = "PolicyDocument"
        case permissionsBoundary = "PermissionsBoundary"
        case permissionsBoundaryARN = "PermissionsBoundaryArn"
        case roleLastUsed = "RoleLastUsed"
        case lastUsedDate = "LastUsedDate"
        case region = "Region"
        case instanceProfileList = "InstanceProfileList"
        case tags = "Tags"
        case key = "Key"
        case value = "Value"
        case defaultVersionID = "DefaultVersionId"
        case attachmentCount = "AttachmentCount"
        case permissionsBoundaryUsageCount = "PermissionsBoundaryUsageCount"
        case policyVersionList = "PolicyVersionList"
        case versionID = "VersionId"
        case document = "Document"
    }
}
