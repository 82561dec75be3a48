import Domain

extension AccountSummary: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("entries", entries)
        }
    }
}

extension AuthorizationDetails: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("users", users)
            $0.field("roles", roles)
            $0.field("groups", groups)
            $0.field("policies", policies)
        }
    }
}

extension AttachedPolicy: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("arn", arn)
            $0.field("name", name)
        }
    }
}

extension InlinePolicy: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("name", name)
            $0.field("document", document)
        }
    }
}

extension User: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("arn", arn)
            $0.field("name", name)
            $0.field("path", path)
            $0.field("id", id)
            $0.field("createdAt", createdAt)
            $0.field("groups", groups)
            $0.field("attachedPolicies", attachedPolicies)
            $0.field("inlinePolicies", inlinePolicies)
            $0.field("permissionsBoundary", ifAny: permissionsBoundary)
            $0.field("tags", tags)
        }
    }
}

extension Role: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("arn", arn)
            $0.field("name", name)
            $0.field("path", path)
            $0.field("id", id)
            $0.field("createdAt", createdAt)
            $0.field("trustPolicy", trustPolicy)
            $0.field("attachedPolicies", attachedPolicies)
            $0.field("inlinePolicies", inlinePolicies)
            $0.field("permissionsBoundary", ifAny: permissionsBoundary)
            $0.field("lastUsedAt", ifAny: lastUsedAt)
            $0.field("lastUsedRegion", ifAny: lastUsedRegion)
            $0.field("instanceProfiles", instanceProfiles)
            $0.field("tags", tags)
        }
    }
}

extension RoleSettings: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("arn", arn)
            $0.field("maxSessionSeconds", ifAny: maxSessionSeconds)
            $0.field("description", ifAny: description)
        }
    }
}

extension Group: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("arn", arn)
            $0.field("name", name)
            $0.field("path", path)
            $0.field("id", id)
            $0.field("createdAt", createdAt)
            $0.field("attachedPolicies", attachedPolicies)
            $0.field("inlinePolicies", inlinePolicies)
        }
    }
}

extension CustomerPolicy: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("arn", arn)
            $0.field("name", name)
            $0.field("path", path)
            $0.field("id", id)
            $0.field("createdAt", createdAt)
            $0.field("updatedAt", updatedAt)
            $0.field("attachmentCount", attachmentCount)
            $0.field("boundaryUsageCount", boundaryUsageCount)
            $0.field("defaultVersionID", defaultVersionID)
            $0.field("versions", versions)
        }
    }
}

extension PolicyVersion: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("id", id)
            $0.field("createdAt", ifAny: createdAt)
            $0.field("document", document)
        }
    }
}

extension ManagedPolicy: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("arn", arn)
            $0.field("versionID", versionID)
            $0.field("document", document)
            $0.field("originAccountID", ifAny: originAccountID)
        }
    }
}
