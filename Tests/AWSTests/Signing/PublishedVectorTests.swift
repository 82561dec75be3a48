import Crypto
import Domain
import HTTP
import Testing

@testable import AWS

/// Every case of AWS's suite that signs in the header applies; the `query-*` files presign URLs, which we never do.
@Suite(.enabled(if: PublishedVector.folder != nil, "AWS's suite is not at ../shared/data/sigv4; set ORGSWEEP_SHARED"))
struct PublishedVectorTests {
    @Test func `the suite is there as a whole`() throws {
        #expect(try PublishedVector.names().count >= 38)
    }

    @Test(arguments: try PublishedVector.names())
    func `each step and the signed request are those AWS published`(_ name: String) throws {
        let vector = try PublishedVector(name)
        let context = vector.context
        // "omit_session_token": the token travels with the request but is added after signing.
        let signsToken = context.omitSessionToken != true
        var request = vector.request
        if context.signBody { request.headers.append(HTTPHeader("X-Amz-Content-Sha256", SHA256.hex(request.body))) }
        let credentials = Credentials(
            accessKeyID: context.credentials.accessKeyID,
            secretAccessKey: Secret(context.credentials.secretAccessKey),
            sessionToken: signsToken ? context.credentials.token.map { Secret($0) } : nil
        )
        let signer = SigV4Signer()

        let signature = signer.signature(
            of: request,
            service: context.service,
            region: context.region,
            credentials: credentials,
            date: context.timestamp,
            normalizesPath: context.normalize
        )
        #expect(String(decoding: signature.canonicalRequest, as: UTF8.self) == vector.canonicalRequest)
        #expect(signature.stringToSign == vector.stringToSign)
        #expect(signature.signature == vector.signature)

        let signed = signer.sign(
            request,
            service: context.service,
            region: context.region,
            credentials: credentials,
            date: context.timestamp,
            normalizesPath: context.normalize
        )
        var expected = vector.signedRequest
        if !signsToken { expected.headers.removeAll { $0.name == "X-Amz-Security-Token" } }
        #expect(lines(signed) == lines(expected))
        #expect(signed.url == vector.request.url)
        #expect(signed.method == vector.request.method)
        #expect(signed.body == vector.request.body)
    }

    private func lines(_ request: HTTPRequest) -> [String] {
        request.headers.map { "\($0.name.lowercased()):\($0.value)" }.sorted()
    }
}
