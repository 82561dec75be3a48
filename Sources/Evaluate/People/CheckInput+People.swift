import Domain

/// The credentials of a user, as far as somebody could act with them; MFA devices let nobody in.
struct UserAccess: Sendable {
    /// For example `access key AKIA...MPLE`, for sentences.
    var active: [String] = []
    /// Every credential with state and use, for facts.
    var facts: [Fact] = []
    /// Why there may be more active ones than are known.
    var gap: String?

    var answer: AccountInventory.Answer { !active.isEmpty ? .yes : gap == nil ? .no : .unknown }

    mutating func add(_ kind: String, id: String, isActive: Bool, use: String) {
        if isActive { active.append(kind) }
        let name = [kind, id].filter { !$0.isEmpty }.joined(separator: " ")
        facts.append(Fact("credential", "\(name), \(isActive ? "active" : "not active"), \(use)"))
    }

    mutating func add(gap reason: String?) { gap = gap ?? reason }
}

extension CheckInput {
    func access(of user: UserView) -> UserAccess {
        var access = UserAccess()
        switch user.password {
        case .known(let password?):
            let use = password.lastUsedAt.map { "last used \($0.iso8601)" }
            let unknown = password.lastUse.reason == nil ? "no use recorded" : "use not known"
            access.add("password", id: "", isActive: true, use: use ?? unknown)
        case .known(nil): break
        case .unknown(let reason): access.add(gap: reason)
        }
        for key in user.keys.value ?? [] {
            access.add("access key", id: key.id ?? "", isActive: key.isActive, use: "last used \(key.use.text)")
        }
        access.add(gap: user.keys.reason)
        let hidden = "use not visible to IAM"
        switch facts.sshKeys[user.user.name] {
        case .value(let keys):
            for key in keys { access.add("SSH key", id: key.id, isActive: key.status == "Active", use: hidden) }
        case .unavailable(let reason): access.add(gap: reason.phrase)
        case nil: break
        }
        let certificates = certificates(of: user)
        for certificate in certificates.value ?? [] {
            access.add("signing certificate", id: certificate.id ?? "", isActive: certificate.isActive, use: hidden)
        }
        access.add(gap: certificates.reason)
        for token in account.serviceCredentials(of: user.user.name) {
            access.add("\(token.serviceName) credential", id: token.id, isActive: token.isActive, use: hidden)
        }
        access.add(gap: facts.serviceCredentials.unavailable?.phrase)
        return access
    }

    /// What every finding about a leaver shows of the person, and of what led to them.
    func facts(about member: RosterIndex.Member, _ clue: Fact) -> [Fact] {
        guard let departure = member.standing.departure else { return [] }
        return [
            Fact("employee_id", member.person.employeeID),
            Fact("person", member.person.name),
            clue,
            Fact("end_date", departure.lastDay),
            Fact("ended_at", departure.endedAt),
            Fact("grace_ended_at", departure.graceEndsAt),
        ]
    }

    /// `2 access keys and a password`: what a leaver still holds.
    static func listed(_ credentials: [String]) -> String {
        var kinds: [String] = []
        var counts: [String: Int] = [:]
        for kind in credentials {
            if counts[kind] == nil { kinds.append(kind) }
            counts[kind, default: 0] += 1
        }
        let texts = kinds.map { kind in
            let count = counts[kind, default: 1]
            return count == 1 ? "1 \(kind)" : "\(count) \(kind)s"
        }
        return texts.count > 1
            ? texts.dropLast().joined(separator: ", ") + " and " + (texts.last ?? "") : texts.joined()
    }
}
