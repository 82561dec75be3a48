import Domain

/// How much was seen: the same numbers that every other contender prints.
struct Sight: Sendable {
    var accounts = 0
    var users = 0
    var roles = 0
    var keys = 0
    var sshKeys = 0
    /// Bodies of authorization details, as received.
    var bytes: Int64 = 0
    /// Calls that were answered, where they are all that is counted.
    var requests = 0

    init() {}

    /// Only an account that was read wholly counts.
    init(_ facts: AccountFacts) {
        guard let details = facts.authorization.value, facts.credentialReport.value != nil else { return }
        accounts = 1
        users = details.users.count
        roles = details.roles.count
        keys = facts.accessKeys.values.reduce(0) { $0 + ($1.value?.count ?? 0) }
        sshKeys = facts.sshKeys.values.reduce(0) { $0 + ($1.value?.count ?? 0) }
    }

    /// One answer with authorization details; nil if there was none.
    init(_ details: AuthorizationDetails?, bytes: Int64) {
        guard let details else { return }
        users = details.users.count
        roles = details.roles.count
        self.bytes = bytes
        requests = 1
    }

    mutating func add(_ other: Sight) {
        accounts += other.accounts
        users += other.users
        roles += other.roles
        keys += other.keys
        sshKeys += other.sshKeys
        bytes += other.bytes
        requests += other.requests
    }

    var json: String {
        var json = JSONWriter()
        json.object { json in
            json.member("accounts", accounts)
            json.member("users", users)
            json.member("roles", roles)
            json.member("keys", keys)
            json.member("ssh_keys", sshKeys)
            json.member("bytes", bytes)
            json.member("requests", requests)
        }
        return json.text
    }
}
