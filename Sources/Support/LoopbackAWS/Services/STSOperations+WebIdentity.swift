import Crypto
package import Domain
import FoundationEssentials

extension STSOperations {
    /// A session of the hub's role for whoever shows a token of the rehearsal's identity provider.
    ///
    /// Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
    func assumeRoleWithWebIdentity(_ xml: inout XMLWriter) throws(ServiceError) {
        let roleARN = try parameters.required("RoleArn")
        let sessionName = try sessionName()
        let token = try parameters.required("WebIdentityToken")
        let seconds = try parameters.number("DurationSeconds", in: 900...43_200, default: 3_600)
        let policy = try policy()
        let provider = WebIdentityProvider(organization)
        let claims = try provider.claims(of: token, now: now)
        guard let role = hubRole, role.arn == roleARN, claims.sub == WebIdentityProvider.subject else {
            throw .denied("Not authorized to perform sts:AssumeRoleWithWebIdentity")
        }
        guard seconds <= role.maxSessionSeconds else {
            throw .validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
        }
        let hub = service.accounts.account(at: AccountProfile.auditIndex)
        let session = issue(hub, role, name: sessionName, seconds: seconds, policy: policy)
        write(session, &xml)
        xml.element("SubjectFromWebIdentityToken", claims.sub)
        xml.element(
            "Provider",
            "arn:aws:iam::\(organization.hubAccountID):oidc-provider/\(WebIdentityProvider.host)"
        )
        xml.element("Audience", claims.aud)
    }
}

/// The rehearsal's OIDC provider: makes tokens for the hub and knows its own again.
///
/// Real providers sign with a private key (RS256) that AWS fetches the public half of; here both halves are one secret
/// (HS256), made from the organization's own.
struct WebIdentityProvider {
    static let host = "oidc.rehearsal.example"
    static let audience = "sts.amazonaws.com"
    static let subject = "system:serviceaccount:security:orgsweep"

    struct Claims: Codable {
        var iss: String
        var sub: String
        var aud: String
        var exp: Int64
    }

    private struct Header: Codable {
        var alg = "HS256"
        var typ = "JWT"
    }

    private let key: [UInt8]

    init(_ organization: RehearsalOrganization) {
        let secret = Array(organization.baseCredentials.secretAccessKey.reveal.utf8)
        self.key = HMACSHA256.authenticate("web identity".utf8, key: secret)
    }

    func token(_ claims: Claims) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let signed = try Self.encode(encoder.encode(Header())) + "." + Self.encode(encoder.encode(claims))
        return "\(signed).\(signature(of: signed))"
    }

    /// What the token says, if it is ours, for AWS and still holds; otherwise AWS's refusal.
    func claims(of token: String, now: Instant) throws(ServiceError) -> Claims {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let payload = Self.decode(parts[1]),
            let claims = try? JSONDecoder().decode(Claims.self, from: payload)
        else {
            throw Self.invalid(
                "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"
            )
        }
        guard claims.iss == "https://\(Self.host)" else {
            throw Self.invalid("No OpenIDConnect provider found in your account for \(claims.iss)")
        }
        guard signature(of: "\(parts[0]).\(parts[1])") == parts[2] else {
            throw Self.invalid("The token's signature could not be verified")
        }
        guard claims.aud == Self.audience else { throw Self.invalid("Incorrect token audience") }
        guard claims.exp > now.epochSeconds else {
            throw ServiceError(
                400,
                "ExpiredTokenException",
                "Token expired: current date/time \(now.epochSeconds) must be before the expiration date/time "
                    + "\(claims.exp)"
            )
        }
        return claims
    }

    private static func invalid(_ message: String) -> ServiceError {
        ServiceError(400, "InvalidIdentityToken", message)
    }

    private func signature(of text: String) -> String {
        Self.encode(Data(HMACSHA256.authenticate(Array(text.utf8), key: key)))
    }

    /// The alphabet of RFC 4648, section 5, without padding.
    private static func encode(_ data: Data) -> String {
        let text = Base64.encode(Array(data)).replacing("+", with: "-").replacing("/", with: "_")
        return String(text.prefix { $0 != "=" })
    }

    private static func decode(_ text: String) -> Data? {
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: standard + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4))
    }
}

extension RehearsalOrganization {
    /// What a workload of the security team shows to AssumeRoleWithWebIdentity, to become the hub's role.
    package func webIdentityToken(
        expiresAt: Instant,
        subject: String? = nil,
        audience: String? = nil,
        issuer: String? = nil
    ) throws -> Secret {
        let claims = WebIdentityProvider.Claims(
            iss: issuer ?? "https://\(WebIdentityProvider.host)",
            sub: subject ?? WebIdentityProvider.subject,
            aud: audience ?? WebIdentityProvider.audience,
            exp: expiresAt.epochSeconds
        )
        return Secret(try WebIdentityProvider(self).token(claims))
    }

    /// The role that the token opens.
    package var hubRoleARN: String { "arn:aws:iam::\(hubAccountID):role/\(Self.hubRoleName)" }
}
