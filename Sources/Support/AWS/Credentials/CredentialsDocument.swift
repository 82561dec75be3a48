import Domain
import FoundationEssentials

/// The JSON in which a process and the metadata services hand out credentials.
///
/// Which members must be there depends on whose it is.
/// Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
struct CredentialsDocument: Decodable {
    private enum CodingKeys: String, CodingKey {
        case version = "Version"
        case accessKeyID = "AccessKeyId"
        case secretAccessKey = "SecretAccessKey"
        case sessionToken = "SessionToken"
        case token = "Token"
        case expiration = "Expiration"
        case code = "Code"
    }

    var version: Int?
    private var accessKeyID: String?
    private var secretAccessKey: String?
    private var sessionToken: String?
    private var token: String?
    private var expiration: String?
    /// What the instance's metadata service says instead of credentials.
    var code: String?

    /// Throws with the place in the document that is wrong, never with what stands there.
    init(_ text: String, from provider: String, remedy: String) throws(CredentialsFailure) {
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(text.utf8))
        } catch {
            let start = text.drop(while: \.isWhitespace).first
            let problem =
                start == "<" ? "an HTML or XML page came instead of JSON" : UnreadableAnswer(decoding: error).detail
            throw .unavailable(provider: provider, problem: problem, remedy: remedy)
        }
    }

    /// The credentials of a metadata service, which always have a token and an end.
    func metadataCredentials(from provider: String, remedy: String) throws(CredentialsFailure) -> Credentials {
        for (key, value) in [("Token", token), ("Expiration", expiration)] where value.nonEmpty == nil {
            throw .unavailable(provider: provider, problem: "\(key) is missing in the JSON", remedy: remedy)
        }
        return try credentials(token: token, from: provider, remedy: remedy)
    }

    /// The credentials of a process, of which both may be missing.
    func processCredentials(from provider: String, remedy: String) throws(CredentialsFailure) -> Credentials {
        try credentials(token: sessionToken, from: provider, remedy: remedy)
    }

    private func credentials(
        token: String?,
        from provider: String,
        remedy: String
    ) throws(CredentialsFailure) -> Credentials {
        for (key, value) in [("AccessKeyId", accessKeyID), ("SecretAccessKey", secretAccessKey)]
        where value.nonEmpty == nil {
            throw .unavailable(provider: provider, problem: "\(key) is missing in the JSON", remedy: remedy)
        }
        let end = expiration.nonEmpty.map { Instant(iso8601: $0) }
        if case .some(nil) = end {
            throw .unavailable(
                provider: provider,
                problem: "Expiration in the JSON is not an ISO 8601 instant",
                remedy: remedy
            )
        }
        let found = try Credentials(
            id: ("AccessKeyId", accessKeyID),
            secret: ("SecretAccessKey", secretAccessKey),
            token: token,
            expiration: end ?? nil,
            source: provider
        )
        // Both halves are there, so this cannot be; the compiler wants to hear it.
        guard let found else { throw .unavailable(provider: provider, problem: "no credentials", remedy: remedy) }
        return found
    }
}

extension Credentials {
    /// Itself, unless it was over before it came: a clock or a cache of the provider is wrong.
    func stillValid(at now: Instant, from provider: String, remedy: String) throws(CredentialsFailure) -> Credentials {
        guard let expiration, expiration <= now else { return self }
        throw .unavailable(
            provider: provider,
            problem: "it gave credentials that expired at "
                + "\(expiration)",
            remedy: remedy
        )
    }
}
