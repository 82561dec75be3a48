import Domain

extension IAMOperations {
    @Sendable
    static func getLoginProfile(_ call: IAMCall, _ xml: inout XMLWriter) throws(ServiceError) {
        let user = try call.user()
        guard let password = user.password else {
            throw .missing("Login Profile for User \(user.name) cannot be found.")
        }
        xml.element("LoginProfile") { xml in
            xml.element("UserName", user.name)
            xml.element("CreateDate", password.createdAt)
            xml.element("PasswordResetRequired", false)
        }
    }

    @Sendable
    static func listAccessKeys(_ call: IAMCall, _ xml: inout XMLWriter) throws(ServiceError) {
        let user = try call.user()
        let page = try ListPage(user.accessKeys.map(\.key), call, kind: "keys")
        xml.list("AccessKeyMetadata", page.elements) { xml, key in
            xml.element("UserName", user.name)
            xml.element("AccessKeyId", key.id)
            xml.element("Status", key.status)
            xml.element("CreateDate", key.createdAt)
        }
        page.writeEnd(&xml)
    }

    @Sendable
    static func listSSHPublicKeys(_ call: IAMCall, _ xml: inout XMLWriter) throws(ServiceError) {
        let user = try call.user()
        let page = try ListPage(user.sshKeys, call, kind: "ssh")
        xml.list("SSHPublicKeys", page.elements) { xml, key in
            xml.element("UserName", user.name)
            xml.element("SSHPublicKeyId", key.id)
            xml.element("Status", key.status)
            xml.element("UploadDate", key.uploadedAt)
        }
        page.writeEnd(&xml)
    }

    @Sendable
    static func listSigningCertificates(_ call: IAMCall, _ xml: inout XMLWriter) throws(ServiceError) {
        let user = try call.user()
        let page = try ListPage(user.signingCertificates, call, kind: "signing")
        xml.list("Certificates", page.elements) { xml, certificate in
            xml.element("UserName", user.name)
            xml.element("CertificateId", certificate.id)
            xml.element("CertificateBody", certificateBody)
            xml.element("Status", certificate.status)
            xml.element("UploadDate", certificate.uploadedAt)
        }
        page.writeEnd(&xml)
    }

    /// A self-signed certificate whose key nobody kept.
    private static let certificateBody = """
        -----BEGIN CERTIFICATE-----
        MIIBkDCCATWgAwIBAgIUHJJGDWAIG+Jjoyz0d1PIJBu3qmIwCgYIKoZIzj0EAwIw
        HTEbMBkGA1UEAwwSbGVnYWN5LXNvYXAtY2xpZW50MB4XDTI2MTEyMjIxNTIzMVoX
        DTM2MTExOTIxNTIzMVowHTEbMBkGA1UEAwwSbGVnYWN5LXNvYXAtY2xpZW50MFkw
        EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE3LvwqGCjf/anMWD5MHBSFkSIZhMtpYAd
        hHG4zKEEhrRz2fHPrPravmZebG/bO6BhbafF988V35qe8xxJKcJ0SKNTMFEwHQYD
        VR0OBBYEFGHxY4fhbPdVW+TlfxIF0o1R4LzRMB8GA1UdIwQYMBaAFGHxY4fhbPdV
        W+TlfxIF0o1R4LzRMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIh
        AK9YGtFR/ZmvbTbPY5vPSJr3aunGHmwiX+Zgp0owi3VmAiEAqLY1H/ggFwIAgz8q
        yMemeFQUmoSO+ielLX9zU09ccoU=
        -----END CERTIFICATE-----
        """

    // MARK: MFA

    @Sendable
    static func listMFADevices(_ call: IAMCall, _ xml: inout XMLWriter) throws(ServiceError) {
        let user = try call.user()
        let page = try ListPage([user.mfa].compactMap(\.self), call, kind: "mfa")
        xml.list("MFADevices", page.elements) { xml, device in
            xml.element("UserName", user.name)
            xml.element("SerialNumber", device.serialNumber)
            xml.element("EnableDate", device.enabledAt)
        }
        page.writeEnd(&xml)
    }

    @Sendable
    static func listVirtualMFADevices(_ call: IAMCall, _ xml: inout XMLWriter) throws(ServiceError) {
        let status = call.parameters["AssignmentStatus"] ?? "Any"
        guard ["Any", "Assigned", "Unassigned"].contains(status) else {
            throw .constraint(
                status,
                "assignmentStatus",
                "Member must satisfy enum value set: [Any, Assigned, Unassigned]"
            )
        }
        let devices = call.account.virtualMFADevices.filter { device in
            status == "Any" || (status == "Assigned") == (device.userARN != nil)
        }
        let page = try ListPage(devices, call, kind: "virtual")
        xml.list("VirtualMFADevices", page.elements) { xml, device in
            xml.element("SerialNumber", device.serialNumber)
            xml.element("EnableDate", device.enabledAt)
            writeOwner(&xml, device.userARN, call.account)
        }
        page.writeEnd(&xml)
    }

    private static func writeOwner(_ xml: inout XMLWriter, _ arn: String?, _ account: RehearsalAccount) {
        guard let arn else { return }
        xml.element("User") { xml in
            if let user = account.users.first(where: { $0.arn == arn }) {
                writeHead(&xml, user)
                xml.element("PasswordLastUsed", user.password?.lastUsedAt)
            } else {
                // Root has neither a name nor a path, and its id is the account's.
                xml.element("UserId", account.id.description)
                xml.element("Arn", arn)
                xml.element("CreateDate", account.root.createdAt)
                xml.element("PasswordLastUsed", account.root.password?.lastUsedAt)
            }
        }
    }

    // MARK: Service-specific credentials

    @Sendable
    static func listServiceSpecificCredentials(_ call: IAMCall, _ xml: inout XMLWriter) throws(ServiceError) {
        let isForAll = try call.parameters.flag("AllUsers")
        if isForAll, call.parameters["UserName"] != nil {
            throw ServiceError(400, "InvalidInput", "AllUsers and UserName cannot be used together")
        }
        let found = isForAll ? call.account.serviceCredentials : try call.user().serviceCredentials
        let service = call.parameters["ServiceName"]
        let page = try ListPage(
            found.filter { service == nil || $0.serviceName == service },
            call,
            kind: "service"
        )
        xml.list("ServiceSpecificCredentials", page.elements) { xml, credential in
            xml.element("UserName", credential.userName)
            xml.element("Status", credential.status)
            xml.element("ServiceUserName", credential.serviceUserName)
            xml.element("ServiceCredentialAlias", credential.alias)
            xml.element("CreateDate", credential.createdAt)
            // A credential that never expires has no such element.
            xml.element("ExpirationDate", credential.expiresAt)
            xml.element("ServiceSpecificCredentialId", credential.id)
            xml.element("ServiceName", credential.serviceName)
        }
        page.writeEnd(&xml)
    }
}
