import Crypto
package import Domain
package import HTTP
import Synchronization

/// Signs requests with AWS Signature Version 4 in the Authorization header.
///
/// The result depends on the arguments alone; the only state is a cache of derived keys, bounded, and safe to share.
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
package final class SigV4Signer: Sendable {
    // Enough for every session of a wide sweep at once; an entry is a few hundred bytes.
    private let keys = Mutex(SigningKeys(capacity: 256))

    // Left from an earlier attempt, these would be signed a second time, or contradict the new ones.
    private static let replaced: Set<String> = ["authorization", "x-amz-date", "x-amz-security-token"]

    package init() {}

    /// Returns the request with `host`, `x-amz-date`, `x-amz-security-token` and `authorization` added.
    ///
    /// A request that was signed before, such as a retry, is signed afresh. `normalizesPath` is false where the path
    /// is taken literally.
    package func sign(
        _ request: HTTPRequest,
        service: String,
        region: String,
        credentials: Credentials,
        date: Instant,
        normalizesPath: Bool = true
    ) -> HTTPRequest {
        var signed = request
        let signature = signature(
            of: request,
            service: service,
            region: region,
            credentials: credentials,
            date: date,
            normalizesPath: normalizesPath
        )
        signed.headers = signature.headers
        signed.headers.append(HTTPHeader("authorization", signature.authorization))
        return signed
    }

    func signature(
        of request: HTTPRequest,
        service: String,
        region: String,
        credentials: Credentials,
        date: Instant,
        normalizesPath: Bool
    ) -> SigV4Signature {
        let timestamp = date.iso8601Basic
        let day = String(timestamp.prefix(8))
        var unsigned = request
        unsigned.headers = Self.headers(of: request, timestamp: timestamp, token: credentials.sessionToken)
        let canonical = CanonicalRequest(unsigned, normalizesPath: normalizesPath)
        let scope = "\(day)/\(region)/\(service)/aws4_request"
        let stringToSign = "AWS4-HMAC-SHA256\n\(timestamp)\n\(scope)\n\(SHA256.hex(canonical.bytes))"
        let key = key(secret: credentials.secretAccessKey, day: day, region: region, service: service)
        let signature = hex(HMACSHA256.authenticate(stringToSign.utf8, key: key))
        return SigV4Signature(
            headers: unsigned.headers,
            canonicalRequest: canonical.bytes,
            stringToSign: stringToSign,
            signature: signature,
            authorization: "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), "
                + "SignedHeaders=\(canonical.signedHeaders), Signature=\(signature)"
        )
    }

    private static func headers(of request: HTTPRequest, timestamp: String, token: Secret?) -> [HTTPHeader] {
        var headers = request.headers.filter { !replaced.contains($0.lowercasedName) }
        if !headers.contains(where: { $0.isNamed("host") }) {
            headers.append(HTTPHeader("host", WireURL(request.url).host))
        }
        headers.append(HTTPHeader("x-amz-date", timestamp))
        if let token { headers.append(HTTPHeader("x-amz-security-token", token.reveal)) }
        return headers
    }

    private func key(secret: Secret, day: String, region: String, service: String) -> [UInt8] {
        let origin = SigningKeys.Origin(
            secretDigest: SHA256.digest(secret.reveal.utf8),
            day: day,
            region: region,
            service: service
        )
        if let key = keys.withLock({ $0[origin] }) { return key }
        // Derived outside the lock: two callers may do it twice, which is cheaper than making all the others wait.
        var key = Array("AWS4\(secret.reveal)".utf8)
        for step in [day, region, service, "aws4_request"] {
            key = HMACSHA256.authenticate(step.utf8, key: key)
        }
        keys.withLock { [key] in $0.insert(key, for: origin) }
        return key
    }
}

/// A signature with the steps that led to it, which are what one compares when AWS does not agree.
struct SigV4Signature {
    /// The headers of the request with those that signing adds, but for the authorization itself.
    let headers: [HTTPHeader]
    let canonicalRequest: [UInt8]
    let stringToSign: String
    let signature: String
    let authorization: String
}
