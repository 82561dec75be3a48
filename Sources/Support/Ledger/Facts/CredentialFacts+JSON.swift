import Domain

extension PasswordPolicy: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("minimumLength", minimumLength)
            $0.field("requiresSymbols", requiresSymbols)
            $0.field("requiresNumbers", requiresNumbers)
            $0.field("requiresUppercase", requiresUppercase)
            $0.field("requiresLowercase", requiresLowercase)
            $0.field("allowsChange", allowsChange)
            $0.field("expiresPasswords", expiresPasswords)
            $0.field("maximumAgeDays", ifAny: maximumAgeDays)
            $0.field("reusePrevention", ifAny: reusePrevention)
            $0.field("hardExpiry", hardExpiry)
        }
    }
}

extension VirtualMFADevice: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("serialNumber", serialNumber)
            $0.field("userARN", ifAny: userARN)
            $0.field("enabledAt", ifAny: enabledAt)
        }
    }
}

extension ServerCertificate: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("arn", arn)
            $0.field("name", name)
            $0.field("id", id)
            $0.field("uploadedAt", ifAny: uploadedAt)
            $0.field("expiresAt", ifAny: expiresAt)
        }
    }
}

extension SAMLProvider: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("arn", arn)
            $0.field("createdAt", ifAny: createdAt)
            $0.field("validUntil", ifAny: validUntil)
        }
    }
}

extension OIDCProvider: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("arn", arn)
            $0.field("url", url)
            $0.field("clientIDs", clientIDs)
            $0.field("thumbprints", thumbprints)
            $0.field("createdAt", ifAny: createdAt)
        }
    }
}

extension ServiceSpecificCredential: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("id", id)
            $0.field("userName", userName)
            $0.field("serviceName", serviceName)
            $0.field("serviceUserName", ifAny: serviceUserName)
            $0.field("alias", ifAny: alias)
            $0.field("status", status)
            $0.field("createdAt", createdAt)
            $0.field("expiresAt", ifAny: expiresAt)
        }
    }
}

extension AccessKey: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("id", id)
            $0.field("status", status)
            $0.field("createdAt", createdAt)
        }
    }
}

extension SSHPublicKey: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("id", id)
            $0.field("status", status)
            $0.field("uploadedAt", uploadedAt)
        }
    }
}

extension SigningCertificate: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("id", id)
            $0.field("status", status)
            $0.field("uploadedAt", uploadedAt)
        }
    }
}
