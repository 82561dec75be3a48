import Crypto
import Domain

/// Checks Signature Version 4 from AWS's description of it, knowing nothing of how our client signs.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
struct SignatureVerifier: Sendable {
    struct Key: Sendable {
        var secret: String
        var token: String?
        var expiration: Instant?
    }

    /// The parts of a header: `AWS4-HMAC-SHA256 Credential=KEY/DAY/REGION/SERVICE/aws4_request, SignedHeaders=...,
    /// Signature=...`.
    struct Authorization: Sendable {
        var accessKeyID: String
        var day: String
        var region: String
        var service: String
        var signedHeaders: [String]
        var signature: String

        var scope: String { "\(day)/\(region)/\(service)/aws4_request" }
    }

    static let toleranceSeconds: Int64 = 5 * 60

    static func authorization(of request: ReceivedRequest) throws(ServiceError) -> Authorization {
        guard let header = request.header("authorization") else {
            throw .unsigned
        }
        let algorithm = "AWS4-HMAC-SHA256"
        guard header.hasPrefix(algorithm) else {
            throw ServiceError(400, "IncompleteSignature", "Unsupported AWS 'algorithm': '\(header.prefix(16))'.")
        }
        var fields: [Substring: Substring] = [:]
        for field in header.dropFirst(algorithm.count).split(whereSeparator: { $0 == "," || $0 == " " }) {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { fields[parts[0]] = parts[1] }
        }
        for name in ["Credential", "SignedHeaders", "Signature"] where fields[Substring(name)] == nil {
            throw ServiceError(400, "IncompleteSignature", "Authorization header requires '\(name)' parameter.")
        }
        let scope = (fields["Credential"] ?? "").split(separator: "/", omittingEmptySubsequences: false).map(
            String.init
        )
        guard scope.count == 5, scope[4] == "aws4_request" else {
            throw ServiceError(400, "IncompleteSignature", "Credential must have exactly 5 slash-delimited elements.")
        }
        return Authorization(
            accessKeyID: scope[0],
            day: scope[1],
            region: scope[2],
            service: scope[3],
            signedHeaders: (fields["SignedHeaders"] ?? "").split(separator: ";").map(String.init),
            signature: String(fields["Signature"] ?? "")
        )
    }

    /// Throws what AWS would answer; nil as key stands for an access key id that nobody has.
    static func verify(
        _ request: ReceivedRequest,
        _ authorization: Authorization,
        key: Key?,
        regions: Set<String>,
        now: Instant
    ) throws(ServiceError) {
        guard let key, key.token == request.header("x-amz-security-token") else {
            throw ServiceError(403, "InvalidClientTokenId", "The security token included in the request is invalid.")
        }
        guard regions.contains(authorization.region) else {
            throw mismatch("Credential should be scoped to a valid region.")
        }
        try requireSigned(request, authorization)
        let date = request.header("x-amz-date") ?? ""
        guard let signedAt = Instant(iso8601Basic: date) else {
            throw ServiceError(400, "IncompleteSignature", "Date must be in ISO-8601 'basic format'. Got '\(date)'.")
        }
        guard authorization.day == date.prefix(8) else {
            throw mismatch("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.")
        }
        try requireFresh(signedAt, now)
        guard signature(of: request, authorization, date: date, secret: key.secret) == authorization.signature else {
            throw mismatch(
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
                    + "Access Key and signing method. Consult the service documentation for details."
            )
        }
        if let expiration = key.expiration, expiration <= now {
            throw ServiceError(403, "ExpiredToken", "The security token included in the request is expired")
        }
    }

    // MARK: Rules

    private static func mismatch(_ message: String) -> ServiceError {
        ServiceError(403, "SignatureDoesNotMatch", message)
    }

    private static func requireSigned(
        _ request: ReceivedRequest,
        _ authorization: Authorization
    ) throws(ServiceError) {
        let signed = authorization.signedHeaders
        // AWS sorts them when it calculates, so that another order never matches.
        guard zip(signed, signed.dropFirst()).allSatisfy({ $0.utf8.lexicographicallyPrecedes($1.utf8) }) else {
            throw mismatch("'SignedHeaders' must be sorted, each header once.")
        }
        let names = Set(request.headers.map { $0.name.lowercased() }).filter { $0.hasPrefix("x-amz-") }
        for name in names.sorted() + ["host"] where !signed.contains(name) {
            throw mismatch("'\(name)' must be a 'SignedHeader' in the AWS Authorization.")
        }
    }

    private static func requireFresh(_ signedAt: Instant, _ now: Instant) throws(ServiceError) {
        let earliest = now.adding(seconds: -toleranceSeconds)
        if signedAt < earliest {
            throw mismatch(
                "Signature expired: \(signedAt.iso8601Basic) is now earlier than \(earliest.iso8601Basic) "
                    + "(\(now.iso8601Basic) - 5 min.)"
            )
        }
        let latest = now.adding(seconds: toleranceSeconds)
        if signedAt > latest {
            throw mismatch(
                "Signature not yet current: \(signedAt.iso8601Basic) is still later than \(latest.iso8601Basic) "
                    + "(\(now.iso8601Basic) + 5 min.)"
            )
        }
    }

    // MARK: Arithmetic

    private static func signature(
        of request: ReceivedRequest,
        _ authorization: Authorization,
        date: String,
        secret: String
    ) -> String {
        let canonical = canonicalRequest(request, authorization.signedHeaders)
        let digest = hex(SHA256.digest(Array(canonical.utf8)))
        let text = "AWS4-HMAC-SHA256\n\(date)\n\(authorization.scope)\n\(digest)"
        var key = Array("AWS4\(secret)".utf8)
        for part in authorization.scope.split(separator: "/") {
            key = HMACSHA256.authenticate(Array(part.utf8), key: key)
        }
        return hex(HMACSHA256.authenticate(Array(text.utf8), key: key))
    }

    private static func canonicalRequest(_ request: ReceivedRequest, _ signedHeaders: [String]) -> String {
        let query = request.query.split(separator: "&").map { $0.contains("=") ? String($0) : "\($0)=" }.sorted()
        let headers = signedHeaders.map { name in
            let words = (request.header(name) ?? "").split(whereSeparator: { $0 == " " || $0 == "\t" })
            return "\(name):\(words.joined(separator: " "))\n"
        }
        let digest = hex(SHA256.digest(request.body))
        let path = request.path.isEmpty ? "/" : request.path
        return "\(request.method)\n\(path)\n\(query.joined(separator: "&"))\n\(headers.joined())\n"
            + "\(signedHeaders.joined(separator: ";"))\n\(digest)"
    }
}

extension Instant {
    /// Reads the form of Signature Version 4, `20150830T123600Z`.
    fileprivate init?(iso8601Basic text: String) {
        guard text.utf8.count == 16 else { return nil }
        let characters = Array(text)
        guard characters.count == 16 else { return nil }
        func part(_ range: Range<Int>) -> String { String(characters[range]) }
        self.init(
            iso8601: "\(part(0..<4))-\(part(4..<6))-\(part(6..<11)):\(part(11..<13)):\(part(13..<16))"
        )
    }
}
