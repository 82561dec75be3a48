import Domain
import Foundation
import HTTP
import Testing

/// A case of the Signature Version 4 test suite that AWS publishes with aws-c-auth.
///
/// Source: https://github.com/awslabs/aws-c-auth/tree/main/tests/aws-signing-test-suite/v4
struct PublishedVector: Sendable, CustomTestStringConvertible {
    let name: String
    let request: HTTPRequest
    let context: Context
    let canonicalRequest: String
    let stringToSign: String
    let signature: String
    let signedRequest: HTTPRequest

    var testDescription: String { name }

    struct Context: Decodable, Sendable {
        let credentials: Keys
        let normalize: Bool
        let region: String
        let service: String
        let signBody: Bool
        let timestamp: Instant
        let omitSessionToken: Bool?

        struct Keys: Decodable, Sendable {
            let accessKeyID: String
            let secretAccessKey: String
            let token: String?

            enum CodingKeys: String, CodingKey {
                case accessKeyID = "access_key_id"
                case secretAccessKey = "secret_access_key"
                case token
            }
        }

        enum CodingKeys: String, CodingKey {
            case credentials, normalize, region, service, timestamp
            case signBody = "sign_body"
            case omitSessionToken = "omit_session_token"
        }
    }

    /// The folder of the suite: `shared/data/sigv4` beside the repository, or where ORGSWEEP_SHARED says; nil if absent.
    static let folder: URL? = {
        let repository = URL(filePath: #filePath).appending(path: "../../../..").standardized
        let shared =
            ProcessInfo.processInfo.environment["ORGSWEEP_SHARED"].map { URL(filePath: $0) }
            ?? repository.appending(path: "../shared").standardized
        let folder = shared.appending(path: "data/sigv4")
        return FileManager.default.fileExists(atPath: folder.path()) ? folder : nil
    }()

    static func names() throws -> [String] {
        guard let folder else { return [] }
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { FileManager.default.fileExists(atPath: $0.appending(path: "request.txt").path()) }
            .map(\.lastPathComponent).sorted()
    }

    init(_ name: String) throws {
        let folder = try #require(Self.folder).appending(path: name)
        func text(_ file: String) throws -> String {
            try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        }
        self.name = name
        context = try JSONDecoder().decode(Context.self, from: Data(text("context.json").utf8))
        request = try Self.parse(text("request.txt"))
        canonicalRequest = try text("header-canonical-request.txt")
        stringToSign = try text("header-string-to-sign.txt")
        signature = try text("header-signature.txt")
        signedRequest = try Self.parse(text("header-signed-request.txt"))
    }

    /// Reads a request as text: the target may hold spaces, a header may go on in the next line.
    private static func parse(_ text: String) throws -> HTTPRequest {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let methodEnd = try #require(lines[0].firstIndex(of: " "))
        let targetEnd = try #require(lines[0].lastIndex(of: " "))
        var headers: [HTTPHeader] = []
        for line in lines.dropFirst().prefix(while: { !$0.isEmpty }) {
            if line.hasPrefix(" "), let last = headers.indices.last {
                headers[last].value += "\n" + line
                continue
            }
            let colon = try #require(line.firstIndex(of: ":"))
            headers.append(HTTPHeader(String(line[..<colon]), String(line[line.index(after: colon)...])))
        }
        let body = lines.drop { !$0.isEmpty }.dropFirst().joined(separator: "\n")
        let target = lines[0][lines[0].index(after: methodEnd)..<targetEnd]
        return HTTPRequest(
            method: String(lines[0][..<methodEnd]),
            url: "https://example.amazonaws.com" + target,
            headers: headers,
            body: Array(body.utf8)
        )
    }
}
