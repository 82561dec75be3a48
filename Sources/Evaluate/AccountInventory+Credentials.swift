import Domain

extension AccountInventory {
    /// Every credential of every kind, those of root first.
    static func credentials(_ account: AccountView, _ asOf: Instant) -> [Credential] {
        root(account) + account.users.flatMap { user($0, account.facts) } + tokens(account)
            + certificates(account, asOf) + devices(account)
    }

    private static func root(_ account: AccountView) -> [Credential] {
        let root = account.root
        var credentials: [Credential] = []
        if root.hasPassword == true {
            credentials.append(
                Credential(
                    userARN: root.arn,
                    userName: CredentialReport.rootUserName,
                    kind: "password",
                    credentialID: "",
                    status: "Active",
                    createdAt: root.row?.passwordLastChangedAt,
                    lastUsedAt: root.row?.passwordLastUsed.instant
                )
            )
        }
        if let row = root.row {
            credentials += slots(row, userARN: root.arn)
        }
        return credentials
    }

    /// The keys and certificates of a report row, which have no ids there and are named after their slot.
    private static func slots(_ row: CredentialReport.Row, userARN: String) -> [Credential] {
        let keys = row.accessKeys.enumerated().filter(\.element.exists).map { index, slot in
            Credential(
                userARN: userARN,
                userName: row.user,
                kind: "access_key",
                credentialID: "slot \(index + 1)",
                status: slot.active ? "Active" : "Inactive",
                createdAt: slot.rotatedAt,
                lastUsedAt: slot.lastUsedAt,
                lastUsedService: slot.lastUsedService ?? "",
                lastUsedRegion: slot.lastUsedRegion ?? ""
            )
        }
        let certificates = row.certificates.enumerated().filter(\.element.exists).map { index, slot in
            Credential(
                userARN: userARN,
                userName: row.user,
                kind: "signing_certificate",
                credentialID: "slot \(index + 1)",
                status: slot.active ? "Active" : "Inactive",
                createdAt: slot.rotatedAt
            )
        }
        return keys + certificates
    }

    private static func user(_ view: UserView, _ facts: AccountFacts) -> [Credential] {
        let user = view.user
        func credential(_ kind: String, _ id: String, _ status: String, _ createdAt: Instant?) -> Credential {
            Credential(
                userARN: user.arn,
                userName: user.name,
                kind: kind,
                credentialID: id,
                status: status,
                createdAt: createdAt
            )
        }
        var credentials: [Credential] = []
        if let password = view.password.value ?? nil {
            var row = credential("password", "", "Active", password.changedAt)
            row.lastUsedAt = password.lastUsedAt
            credentials.append(row)
        }
        for (index, key) in (view.keys.value ?? []).enumerated() {
            var row = credential("access_key", key.id ?? "slot \(index + 1)", key.status, key.createdAt)
            if case .used(let instant, let service, let region) = key.use {
                row.lastUsedAt = instant
                row.lastUsedService = service
                row.lastUsedRegion = region
            }
            credentials.append(row)
        }
        let sshKeys = facts.sshKeys[user.name]?.value ?? []
        credentials += sshKeys.map { credential("ssh_key", $0.id, $0.status, $0.uploadedAt) }
        if let listed = facts.signingCertificates[user.name]?.value {
            credentials += listed.map { credential("signing_certificate", $0.id, $0.status, $0.uploadedAt) }
        } else if let row = view.row {
            credentials += slots(row, userARN: user.arn).filter { $0.kind == "signing_certificate" }
        }
        return credentials
    }

    private static func tokens(_ account: AccountView) -> [Credential] {
        let arns = account.arnsByUserName
        return (account.facts.serviceCredentials.value ?? []).sorted { $0.id < $1.id }.map { token in
            Credential(
                userARN: arns[token.userName] ?? "",
                userName: token.userName,
                kind: token.serviceName,
                credentialID: token.id,
                status: token.status,
                createdAt: token.createdAt,
                expiresAt: token.expiresAt
            )
        }
    }

    /// Server certificates belong to the account and to no user.
    private static func certificates(_ account: AccountView, _ asOf: Instant) -> [Credential] {
        (account.facts.serverCertificates.value ?? []).sorted { $0.arn < $1.arn }.map { certificate in
            Credential(
                userARN: "",
                userName: "",
                kind: "server_certificate",
                credentialID: certificate.arn,
                status: certificate.expiresAt.map { $0 < asOf } ?? false ? "Expired" : "Active",
                createdAt: certificate.uploadedAt,
                expiresAt: certificate.expiresAt
            )
        }
    }

    /// Virtual devices, those of nobody included, the devices of users newer than the report, and one line for a hardware
    /// device, whose serial number is not read.
    private static func devices(_ account: AccountView) -> [Credential] {
        let virtual = account.facts.virtualMFADevices.value ?? []
        let names = Dictionary(account.users.map { ($0.user.arn, $0.user.name) }) { first, _ in first }
        func device(_ arn: String, _ name: String, _ serialNumber: String, _ enabledAt: Instant?) -> Credential {
            Credential(
                userARN: arn,
                userName: name,
                kind: "mfa_device",
                credentialID: serialNumber,
                status: arn.isEmpty ? "Unassigned" : "Active",
                createdAt: enabledAt
            )
        }
        let listed = virtual.sorted { $0.serialNumber < $1.serialNumber }.map { entry in
            let arn = entry.userARN ?? ""
            let name = arn == account.root.arn ? CredentialReport.rootUserName : names[arn] ?? ""
            return device(arn, name, entry.serialNumber, entry.enabledAt)
        }
        let known = Set(virtual.map(\.serialNumber))
        let others = account.users.flatMap { view -> [Credential] in
            let user = view.user
            if let serials = account.facts.unreportedUsers[user.name]?.mfaDevices.value {
                return serials.filter { !known.contains($0) }.sorted().map { device(user.arn, user.name, $0, nil) }
            }
            return view.mfa.value == .hardware ? [device(user.arn, user.name, "hardware", nil)] : []
        }
        return listed + others
    }
}

extension AccountView {
    fileprivate var arnsByUserName: [String: String] {
        Dictionary(users.map { ($0.user.name, $0.user.arn) }) { first, _ in first }
    }
}
