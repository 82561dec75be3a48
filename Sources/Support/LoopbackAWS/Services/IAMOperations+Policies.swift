import Domain

extension IAMOperations {
    @Sendable
    static func getPolicy(_ call: IAMCall, _ xml: inout XMLWriter) throws(ServiceError) {
        let policy = try policy(call)
        xml.element("Policy") { xml in
            writeFacts(&xml, policy)
            writeTags(&xml, [])
        }
    }

    @Sendable
    static func getPolicyVersion(_ call: IAMCall, _ xml: inout XMLWriter) throws(ServiceError) {
        let policy = try policy(call)
        let id = try call.parameters.required("VersionId")
        guard let version = policy.versions.first(where: { $0.id == id }) else {
            throw .missing("Policy \(policy.arn) version \(id) does not exist or is not attachable.")
        }
        xml.element("PolicyVersion") { xml in
            xml.document("Document", version.document)
            xml.element("VersionId", version.id)
            xml.element("IsDefaultVersion", version.id == policy.defaultVersionID)
            xml.element("CreateDate", version.createdAt)
        }
    }

    private static func policy(_ call: IAMCall) throws(ServiceError) -> RehearsalPolicy {
        let arn = try call.parameters.required("PolicyArn")
        guard let policy = call.account.policy(arn: arn) ?? awsManagedPolicy(arn) else {
            throw .missing("Policy \(arn) does not exist or is not attachable.")
        }
        return policy
    }

    static func awsManagedPolicy(_ arn: String) -> RehearsalPolicy? {
        guard let policy = AWSManagedPolicy.policy(arn: arn) else { return nil }
        return RehearsalPolicy(
            name: policy.name,
            path: policy.path,
            id: policy.id,
            arn: arn,
            createdAt: AWSManagedPolicy.createdAt,
            updatedAt: AWSManagedPolicy.updatedAt,
            attachmentCount: 1,
            defaultVersionID: AWSManagedPolicy.versionID,
            versions: [
                RehearsalPolicy.Version(
                    id: AWSManagedPolicy.versionID,
                    createdAt: AWSManagedPolicy.updatedAt,
                    document: policy.document
                )
            ]
        )
    }

    static func writeFacts(_ xml: inout XMLWriter, _ policy: RehearsalPolicy) {
        xml.element("PolicyName", policy.name)
        xml.element("PolicyId", policy.id)
        xml.element("Arn", policy.arn)
        xml.element("Path", policy.path)
        xml.element("DefaultVersionId", policy.defaultVersionID)
        xml.element("AttachmentCount", policy.attachmentCount)
        xml.element("PermissionsBoundaryUsageCount", policy.boundaryUsageCount)
        xml.element("IsAttachable", true)
        xml.element("CreateDate", policy.createdAt)
        xml.element("UpdateDate", policy.updatedAt)
    }
}
