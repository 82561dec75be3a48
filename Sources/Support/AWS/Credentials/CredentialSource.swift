package import Domain
package import HTTP

/// One way to credentials, as the environment or a profile describes it; what it needs is checked when it is made.
protocol CredentialSource: Sendable {
    /// Names the way in messages and in run.json: `profile prod: assume-role via source_profile hub`.
    var name: String { get }

    /// Fetches the credentials anew: at first, and before those of the last time expire.
    ///
    /// Throws `CredentialsFailure` for what the user can mend and `AWSFailure` where AWS refuses.
    func fetch() async throws -> Credentials
}

/// What the ways to credentials need of the world.
package struct CredentialTools: Sendable {
    let environment: [String: String]
    /// Returns nil for a file that does not exist and throws for one that cannot be read.
    let readFile: @Sendable (String) throws -> String?
    /// Makes the calls to STS; its transport and its clock serve the others too.
    let client: AWSClient
    /// Of the client; the metadata services of a machine are asked past its proxies.
    let http: HTTPConfiguration
    /// Takes the record of each call to STS.
    let context: CallContext
    /// Asks for the code of the MFA device with this serial number; nil where there is nobody to ask.
    let mfaCode: @Sendable (_ serial: String) async throws -> Secret?
    /// How long a `credential_process` may run.
    var processLimit = Duration.seconds(60)
    /// Where `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` leads.
    var containerEndpoint = "http://169.254.170.2"

    package init(
        environment: [String: String],
        readFile: @escaping @Sendable (String) throws -> String?,
        client: AWSClient,
        http: HTTPConfiguration,
        context: CallContext,
        mfaCode: @escaping @Sendable (_ serial: String) async throws -> Secret?
    ) {
        self.environment = environment
        self.readFile = readFile
        self.client = client
        self.http = http
        self.context = context
        self.mfaCode = mfaCode
    }

    /// AWS's time, as far as it is known: by a machine's own clock that is ahead, every session is over.
    var now: Instant { client.time.now().adding(seconds: client.clockSkewSeconds) }

    /// The text of a file that a provider was told of, without white space around it.
    func text(of path: String, for provider: String, remedy: String) throws(CredentialsFailure) -> String {
        let shown = path.singleLine(limit: 300)
        let content: String?
        do {
            content = try readFile(SharedFiles.expand(path, home: environment["HOME"].nonEmpty))
        } catch {
            throw .unavailable(provider: provider, problem: "\(shown) cannot be read", remedy: remedy)
        }
        guard let content else {
            throw .unavailable(provider: provider, problem: "\(shown) does not exist", remedy: remedy)
        }
        let text = String(INIFile.trim(content[...]))
        guard !text.isEmpty else {
            throw .unavailable(provider: provider, problem: "\(shown) is empty", remedy: remedy)
        }
        return text
    }
}

extension CredentialSource {
    /// The credentials of this way, fetched at most once at a time and renewed before they expire.
    func provider(_ tools: CredentialTools) -> ExpiringCredentials {
        ExpiringCredentials(now: { tools.now }, renew: fetch)
    }
}
