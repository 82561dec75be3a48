import AWS
import Domain
import Synchronization

/// The sessions of the roles on the way, each shared by all accounts that it leads to.
///
/// A session is renewed once for all of them, so a chain costs one AssumeRole more for each hop and hour, not for each
/// account.
final class HopSessions: Sendable {
    /// Of a role's session: the roles up to it, and what it may assume next.
    struct Key: Hashable {
        var chain: [String]
        var next: String
    }

    /// Where the calls are recorded: a session that others use after it belongs to no single account.
    let context = CallContext(accountID: nil)
    private let sessions = Mutex<[Key: SharedCredentials]>([:])

    /// The session of the key, made by `make` when it is asked for first.
    func session(_ key: Key, _ make: () -> ExpiringCredentials) -> any CredentialsProvider {
        sessions.withLock { sessions in
            if let known = sessions[key] { return known }
            let session = SharedCredentials(make())
            sessions[key] = session
            return session
        }
    }
}
