import Domain
import Synchronization

/// Who signed a request.
enum Caller: Sendable {
    /// Nobody, for the one call whose parameters are its credential.
    case anonymous
    /// A session of the role in the audit account that the sweep starts from.
    case hub(sessionName: String)
    case member(MemberSession)

    func arn(in organization: RehearsalOrganization) -> String {
        switch self {
        case .anonymous: "anonymous"
        case .hub(let sessionName):
            "arn:aws:sts::\(organization.hubAccountID):assumed-role/\(RehearsalOrganization.hubRoleName)/\(sessionName)"
        case .member(let session): session.arn
        }
    }
}

/// What AssumeRole issued and the server remembers.
struct MemberSession: Sendable {
    var accountIndex: Int
    var accountID: AccountID
    var role: String
    /// `AROA...:session`, as GetCallerIdentity prints it.
    var userID: String
    var sessionName: String
    var policy: SessionPolicy?
    var credentials: Credentials

    var arn: String { "arn:aws:sts::\(accountID):assumed-role/\(role)/\(sessionName)" }

    var isGateway: Bool {
        accountIndex == AccountProfile.auditIndex && role == RehearsalOrganization.gatewayRoleName
    }

    var isHub: Bool {
        accountIndex == AccountProfile.auditIndex && role == RehearsalOrganization.hubRoleName
    }
}

/// The sessions that were issued, by access key id.
final class Sessions: Sendable {
    private struct State {
        var byKey: [String: MemberSession] = [:]
        var random: SeededRandom
    }

    private let state: Mutex<State>

    init(seed: UInt64) {
        self.state = Mutex(State(random: SeededRandom(seed, 0x5E55)))
    }

    /// Completes a session with credentials of its own and remembers it, expired ones too: they answer ExpiredToken.
    func issue(_ expiration: Instant, _ make: (Credentials) -> MemberSession) -> MemberSession {
        state.withLock { state in
            let credentials = Credentials(
                accessKeyID: state.random.uniqueID("ASIA", count: 16),
                secretAccessKey: Secret(state.random.hex(40)),
                sessionToken: Secret("member." + state.random.hex(128)),
                expiration: expiration
            )
            let session = make(credentials)
            state.byKey[credentials.accessKeyID] = session
            return session
        }
    }

    func session(_ accessKeyID: String) -> MemberSession? {
        state.withLock { $0.byKey[accessKeyID] }
    }
}

/// How often each action was asked for.
final class RequestCounts: Sendable {
    private struct State {
        var total = 0
        var byAction: [String: Int] = [:]
    }

    private let state = Mutex(State())

    var total: Int { state.withLock { $0.total } }
    var byAction: [String: Int] { state.withLock { $0.byAction } }

    /// Counts a request and returns its number.
    func arrived() -> Int {
        state.withLock { state in
            state.total += 1
            return state.total
        }
    }

    func asked(_ action: String) {
        state.withLock { $0.byAction[action, default: 0] += 1 }
    }
}

/// The last accounts that were asked about, so that a call per user does not generate the account once per user.
final class AccountCache: Sendable {
    private static let capacity = 64

    private struct State {
        var accounts: [Int: RehearsalAccount] = [:]
        /// Oldest first.
        var order: [Int] = []
    }

    private let organization: RehearsalOrganization
    private let state = Mutex(State())

    init(_ organization: RehearsalOrganization) {
        self.organization = organization
    }

    func account(at index: Int) -> RehearsalAccount {
        if let account = state.withLock({ $0.accounts[index] }) { return account }
        // Two threads may generate the same account at once; both get the same value.
        let account = organization.account(at: index)
        state.withLock { state in
            guard state.accounts.updateValue(account, forKey: index) == nil else { return }
            state.order.append(index)
            if state.order.count > Self.capacity { state.accounts[state.order.removeFirst()] = nil }
        }
        return account
    }
}
