import Domain

/// What the dates of last use say of a user.
enum Activity: Sendable {
    /// Nothing can be concluded, for a reason that belongs to the user and is no gap.
    case exempt(String)
    /// The newest use of password and keys.
    case used(Instant)
    /// IAM shows no use of any credential.
    case never
    /// A date that would decide could not be read.
    case unknown(String)
}

extension CheckInput {
    /// What sentences call a user: `j.doe in prod-payments`.
    func name(of user: UserView) -> String { "\(user.user.name) in \(place)" }

    /// A threshold of another check, as this run has it.
    func threshold(_ name: String, of check: Check) -> Int64 {
        // Only a name that the check does not declare comes here, and the examples run into it.
        guard let parameter = check.parameters.first(where: { $0.name == name }) else {
            preconditionFailure("\(check.id) has no parameter \(name)")
        }
        return settings.thresholds[check.id]?[name] ?? parameter.defaultSeconds
    }

    /// Users with an SSH key, certificate or service credential may be at work without IAM showing it.
    func activity(of user: UserView) -> Activity {
        let name = name(of: user)
        if user.isBreakGlass { return .exempt("\(name) is a break-glass user, which is meant to be unused.") }
        let hidden = hiddenUse(of: user)
        if case .known(let credential?) = hidden {
            return .exempt("\(name) has an active \(credential), whose use IAM does not show.")
        }
        let known = user.lastUsedAt.map(Activity.used) ?? .never
        let limit = min(threshold("limit", of: .userDormant), threshold("limit", of: .userNeverActive))
        // What is not known can only be newer than what is, and nobody is idle for longer than there is a user.
        if age(max(user.user.createdAt, user.lastUsedAt ?? user.user.createdAt)) <= limit { return known }
        return (hidden.reason ?? gapInUses(of: user)).map(Activity.unknown) ?? known
    }

    /// An active credential whose use IAM never shows.
    private func hiddenUse(of user: UserView) -> Known<String?> {
        var gap: String?
        switch facts.sshKeys[user.user.name] {
        case .value(let keys) where keys.contains { $0.status == "Active" }: return .known("SSH key")
        case .unavailable(let reason): gap = reason.phrase
        default: break
        }
        switch certificates(of: user) {
        case .known(let certificates) where certificates.contains(where: \.isActive):
            return .known("signing certificate")
        case .unknown(let reason): gap = gap ?? reason
        default: break
        }
        if account.serviceCredentials(of: user.user.name).contains(where: { $0.status == "Active" }) {
            return .known("service-specific credential")
        }
        gap = gap ?? facts.serviceCredentials.unavailable?.phrase
        return gap.map { .unknown($0) } ?? .known(nil)
    }

    /// Why the newest use of a user's password and keys is not known, or nil where it is.
    func gapInUses(of user: UserView) -> String? {
        switch user.password {
        case .unknown(let reason): return reason
        case .known(let password?):
            if case .unknown(let reason) = password.lastUse { return reason }
        case .known(nil): break
        }
        switch user.keys {
        case .unknown(let reason): return reason
        case .known(let keys):
            return keys.lazy.compactMap { key in
                if case .unknown(let reason) = key.use { reason } else { nil }
            }.first
        }
    }
}

// MARK: - Absorption

extension CheckInput {
    /// The check that tells of the whole user what another tells of one credential, so that one fault counts once.
    func widerCheck(of user: UserView) -> Check? {
        switch activity(of: user) {
        case .used(let newest) where age(newest) > threshold("limit", of: .userDormant): .userDormant
        case .never where age(user.user.createdAt) > threshold("limit", of: .userNeverActive): .userNeverActive
        default: nil
        }
    }

    /// What the narrower checks would have said of a user that one of the wider ones fails.
    func absorbed(by wider: Check, of user: UserView) -> [(check: Check, fact: Fact)] {
        let isNeverActive = wider.id == Check.userNeverActive.id
        var absorbed: [(check: Check, fact: Fact)] = []
        for key in user.keys.value ?? [] where key.isActive {
            let id = key.id ?? "not listed"
            if let used = key.use.instant, age(used) >= threshold("limit", of: .keyUnused) {
                absorbed.append((.keyUnused, Fact("key-unused", "\(id), last used \(used.iso8601)")))
            }
            if isNeverActive, key.use == .never, let created = key.createdAt,
                age(created) >= threshold("limit", of: .keyNeverUsed)
            {
                absorbed.append((.keyNeverUsed, Fact("key-never-used", "\(id), created \(created.iso8601)")))
            }
        }
        guard let password = user.password.value ?? nil else { return absorbed }
        if let newest = [password.lastUsedAt, password.changedAt].compactMap(\.self).max(),
            age(newest) >= threshold("limit", of: .passwordUnused)
        {
            absorbed.append((.passwordUnused, Fact("password-unused", "not used or changed since \(newest.iso8601)")))
        }
        if isNeverActive, let changed = password.changedAt, age(changed) >= threshold("limit", of: .passwordNeverUsed) {
            absorbed.append((.passwordNeverUsed, Fact("password-never-used", "set \(changed.iso8601)")))
        }
        return absorbed
    }

    /// The failure of a wider check: one row with the highest severity of what it takes in.
    func failure(of wider: Check, user: UserView, _ sentence: String, facts: [Fact]) -> Assessment {
        let absorbed = absorbed(by: wider, of: user)
        let severities = absorbed.map { settings.severities[$0.check.id] ?? $0.check.severity }
        return .fail(
            .user(user.user),
            severity: severities.reduce(wider.severity, max),
            sentence,
            facts: facts + absorbed.map(\.fact)
        )
    }
}
