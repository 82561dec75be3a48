import Domain

/// The credential report as AWS wrote it in 2026: 22 columns, LF, no newline at the end, root first.
enum CredentialReportText {
    private static let columns =
        "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,"
        + "mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,"
        + "access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,"
        + "access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,"
        + "cert_1_last_rotated,cert_2_active,cert_2_last_rotated"

    private static let none = "N/A"

    static func text(of account: RehearsalAccount, until latest: Instant, without missing: String?) -> String {
        let users = account.users.filter { $0.createdAt <= latest && $0.name != missing }.map {
            row($0, maximumAgeDays: account.passwordPolicy?.maximumAgeDays)
        }
        return ([columns, row(ofRootIn: account)] + users).joined(separator: "\n")
    }

    private static func row(ofRootIn account: RehearsalAccount) -> String {
        let root = account.root
        let head = ["<root_account>", account.rootARN, root.createdAt.iso8601]
        let password = password(root.password, nextRotation: "not_supported")
        let cells =
            head + password + [flag(root.mfa != nil)] + keys(root.accessKeys)
            + certificates(root.signingCertificates)
        return cells.joined(separator: ",")
    }

    private static func row(_ user: RehearsalUser, maximumAgeDays: Int?) -> String {
        let rotation = user.password.flatMap { password in
            maximumAgeDays.map { password.changedAt.adding(seconds: Int64($0) * 86_400).iso8601 }
        }
        let head = [quoted(user.name), quoted(user.arn), user.createdAt.iso8601]
        let cells =
            head + password(user.password, nextRotation: rotation ?? none) + [flag(user.mfa != nil)]
            + keys(user.accessKeys)
            + certificates(user.signingCertificates)
        return cells.joined(separator: ",")
    }

    // MARK: Groups of columns

    private static func password(_ password: RehearsalPassword?, nextRotation: String) -> [String] {
        guard let password else { return ["false", none, none, nextRotation] }
        return ["true", password.lastUsedAt?.iso8601 ?? "no_information", password.changedAt.iso8601, nextRotation]
    }

    /// Two slots; an inactive key keeps its date, only a missing key has none.
    private static func keys(_ keys: [RehearsalAccessKey]) -> [String] {
        (0..<2).flatMap { slot -> [String] in
            guard slot < keys.count else { return ["false", none, none, none, none] }
            let key = keys[slot]
            return [
                flag(key.key.status == "Active"), key.key.createdAt.iso8601,
                key.lastUse?.at.iso8601 ?? none, key.lastUse?.region ?? none, key.lastUse?.service ?? none,
            ]
        }
    }

    /// Two slots, inactive certificates first.
    private static func certificates(_ certificates: [SigningCertificate]) -> [String] {
        let ordered = certificates.filter { $0.status != "Active" } + certificates.filter { $0.status == "Active" }
        return (0..<2).flatMap { slot -> [String] in
            guard slot < ordered.count else { return ["false", none] }
            return [flag(ordered[slot].status == "Active"), ordered[slot].uploadedAt.iso8601]
        }
    }

    private static func flag(_ value: Bool) -> String { value ? "true" : "false" }

    /// IAM names may hold a comma.
    private static func quoted(_ text: String) -> String {
        text.contains(",") ? "\"\(text)\"" : text
    }
}

/// The encoding of RFC 4648, which spares this module Foundation's Data.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var encoded: [UInt8] = []
        encoded.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.enumerated().reduce(UInt32(0)) { $0 | UInt32($1.element) << (16 - 8 * UInt32($1.offset)) }
            for position in 0..<4 {
                let isPadding = position > group.count
                encoded.append(
                    isPadding ? UInt8(ascii: "=") : alphabet[Int(bits >> (18 - 6 * UInt32(position)) & 0x3F)]
                )
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
