import Crypto
import Domain
import FoundationEssentials
import HTTP

/// The credentials of a permission set in IAM Identity Center, for the token that `aws sso login` left in its cache.
///
/// Source: https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html
struct SSOCredentials: CredentialSource {
    let name: String
    private let settings: SSOSettings
    private let portal: String
    private let login: String
    private let tools: CredentialTools

    private static let attempts = 3

    /// Nil unless the profile names a permission set or its account.
    init?(_ profile: SharedProfile, _ tools: CredentialTools) throws(CredentialsFailure) {
        guard let settings = try SSOSettings(profile) else { return nil }
        self.settings = settings
        self.portal = try Self.portal(in: settings.region, tools.environment)
        self.name = "\(profile.label): SSO"
        self.login = "run aws sso login --profile \(ShellWords.quoted(profile.name.singleLine(limit: 128)))"
        self.tools = tools
    }

    func fetch() async throws -> Credentials {
        let token = try token()
        let query = [("account_id", settings.accountID), ("role_name", settings.roleName)].map { name, value in
            var bytes = Array("\(name)=".utf8)
            URIEncoding.append(value.utf8, to: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
        let request = HTTPRequest(
            method: "GET",
            url: "\(portal)/federation/credentials?\(query.joined(separator: "&"))",
            headers: [HTTPHeader("x-amz-sso_bearer_token", token.reveal)]
        )
        let conclusion = try await send(request)
        switch (conclusion.received.status, conclusion.answer) {
        case (200, .success(.value(let answer, _))):
            return try answer.credentials(from: name, remedy: "check AWS_ENDPOINT_URL_SSO")
                .stillValid(at: tools.now, from: name, remedy: login)
        case (200, .failure(let unreadable)):
            throw unavailable(
                "\(HTTPFailure.host(of: portal)) answered with \(unreadable.detail)",
                "check AWS_ENDPOINT_URL_SSO"
            )
        case (401, _):
            throw unavailable("AWS does not take the cached token any more", login)
        case (403, _), (404, _):
            throw unavailable(
                "the user has no permission set \(settings.roleName.singleLine(limit: 128)) in account "
                    + settings.accountID.singleLine(limit: 20),
                "have it assigned, or correct sso_role_name and sso_account_id"
            )
        case (let status, _):
            throw unavailable("\(HTTPFailure.host(of: portal)) answered HTTP \(status)", "try again later")
        }
    }

    private func send(_ request: HTTPRequest) async throws -> Conclusion<RoleCredentialsAnswer> {
        var attempt = 1
        while true {
            let sink = JSONSink<RoleCredentialsAnswer>()
            do {
                _ = try await tools.client.http.send(request, to: sink)
                let conclusion = sink.conclude()
                let status = conclusion.received.status
                guard status >= 500 || status == 429, attempt < Self.attempts else { return conclusion }
            } catch HTTPFailure.cancelled {
                throw CancellationError()
            } catch {
                guard attempt < Self.attempts else {
                    throw unavailable("\(error)", "check the network, the proxy and AWS_ENDPOINT_URL_SSO")
                }
            }
            try await tools.client.time.sleep(.seconds(1))
            attempt += 1
        }
    }

    private func unavailable(_ problem: String, _ remedy: String) -> CredentialsFailure {
        .unavailable(provider: name, problem: problem, remedy: remedy)
    }

    static func portal(
        in region: String,
        _ environment: [String: String]
    ) throws(CredentialsFailure) -> String {
        let isIgnored = environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"]?.lowercased() == "true"
        for variable in ["AWS_ENDPOINT_URL_SSO", "AWS_ENDPOINT_URL"] where !isIgnored {
            guard let text = environment[variable].nonEmpty else { continue }
            do {
                return try Endpoint.url(text, variable: variable)
            } catch {
                throw .misconfigured(
                    source: variable,
                    problem: "it is not an endpoint",
                    remedy: "write it as https://host"
                )
            }
        }
        return "https://portal.sso.\(region).\(PartitionEndpoints(Partition(region: region)).dnsSuffix)"
    }
}

// MARK: - The cached token

extension SSOCredentials {
    /// The token, read anew each time: somebody may have logged in again meanwhile.
    private func token() throws(CredentialsFailure) -> Secret {
        let file = "~/.aws/sso/cache/\(SHA1.hex(settings.cacheKey.utf8)).json"
        let cached: CachedToken
        do {
            let text = try tools.text(of: file, for: name, remedy: login)
            cached = try JSONDecoder().decode(CachedToken.self, from: Data(text.utf8))
        } catch let failure as CredentialsFailure {
            throw failure
        } catch {
            throw unavailable("the token in \(file) cannot be read: \(UnreadableAnswer(decoding: error).detail)", login)
        }
        // Older versions of the AWS CLI wrote UTC for Z.
        guard let expiration = Instant(iso8601: cached.expiresAt.replacing("UTC", with: "Z")) else {
            throw unavailable("expiresAt in \(file) is not an instant", login)
        }
        guard expiration > tools.now else { throw unavailable("the cached token expired at \(expiration)", login) }
        guard !cached.accessToken.isEmpty, cached.accessToken.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw unavailable("accessToken in \(file) is not a token", login)
        }
        return Secret(cached.accessToken)
    }

    private struct CachedToken: Decodable {
        var accessToken: String
        var expiresAt: String
    }
}

/// The answer of GetRoleCredentials; the expiration is in milliseconds since 1970.
private struct RoleCredentialsAnswer: Decodable, Sendable {
    struct Keys: Decodable {
        var accessKeyId: String
        var secretAccessKey: String
        var sessionToken: String
        var expiration: Int64
    }

    var roleCredentials: Keys

    func credentials(from provider: String, remedy: String) throws(CredentialsFailure) -> Credentials {
        let found = try Credentials(
            id: ("accessKeyId", roleCredentials.accessKeyId),
            secret: ("secretAccessKey", roleCredentials.secretAccessKey),
            token: roleCredentials.sessionToken,
            expiration: Instant(epochSeconds: roleCredentials.expiration / 1_000),
            source: provider
        )
        guard let found else {
            throw .unavailable(provider: provider, problem: "the portal's answer has empty keys", remedy: remedy)
        }
        return found
    }
}
