import CCurl
import TestSupport
import Testing

@testable import HTTP

struct HTTPFailureTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let answer: ScriptedAnswer
        let kind: String

        init(_ description: String, _ answer: ScriptedAnswer, is kind: String) {
            self.testDescription = description
            self.answer = answer
            self.kind = kind
        }

        static let table = [
            Fault("silence", .hang, is: "timeout"),
            Fault("silence after the headers", [.text(head(10)), .hang], is: "timeout"),
            Fault("closed before the answer", [.close], is: "interrupted"),
            Fault("reset before the answer", [.reset], is: "interrupted"),
            Fault("closed within the headers", [.text("HTTP/1.1 200 OK\r\nContent-Le"), .close], is: "interrupted"),
            Fault("closed in mid-document", [.text(head(10) + "abc"), .close], is: "interrupted"),
            Fault(
                "reset in mid-document",
                [.text(head(10) + "abc"), .pause(.milliseconds(50)), .reset],
                is: "interrupted"
            ),
            Fault("closed between chunks", [.text(chunkedHead + "3\r\nabc\r\n"), .close], is: "interrupted"),
            Fault("garbage between chunks", [.text(chunkedHead + "3\r\nabc\r\nzz\r\n")], is: "interrupted"),
            Fault("no status line", [.text("<html>welcome</html>\r\n\r\n"), .close], is: "other"),
            Fault("a status line without a number", [.text("HTTP/1.1 abc\r\n\r\n"), .close], is: "other"),
            Fault("a length above the limit", .http(body: [UInt8](repeating: 1, count: 1_001)), is: "bodyTooLarge"),
            Fault(
                "no length and a body above the limit",
                [.text(chunkedHead + "3E9\r\n" + String(repeating: "x", count: 1_001) + "\r\n0\r\n\r\n")],
                is: "bodyTooLarge"
            ),
            Fault(
                "gzip that unpacks above the limit",
                .http(headers: [("Content-Encoding", "gzip")], body: zeros(1_001)),
                is: "bodyTooLarge"
            ),
            Fault(
                "gzip that is none",
                .http(headers: [("Content-Encoding", "gzip")], body: "not at all"),
                is: "other"
            ),
        ]
    }

    @Test(arguments: Fault.table)
    func `a fault of the server has its own kind, and the client goes on`(_ fault: Fault) async throws {
        let server = try ScriptedServer { $0.path == "/fault" ? fault.answer : .http() }
        defer { server.stop() }
        // Short only where its end is what the test waits for: the machine may be slow.
        let limit: Duration = fault.kind == "timeout" ? .seconds(3) : .seconds(60)
        let client = try HTTPClient(HTTPConfiguration(totalTimeout: limit, maximumBodyBytes: 1_000))

        let failure = await client.failure("\(server.url)/fault")

        #expect(failure?.kind == fault.kind, "\(String(describing: failure))")
        #expect(try await client.get("\(server.url)/next").status == 200)
    }

    @Test func `a body of exactly the limit is taken`() async throws {
        let server = try ScriptedServer { _ in .http(body: [UInt8](repeating: 1, count: 1_000)) }
        defer { server.stop() }
        let client = try HTTPClient(HTTPConfiguration(maximumBodyBytes: 1_000))

        #expect(try await client.get(server.url).bodyBytes == 1_000)
    }

    @Test func `an answer that drips is too slow long before the total time is over`() async throws {
        let drip: [ScriptedAnswer.Step] = (0..<100).flatMap { _ in [.text("x"), .pause(.milliseconds(200))] }
        let server = try ScriptedServer { _ in ScriptedAnswer([.text(head(100))] + drip) }
        defer { server.stop() }
        let client = try HTTPClient(
            HTTPConfiguration(lowSpeedTimeout: .seconds(1), lowSpeedBytesPerSecond: 16, totalTimeout: .seconds(60))
        )
        let sink = CollectingSink()

        let failure = await client.failure(server.url, sink: sink)

        #expect(failure?.kind == "timeout")
        #expect(sink.text.count < 100)
    }

    @Test func `a refused connection names the host and the port`() async throws {
        let server = try ScriptedServer { _ in .http() }
        server.stop()

        let failure = await (try HTTPClient()).failure("http://user:hunter2@127.0.0.1:\(server.port)/secret")

        #expect(failure?.kind == "connect")
        let text = try #require(failure?.description)
        #expect(text.hasPrefix("127.0.0.1:\(server.port): no connection: "))
        #expect(!text.contains("hunter2") && !text.contains("secret"))
    }

    @Test func `a name that does not exist cannot be resolved`() async throws {
        let failure = await (try HTTPClient()).failure("http://orgsweep.invalid/")

        #expect(failure?.description == "orgsweep.invalid: the name cannot be resolved")
    }

    @Test func `the error of the sink comes back and ends the transfer`() async throws {
        let server = try ScriptedServer { _ in [.text(head(10) + "abc"), .hang] }
        defer { server.stop() }

        let failure = await (try HTTPClient()).failure(server.url, sink: CollectingSink(refusesBody: true))

        guard case .sink(let error) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(error is CollectingSink.Refused)
    }

    @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/", "", "http://", "http://127.0.0.1\u{0}.example/"])
    func `only HTTP URLs are sent`(_ url: String) async throws {
        #expect(await (try HTTPClient()).failure(url)?.kind == "other")
    }

    @Test(arguments: ["a\r\nX-Injected: 1", "a\nb", "a\0b", "a\u{7F}"])
    func `a header cannot smuggle in another`(_ value: String) async throws {
        let server = try ScriptedServer { _ in .http() }
        defer { server.stop() }
        let client = try HTTPClient()

        for header in [HTTPHeader("X-Name", value), HTTPHeader(value, "value")] {
            let failure = await #expect(throws: HTTPFailure.self) {
                let request = HTTPRequest(method: "GET", url: server.url, headers: [header])
                _ = try await client.send(request, to: CollectingSink())
            }
            #expect(failure?.kind == "other")
        }
        #expect(server.requests.isEmpty)
    }

    @Test(arguments: [
        ("https://iam.amazonaws.com/", "iam.amazonaws.com"),
        ("http://127.0.0.1:80?key=secret", "127.0.0.1:80"),
        ("https://user:p@ss@host/path@x", "host"),
        ("https://a\u{1B}[31m/", "a [31m"),
        ("no url", "no url"),
    ])
    func `what a failure names is the host and nothing else`(_ url: String, _ host: String) {
        #expect(HTTPFailure.host(of: url) == host)
    }

    @Test(arguments: [
        "http://user:hunter2@127.0.0.1:99999999", "user:hunter2@[::bad", "gopher://user:hunter2@127.0.0.1:1",
        "http://user:hunter2@orgsweep.invalid:1", "http://user:hunter2@127.0.0.1:1",
    ])
    func `a proxy that cannot be used is told without its password`(_ proxy: String) async throws {
        let client = try HTTPClient(HTTPConfiguration(proxy: proxy))

        let failure = try #require(await client.failure("http://iam.example.invalid/"))

        #expect(failure.kind == "connect")
        #expect(!"\(failure)".contains("hunter2"), "\(failure)")
    }

    @Test(arguments: [
        ("Unsupported proxy scheme for 'x://u:p@h:1'", "Unsupported proxy scheme for 'x://[redacted]@h:1'"),
        ("at http://u:p@s/w ord@h/ we stopped", "at http://[redacted]@h/ we stopped"),
        ("SSL: no subject name matches a@b", "SSL: no subject name matches a@b"),
    ])
    func `no detail has the user information of a URL`(_ detail: String, kept: String) {
        for code in [CURLE_COULDNT_CONNECT, CURLE_OPERATION_TIMEDOUT, CURLE_URL_MALFORMAT] {
            let failure = HTTPFailure.from(code, host: "h", detail: detail, proxyStatus: 0, maximumBodyBytes: 0)
            #expect("\(failure)".contains(kept))
        }
    }

    @Test func `a CA bundle that cannot be read is said at the start`() throws {
        let failure = #expect(throws: HTTPFailure.self) {
            _ = try HTTPClient(HTTPConfiguration(caBundle: "/nowhere/ca.pem"))
        }
        guard case .caBundle("/nowhere/ca.pem") = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(failure?.description == "the CA bundle /nowhere/ca.pem cannot be read")
    }
}

private let chunkedHead = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

private func head(_ length: Int) -> String {
    "HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\n\r\n"
}
