import Domain
import Foundation
import HTTP
import Testing

/// A request and the Authorization header that botocore gives it, as Tests/Interoperability/signer.py writes them.
struct SignerVector: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let method: String
    let url: String
    let headers: [[String]]
    let body: String
    let accessKeyID: String
    let secretAccessKey: String
    let sessionToken: String?
    let region: String
    let service: String
    let date: Instant
    let authorization: String

    var testDescription: String { name }

    enum CodingKeys: String, CodingKey {
        case name, method, url, headers, body, region, service, date, authorization
        case accessKeyID = "access_key_id"
        case secretAccessKey = "secret_access_key"
        case sessionToken = "session_token"
    }

    var request: HTTPRequest {
        HTTPRequest(
            method: method,
            url: url,
            headers: headers.map { HTTPHeader($0[0], $0[1]) },
            body: Array(body.utf8)
        )
    }

    var credentials: Credentials {
        Credentials(
            accessKeyID: accessKeyID,
            secretAccessKey: Secret(secretAccessKey),
            sessionToken: sessionToken.map { Secret($0) }
        )
    }

    static func read(_ file: URL) throws -> [SignerVector] {
        struct Document: Decodable {
            let cases: [SignerVector]
        }
        return try JSONDecoder().decode(Document.self, from: Data(contentsOf: file)).cases
    }
}

extension HTTPRequest {
    /// The values of a header in the order in which they are sent.
    func values(_ name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name }.map(\.value)
    }
}
