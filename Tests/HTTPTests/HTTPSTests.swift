import Foundation
import Glibc
import HTTP
import TestSupport
import Testing

/// Against OpenSSL's own server with a certificate for `localhost` that no authority has signed.
@Suite(.serialized)
final class HTTPSTests {
    private let folder: URL
    private let server: Process
    private let port: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "orgsweep-https-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let key = folder.appending(path: "key.pem").path
        let certificate = folder.appending(path: "certificate.pem").path
        let request = Self.openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost"
                + " -addext subjectAltName=DNS:localhost -keyout \(key) -out \(certificate)"
        )
        try request.run()
        request.waitUntilExit()
        server = Self.openssl("s_server -www -accept 127.0.0.1:0 -key \(key) -cert \(certificate)")
        let output = Pipe()
        server.standardOutput = output
        try server.run()
        // `ACCEPT 127.0.0.1:PORT`, once it listens.
        var said = ""
        while !said.contains(/ACCEPT.*\n/) {
            let data = output.fileHandleForReading.availableData
            try #require(!data.isEmpty, "s_server ended: \(said)")
            said += String(decoding: data, as: UTF8.self)
        }
        port = try #require(said.firstMatch(of: /ACCEPT .*:(\d+)\n/).map { String($0.1) })
    }

    deinit {
        // Not SIGTERM: a child of a dispatch thread inherits a mask that blocks it.
        kill(server.processIdentifier, SIGKILL)
        server.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    private static func openssl(_ arguments: String) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments.split(separator: " ").map(String.init)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return process
    }

    @Test func `an authority that is not trusted ends the handshake`() async throws {
        let failure = await (try HTTPClient()).failure("https://localhost:\(port)/")

        #expect(failure?.kind == "tls", "\(String(describing: failure))")
    }

    @Test func `the CA bundle makes it trusted, for its own name only`() async throws {
        let bundle = folder.appending(path: "certificate.pem").path
        let client = try HTTPClient(HTTPConfiguration(caBundle: bundle))
        let sink = CollectingSink()

        let response = try await client.get("https://localhost:\(port)/", sink: sink)
        #expect(response.status == 200)
        #expect(sink.text.contains("s_server"))

        let failure = await client.failure("https://127.0.0.1:\(port)/")
        #expect(failure?.kind == "tls", "\(String(describing: failure))")
    }

    @Test func `a handshake that nobody answers ends with the connect timeout`() async throws {
        // The server waits for the end of an HTTP head, which a TLS client never sends.
        let server = try ScriptedServer { _ in .http() }
        defer { server.stop() }
        let client = try HTTPClient(HTTPConfiguration(connectTimeout: .milliseconds(300)))

        let failure = await client.failure("https://127.0.0.1:\(server.port)/")

        #expect(failure?.kind == "timeout", "\(String(describing: failure))")
        #expect(server.requests.isEmpty)
    }
}
