import Domain

/// A user with everything that several calls tell of it.
struct UserView: Sendable {
    var user: User
    /// The user's row of the credential report, if it has one.
    var row: CredentialReport.Row?
    var keys: Known<[KeyView]>
    /// The inner nil: the user has no password.
    var password: Known<PasswordView?>
    var mfa: Known<MFA>
    /// A configured emergency identity, which is meant to be unused.
    var isBreakGlass: Bool
    var power = Power.unknown

    enum MFA: String, Sendable {
        case none
        case virtual
        case hardware
        /// There is a device, but which one is virtual could not be read.
        case active
    }

    var isAdmin: AccountInventory.Answer { power.isAdmin }
    var escalation: Escalation.Result { power.escalation }
    var canBecomeAdmin: AccountInventory.Answer { escalation.answer }

    /// Whether the user can have a session of its own; where that is not known, it can.
    var hasSessions: Bool {
        if case .known(nil) = password, case .known(.none) = mfa { return false }
        return true
    }

    var lastUsedAt: Instant? {
        let keyUses = keys.value?.compactMap(\.use.instant) ?? []
        return (keyUses + [password.value??.lastUsedAt].compactMap(\.self)).max()
    }
}

/// The console password of a user.
struct PasswordView: Sendable {
    /// Nil where AWS does not tell, which it does for some old passwords.
    var changedAt: Instant?
    /// The inner nil: no use is recorded, which AWS began to do in October 2014.
    var lastUse: Known<Instant?>

    var lastUsedAt: Instant? { lastUse.value ?? nil }
}

extension PasswordView {
    /// The password of a user in the report, or of one that is newer than the report.
    static func join(
        row: CredentialReport.Row?,
        unreported: UnreportedUser?,
        report: Collected<CredentialReport>
    ) -> Known<PasswordView?> {
        if let row {
            guard let isEnabled = row.passwordEnabled else {
                return .unknown("the credential report does not say whether there is a password")
            }
            guard isEnabled else { return .known(nil) }
            return .known(
                PasswordView(changedAt: row.passwordLastChangedAt, lastUse: .known(row.passwordLastUsed.instant))
            )
        }
        guard let unreported else { return .unknown(report.missingUser) }
        switch unreported.passwordCreatedAt {
        case .unavailable(let reason): return .unknown(reason.phrase)
        case .value(nil): return .known(nil)
        case .value(let createdAt):
            return .known(PasswordView(changedAt: createdAt, lastUse: Known(unreported.passwordLastUsedAt)))
        }
    }
}

extension UserView.MFA {
    /// A device that is not virtual is hardware: the report says that there is one, the list of virtual devices whose.
    static func join(
        user: User,
        row: CredentialReport.Row?,
        unreported: UnreportedUser?,
        report: Collected<CredentialReport>,
        virtualDevices: Set<String>?
    ) -> Known<UserView.MFA> {
        if let row {
            guard row.mfaActive else { return .known(.none) }
            guard let virtualDevices else { return .known(.active) }
            return .known(virtualDevices.contains(user.arn) ? .virtual : .hardware)
        }
        guard let unreported else { return .unknown(report.missingUser) }
        switch unreported.mfaDevices {
        case .unavailable(let reason): return .unknown(reason.phrase)
        case .value(let serials):
            if serials.isEmpty { return .known(.none) }
            return .known(serials.allSatisfy(Self.isVirtual) ? .virtual : .hardware)
        }
    }

    /// The serial number of a virtual device is an ARN such as `arn:aws:iam::111122223333:mfa/phone`.
    private static func isVirtual(serialNumber: String) -> Bool {
        ARN(serialNumber)?.resource.hasPrefix("mfa/") ?? false
    }
}

extension Collected<CredentialReport> {
    /// Why a listed user has no row.
    fileprivate var missingUser: String {
        unavailable?.phrase ?? "the user is newer than the credential report and was not read by itself"
    }
}
