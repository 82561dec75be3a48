import Crypto
import Domain

extension IAMOperations {
    @Sendable
    static func getUser(_ call: IAMCall, _ xml: inout XMLWriter) throws(ServiceError) {
        let user = try call.user()
        xml.element("User") { xml in
            writeHead(&xml, user)
            xml.element("PasswordLastUsed", user.password?.lastUsedAt)
            if let boundary = user.permissionsBoundary {
                xml.element("PermissionsBoundary") { xml in
                    xml.element("PermissionsBoundaryType", "Policy")
                    xml.element("PermissionsBoundaryArn", boundary)
                }
            }
            writeTags(&xml, user.tags)
        }
    }

    /// The list has neither tags nor boundaries, though its type has.
    @Sendable
    static func listUsers(_ call: IAMCall, _ xml: inout XMLWriter) throws(ServiceError) {
        let prefix = call.parameters["PathPrefix"] ?? "/"
        let page = try ListPage(
            call.account.users.filter { $0.path.hasPrefix(prefix) },
            call,
            kind: "users"
        )
        xml.list("Users", page.elements) { xml, user in
            writeHead(&xml, user)
            xml.element("PasswordLastUsed", user.password?.lastUsedAt)
        }
        page.writeEnd(&xml)
    }

    static func writeHead(_ xml: inout XMLWriter, _ user: RehearsalUser) {
        xml.element("Path", user.path)
        xml.element("UserName", user.name)
        xml.element("UserId", user.id)
        xml.element("Arn", user.arn)
        xml.element("CreateDate", user.createdAt)
    }

    @Sendable
    static func getSSHPublicKey(_ call: IAMCall, _ xml: inout XMLWriter) throws(ServiceError) {
        _ = try call.parameters.required("UserName")
        let user = try call.user()
        let id = try call.parameters.required("SSHPublicKeyId")
        guard try call.parameters.required("Encoding") == "SSH" else {
            throw ServiceError(400, "UnrecognizedPublicKeyEncoding", "The rehearsal has its keys in the encoding SSH.")
        }
        guard let key = user.sshKeys.first(where: { $0.id == id }) else {
            throw .missing("The Public Key with id \(id) cannot be found.")
        }
        let blob = publicKey(key.id, organization: call.organization)
        xml.element("SSHPublicKey") { xml in
            xml.element("UserName", user.name)
            xml.element("SSHPublicKeyId", key.id)
            // AWS's is the MD5 of the key; ours is cut from another digest, for nothing here has MD5.
            xml.element("Fingerprint", SHA256.digest(blob).prefix(16).map { hex([$0]) }.joined(separator: ":"))
            xml.element("SSHPublicKeyBody", "ssh-rsa \(Base64.encode(blob)) \(user.name)")
            xml.element("Status", key.status)
            xml.element("UploadDate", key.uploadedAt)
        }
    }

    /// An RSA key of 2048 bits as RFC 4253 writes it; its modulus is a number that nobody can factor, not even we.
    private static func publicKey(_ id: String, organization: RehearsalOrganization) -> [UInt8] {
        var random = SeededRandom(organization.seed, 0x55B, SeededRandom.label(id))
        var modulus: [UInt8] = [0, 0x80 | UInt8(truncatingIfNeeded: random.next())]
        while modulus.count < 257 { modulus.append(UInt8(truncatingIfNeeded: random.next())) }
        modulus[256] |= 1
        func field(_ bytes: [UInt8]) -> [UInt8] {
            (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> (24 - 8 * $0)) } + bytes
        }
        return field(Array("ssh-rsa".utf8)) + field([1, 0, 1]) + field(modulus)
    }
}

extension SeededRandom {
    /// A text as a label of a stream.
    ///
    /// Source: FNV-1a, https://datatracker.ietf.org/doc/html/draft-eastlake-fnv
    static func label(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
