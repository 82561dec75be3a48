import Domain

/// Which users are asked for what, beyond what the bulk calls tell.
struct UserCalls: Sendable, Equatable {
    /// Users with a key in the report, and every user that no report speaks of.
    var accessKeys: [String] = []
    /// Users with a certificate in the report, and every user that no report speaks of.
    var signingCertificates: [String] = []
    /// Users that are missing in a report that was read: they are newer than it.
    var unreported: [String] = []

    init(users: [User], report: CredentialReport?) {
        let rows = Dictionary((report?.rows ?? []).map { ($0.user, $0) }) { first, _ in first }
        for user in users {
            if let row = rows[user.name], row.describes(user) {
                add(row)
                continue
            }
            accessKeys.append(user.name)
            signingCertificates.append(user.name)
            if report != nil { unreported.append(user.name) }
        }
    }

    /// What is left to ask where only the report tells who the users are.
    init(rows: [CredentialReport.Row]) {
        for row in rows { add(row) }
    }

    private mutating func add(_ row: CredentialReport.Row) {
        // The 23rd column tells of more keys or certificates than the slots show, not of which kind.
        let hasMore = row.additionalCredentials != nil
        if hasMore || row.accessKeys.contains(where: \.exists) { accessKeys.append(row.user) }
        if hasMore || row.certificates.contains(where: \.exists) { signingCertificates.append(row.user) }
    }
}

extension CredentialReport.Row {
    /// False for a user who was deleted and made again under the same name since the report.
    fileprivate func describes(_ user: User) -> Bool {
        createdAt.map { $0 == user.createdAt } ?? true
    }
}

extension AccountCaller {
    /// Makes one call for each user; a user who was deleted since the list was read has nothing left to list.
    func forEach<Call: PlannedCall, Record>(
        _ users: [String],
        _ call: @escaping @Sendable (String) -> Call,
        sortedBy key: @escaping @Sendable (Record) -> String
    ) async -> [String: Collected<[Record]>] where Call.Decoder.Output == [Record] {
        let answers = await users.concurrentMap(width: Collector.callsAtATime) { user in
            await list(call(user), sortedBy: key).ifAbsent([])
        }
        return Dictionary(zip(users, answers)) { first, _ in first }
    }

    /// Reads by calls of their own what the credential report does not say yet.
    func unreportedUsers(_ users: [String]) async -> [String: UnreportedUser] {
        let answers = await users.concurrentMap(width: Collector.callsAtATime) { user in
            UnreportedUser(
                passwordLastUsedAt: await read(GetUser(userName: user)).ifAbsent(nil),
                // Here it is not the user but the password that may be absent.
                passwordCreatedAt: await read(GetLoginProfile(userName: user)).map(Optional.some).ifAbsent(nil),
                mfaDevices: await list(ListMFADevices(userName: user), sortedBy: \.self).ifAbsent([])
            )
        }
        return Dictionary(zip(users, answers)) { first, _ in first }
    }
}
