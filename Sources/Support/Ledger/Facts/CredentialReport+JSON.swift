import Domain

extension CredentialReport: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("generatedAt", generatedAt)
            $0.field("rows", rows)
        }
    }
}

extension CredentialReport.Row: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("user", user)
            $0.field("arn", arn)
            $0.field("createdAt", ifAny: createdAt)
            $0.field("passwordEnabled", ifAny: passwordEnabled)
            $0.field("passwordLastUsed", passwordLastUsed)
            $0.field("passwordLastChangedAt", ifAny: passwordLastChangedAt)
            $0.field("mfaActive", mfaActive)
            $0.field("accessKeys", accessKeys)
            $0.field("certificates", certificates)
            $0.field("additionalCredentials", ifAny: additionalCredentials)
        }
    }
}

extension CredentialReport.KeySlot: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("active", active)
            $0.field("rotatedAt", ifAny: rotatedAt)
            $0.field("lastUsedAt", ifAny: lastUsedAt)
            $0.field("lastUsedRegion", ifAny: lastUsedRegion)
            $0.field("lastUsedService", ifAny: lastUsedService)
        }
    }
}

extension CredentialReport.CertificateSlot: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("active", active)
            $0.field("rotatedAt", ifAny: rotatedAt)
        }
    }
}

extension CredentialReport.LastUse: JSONWritable {
    func write(to writer: inout JSONWriter) { writer.value(text) }
}
